#pragma once

#include <cstdint>
#include <string>

#include "results/kpi.hpp"
#include "sim/record/trace.hpp"

namespace takt {

/// What remains of a replication once its process has ended: all that is printed of it.
struct RunOutcome {
  std::uint64_t replication = 0;
  RunStatus status = RunStatus::all_done;
  std::string status_detail;
  std::string digest;
  double end_s = 0;
  std::int64_t stuck_jobs = 0;
  double stuck_since_s = -1;  ///< -1: no job is stuck
  std::int64_t operations = 0;
  std::int64_t decisions = 0;
  double wall_s = 0;  ///< s, of the simulation alone
  KpiReport kpis;
};

/// As bytes for the way through a pipe, and back. The bytes come from a child of this very program.
std::string to_bytes(const RunOutcome& outcome);
RunOutcome outcome_from_bytes(const std::string& bytes);

/// Whether the run left jobs that wait for ever.
bool got_stuck(RunStatus status);

/// The exit code of runs that got stuck.
inline constexpr int exit_stuck = 6;

/// "all done", "horizon reached", "starved", "deadlock"
std::string describe(RunStatus status);

}  // namespace takt
