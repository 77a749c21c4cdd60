#pragma once

#include <cstddef>
#include <vector>

#include "sim/plant/activity.hpp"
#include "sim/plant/ending_heap.hpp"
#include "sim/plant/records.hpp"

namespace takt {

/// What a change of the plant asks of the outside: activities for the clock, records for the trace. The plant
/// appends; whoever drives it empties the vectors.
struct Effects {
  /// The calendar that the run is on, if it is on one: what the shop starts need not go through `clock`. Said
  /// anew at each instant by whoever drives the plant; stays behind when effects are copied or moved.
  struct Calendar {
    EndingHeap* endings = nullptr;

    Calendar() = default;
    Calendar(const Calendar& /*other*/) {}
    Calendar& operator=(const Calendar& /*other*/) {
      endings = nullptr;
      return *this;
    }
    ~Calendar() = default;
  };
  Calendar calendar;
  bool recorded = true;              ///< false: whoever drives the plant only counts
  std::int64_t operations_done = 0;  ///< so far

  struct ClockCommand {
    Activity activity;
    bool start = true;  ///< false: cancel this kind and entity
  };
  std::vector<ClockCommand> clock;
  /// States that machines whose power is known went into, in order: a clock may meter them.
  struct StateChange {
    Index machine = 0;
    MachineState state = MachineState::idle;
  };
  std::vector<StateChange> states;
  std::vector<OperationRecord> operations;
  std::vector<MachineInterval> intervals;
  std::vector<JobRecord> jobs;
  std::vector<EventRecord> events;
  std::vector<Flow> flows;  ///< one for each start of a transfer in `clock`, in the same order

  /// Straight into the calendar unless it takes no time, lasts beyond the latest time or comes after commands
  /// that wait.
  void start(ActivityKind kind, std::uint32_t entity, Time now, Time duration) {
    if (calendar.endings != nullptr && clock.empty() &&
        static_cast<std::uint64_t>(duration - 1) < static_cast<std::uint64_t>(latest_time - now)) {
      calendar.endings->push(now + duration, kind, entity);
      return;
    }
    // Written in place, member by member: to copy what was just written would wait for it.
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
