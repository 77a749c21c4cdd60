#pragma once

#include <cstddef>
#include <vector>

#include "sim/plant/activity.hpp"
#include "sim/plant/records.hpp"

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

  /// Written in place, member by member: to copy what was just written would wait for it.
  void start(ActivityKind kind, std::uint32_t entity, Time duration) {
    Activity& activity = clock.emplace_back().activity;
    activity.duration = duration;
    activity.kind = kind;
    activity.entity = entity;
  }

  /// What is under way for this kind and entity ends `duration` from now.
  void restart(ActivityKind kind, std::uint32_t entity, Time duration) {
    clock.push_back({{0, kind, entity}, false});
    clock.push_back({{duration, kind, entity}, true});
  }

  std::size_t record_bytes() const {
    const auto bytes = [](const auto& v) {
      return static_cast<std::size_t>(reinterpret_cast<const char*>(v.data() + v.size()) -
                                      reinterpret_cast<const char*>(v.data()));
    };
    return bytes(operations) + bytes(intervals) + bytes(jobs) + bytes(events);
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
