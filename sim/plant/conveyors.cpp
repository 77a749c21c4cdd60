// Conveyors: jobs enter one by one, ride, and wait at the end for the place they go to.

#include <algorithm>
#include <cassert>

#include "sim/plant/plant.hpp"
#include "sim/plant/transport.hpp"

namespace takt {

const Transport::BeltSlot& Transport::slot_of(Index c, Index i) const {
  const ConveyorState& belt = at(conveyors_, c);
  const Index slots = at(model().conveyors, c).slots;
  return at(belts_, belt.first + (belt.head + i) % slots);
}

/// How long the belt has run so far. A belt that accumulates never stops.
Time Transport::belt_time(const ConveyorState& belt, Time now) const {
  return (belt.stopped_at >= 0 ? belt.stopped_at : now) - belt.stopped;
}

/// Lets in what may enter now, and sets the time at which the next one may.
void Transport::fill(Index c, Time now, Effects& effects) {
  const Conveyor& line = at(model().conveyors, c);
  ConveyorState& belt = conveyor(c);
  while (belt.waiting > 0 && belt.count < line.slots && belt.stopped_at < 0 && belt.entry_armed == 0) {
    const Time clear = belt.last_entry < 0 ? 0 : belt.last_entry + line.pitch - belt_time(belt, now);
    if (clear > 0) {
      belt.entry_armed = 1;
      effects.clock.push_back({{clear, ActivityKind::move, entry_entity(c)}, true});
      return;
    }
    enter(c, now, effects);
  }
}

void Transport::enter(Index c, Time now, Effects& effects) {
  const Conveyor& line = at(model().conveyors, c);
  ConveyorState& belt = conveyor(c);
  const auto first = std::find_if(tasks_.begin(), tasks_.end(),
                                  [c](const TransportTask& task) { return task.conveyor == c; });
  assert(first != tasks_.end());
  const TransportTask task = take_task(static_cast<std::size_t>(first - tasks_.begin()));
  --belt.waiting;
  belt.last_entry = belt_time(belt, now);
  const Index it = belt.first + (belt.head + belt.count) % line.slots;
  at(belts_, it) = {belt.last_entry + line.travel, task.job, task.number};
  ++belt.count;
  effects.events.push_back(
      {now, to_seconds(now - task.since), EventKind::conveyor_enters, c, task.number, belt.count});
  if (belt.count == 1) arm_exit(c, now, effects);
}

/// Sets the time at which the first job reaches the end: after its ride, and not sooner behind the one before
/// than the spacing allows.
void Transport::arm_exit(Index c, Time now, Effects& effects) {
  const Conveyor& line = at(model().conveyors, c);
  const ConveyorState& belt = conveyor(c);
  Time due = slot_of(c, 0).due;
  if (belt.last_exit >= 0) due = std::max(due, belt.last_exit + line.pitch);
  effects.clock.push_back({{due - belt_time(belt, now), ActivityKind::move, entry_entity(c) + 1}, true});
}

void Transport::accept(Index c, Time now, Effects& effects) {
  const Conveyor& line = at(model().conveyors, c);
  ConveyorState& belt = conveyor(c);
  if (belt.stopped_at >= 0) {
    belt.stopped += now - belt.stopped_at;
    belt.stopped_at = -1;
    effects.events.push_back({now, 0, EventKind::conveyor_runs, c, no_job, belt.count});
  }
  belt.blocked = 0;
  belt.last_exit = belt_time(belt, now);
  --belt.count;
  effects.events.push_back({now, 0, EventKind::conveyor_leaves, c, slot_of(c, 0).number, belt.count});
  belt.head = (belt.head + 1) % line.slots;
  if (belt.count > 0) arm_exit(c, now, effects);
  fill(c, now, effects);
}

void Transport::refuse(Index c, Time now, Effects& effects) {
  const Conveyor& line = at(model().conveyors, c);
  ConveyorState& belt = conveyor(c);
  belt.blocked = 1;
  if (line.accumulating) return;
  belt.stopped_at = now;
  effects.events.push_back({now, 0, EventKind::conveyor_stops, c, slot_of(c, 0).number, belt.count});
  if (belt.entry_armed == 0) return;
  belt.entry_armed = 0;
  effects.clock.push_back({{0, ActivityKind::move, entry_entity(c)}, false});
}

}  // namespace takt
