#pragma once

#include <array>
#include <span>
#include <vector>

#include "sim/plant/records.hpp"

namespace takt {

/// What a machine's states do not tell of its stops, its hours and what it waited for, over the window;
/// ticks. A machine is out of hours where hours (its own, or of what its operation needs) stop it, and where
/// its calendar is closed and it neither sets up nor processes. All the rest of the window is planned time.
struct StopTally {
  Time maintained = 0;                           ///< under maintenance, whatever else stopped it
  Time off = 0;                                  ///< stopped by hours, whatever else stopped it
  Time out_of_hours = 0;                         ///< what is not planned time
  Time down_in_hours = 0;                        ///< of the time down, what was planned time
  Time maintained_in_hours = 0;                  ///< the same of the state maintenance
  Time overtime = 0;                             ///< setting up and processing while its calendar was closed
  std::array<Time, wait_for_count> waited = {};  ///< of the state waiting: by WaitFor

  bool operator==(const StopTally&) const = default;
};

/// Sums up StopTally from the intervals of machines.
class StopTallier {
 public:
  StopTallier(const Scenario& scenario, Time from);

  /// False: no machine can be stopped or wait.
  bool on() const { return !tally_.empty(); }
  void take(std::span<const MachineInterval> intervals);
  /// By machine; empty where nothing can stop them. Call once, last.
  std::vector<StopTally> finish() { return std::move(tally_); }

 private:
  /// What of [from, to) lies outside the calendar of a machine.
  Time closed(std::size_t machine, Time from, Time to) const;

  const Scenario* scenario_;
  Time from_;
  std::vector<StopTally> tally_;
};

}  // namespace takt
