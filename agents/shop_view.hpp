#pragma once

#include <algorithm>

#include "sim/agent.hpp"
#include "sim/plant/plant.hpp"

namespace takt {

/// What rules and features both read from the plant, in ticks. Inline, because a rule asks once a candidate.

/// The group where a candidate would be done: the deciding machine's, or for a route that of the candidate's
/// mode; -1 for a candidate without job.
inline Index group_of(const Decision& decision, const Candidate& candidate) {
  if (decision.kind == DecisionKind::dispatch) return decision.group;
  if (candidate.mode < 0) return -1;
  return decision.plant->scenario().modes[static_cast<std::size_t>(candidate.mode)].group;
}

inline const MachineGroup& machine_group(const Plant& plant, Index group) {
  return plant.scenario().groups[static_cast<std::size_t>(group)];
}

/// Work that waits in front of a group, per machine.
inline double queued_work(const Plant& plant, Index group) {
  return static_cast<double>(plant.group(group).queued_work) / machine_group(plant, group).count;
}

/// Operations that wait in front of a group, per machine.
inline double queued_jobs(const Plant& plant, Index group) {
  return static_cast<double>(plant.queue(group).size()) / machine_group(plant, group).count;
}

/// Work that waits in front of a group or is under way on it, per machine.
inline double group_load(const Plant& plant, Index group) {
  const Time work = plant.group(group).queued_work + plant.work_under_way(group);
  return static_cast<double>(work) / machine_group(plant, group).count;
}

/// Until the first machine of a group is free of what it does now; 0 when one has no operation.
inline Time free_in(const Plant& plant, Index group) {
  const MachineGroup& machines = machine_group(plant, group);
  Time least = never;
  for (Index m = machines.first_machine; m < machines.first_machine + machines.count; ++m) {
    least = std::min(least, std::max<Time>(0, plant.machine(m).planned_end - plant.now()));
  }
  return least;
}

/// Setup that a candidate would need now: on the deciding machine, or for a route the least over the group's
/// machines.
inline Time setup_needed(const Decision& decision, const Candidate& candidate) {
  if (decision.kind == DecisionKind::dispatch)
    return decision.plant->setup_time(decision.machine, candidate.family());
  const MachineGroup& machines = machine_group(*decision.plant, group_of(decision, candidate));
  if (machines.setup_matrix < 0) return 0;
  Time least = never;
  for (Index m = machines.first_machine; m < machines.first_machine + machines.count; ++m) {
    least = std::min(least, decision.plant->setup_time(m, candidate.family()));
  }
  return least;
}

/// The position of what the job does next: of a task of a graph the next one on the longest path to the end
/// of its job. -1: nothing comes after.
inline Index next_position(const Plant& plant, const JobState& job) {
  const Scenario& scenario = plant.scenario();
  if (scenario.routings[static_cast<std::size_t>(job.routing)].graph) {
    const auto step = static_cast<std::size_t>(job.first_step) + job.position;
    const Index next = scenario.precedence.tasks[step].on_path;
    return next < 0 ? -1 : next - job.first_step;
  }
  return job.position + 1 < job.operation_count ? static_cast<Index>(job.position) + 1 : -1;
}

/// The mean of value(group) over the groups that can do the job's next operation; 0 for its last operation.
template <class Value>
double mean_over_next_groups(const Plant& plant, const JobState& job, const Value& value) {
  const Index position = next_position(plant, job);
  if (position < 0) return 0;
  const Scenario& scenario = plant.scenario();
  const StepPlan& next =
      scenario.plans[static_cast<std::size_t>(plant.step_at(job, static_cast<std::uint32_t>(position)))];
  if (next.group >= 0) return static_cast<double>(value(next.group));
  double sum = 0;
  for (Index mode = next.first_mode; mode < next.first_mode + next.mode_count; ++mode) {
    sum += static_cast<double>(value(scenario.modes[static_cast<std::size_t>(mode)].group));
  }
  return sum / next.mode_count;
}

/// Work that waits at the job's next operation's machines (WINQ), per machine; 0 for its last operation.
inline double work_in_next_queue(const Plant& plant, const JobState& job) {
  return mean_over_next_groups(plant, job, [&](Index group) { return queued_work(plant, group); });
}

/// Processing time of the job's next operation (NPT), the mean of its modes; 0 for its last operation.
inline Time next_processing_time(const Plant& plant, const JobState& job) {
  const Index position = next_position(plant, job);
  return position < 0 ? 0 : plant.planned_step_work(job, static_cast<std::uint32_t>(position));
}

/// Planned work of the job after the operation it waits for or has under way; 0 when all are done.
inline Time work_after(const Plant& plant, const JobState& job) {
  if (job.position >= job.operation_count) return 0;
  return job.work_remaining - plant.planned_step_work(job, job.position);
}

inline bool has_due(const JobState& job) {
  return job.due != never;
}

/// The job's work up to and including this operation.
inline Time work_through(const JobState& job, const Candidate& candidate) {
  return job.total_work - job.work_remaining + candidate.processing_time;
}

/// The operation's own due date: the job's allowance (due - release) shared out over its operations by their
/// work, so that the last operation is due with the job. Only for jobs with a due date.
inline double operation_due(const JobState& job, const Candidate& candidate) {
  if (job.total_work <= 0) return static_cast<double>(job.due);
  const double share =
      static_cast<double>(work_through(job, candidate)) / static_cast<double>(job.total_work);
  return static_cast<double>(job.release) + static_cast<double>(job.due - job.release) * share;
}

}  // namespace takt
