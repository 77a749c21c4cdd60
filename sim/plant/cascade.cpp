// Cascading machines: the next job enters while earlier ones are still inside.

#include "sim/plant/cascade.hpp"

#include <algorithm>
#include <cassert>

#include "sim/plant/look_up.hpp"
#include "sim/plant/quality.hpp"
#include "sim/plant/shop.hpp"

namespace takt::cascade {

namespace {

Activity tail_of(Index slot, Time duration) {
  return {duration, ActivityKind::tail, static_cast<std::uint32_t>(slot)};
}

void start_tail(PlantState& plant, Index slot, Time duration, Effects& effects) {
  effects.clock.push_back({tail_of(slot, duration), true});
  operation_of(plant, slot).watched |= watch_tail;
}

/// Takes a batch out of the list of those inside.
void leave_cascade(PlantState& plant, Index machine, Index slot) {
  MachineLoad& inside = at(plant.machine_loads, machine);
  Index before = -1;
  // Nearly always the first: only those that leave at the same instant may change places.
  for (Index s = inside.inside_first; s != slot; s = operation_of(plant, s).behind) before = s;
  const Index behind = operation_of(plant, slot).behind;
  if (before < 0) {
    inside.inside_first = behind;
  } else {
    operation_of(plant, before).behind = behind;
  }
  if (behind < 0) inside.inside_last = before;
}

}  // namespace

void split(PlantState& plant, Index machine) {
  MachineUnit& unit = at(plant.machines, machine);
  const JobState& state = at(plant.jobs, unit.job);
  Time interval = at(plant.scenario->operations.groups, unit.group).cascade;
  if (!plant.scenario->operations.steps.empty()) {
    const Time own = at(plant.scenario->operations.steps, step_at(plant, state, state.position)).cascade;
    if (own >= 0) interval = own;
  }
  interval = std::min(interval, unit.full_time);
  operation_of(plant, unit.job).leave = unit.full_time - interval;
  unit.planned_end -= unit.full_time - interval;
  unit.full_time = interval;
}

void enter(PlantState& plant, Index machine, Effects& effects) {
  MachineUnit& unit = at(plant.machines, machine);
  const Index slot = unit.job;
  for (Index member = slot; member >= 0; member = operation_of(plant, member).next) {
    operation_of(plant, member).setup_start = unit.setup_start;
    operation_of(plant, member).start = unit.start;
  }
  MachineLoad& inside = at(plant.machine_loads, machine);
  OperationPart& entered = operation_of(plant, slot);
  entered.leave += plant.now;
  entered.behind = -1;
  if (inside.inside_last >= 0) {
    OperationPart& before = operation_of(plant, inside.inside_last);
    entered.leave = std::max(entered.leave, before.leave);  // the order is kept
    before.behind = slot;
  } else {
    inside.inside_first = slot;
  }
  inside.inside_last = slot;
  start_tail(plant, slot, entered.leave - plant.now, effects);
  shop::free_machine(plant, machine, effects);
}

void end_tail(PlantState& plant, Index slot, Effects& effects) {
  std::uint32_t& watched = operation_of(plant, slot).watched;
  assert((watched & watch_tail) != 0);
  watched &= ~watch_tail;
  const Index machine = at(plant.jobs, slot).machine;
  leave_cascade(plant, machine, slot);
  quality::finish_jobs(plant, machine, slot, operation_of(plant, slot).setup_start,
                       operation_of(plant, slot).start, worked_at_level(plant, machine), effects);
}

void pause(PlantState& plant, Index machine, OnFailure on_failure, Effects& effects) {
  MachineLoad& inside = at(plant.machine_loads, machine);
  for (Index slot = inside.inside_first; slot >= 0;) {
    OperationPart& waiting = operation_of(plant, slot);
    const Index behind = waiting.behind;
    if (waiting.leave == plant.now) {  // it leaves at this very instant
      slot = behind;
      continue;
    }
    effects.clock.push_back({tail_of(slot, 0), false});
    waiting.watched &= ~watch_tail;
    waiting.leave -= plant.now;
    if (on_failure == OnFailure::scrap) {
      leave_cascade(plant, machine, slot);
      quality::scrap_jobs(plant, machine, slot, waiting.setup_start, waiting.start, effects);
    }
    slot = behind;
  }
}

void scrap_stopped(PlantState& plant, Index machine, Effects& effects) {
  for (Index slot = at(plant.machine_loads, machine).inside_first; slot >= 0;) {
    const OperationPart& inside = operation_of(plant, slot);
    const Index behind = inside.behind;
    if ((inside.watched & watch_tail) == 0) {  // else it leaves at this very instant
      leave_cascade(plant, machine, slot);
      quality::scrap_jobs(plant, machine, slot, inside.setup_start, inside.start, effects);
    }
    slot = behind;
  }
}

void resume(PlantState& plant, Index machine, Effects& effects) {
  for (Index slot = at(plant.machine_loads, machine).inside_first; slot >= 0;
       slot = operation_of(plant, slot).behind) {
    OperationPart& inside = operation_of(plant, slot);
    if ((inside.watched & watch_tail) != 0) continue;
    start_tail(plant, slot, inside.leave, effects);
    inside.leave += plant.now;
  }
}

}  // namespace takt::cascade
