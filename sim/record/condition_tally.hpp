#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/plant/records.hpp"

namespace takt {

/// Sums about condition, energy and cost, over the window where nothing else is said.
struct ConditionTally {
  struct Machine {
    Time in_state[machine_state_count] = {};  ///< over the whole run, from time 0
    std::int64_t failures = 0;                ///< times that it went down
    std::int64_t setups = 0;                  ///< that began
    std::vector<Time> in_level;               ///< by level of its condition
    std::vector<std::int64_t> maintained;     ///< by plan: how often one began
    double energy_cost = 0;                   ///< by its tariff
  };
  std::vector<Machine> machines;
  std::vector<double> metered;  ///< J by machine over the whole run, from the clock; empty: it has no meters
  double peak_power = 0;        ///< W of the site
};

/// Sums up a ConditionTally while the run goes on, so that its key figures need no recorded events.
class ConditionTallier {
 public:
  ConditionTallier(const Scenario& scenario, Time from);

  /// False: the scenario has nothing to count.
  bool on() const { return on_; }

  void take(std::span<const MachineInterval> intervals);
  void take(const EventRecord& event);

  /// The sums up to `end`; empty where there was nothing to count. Call once, last.
  ConditionTally finish(Time end, std::vector<double> metered);

 private:
  struct Open {
    Time tallied = 0;  ///< state intervals are counted up to here
    Time level_since = 0;
    Index level = 0;
  };
  const GroupCondition* group_of(std::size_t machine) const;
  void draw(std::size_t machine, std::size_t state, Time from, Time to);
  void leave_level(std::size_t machine, Time now);
  void power(Time now, double watts);

  const Scenario* scenario_;
  Time from_;
  bool on_;
  ConditionTally tally_;
  std::vector<Open> open_;
  double watts_ = 0;  ///< of the site at present
};

}  // namespace takt
