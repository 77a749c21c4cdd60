#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/run_outcome.hpp"
#include "sim/simulate.hpp"

namespace takt {

/// What `takt run` was asked for.
struct RunRequest {
  std::string scenario_spec;
  std::string agent_spec = "rule:fifo";
  ClockKind clock = ClockKind::simgrid;
  std::uint64_t seed = 1;
  std::int64_t replications = 1;
  int workers = 1;
  bool record_operations = true;
  bool record_candidates = false;  ///< what the agent saw at each decision
  bool compress = false;
  bool check = false;  ///< see SimulateOptions
  bool quiet = false;
  std::string output;        ///< result file; empty: none
  std::string command_line;  ///< for the record
};

const char* clock_name(ClockKind kind);

/// Runs all replications, each in a process of its own. For a single replication its process writes the
/// result file itself; of several, the file holds the KPIs of each and their confidence intervals.
std::vector<RunOutcome> replicate(const RunRequest& request, const Scenario& scenario);

}  // namespace takt
