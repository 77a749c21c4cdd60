// Queues, routing, setups and processing.

#include <cassert>

#include "sim/plant/plant.hpp"

namespace takt {

Candidate Plant::candidate(Index slot, Index mode, const StepPlan& plan) const {
  const JobState& state = job(slot);
  return Candidate{
      .ready = state.ready,
      .processing_time = plan.mode_count == 1 && state.block < 0 ? plan.planned : planned_time(state, mode),
      .number = state.number,
      .job = slot,
      .position = static_cast<std::uint16_t>(state.position),
      .family_plus1 = static_cast<std::uint16_t>(plan.family + 1),
      .step = static_cast<Index>(&plan - scenario_->plans.data()),
      .mode = mode};
}

void Plant::enqueue(Index slot) {
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  state.phase = JobPhase::queued;
  const StepPlan& plan = plan_at(state, state.position);
  const Candidate entry = candidate(slot, state.mode, plan);
  const Index group =
      plan.group >= 0 ? plan.group : scenario_->modes[static_cast<std::size_t>(state.mode)].group;
  queues_.insert(group, entry);
  GroupState& at = groups_[static_cast<std::size_t>(group)];
  at.queued_work += entry.processing_time;
  if (at.idle > 0) mark_dirty(group);
}

void Plant::begin_operation(Index machine, std::size_t queue_index, Effects& effects) {
  MachineUnit& unit = machines_[static_cast<std::size_t>(machine)];
  GroupState& group = groups_[static_cast<std::size_t>(unit.group)];
  const Candidate chosen = queues_.queue(unit.group)[queue_index];
  queues_.remove(unit.group, queue_index);
  group.queued_work -= chosen.processing_time;
  if (--group.idle == 0 || queues_.empty(unit.group)) mark_clean(unit.group);

  JobState& state = jobs_[static_cast<std::size_t>(chosen.job)];
  state.phase = JobPhase::on_machine;
  state.machine = machine;
  // What the end of this operation will look up: its plan, the next one's and the next in the queue.
  const StepPlan* plan = scenario_->plans.data() + chosen.step;
  __builtin_prefetch(plan);
  __builtin_prefetch(plan + 1);
  queues_.prefetch(unit.group);
  const Time setup = setup_time(machine, chosen.family());
  unit.job = chosen.job;
  unit.ready = chosen.ready;
  unit.setup_start = now_;
  unit.full_time = actual_time(state, chosen.mode, chosen.processing_time);
  unit.planned_end = now_ + setup + chosen.processing_time;
  if ((plan->flags | group.flags) != 0) on_start(machine, chosen, effects);
  if (setup > 0) {
    run_activity(machine, MachineState::setup, setup, effects);
  } else {
    if (chosen.family() >= 0) unit.family = chosen.family();
    begin_processing(machine, effects);
  }
}

void Plant::run_activity(Index machine, MachineState activity, Time duration, Effects& effects) {
  MachineUnit& unit = machines_[static_cast<std::size_t>(machine)];
  unit.activity = activity;
  unit.piece_start = now_;
  unit.remaining = duration;
  const ActivityKind kind = activity == MachineState::setup ? ActivityKind::setup : ActivityKind::process;
  effects.clock.push_back({{duration, kind, static_cast<std::uint32_t>(machine)}, true});
  if (unit.breakdown_count > 0 && activity == MachineState::processing) arm_busy(machine, effects);
}

void Plant::begin_processing(Index machine, Effects& effects) {
  MachineUnit& unit = machines_[static_cast<std::size_t>(machine)];
  unit.start = now_;
  run_activity(machine, MachineState::processing, unit.full_time, effects);
}

void Plant::end_setup(Index machine, Effects& effects) {
  MachineUnit& unit = machines_[static_cast<std::size_t>(machine)];
  assert(unit.job >= 0 && unit.down == 0 && unit.activity == MachineState::setup);
  if (now_ > unit.piece_start)
    effects.intervals.push_back({unit.piece_start, now_, machine, MachineState::setup});
  const JobState& state = job(unit.job);
  unit.family = plan_at(state, state.position).family;
  begin_processing(machine, effects);
}

void Plant::end_process(Index machine, Effects& effects) {
  MachineUnit& unit = machines_[static_cast<std::size_t>(machine)];
  assert(unit.job >= 0 && unit.down == 0 && unit.activity == MachineState::processing);
  if (unit.breakdown_count > 0) pause_busy(machine, now_ - unit.piece_start, effects);
  if (now_ > unit.piece_start) {
    effects.intervals.push_back({unit.piece_start, now_, machine, MachineState::processing});
  }
  const Index slot = unit.job;
  record_operation(machine, OperationOutcome::finished, effects);
  const JobState& state = job(slot);
  if ((plan_at(state, state.position).flags | groups_[static_cast<std::size_t>(unit.group)].flags) != 0) {
    on_finish(machine, effects);
    return;
  }
  free_machine(machine, effects);
  advance(slot, effects);
}

void Plant::advance(Index slot, Effects& effects) {
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  state.work_remaining -= planned_step_work(state, state.position);
  ++state.position;
  state.machine = -1;
  if (state.position == state.operation_count) {
    leave(slot, JobOutcome::done, effects);
  } else {
    operation_ready(slot, effects);
  }
}

void Plant::record_operation(Index machine, OperationOutcome outcome, Effects& effects) const {
  const MachineUnit& unit = this->machine(machine);
  const JobState& state = job(unit.job);
  const bool processed = unit.activity == MachineState::processing;
  effects.operations.push_back({.ready = unit.ready,
                                .setup_start = unit.setup_start,
                                .start = processed ? unit.start : now_,
                                .end = now_,
                                .job = state.number,
                                .step = step_at(state, state.position),
                                .mode = state.mode,
                                .machine = machine,
                                .position = state.position,
                                .outcome = outcome});
}

void Plant::free_machine(Index machine, Effects& effects) {
  MachineUnit& unit = machines_[static_cast<std::size_t>(machine)];
  unit.job = -1;
  unit.activity = MachineState::idle;
  unit.remaining = 0;
  unit.planned_end = 0;
  GroupState& group = groups_[static_cast<std::size_t>(unit.group)];
  if (unit.down == 0) {
    ++group.idle;
    mark_dirty(unit.group);
  }
  if (group.flags != group_plain) on_leave(machine, effects);
}

}  // namespace takt
