// Cascading machines: the next job enters while earlier ones are still inside.

#include <algorithm>
#include <cassert>

#include "sim/plant/plant.hpp"

namespace takt {

namespace {

Activity tail_of(Index slot, Time duration) {
  return {duration, ActivityKind::tail, static_cast<std::uint32_t>(slot)};
}

}  // namespace

/// The machine is taken only until the next job may enter; the rest of the time passes inside.
void Plant::split_cascade(Index machine) {
  MachineUnit& unit = machines_[at(machine)];
  const JobState& state = job(unit.job);
  Time interval = scenario_->process.groups[at(unit.group)].cascade;
  if (!scenario_->process.steps.empty()) {
    const Time own = scenario_->process.steps[at(step_at(state, state.position))].cascade;
    if (own >= 0) interval = own;
  }
  interval = std::min(interval, unit.full_time);
  process_of(unit.job).leave = unit.full_time - interval;
  unit.planned_end -= unit.full_time - interval;
  unit.full_time = interval;
}

/// What is on the machine has entered: it goes on inside, and the machine is free for the next.
void Plant::enter_cascade(Index machine, Effects& effects) {
  MachineUnit& unit = machines_[at(machine)];
  const Index slot = unit.job;
  for (Index member = slot; member >= 0; member = process_of(member).next) {
    process_of(member).setup_start = unit.setup_start;
    process_of(member).start = unit.start;
  }
  MachineProcess& inside = machine_process_[at(machine)];
  JobProcess& entered = process_of(slot);
  entered.leave += now_;
  entered.behind = -1;
  if (inside.inside_last >= 0) {
    JobProcess& before = process_of(inside.inside_last);
    entered.leave = std::max(entered.leave, before.leave);  // the order is kept
    before.behind = slot;
  } else {
    inside.inside_first = slot;
  }
  inside.inside_last = slot;
  start_tail(slot, entered.leave - now_, effects);
  free_machine(machine, effects);
}

void Plant::start_tail(Index slot, Time duration, Effects& effects) {
  effects.clock.push_back({tail_of(slot, duration), true});
  process_of(slot).watched |= watch_tail;
}

void Plant::end_tail(Index slot, Effects& effects) {
  std::uint32_t& watched = process_of(slot).watched;
  assert((watched & watch_tail) != 0);
  watched &= ~watch_tail;
  const Index machine = job(slot).machine;
  leave_cascade(machine, slot);
  finish_jobs(machine, slot, process_of(slot).setup_start, process_of(slot).start, condition_level(machine),
              effects);
}

/// Takes a batch out of the list of those inside.
void Plant::leave_cascade(Index machine, Index slot) {
  MachineProcess& inside = machine_process_[at(machine)];
  Index before = -1;
  // Nearly always the first: only those that leave at the same instant may change places.
  for (Index s = inside.inside_first; s != slot; s = process_of(s).behind) before = s;
  const Index behind = process_of(slot).behind;
  if (before < 0) {
    inside.inside_first = behind;
  } else {
    process_of(before).behind = behind;
  }
  if (behind < 0) inside.inside_last = before;
}

/// The machine stops: all inside wait, or are lost.
void Plant::pause_cascade(Index machine, OnFailure on_failure, Effects& effects) {
  MachineProcess& inside = machine_process_[at(machine)];
  for (Index slot = inside.inside_first; slot >= 0;) {
    JobProcess& waiting = process_of(slot);
    const Index behind = waiting.behind;
    if (waiting.leave == now_) {  // it leaves at this very instant
      slot = behind;
      continue;
    }
    effects.clock.push_back({tail_of(slot, 0), false});
    waiting.watched &= ~watch_tail;
    waiting.leave -= now_;
    if (on_failure == OnFailure::scrap) {
      leave_cascade(machine, slot);
      scrap_jobs(machine, slot, waiting.setup_start, waiting.start, effects);
    }
    slot = behind;
  }
}

void Plant::resume_cascade(Index machine, Effects& effects) {
  for (Index slot = machine_process_[at(machine)].inside_first; slot >= 0; slot = process_of(slot).behind) {
    JobProcess& inside = process_of(slot);
    if ((inside.watched & watch_tail) != 0) continue;
    start_tail(slot, inside.leave, effects);
    inside.leave += now_;
  }
}

}  // namespace takt
