#pragma once

#include "sim/plant/activity.hpp"
#include "sim/plant/state.hpp"

namespace takt::core {

// The rules of the plain shop: queues, dispatch, setups, processing. Written once, over whoever keeps the
// state: shop.cpp for a PlantState, or arrays of fixed size, as a device has them (tests/sim/fixed_shop.hpp).
// Nothing here allocates, throws or names a container.
//
// All of it is inlined into the few that call it: what is written is then not read back from memory.
//
// A Shop is a small struct of pointers, passed by value, that offers
// - plain (static): no feature ever joins in
// - now(), job(slot), machine(m), group(g): the state, the last three as references
// - plan_at(job, position), planned_step_work(job, position), group_of(plan, job), setup_time(m, family),
//   actual_time(job, mode, planned): the scenario's tables
// - candidate(slot, mode, plan): the entry of a queue, with job, mode, ready, processing_time and family()
// - queue_insert(g, entry), queue_entry(g, place), queue_remove(g, place), queue_empty(g)
// - now_idle(m, group), now_taken(m, group): a machine is up and has no operation, or no longer
// - mark_dirty(g), mark_clean(g): whether something may be able to start at a group
// - fetch(entry, g): brings near what the end of the operation will look up
// - start(m, kind, duration): an activity of the clock
// - runs(m), ran(m, ticks): clocks that count the processing of machines that are watched
// - log_processing(m), log_operation(slot, m): for the records
// - wait_for_route(slot), leave(slot)
// - unless it is plain: joined_queue, admit, taken_from_queue, state_changed, left_machine, finished, advance

/// The job joins the queue of a group.
template <typename Shop>
[[gnu::always_inline]] inline void enqueue(Shop shop, Index slot, Index group, const StepPlan& plan) {
  JobState& state = shop.job(slot);
  state.phase = JobPhase::queued;
  const auto entry = shop.candidate(slot, state.mode, plan);
  shop.queue_insert(group, entry);
  GroupState& it = shop.group(group);
  it.queued_work += entry.processing_time;
  if (it.idle > 0) shop.mark_dirty(group);
  if constexpr (!Shop::plain) shop.joined_queue(slot, group, plan);
}

/// The job goes to the group it is routed to.
template <typename Shop>
[[gnu::always_inline]] inline void join_group(Shop shop, Index slot) {
  const JobState& state = shop.job(slot);
  const StepPlan& plan = shop.plan_at(state, state.position);
  const Index group = shop.group_of(plan, state);
  if constexpr (!Shop::plain) {
    if ((plan.flags | shop.group(group).flags) != 0) {
      shop.admit(slot, group);
      return;
    }
  }
  enqueue(shop, slot, group, plan);
}

/// The job's next operation may begin.
template <typename Shop>
[[gnu::always_inline]] inline void ready(Shop shop, Index slot) {
  JobState& state = shop.job(slot);
  state.ready = shop.now();
  const StepPlan& plan = shop.plan_at(state, state.position);
  if (plan.mode_count == 1) {
    state.mode = plan.first_mode;
    join_group(shop, slot);
  } else {
    shop.wait_for_route(slot);
  }
}

/// The lowest machine of a group that is up, has no operation and was not left waiting; -1: none.
inline Index lowest_free_machine(const GroupState& group, const MachineUnit* machines) {
  if (group.idle == 0) return -1;
  for (Index m = group.first_machine; m < group.first_machine + group.machine_count; ++m) {
    const MachineUnit& unit = machines[m];
    if (unit.job < 0 && unit.down == 0 && unit.waits == 0) return m;
  }
  return -1;
}

/// The machine's setup or processing goes on for `duration`.
template <typename Shop>
[[gnu::always_inline]] inline void run(Shop shop, Index machine, MachineState activity, Time duration) {
  MachineUnit& unit = shop.machine(machine);
  unit.activity = activity;
  unit.piece_start = shop.now();
  unit.remaining = duration;
  shop.start(machine, activity == MachineState::setup ? ActivityKind::setup : ActivityKind::process,
             duration);
  if (unit.watched != 0 && activity == MachineState::processing) shop.runs(machine);
  if constexpr (!Shop::plain) shop.state_changed(machine);
}

/// The machine takes the operation at this place of its group's queue.
template <typename Shop>
[[gnu::always_inline]] inline void begin(Shop shop, Index machine, std::size_t place) {
  MachineUnit& unit = shop.machine(machine);
  GroupState& group = shop.group(unit.group);
  const auto chosen = shop.queue_entry(unit.group, place);
  shop.queue_remove(unit.group, place);
  group.queued_work -= chosen.processing_time;
  shop.now_taken(machine, group);
  if (group.idle == 0 || shop.queue_empty(unit.group)) shop.mark_clean(unit.group);

  JobState& state = shop.job(chosen.job);
  state.phase = JobPhase::on_machine;
  state.machine = machine;
  shop.fetch(chosen, unit.group);
  const Time setup = shop.setup_time(machine, chosen.family());
  unit.job = chosen.job;
  unit.ready = chosen.ready;
  unit.setup_start = shop.now();
  unit.full_time = shop.actual_time(state, chosen.mode, chosen.processing_time);
  unit.planned_end = shop.now() + setup + chosen.processing_time;
  if constexpr (!Shop::plain) shop.taken_from_queue(machine, chosen);
  if (setup > 0) {
    run(shop, machine, MachineState::setup, setup);
  } else {
    if (chosen.family() >= 0) unit.family = chosen.family();
    unit.start = shop.now();
    run(shop, machine, MachineState::processing, unit.full_time);
  }
}

/// The machine is set up for the operation on it, and processes it.
template <typename Shop>
[[gnu::always_inline]] inline void begin_processing(Shop shop, Index machine) {
  MachineUnit& unit = shop.machine(machine);
  unit.start = shop.now();
  run(shop, machine, MachineState::processing, unit.full_time);
}

/// The machine's setup has ended.
template <typename Shop>
[[gnu::always_inline]] inline void end_setup(Shop shop, Index machine) {
  MachineUnit& unit = shop.machine(machine);
  const JobState& state = shop.job(unit.job);
  unit.family = shop.plan_at(state, state.position).family();
  begin_processing(shop, machine);
}

/// The machine has no operation any more.
template <typename Shop>
[[gnu::always_inline]] inline void free_machine(Shop shop, Index machine) {
  MachineUnit& unit = shop.machine(machine);
  unit.job = -1;
  unit.activity = MachineState::idle;
  unit.remaining = 0;
  unit.planned_end = 0;
  GroupState& group = shop.group(unit.group);
  if (unit.down == 0) {
    shop.now_idle(machine, group);
    shop.mark_dirty(unit.group);
  }
  if constexpr (!Shop::plain) {
    if (group.flags != group_plain) shop.left_machine(machine);
  }
}

/// One operation of the job is done.
template <typename Shop>
[[gnu::always_inline]] inline void count_operation(Shop shop, JobState& state) {
  state.work_remaining -= shop.planned_step_work(state, state.position);
  ++state.position;
}

/// The machine's processing has ended.
template <typename Shop>
[[gnu::always_inline]] inline void end_process(Shop shop, Index machine) {
  MachineUnit& unit = shop.machine(machine);
  if (unit.watched != 0) shop.ran(machine, shop.now() - unit.piece_start);
  if (shop.now() > unit.piece_start) shop.log_processing(machine);
  const Index slot = unit.job;
  JobState& state = shop.job(slot);
  if constexpr (!Shop::plain) {
    if ((shop.plan_at(state, state.position).flags | shop.group(unit.group).flags) != 0) {
      shop.finished(machine);
      return;
    }
  }
  shop.log_operation(slot, machine);
  free_machine(shop, machine);
  if constexpr (Shop::plain) {
    count_operation(shop, state);
    state.machine = -1;
    if (state.position == state.operation_count) {
      shop.leave(slot);
    } else {
      ready(shop, slot);
    }
  } else {
    shop.advance(slot);
  }
}

}  // namespace takt::core
