#pragma once

#include "sim/plant/plant_state.hpp"

namespace takt {

// What all rooms look up: small, and inlined where an operation of a plain shop needs it.

/// Something may be able to start at a group: next_decision() looks at it.
inline void mark_dirty(PlantState& plant, Index group) {
  plant.dirty_groups.insert(group);
}

inline void mark_clean(PlantState& plant, Index group) {
  plant.dirty_groups.erase(group);
}

/// The bit of a machine in its word of PlantState::idle_machines.
inline std::uint64_t idle_bit(Index machine) {
  return std::uint64_t{1} << (at(machine) % 64);
}

/// A machine is up and has no operation.
inline void now_idle(PlantState& plant, Index machine, GroupState& group) {
  ++group.idle;
  if (group.machine_limit > 1) at(plant.idle_machines, at(machine) / 64) |= idle_bit(machine);
}

/// It goes out of service.
inline void now_stopped(PlantState& plant, Index machine, GroupState& group) {
  --group.idle;
  if (group.machine_limit > 1) at(plant.idle_machines, at(machine) / 64) &= ~idle_bit(machine);
}

/// A group without limit gets its next machine.
inline void add_machine(PlantState& plant, GroupState& group) {
  now_idle(plant, group.first_machine + group.machine_count++, group);
}

/// It gets an operation. A group without limit always has a machine to spare.
inline void now_taken(PlantState& plant, Index machine, GroupState& group) {
  now_stopped(plant, machine, group);
  if (group.idle == 0 && group.machine_count < group.machine_limit) [[unlikely]]
    add_machine(plant, group);
}

/// Whether decisions of a kind are the agent's; of the others whoever drives the plant takes the fallback.
inline bool is_asked(const PlantState& plant, DecisionKind kind) {
  return ((always_asked | plant.scenario->asked) & bit_of(kind)) != 0;
}

/// The step at a position (0-based) of a job's own sequence.
inline Index step_at(const PlantState& plant, const JobState& job, std::uint32_t position) {
  const auto offset = job.order_block < 0 ? static_cast<std::int64_t>(position)
                                          : at(plant.draws, at(job.order_block) + position);
  return job.first_step + static_cast<Index>(offset);
}

inline const StepPlan& plan_at(const PlantState& plant, const JobState& job, std::uint32_t position) {
  return at(plant.scenario->plans, step_at(plant, job, position));
}

/// The group of a step, by the job's chosen mode where its modes differ.
inline Index group_of(const PlantState& plant, const StepPlan& plan, const JobState& job) {
  return plan.group >= 0 ? plan.group : at(plant.scenario->modes, job.mode).group;
}

/// Processing time of a mode for this job as far as it is known now (see TimesKnown).
Time planned_time(const PlantState& plant, const JobState& job, Index mode);

/// Mean of planned_time over the modes of a step, for a job that has drawn its times.
Time drawn_step_work(const PlantState& plant, const JobState& job, const StepPlan& plan);

/// Mean of planned_time over the modes of the step at a position.
inline Time planned_step_work(const PlantState& plant, const JobState& job, std::uint32_t position) {
  const StepPlan& plan = plan_at(plant, job, position);
  return job.block < 0 ? plan.planned : drawn_step_work(plant, job, plan);
}

/// Setup time for a family on a machine as it is now.
inline Time setup_time(const PlantState& plant, Index machine, Index family) {
  const MachineUnit& unit = at(plant.machines, machine);
  return unit.setup_matrix < 0 ? 0 : plant.scenario->setup_time(unit.setup_matrix, unit.family, family);
}

/// In the queue, or elsewhere for a place in it.
inline bool somebody_waits(const PlantState& plant, Index group) {
  return !plant.queues.empty(group) ||
         ((at(plant.groups, group).flags & group_line) != 0 && !plant.lines.place_waiters.empty(group));
}

inline OperationPart& operation_of(PlantState& plant, Index slot) {
  return at(plant.extras, slot).operation;
}

/// The level of its condition at which a machine did its last operation; 0 where it has none.
inline Index worked_at_level(const PlantState& plant, Index machine) {
  return plant.condition.machines.empty() ? 0 : at(plant.condition.machines, machine).worked_at;
}

/// Jobs in the shop summed over time up to now, in ticks, modulo 2^64.
inline std::uint64_t job_ticks(const PlantState& plant) {
  return plant.job_ticks + plant.in_shop * static_cast<std::uint64_t>(plant.now - plant.counted_until);
}

/// A word that a job's operations remember: StepRules::time_mark, count_mark.
std::int64_t& mark(PlantState& plant, const JobState& job, Index index);

}  // namespace takt
