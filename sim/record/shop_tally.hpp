#pragma once

#include <span>
#include <vector>

#include "sim/plant/records.hpp"

namespace takt {

/// A machine over the window.
struct MachineTally {
  Time in_state[machine_state_count] = {};  ///< idle is what the others leave of the window
  std::int64_t operations = 0;              ///< that got it in the window and left it by the end
};
struct GroupTally {
  std::int64_t operations = 0;  ///< that got a machine in the window and left it by the end
  double wait = 0;              ///< sum of (setup_start - ready), ticks
  double wait_squared = 0;
};

struct ShopTally {
  std::vector<MachineTally> machines;
  std::vector<GroupTally> groups;
};

/// Sums up what every shop has: machines, their groups, operations.
class ShopTallier {
 public:
  ShopTallier(const Scenario& scenario, Time from);

  void take(std::span<const OperationRecord> operations);
  void take(std::span<const MachineInterval> intervals);
  /// Call once, last.
  ShopTally finish(Time end);

 private:
  const Scenario* scenario_;
  Time from_;
  ShopTally tally_;
};

}  // namespace takt
