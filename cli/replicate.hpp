#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/run_outcome.hpp"
#include "results/result_info.hpp"
#include "sim/simulate.hpp"

namespace takt {

/// What `takt run` was asked for.
struct RunRequest {
  std::string scenario_spec;
  std::string agent_spec = "rule:fifo";
  ClockKind clock = ClockKind::simgrid;
  std::uint64_t seed = 1;
  std::int64_t replications = 1;
  std::uint64_t first_replication = 0;  ///< number of the first of them
  double confidence = 0.95;             ///< level of the intervals of several
  int workers = 1;
  bool record_operations = true;
  bool record_candidates = false;  ///< what the agent saw at each decision
  bool compress = false;
  bool check = false;  ///< see SimulateOptions
  bool quiet = false;
  std::string output;        ///< result file; empty: none
  std::string command_line;  ///< for the record
};

/// How the replications of a request ended, and the key figures of several: those of a single one are in its
/// outcome.
struct Replications {
  std::vector<RunOutcome> outcomes;
  std::vector<ReplicationRow> rows;  ///< by replication; empty for a single one
};

const char* clock_name(ClockKind kind);

/// Runs all replications, each in a process of its own. For a single replication its process writes the
/// result file itself; of several, the file holds the KPIs and tables of each and
/// their confidence intervals.
Replications replicate(const RunRequest& request, const Scenario& scenario);

}  // namespace takt
