#pragma once

#include <cstdint>
#include <vector>

#include "sim/plant/records.hpp"

namespace takt {

/// Sums over [warm-up, end) of what pools, hours and precedence graphs did. Times in ticks; `..._time` are
/// integrals of numbers of units over time.
struct PoolTally {
  double used_time = 0;
  double capacity_time = 0;
  double overtime = 0;     ///< of used - capacity where that is above 0
  Index peak = 0;          ///< greatest use
  std::int64_t waits = 0;  ///< operations that had to wait for units although a machine was free
  double wait = 0;         ///< sum of these times, from the first refusal to the start

  Time since = 0;  ///< of the level now
  Index used = 0, capacity = 0;
};

struct TaskTally {
  std::int64_t done = 0;
  double weighted_completion = 0;  ///< sum of weight times the time of completion
};

struct ResourceTally {
  std::vector<PoolTally> pools;          ///< by pool
  std::vector<double> machine_overtime;  ///< by group; empty without machine hours
  std::vector<TaskTally> tasks;          ///< by routing; empty without graphs
};

ResourceTally make_resource_tally(const Scenario& scenario);
void tally_resources(ResourceTally& tally, const Scenario& scenario, const EventRecord& event);
/// Brings the integrals to the end of the run.
void close_resource_tally(ResourceTally& tally, const Scenario& scenario, Time end);

}  // namespace takt
