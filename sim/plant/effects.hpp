#pragma once

#include <cstddef>
#include <vector>

#include "sim/plant/activity.hpp"
#include "sim/trace.hpp"

namespace takt {

/// What a change of the plant asks of the outside: activities for the clock, records for the trace. The plant
/// appends; whoever drives it empties the vectors.
struct Effects {
  struct ClockCommand {
    Activity activity;
    bool start = true;  ///< false: cancel this kind and entity
  };
  std::vector<ClockCommand> clock;
  std::vector<Flow> flows;  ///< one for each start of a transfer in `clock`, in the same order
  std::vector<OperationRecord> operations;
  std::vector<MachineInterval> intervals;
  std::vector<JobRecord> jobs;
  std::vector<EventRecord> events;
  /// States that machines whose power is known went into, in order: a clock may meter them.
  struct StateChange {
    Index machine = 0;
    MachineState state = MachineState::idle;
  };
  std::vector<StateChange> states;

  std::size_t record_count() const {
    return operations.size() + intervals.size() + jobs.size() + events.size();
  }
  void clear_records() {
    events.clear();
    operations.clear();
    intervals.clear();
    jobs.clear();
    states.clear();
  }
};

}  // namespace takt
