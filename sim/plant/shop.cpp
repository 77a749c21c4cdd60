// Queues, routing, setups and processing.

#include "sim/plant/shop.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

#include "sim/plant/carry.hpp"
#include "sim/plant/condition.hpp"
#include "sim/plant/hooks.hpp"
#include "sim/plant/idleness.hpp"
#include "sim/plant/jobs.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/service.hpp"
#include "sim/plant/shop_core.hpp"
#include "sim/plant/stuck.hpp"
#include "sim/plant/tasks.hpp"

namespace takt::shop {

namespace {

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

/// A PlantState as the rules of shop_core.hpp see it; `is_plain`: Scenario::plain.
template <bool is_plain>
struct HostShop {
  static constexpr bool plain = is_plain;
  PlantState& plant;
  Effects& effects;

  Time now() const { return plant.now; }
  JobState& job(Index slot) const { return at(plant.jobs, slot); }
  MachineUnit& machine(Index m) const { return at(plant.machines, m); }
  GroupState& group(Index g) const { return at(plant.groups, g); }
  const StepPlan& plan_at(const JobState& job, std::uint32_t position) const {
    return takt::plan_at(plant, job, position);
  }
  Time planned_step_work(const JobState& job, std::uint32_t position) const {
    return takt::planned_step_work(plant, job, position);
  }
  Index group_of(const StepPlan& plan, const JobState& job) const { return takt::group_of(plant, plan, job); }
  Time setup_time(Index m, Index family) const { return takt::setup_time(plant, m, family); }
  Time actual_time(const JobState& job, Index mode, Time planned) const {
    return jobs::actual_time(plant, job, mode, planned, plant.seed);
  }
  [[gnu::always_inline]] Candidate candidate(Index slot, Index mode, const StepPlan& plan) const {
    return shop::candidate(plant, slot, mode, plan);
  }

  [[gnu::always_inline]] void queue_insert(Index g, const Candidate& entry) const {
    plant.queues.insert(g, entry);
  }
  const Candidate& queue_entry(Index g, std::size_t place) const { return plant.queues.entry(g, place); }
  void queue_remove(Index g, std::size_t place) const { plant.queues.remove(g, place); }
  bool queue_empty(Index g) const { return plant.queues.empty(g); }
  void now_idle(Index m, GroupState& group) const { takt::now_idle(plant, m, group); }
  void now_taken(Index m, GroupState& group) const { takt::now_taken(plant, m, group); }
  void mark_dirty(Index g) const { takt::mark_dirty(plant, g); }
  void mark_clean(Index g) const { takt::mark_clean(plant, g); }
  /// Its plan, the next one's and the next in the queue.
  void fetch(const Candidate& chosen, Index g) const {
    const StepPlan* plan = plant.scenario->plans.data() + chosen.step;
    __builtin_prefetch(plan);
    __builtin_prefetch(plan + 1);
    plant.queues.prefetch(g);
  }

  void start(Index m, ActivityKind kind, Time duration) const {
    effects.start(kind, static_cast<std::uint32_t>(m), plant.now, duration);
  }
  void runs(Index m) const { service::arm_busy(plant, m, effects); }
  void ran(Index m, Time ticks) const { service::pause_busy(plant, m, ticks, effects); }
  [[gnu::always_inline]] void log_processing(Index m) const {
    MachineInterval& interval = effects.intervals.emplace_back();  // written in place, as in Effects::start
    interval.start = machine(m).piece_start;
    interval.end = plant.now;
    interval.machine = m;
    interval.state = MachineState::processing;
  }
  [[gnu::always_inline]] void log_operation(Index slot, Index m) const {
    const MachineUnit& unit = machine(m);
    record_operation(plant, slot, m, unit.setup_start, unit.start, OperationOutcome::finished, effects);
  }
  void wait_for_route(Index slot) const { jobs::wait_for_route(plant, slot); }
  void leave(Index slot) const { jobs::leave(plant, slot, JobOutcome::done, effects); }

  // Where features join in.
  void joined_queue(Index slot, Index g, const StepPlan& plan) const {
    stuck::waits(plant, slot);
    if (((plan.flags & step_within) | (group(g).flags & group_batch)) != 0) watch(plant, slot, g, effects);
  }
  void admit(Index slot, Index g) const { hooks::admit(plant, slot, g, effects); }
  void taken_from_queue(Index m, const Candidate& chosen) const {
    const Index g = machine(m).group;
    idleness::touch(plant, g);
    if ((at(plant.scenario->plans, chosen.step).flags | group(g).flags) == 0) return;
    unwatch(plant, chosen.job, effects);
    if (plant.scenario->lines.used) lines::left_queue(plant, g);
    hooks::on_start(plant, m, chosen, effects);
  }
  void state_changed(Index m) const {
    if ((group(machine(m).group).flags & group_power) != 0) condition::state_changed(plant, m, effects);
  }
  void left_machine(Index m) const { hooks::on_leave(plant, m, effects); }
  void finished(Index m) const { hooks::on_finish(plant, m, effects); }
  void advance(Index slot) const { shop::advance(plant, slot, effects); }
};

using Plain = HostShop<true>;
using Featured = HostShop<false>;

}  // namespace

std::size_t queue_place(const PlantState& plant, Index group, const Candidate& candidate) {
  const auto waiting = plant.queues.queue(group);
  if (const LongQueue* const queue = waiting.long_queue()) {
    const JobState& state = at(plant.jobs, candidate.job);
    const std::size_t slot =
        queue->find(state.ready, state.number, static_cast<std::uint16_t>(state.position));
    assert(slot != LongQueue::none);
    return queue->rank(slot, LongQueue::every_class);
  }
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    if (waiting[i].job == candidate.job) return i;
  }
  assert(false);
  return 0;
}

Index lowest_free_machine(const PlantState& plant, Index group) {
  const GroupState& g = at(plant.groups, group);
  if (g.idle == 0) return -1;
  if (g.machine_limit == 1) return at(plant.machines, g.first_machine).waits == 0 ? g.first_machine : -1;
  const std::size_t end = at(g.first_machine + g.machine_count);
  std::uint64_t from = ~std::uint64_t{0} << at(g.first_machine) % 64;
  for (std::size_t word = at(g.first_machine) / 64; 64 * word < end; ++word) {
    for (std::uint64_t idle = plant.idle_machines[word] & from; idle != 0; idle &= idle - 1) {
      const std::size_t m = 64 * word + static_cast<std::size_t>(std::countr_zero(idle));
      if (m >= end) return -1;
      if (plant.machines[m].waits == 0) return static_cast<Index>(m);
    }
    from = ~std::uint64_t{0};
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
  core::enqueue(Featured{plant, effects}, slot, group_of(plant, plan, state), plan);
}

void join_group(PlantState& plant, Index slot, Effects& effects) {
  core::join_group(Featured{plant, effects}, slot);
}

void operation_ready(PlantState& plant, Index slot, Effects& effects) {
  core::ready(Featured{plant, effects}, slot);
}

Candidate take_from_queue(PlantState& plant, Index group, std::size_t place, Effects& effects) {
  const Candidate taken = plant.queues.queue(group)[place];
  plant.queues.remove(group, place);
  at(plant.groups, group).queued_work -= taken.processing_time;
  unwatch(plant, taken.job, effects);
  idleness::touch(plant, group);
  if (plant.scenario->lines.used) lines::left_queue(plant, group);
  return taken;
}

void begin_operation(PlantState& plant, Index machine, std::size_t queue_index, Effects& effects) {
  if (plant.plain) {
    core::begin(Plain{plant, effects}, machine, queue_index);
  } else {
    core::begin(Featured{plant, effects}, machine, queue_index);
  }
}

void run_activity(PlantState& plant, Index machine, MachineState activity, Time duration, Effects& effects) {
  core::run(Featured{plant, effects}, machine, activity, duration);
}

void begin_processing(PlantState& plant, Index machine, Effects& effects) {
  core::begin_processing(Featured{plant, effects}, machine);
}

void end_setup(PlantState& plant, Index machine, Effects& effects) {
  MachineUnit& unit = at(plant.machines, machine);
  assert(unit.job >= 0 && unit.down == 0 && unit.activity == MachineState::setup);
  if (plant.now > unit.piece_start) effects.intervals.push_back(unit.piece(machine, plant.now));
  unit.piece_goes_on = unit.setup_told = 0;
  core::end_setup(Featured{plant, effects}, machine);
}

void free_machine(PlantState& plant, Index machine, Effects& effects) {
  core::free_machine(Featured{plant, effects}, machine);
}

void end_process(PlantState& plant, Index machine, Effects& effects) {
  [[maybe_unused]] const MachineUnit& unit = at(plant.machines, machine);
  assert(unit.job >= 0 && unit.down == 0 && unit.activity == MachineState::processing);
  if (plant.plain) {
    core::end_process(Plain{plant, effects}, machine);
  } else {
    core::end_process(Featured{plant, effects}, machine);
  }
}

void advance(PlantState& plant, Index slot, Effects& effects) {
  JobState& state = at(plant.jobs, slot);
  if ((plan_at(plant, state, state.position).flags & step_task) != 0) {
    if (plant.scenario->lines.used) lines::leave_machine(plant, slot, effects);
    tasks::done(plant, slot, effects);
    return;
  }
  core::count_operation(Featured{plant, effects}, state);
  stuck::supply_fell(plant);
  if (!lines::kept_on_machine(plant, slot)) state.machine = -1;
  if (state.position == state.operation_count) {
    if (!plant.scenario->transport.used() || !carry::deliver(plant, slot, effects))
      carry::finish_job(plant, slot, effects);
  } else {
    operation_ready(plant, slot, effects);
  }
}

}  // namespace takt::shop
