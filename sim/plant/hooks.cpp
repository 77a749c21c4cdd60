// Where the features beyond the plain shop join in: on the way into a group, at the start and at the end of
// an operation. Steps and groups without such features (flags 0) never come here.

#include "sim/plant/hooks.hpp"

#include <cassert>

#include "sim/plant/batches.hpp"
#include "sim/plant/carry.hpp"
#include "sim/plant/cascade.hpp"
#include "sim/plant/condition.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/quality.hpp"
#include "sim/plant/resources.hpp"
#include "sim/plant/shop.hpp"
#include "sim/plant/tasks.hpp"

namespace takt::hooks {

namespace {

bool can_start(PlantState& plant, Index machine, const Candidate& candidate) {
  const std::uint32_t flags = at(plant.groups, at(plant.machines, machine).group).flags;
  if ((flags & group_line) != 0 && !lines::can_start(plant, machine, candidate)) return false;
  if ((flags & group_power) != 0 && !condition::may_start(plant, machine)) return false;
  return (flags & group_needs) == 0 || resources::can_start(plant, candidate);
}

}  // namespace

void admit(PlantState& plant, Index slot, Index group, Effects& effects) {
  if (tasks::is_task(plant, slot) && tasks::drop_if_lost(plant, slot, effects)) return;
  if (!plant.scenario->lines.used) {
    if (!carry::carry_to(plant, slot, plant.scenario->transport.place_of_group(group), effects))
      shop::enqueue(plant, slot, effects);
    return;
  }
  if (carry::conveyor_to(plant, slot, plant.scenario->transport.place_of_group(group)) >= 0) {
    // It asks for its place in the queue at the end of the conveyor.
    if (lines::take_cards(plant, slot, effects))
      carry::carry_to(plant, slot, plant.scenario->transport.place_of_group(group), effects);
    return;
  }
  if (lines::admit(plant, slot, group, effects)) lines::enter_group(plant, slot, group, effects);
}

Candidates startable(PlantState& plant, Index machine, Index group) {
  plant.scratch.clear();
  // Where all that tells them apart is what they need, whole classes can start or cannot.
  constexpr std::uint32_t one_by_one =
      group_line | group_power | group_batch | group_minimum_run | group_allocates;
  const std::uint32_t flags = at(plant.groups, group).flags;
  const bool needs = (flags & group_needs) != 0;
  if ((flags & one_by_one) == 0 && !plant.scenario->lines.used &&
      (!needs || !at(plant.scenario->resources.classes.modes, group).empty())) {
    if (LongQueue* const queue = plant.queues.make_long(group))
      return {*queue,
              needs ? resources::classes_that_can_start(plant, group, *queue) : LongQueue::every_class};
  }
  for (const Candidate& candidate : plant.queues.queue(group)) {
    if (can_start(plant, machine, candidate)) plant.scratch.push_back(candidate);
  }
  const bool batch = (flags & group_batch) != 0;
  if (plant.scratch.empty() && plant.scenario->lines.used && !batch) {
    // Who waits for a place may come straight to the machine.
    for (const Candidate& candidate : plant.lines.place_waiters.queue(group))
      if (!carry::is_elsewhere(plant, candidate.job, group) && can_start(plant, machine, candidate))
        plant.scratch.push_back(candidate);
  }
  batches::restrict_start(plant, machine, group);
  return plant.scratch;
}

std::span<const Candidate> fitting(PlantState& plant, Index machine, Index group) {
  plant.scratch.clear();
  for (const Candidate& candidate : plant.queues.queue(group)) {
    if (can_start(plant, machine, candidate)) plant.scratch.push_back(candidate);
  }
  batches::keep_joining(plant, machine);
  return plant.scratch;
}

void on_start(PlantState& plant, Index machine, const Candidate& chosen, Effects& effects) {
  const std::uint32_t flags = at(plant.groups, at(plant.machines, machine).group).flags;
  if ((flags & group_needs) != 0) resources::take_units(plant, machine, chosen, effects);
  if ((flags & (group_condition | group_power)) != 0) condition::operation_starts(plant, machine);
  if ((flags & group_minimum_run) != 0) batches::count_run(plant, machine, chosen.family());
  if ((flags & group_cascade) != 0) cascade::split(plant, machine);
  if (plant.scenario->lines.used) lines::on_start(plant, machine, effects);
}

void on_finish(PlantState& plant, Index machine, Effects& effects) {
  const MachineUnit unit = at(plant.machines, machine);
  const std::uint32_t flags = at(plant.groups, unit.group).flags;
  if ((flags & group_needs) != 0) resources::give_back(plant, machine, effects);
  if ((flags & group_condition) != 0) condition::operation_ends(plant, machine);
  if ((flags & group_cascade) != 0) {
    cascade::enter(plant, machine, effects);
    return;
  }
  const Index level = worked_at_level(plant, machine);  // before a service may change it
  if (plant.scenario->lines.used) {
    lines::keep_on_machine(plant, machine);
    if ((flags & group_power) != 0) condition::state_changed(plant, machine, effects);
  } else if (plant.scenario->transport.output_of_group(unit.group) >= 0) {
    carry::keep_machine(plant, machine);
    if ((flags & group_power) != 0) condition::state_changed(plant, machine, effects);
  } else {
    shop::free_machine(plant, machine, effects);
  }
  quality::finish_jobs(plant, machine, unit.job, unit.setup_start, unit.start, level, effects);
}

void on_leave(PlantState& plant, Index machine, Effects& effects) {
  const std::uint32_t flags = at(plant.groups, at(plant.machines, machine).group).flags;
  if ((flags & group_needs) != 0) {  // of a scrapped operation
    resources::forget_pause(plant, machine, effects);
    resources::give_back(plant, machine, effects);
  }
  if ((flags & group_hours) != 0) resources::machine_left(plant, machine, effects);
  if ((flags & (group_condition | group_power)) != 0) condition::machine_freed(plant, machine, effects);
}

}  // namespace takt::hooks
