#pragma once

#include <span>
#include <vector>

#include "sim/record/trace.hpp"

namespace takt {

/// Sums up Trace::condition while the run goes on, so that its key figures need no recorded events.
class ConditionTallier {
 public:
  explicit ConditionTallier(const Scenario& scenario);

  /// False: the scenario has nothing to count.
  bool on() const { return on_; }

  /// The records of a batch, each kind in order.
  void take(std::span<const OperationRecord> operations, std::span<const MachineInterval> intervals,
            std::span<const EventRecord> events);

  /// The sums up to the end of the run; empty where there was nothing to count. Call once, last.
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
  bool on_;
  ConditionTally tally_;
  std::vector<Open> open_;
  double watts_ = 0;  ///< of the site at present
};

}  // namespace takt
