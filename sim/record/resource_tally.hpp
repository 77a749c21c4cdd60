#pragma once

#include <cstdint>
#include <vector>

#include "sim/plant/records.hpp"

namespace takt {

/// Sums over the window of what pools, hours and precedence graphs did. Times in ticks; `..._time` are
/// integrals of numbers of units over time.
struct PoolTally {
  double used_time = 0;
  double capacity_time = 0;
  double overtime = 0;     ///< of used - capacity where that is above 0
  Index peak = 0;          ///< greatest use
  std::int64_t waits = 0;  ///< operations that had to wait for units although a machine was free
  double wait = 0;         ///< sum of these times, from the first refusal to the start
};

struct TaskTally {
  std::int64_t done = 0;
  double weighted_completion = 0;  ///< sum of weight times the time of completion
};

struct ResourceTally {
  std::vector<PoolTally> pools;  ///< by pool
  std::vector<TaskTally> tasks;  ///< by routing; empty without graphs
};

/// Sums up a ResourceTally from events.
class ResourceTallier {
 public:
  ResourceTallier(const Scenario& scenario, Time from);

  bool on() const { return on_; }
  void take(const EventRecord& event);
  /// Call once, last.
  ResourceTally finish(Time end);

 private:
  /// Of a pool now.
  struct Level {
    Time since = 0;
    Index used = 0, capacity = 0;
  };
  void advance(std::size_t pool, Time now);

  Time from_;
  ResourceTally tally_;
  std::vector<Level> levels_;
  bool on_;
};

}  // namespace takt
