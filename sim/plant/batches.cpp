// Batches: which jobs may start together, who joins, how long it takes. And the minimum run after a change of
// family, which also restricts what a machine may start.

#include "sim/plant/batches.hpp"

#include <algorithm>
#include <cassert>

#include "sim/plant/hooks.hpp"
#include "sim/plant/jobs.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/shop.hpp"

namespace takt::batches {

// What is per lot or piece comes one after the other; of what is per batch, the longest on average counts.
Times times_of(const PlantState& plant, Index first, Seed seed) {
  Time together = 0, longest_mean = -1;
  double known = 0, drawn = 0, together_known = 0;
  for (Index slot = first; slot >= 0; slot = at(plant.extras, slot).operation.next) {
    const JobState& state = at(plant.jobs, slot);
    const Time planned = planned_time(plant, state, state.mode);
    const Time actual = jobs::actual_time(plant, state, state.mode, planned, seed);
    if (at(plant.scenario->operations.per, state.mode) != TimePer::batch) {
      known += static_cast<double>(planned);
      drawn += static_cast<double>(actual);
    } else if (const Time mean = at(plant.scenario->modes, state.mode).planned; mean > longest_mean) {
      longest_mean = mean;
      together = actual;
      together_known = static_cast<double>(planned);
    }
  }
  const auto ticks = [](double x) {
    return static_cast<Time>(std::min(x, static_cast<double>(latest_time)));
  };
  return {ticks(static_cast<double>(together) + drawn), ticks(together_known + known)};
}

namespace {

/// Keeps those of which a batch may start: enough of them, and enough waiting.
void keep_ripe(PlantState& plant, Index group) {
  const BatchRule& rule = at(plant.scenario->operations.groups, group).batch;
  if (rule.minimum == 1 && rule.wait == 0) return;
  const auto key_of = [&plant](const Candidate& c) {
    return at(at(plant.scenario->operations.batch_key, c.mode));
  };
  plant.batch_counts.assign(at(at(plant.scenario->operations.groups, group).keys), {});
  for (const Candidate& c : plant.scratch) {
    BatchCount& count = plant.batch_counts[key_of(c)];
    if (count.jobs++ == 0) count.oldest = c.ready;
  }
  std::erase_if(plant.scratch, [&](const Candidate& c) {
    const BatchCount& count = plant.batch_counts[key_of(c)];
    if (count.jobs >= rule.maximum) return false;
    return count.jobs < rule.minimum || rule.wait == never || plant.now - count.oldest < rule.wait;
  });
}

void add_member(PlantState& plant, Index machine, const Candidate& chosen, Effects& effects) {
  const Index group = at(plant.machines, machine).group;
  shop::take_from_queue(plant, group, shop::queue_place(plant, group, chosen), effects);
  JobState& state = at(plant.jobs, chosen.job);
  state.phase = JobPhase::on_machine;
  state.machine = machine;
  MachineLoad& batch = at(plant.machine_loads, machine);
  operation_of(plant, chosen.job).next = -1;
  if (batch.last_member >= 0) operation_of(plant, batch.last_member).next = chosen.job;
  batch.last_member = chosen.job;
  ++batch.members;
}

void start_batch(PlantState& plant, Index machine, Effects& effects) {
  MachineUnit& unit = at(plant.machines, machine);
  const Index group = unit.group;
  if (at(plant.groups, group).idle == 0 || plant.queues.empty(group)) mark_clean(plant, group);
  const JobState& first = at(plant.jobs, unit.job);
  const Candidate chosen =
      shop::candidate(plant, unit.job, first.mode, plan_at(plant, first, first.position));
  const Times times = times_of(plant, unit.job, plant.seed);
  unit.ready = first.ready;
  unit.full_time = times.drawn;
  const Time setup = setup_time(plant, machine, chosen.family());
  unit.planned_end = plant.now + setup + times.known;
  effects.events.push_back({.time = plant.now,
                            .value = static_cast<double>(at(plant.machine_loads, machine).members),
                            .kind = EventKind::batch_started,
                            .entity = machine,
                            .job = first.number,
                            .detail = chosen.step});
  hooks::on_start(plant, machine, chosen, effects);
  if (setup > 0) {
    shop::run_activity(plant, machine, MachineState::setup, setup, effects);
  } else {
    if (chosen.family() >= 0) unit.family = chosen.family();
    shop::begin_processing(plant, machine, effects);
  }
}

}  // namespace

void restrict_start(PlantState& plant, Index machine, Index group) {
  const std::uint32_t flags = at(plant.groups, group).flags;
  if ((flags & group_batch) != 0) keep_ripe(plant, group);
  if ((flags & group_minimum_run) == 0) return;
  const Index family = at(plant.machines, machine).family;
  if (family < 0 || at(plant.machine_loads, machine).run_left <= 0) return;
  const auto of_run = [family](const Candidate& c) { return c.family() == family; };
  if (std::none_of(plant.scratch.begin(), plant.scratch.end(), of_run)) return;
  std::erase_if(plant.scratch,
                [family](const Candidate& c) { return c.family() >= 0 && c.family() != family; });
}

void keep_joining(PlantState& plant, Index machine) {
  const Index key =
      at(plant.scenario->operations.batch_key, at(plant.jobs, at(plant.machines, machine).job).mode);
  std::erase_if(plant.scratch,
                [&](const Candidate& c) { return at(plant.scenario->operations.batch_key, c.mode) != key; });
}

void begin(PlantState& plant, Index machine, const Candidate& first, Effects& effects) {
  MachineUnit& unit = at(plant.machines, machine);
  now_taken(plant, machine, at(plant.groups, unit.group));
  unit.job = first.job;
  unit.setup_start = plant.now;
  MachineLoad& batch = at(plant.machine_loads, machine);
  batch.members = 0;
  batch.last_member = -1;
  join(plant, machine, first, effects);
}

void join(PlantState& plant, Index machine, const Candidate& chosen, Effects& effects) {
  add_member(plant, machine, chosen, effects);
  const Index group = at(plant.machines, machine).group;
  const Index room =
      at(plant.scenario->operations.groups, group).batch.maximum - at(plant.machine_loads, machine).members;
  if (room > 0) {
    const auto joining = hooks::fitting(plant, machine, group);
    if (static_cast<Index>(joining.size()) > room) {
      plant.filling = machine;
      mark_dirty(plant, group);  // so that next_decision() looks for it
      return;
    }
    // Taking one out of the queue does not touch the candidates, which are copies.
    for (const Candidate& c : joining) add_member(plant, machine, c, effects);
  }
  plant.filling = -1;
  start_batch(plant, machine, effects);
}

void count_run(PlantState& plant, Index machine, Index family) {
  if (family < 0) return;
  const MachineUnit& unit = at(plant.machines, machine);
  MachineLoad& load = at(plant.machine_loads, machine);
  if (family != unit.family)
    load.run_left = at(plant.scenario->setup_matrices, unit.setup_matrix).minimum_run;
  load.run_left -= (at(plant.groups, unit.group).flags & group_batch) != 0 ? load.members : 1;
}

}  // namespace takt::batches
