// Queues, routing, setups and processing.

#include <algorithm>
#include <cassert>

#include "sim/plant/condition_rules.hpp"
#include "sim/plant/people_rules.hpp"

namespace takt {

Candidate Plant::candidate(Index slot, Index mode, const StepPlan& plan) const {
  const JobState& state = job(slot);
  return Candidate{
      .ready = state.ready,
      .processing_time = plan.mode_count == 1 && state.block < 0 ? plan.planned : planned_time(state, mode),
      .number = state.number,
      .job = slot,
      .position = static_cast<std::uint16_t>(state.position),
      .family_plus1 = plan.family_plus1,
      .step = static_cast<Index>(&plan - scenario_->plans.data()),
      .mode = mode};
}

template <bool plain>
inline void Plant::enqueue_in(Index slot, Index group, const StepPlan& plan, Effects& effects) {
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  state.phase = JobPhase::queued;
  const Candidate entry = candidate(slot, state.mode, plan);
  queues_.insert(group, entry);
  GroupState& at = groups_[static_cast<std::size_t>(group)];
  at.queued_work += entry.processing_time;
  if (at.idle > 0) mark_dirty(group);
  if constexpr (!plain) {
    if (((plan.flags & step_within) | (at.flags & group_batch)) != 0) watch(slot, group, effects);
  }
}

template <bool plain>
inline void Plant::join_group_of(Index slot, Effects& effects) {
  const JobState& state = job(slot);
  const StepPlan& plan = plan_at(state, state.position);
  const Index group = group_of(plan, state);
  if constexpr (!plain) {
    if ((plan.flags | groups_[static_cast<std::size_t>(group)].flags) != 0) {
      admit(slot, group, effects);
      return;
    }
  }
  enqueue_in<plain>(slot, group, plan, effects);
}

/// The job's next operation may begin.
template <bool plain>
inline void Plant::ready_in(Index slot, Effects& effects) {
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  state.ready = now_;
  const StepPlan& plan = plan_at(state, state.position);
  if (plan.mode_count == 1) {
    state.mode = plan.first_mode;
    join_group_of<plain>(slot, effects);
  } else {
    wait_for_route(slot);
  }
}

void Plant::enqueue(Index slot, Effects& effects) {
  const JobState& state = job(slot);
  const StepPlan& plan = plan_at(state, state.position);
  enqueue_in<false>(slot, group_of(plan, state), plan, effects);
}

void Plant::join_group(Index slot, Effects& effects) {
  join_group_of<false>(slot, effects);
}

void Plant::operation_ready(Index slot, Effects& effects) {
  ready_in<false>(slot, effects);
}

/// A queued operation is taken out, to be started or for another reason.
Candidate Plant::take_from_queue(Index group, std::size_t place, Effects& effects) {
  const Candidate taken = queues_.queue(group)[place];
  queues_.remove(group, place);
  groups_[static_cast<std::size_t>(group)].queued_work -= taken.processing_time;
  unwatch(taken.job, effects);
  if (scenario_->lines.used) line_left_queue(group);
  return taken;
}

/// Starts the timers of a job that has joined a queue.
void Plant::watch(Index slot, Index group, Effects& effects) {
  const JobState& state = job(slot);
  const auto start = [&](ActivityKind kind, std::uint32_t bit, Time duration) {
    if (duration > latest_time - now_) return;  // after everything
    effects.clock.push_back({{duration, kind, static_cast<std::uint32_t>(slot)}, true});
    process_of(slot).watched |= bit;
  };
  const Index step = step_at(state, state.position);
  if ((scenario_->plans[static_cast<std::size_t>(step)].flags & step_within) != 0) {
    const WithinRule& rule = scenario_->process.steps[static_cast<std::size_t>(step)].within;
    const Time since = mark(state, scenario_->process.steps[static_cast<std::size_t>(rule.of)].time_mark);
    // At the limit itself it may still start.
    start(ActivityKind::deadline, watch_late, std::max<Time>(0, since + rule.limit + 1 - now_));
  }
  if ((groups_[static_cast<std::size_t>(group)].flags & group_batch) == 0) return;
  const Time wait = scenario_->process.groups[static_cast<std::size_t>(group)].batch.wait;
  if (wait > 0 && wait != never) start(ActivityKind::hold, watch_hold, wait);
}

void Plant::unwatch(Index slot, Effects& effects) {
  if (!scenario_->job_extras) return;
  std::uint32_t& watched = process_of(slot).watched;
  const auto cancel = [&](ActivityKind kind) {
    effects.clock.push_back({{0, kind, static_cast<std::uint32_t>(slot)}, false});
  };
  if ((watched & watch_late) != 0) cancel(ActivityKind::deadline);
  if ((watched & watch_hold) != 0) cancel(ActivityKind::hold);
  watched = 0;
}

template <bool plain>
inline void Plant::run_in(Index machine, MachineState activity, Time duration, Effects& effects) {
  MachineUnit& unit = machines_[static_cast<std::size_t>(machine)];
  unit.activity = activity;
  unit.piece_start = now_;
  unit.remaining = duration;
  const ActivityKind kind = activity == MachineState::setup ? ActivityKind::setup : ActivityKind::process;
  effects.start(kind, static_cast<std::uint32_t>(machine), duration);
  if (unit.watched != 0 && activity == MachineState::processing) arm_busy(machine, effects);
  if constexpr (!plain) {
    if ((groups_[static_cast<std::size_t>(unit.group)].flags & group_power) != 0)
      ConditionRules::state_changed(*this, machine, effects);
  }
}

template <bool plain>
inline void Plant::begin_in(Index machine, std::size_t queue_index, Effects& effects) {
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
  unit.full_time = actual_time(state, chosen.mode, chosen.processing_time, seed_);
  unit.planned_end = now_ + setup + chosen.processing_time;
  if constexpr (!plain) {
    if ((plan->flags | group.flags) != 0) {
      unwatch(chosen.job, effects);
      if (scenario_->lines.used) line_left_queue(unit.group);
      on_start(machine, chosen, effects);
    }
  }
  if (setup > 0) {
    run_in<plain>(machine, MachineState::setup, setup, effects);
  } else {
    if (chosen.family() >= 0) unit.family = chosen.family();
    unit.start = now_;
    run_in<plain>(machine, MachineState::processing, unit.full_time, effects);
  }
}

void Plant::begin_operation(Index machine, std::size_t queue_index, Effects& effects) {
  if (plain_) {
    begin_in<true>(machine, queue_index, effects);
  } else {
    begin_in<false>(machine, queue_index, effects);
  }
}

void Plant::run_activity(Index machine, MachineState activity, Time duration, Effects& effects) {
  run_in<false>(machine, activity, duration, effects);
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
  unit.family = plan_at(state, state.position).family();
  begin_processing(machine, effects);
}

template <bool plain>
inline void Plant::free_in(Index machine, Effects& effects) {
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
  if constexpr (!plain) {
    if (group.flags != group_plain) on_leave(machine, effects);
  }
}

void Plant::free_machine(Index machine, Effects& effects) {
  free_in<false>(machine, effects);
}

template <bool plain>
inline void Plant::end_in(Index machine, Effects& effects) {
  MachineUnit& unit = machines_[static_cast<std::size_t>(machine)];
  assert(unit.job >= 0 && unit.down == 0 && unit.activity == MachineState::processing);
  if (unit.watched != 0) pause_busy(machine, now_ - unit.piece_start, effects);
  if (now_ > unit.piece_start) {
    MachineInterval& interval = effects.intervals.emplace_back();  // written in place, as in Effects::start
    interval.start = unit.piece_start;
    interval.end = now_;
    interval.machine = machine;
    interval.state = MachineState::processing;
  }
  const Index slot = unit.job;
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  if constexpr (!plain) {
    if ((plan_at(state, state.position).flags | groups_[static_cast<std::size_t>(unit.group)].flags) != 0) {
      on_finish(machine, effects);
      return;
    }
  }
  record_job(slot, machine, unit.setup_start, unit.start, OperationOutcome::finished, effects);
  free_in<plain>(machine, effects);
  if constexpr (plain) {
    count_operation(state);
    state.machine = -1;
    if (state.position == state.operation_count) {
      leave(slot, JobOutcome::done, effects);
    } else {
      ready_in<true>(slot, effects);
    }
  } else {
    advance(slot, effects);
  }
}

void Plant::end_process(Index machine, Effects& effects) {
  if (plain_) {
    end_in<true>(machine, effects);
  } else {
    end_in<false>(machine, effects);
  }
}

void Plant::advance(Index slot, Effects& effects) {
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  if ((plan_at(state, state.position).flags & step_task) != 0) {
    if (scenario_->lines.used) leave_machine(slot, effects);
    PeopleRules::task_done(*this, slot, effects);
    return;
  }
  count_operation(state);
  if (!kept_on_machine(slot)) state.machine = -1;
  if (state.position == state.operation_count) {
    if (!scenario_->transport.used() || !deliver(slot, effects)) finish_job(slot, effects);
  } else {
    operation_ready(slot, effects);
  }
}

}  // namespace takt
