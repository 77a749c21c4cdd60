#pragma once

#include <cstdint>
#include <vector>

#include "sim/plant/records.hpp"

namespace takt {

/// A machine without an operation that is in service, as of the end of the last instant.
struct IdleMachine {
  Time since = 0;
  MachineState state = MachineState::idle;  ///< idle, waiting or blocked
  std::uint8_t also = 0;                    ///< MachineInterval::also
};

/// A group of machines, and jobs that are meant for it and not there.
struct IdleGroup {
  Index shown = 0;         ///< machines whose IdleMachine::state is not idle
  Index card_waiters = 0;  ///< jobs that wait for a card before they may go there
  Index carried = 0;       ///< jobs that wait for a vehicle to there, or are on it
};

/// Jobs of a saturated source come only when there is a card of its wip limit: all of them to one group.
struct CalledSource {
  Index source = -1;
  Index loop = -1;
  Index group = -1;
};

/// Empty where no machine can have to wait.
struct IdleState {
  std::vector<IdleMachine> machines;
  std::vector<IdleGroup> groups;
  std::vector<CalledSource> called;
  std::vector<std::uint64_t> touched;  ///< groups to look at when the instant is over, as a bitmap
  bool unsettled = false;              ///< there are any

  std::size_t bytes() const {
    return machines.size() * sizeof(IdleMachine) + groups.size() * sizeof(IdleGroup) +
           called.size() * sizeof(CalledSource) + touched.size() * sizeof(std::uint64_t);
  }
};

}  // namespace takt
