// Queues, routing, setups and processing.

#include "sim/plant/shop.hpp"

#include <algorithm>
#include <cassert>

#include "sim/plant/carry.hpp"
#include "sim/plant/condition.hpp"
#include "sim/plant/hooks.hpp"
#include "sim/plant/jobs.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/service.hpp"
#include "sim/plant/tasks.hpp"

namespace takt::shop {

namespace {

/// One operation of the job is done.
void count_operation(const PlantState& plant, JobState& state) {
  state.work_remaining -= planned_step_work(plant, state, state.position);
  ++state.position;
}

/// Starts the timers of a job that has joined a queue.
void watch(PlantState& plant, Index slot, Index group, Effects& effects) {
  const JobState& state = at(plant.jobs, slot);
  const auto start = [&](ActivityKind kind, std::uint32_t bit, Time duration) {
    if (duration > latest_time - plant.now) return;  // after everything
    effects.clock.push_back({{duration, kind, static_cast<std::uint32_t>(slot)}, true});
    operation_of(plant, slot).watched |= bit;
  };
  const Index step = step_at(plant, state, state.position);
  if ((at(plant.scenario->plans, step).flags & step_within) != 0) {
    const WithinRule& rule = at(plant.scenario->operations.steps, step).within;
    const Time since = mark(plant, state, at(plant.scenario->operations.steps, rule.of).time_mark);
    // At the limit itself it may still start.
    start(ActivityKind::deadline, watch_late, std::max<Time>(0, since + rule.limit + 1 - plant.now));
  }
  if ((at(plant.groups, group).flags & group_batch) == 0) return;
  const Time wait = at(plant.scenario->operations.groups, group).batch.wait;
  if (wait > 0 && wait != never) start(ActivityKind::hold, watch_hold, wait);
}

template <bool plain>
inline void enqueue_in(PlantState& plant, Index slot, Index group, const StepPlan& plan, Effects& effects) {
  JobState& state = at(plant.jobs, slot);
  state.phase = JobPhase::queued;
  const Candidate entry = candidate(plant, slot, state.mode, plan);
  plant.queues.insert(group, entry);
  GroupState& it = at(plant.groups, group);
  it.queued_work += entry.processing_time;
  if (it.idle > 0) mark_dirty(plant, group);
  if constexpr (!plain) {
    if (((plan.flags & step_within) | (it.flags & group_batch)) != 0) watch(plant, slot, group, effects);
  }
}

template <bool plain>
inline void join_group_of(PlantState& plant, Index slot, Effects& effects) {
  const JobState& state = at(plant.jobs, slot);
  const StepPlan& plan = plan_at(plant, state, state.position);
  const Index group = group_of(plant, plan, state);
  if constexpr (!plain) {
    if ((plan.flags | at(plant.groups, group).flags) != 0) {
      hooks::admit(plant, slot, group, effects);
      return;
    }
  }
  enqueue_in<plain>(plant, slot, group, plan, effects);
}

/// The job's next operation may begin.
template <bool plain>
inline void ready_in(PlantState& plant, Index slot, Effects& effects) {
  JobState& state = at(plant.jobs, slot);
  state.ready = plant.now;
  const StepPlan& plan = plan_at(plant, state, state.position);
  if (plan.mode_count == 1) {
    state.mode = plan.first_mode;
    join_group_of<plain>(plant, slot, effects);
  } else {
    jobs::wait_for_route(plant, slot);
  }
}

void unwatch(PlantState& plant, Index slot, Effects& effects) {
  if (!plant.scenario->job_extras) return;
  std::uint32_t& watched = operation_of(plant, slot).watched;
  const auto cancel = [&](ActivityKind kind) {
    effects.clock.push_back({{0, kind, static_cast<std::uint32_t>(slot)}, false});
  };
  if ((watched & watch_late) != 0) cancel(ActivityKind::deadline);
  if ((watched & watch_hold) != 0) cancel(ActivityKind::hold);
  watched = 0;
}

template <bool plain>
inline void run_in(PlantState& plant, Index machine, MachineState activity, Time duration, Effects& effects) {
  MachineUnit& unit = at(plant.machines, machine);
  unit.activity = activity;
  unit.piece_start = plant.now;
  unit.remaining = duration;
  const ActivityKind kind = activity == MachineState::setup ? ActivityKind::setup : ActivityKind::process;
  effects.start(kind, static_cast<std::uint32_t>(machine), duration);
  if (unit.watched != 0 && activity == MachineState::processing) service::arm_busy(plant, machine, effects);
  if constexpr (!plain) {
    if ((at(plant.groups, unit.group).flags & group_power) != 0)
      condition::state_changed(plant, machine, effects);
  }
}

template <bool plain>
inline void begin_in(PlantState& plant, Index machine, std::size_t queue_index, Effects& effects) {
  MachineUnit& unit = at(plant.machines, machine);
  GroupState& group = at(plant.groups, unit.group);
  const Candidate chosen = plant.queues.queue(unit.group)[queue_index];
  plant.queues.remove(unit.group, queue_index);
  group.queued_work -= chosen.processing_time;
  if (--group.idle == 0 || plant.queues.empty(unit.group)) mark_clean(plant, unit.group);

  JobState& state = at(plant.jobs, chosen.job);
  state.phase = JobPhase::on_machine;
  state.machine = machine;
  // What the end of this operation will look up: its plan, the next one's and the next in the queue.
  const StepPlan* plan = plant.scenario->plans.data() + chosen.step;
  __builtin_prefetch(plan);
  __builtin_prefetch(plan + 1);
  plant.queues.prefetch(unit.group);
  const Time setup = setup_time(plant, machine, chosen.family());
  unit.job = chosen.job;
  unit.ready = chosen.ready;
  unit.setup_start = plant.now;
  unit.full_time = jobs::actual_time(plant, state, chosen.mode, chosen.processing_time, plant.seed);
  unit.planned_end = plant.now + setup + chosen.processing_time;
  if constexpr (!plain) {
    if ((plan->flags | group.flags) != 0) {
      unwatch(plant, chosen.job, effects);
      if (plant.scenario->lines.used) lines::left_queue(plant, unit.group);
      hooks::on_start(plant, machine, chosen, effects);
    }
  }
  if (setup > 0) {
    run_in<plain>(plant, machine, MachineState::setup, setup, effects);
  } else {
    if (chosen.family() >= 0) unit.family = chosen.family();
    unit.start = plant.now;
    run_in<plain>(plant, machine, MachineState::processing, unit.full_time, effects);
  }
}

template <bool plain>
inline void free_in(PlantState& plant, Index machine, Effects& effects) {
  MachineUnit& unit = at(plant.machines, machine);
  unit.job = -1;
  unit.activity = MachineState::idle;
  unit.remaining = 0;
  unit.planned_end = 0;
  GroupState& group = at(plant.groups, unit.group);
  if (unit.down == 0) {
    ++group.idle;
    mark_dirty(plant, unit.group);
  }
  if constexpr (!plain) {
    if (group.flags != group_plain) hooks::on_leave(plant, machine, effects);
  }
}

template <bool plain>
inline void end_in(PlantState& plant, Index machine, Effects& effects) {
  MachineUnit& unit = at(plant.machines, machine);
  assert(unit.job >= 0 && unit.down == 0 && unit.activity == MachineState::processing);
  if (unit.watched != 0) service::pause_busy(plant, machine, plant.now - unit.piece_start, effects);
  if (plant.now > unit.piece_start) {
    MachineInterval& interval = effects.intervals.emplace_back();  // written in place, as in Effects::start
    interval.start = unit.piece_start;
    interval.end = plant.now;
    interval.machine = machine;
    interval.state = MachineState::processing;
  }
  const Index slot = unit.job;
  JobState& state = at(plant.jobs, slot);
  if constexpr (!plain) {
    if ((plan_at(plant, state, state.position).flags | at(plant.groups, unit.group).flags) != 0) {
      hooks::on_finish(plant, machine, effects);
      return;
    }
  }
  record_operation(plant, slot, machine, unit.setup_start, unit.start, OperationOutcome::finished, effects);
  free_in<plain>(plant, machine, effects);
  if constexpr (plain) {
    count_operation(plant, state);
    state.machine = -1;
    if (state.position == state.operation_count) {
      jobs::leave(plant, slot, JobOutcome::done, effects);
    } else {
      ready_in<true>(plant, slot, effects);
    }
  } else {
    advance(plant, slot, effects);
  }
}

}  // namespace

std::size_t queue_place(const PlantState& plant, Index group, const Candidate& candidate) {
  const auto waiting = plant.queues.queue(group);
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (waiting[i].job == candidate.job) return i;
  }
  assert(false);
  return 0;
}

Index lowest_free_machine(const PlantState& plant, Index group) {
  const GroupState& g = at(plant.groups, group);
  if (g.idle == 0) return -1;
  for (Index m = g.first_machine; m < g.first_machine + g.machine_count; ++m) {
    const MachineUnit& unit = at(plant.machines, m);
    if (unit.job < 0 && unit.down == 0 && unit.waits == 0) return m;
  }
  return -1;
}

Candidate candidate(const PlantState& plant, Index slot, Index mode, const StepPlan& plan) {
  const JobState& state = at(plant.jobs, slot);
  return Candidate{.ready = state.ready,
                   .processing_time = plan.mode_count == 1 && state.block < 0
                                          ? plan.planned
                                          : planned_time(plant, state, mode),
                   .number = state.number,
                   .job = slot,
                   .position = static_cast<std::uint16_t>(state.position),
                   .family_plus1 = plan.family_plus1,
                   .step = static_cast<Index>(&plan - plant.scenario->plans.data()),
                   .mode = mode};
}

void enqueue(PlantState& plant, Index slot, Effects& effects) {
  const JobState& state = at(plant.jobs, slot);
  const StepPlan& plan = plan_at(plant, state, state.position);
  enqueue_in<false>(plant, slot, group_of(plant, plan, state), plan, effects);
}

void join_group(PlantState& plant, Index slot, Effects& effects) {
  join_group_of<false>(plant, slot, effects);
}

void operation_ready(PlantState& plant, Index slot, Effects& effects) {
  ready_in<false>(plant, slot, effects);
}

Candidate take_from_queue(PlantState& plant, Index group, std::size_t place, Effects& effects) {
  const Candidate taken = plant.queues.queue(group)[place];
  plant.queues.remove(group, place);
  at(plant.groups, group).queued_work -= taken.processing_time;
  unwatch(plant, taken.job, effects);
  if (plant.scenario->lines.used) lines::left_queue(plant, group);
  return taken;
}

void begin_operation(PlantState& plant, Index machine, std::size_t queue_index, Effects& effects) {
  if (plant.plain) {
    begin_in<true>(plant, machine, queue_index, effects);
  } else {
    begin_in<false>(plant, machine, queue_index, effects);
  }
}

void run_activity(PlantState& plant, Index machine, MachineState activity, Time duration, Effects& effects) {
  run_in<false>(plant, machine, activity, duration, effects);
}

void begin_processing(PlantState& plant, Index machine, Effects& effects) {
  MachineUnit& unit = at(plant.machines, machine);
  unit.start = plant.now;
  run_activity(plant, machine, MachineState::processing, unit.full_time, effects);
}

void end_setup(PlantState& plant, Index machine, Effects& effects) {
  MachineUnit& unit = at(plant.machines, machine);
  assert(unit.job >= 0 && unit.down == 0 && unit.activity == MachineState::setup);
  if (plant.now > unit.piece_start)
    effects.intervals.push_back({unit.piece_start, plant.now, machine, MachineState::setup});
  const JobState& state = at(plant.jobs, unit.job);
  unit.family = plan_at(plant, state, state.position).family();
  begin_processing(plant, machine, effects);
}

void free_machine(PlantState& plant, Index machine, Effects& effects) {
  free_in<false>(plant, machine, effects);
}

void end_process(PlantState& plant, Index machine, Effects& effects) {
  if (plant.plain) {
    end_in<true>(plant, machine, effects);
  } else {
    end_in<false>(plant, machine, effects);
  }
}

void advance(PlantState& plant, Index slot, Effects& effects) {
  JobState& state = at(plant.jobs, slot);
  if ((plan_at(plant, state, state.position).flags & step_task) != 0) {
    if (plant.scenario->lines.used) lines::leave_machine(plant, slot, effects);
    tasks::done(plant, slot, effects);
    return;
  }
  count_operation(plant, state);
  if (!lines::kept_on_machine(plant, slot)) state.machine = -1;
  if (state.position == state.operation_count) {
    if (!plant.scenario->transport.used() || !carry::deliver(plant, slot, effects))
      carry::finish_job(plant, slot, effects);
  } else {
    operation_ready(plant, slot, effects);
  }
}

}  // namespace takt::shop
