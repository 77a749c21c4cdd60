// Precedence graphs: the job keeps a slot, and every step that is ready or under way has one of its own.

#include "sim/plant/tasks.hpp"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "sim/plant/jobs.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/shop.hpp"
#include "sim/plant/stuck.hpp"

namespace takt::tasks {

namespace {

void begin_task(PlantState& plant, Index parent, Index offset, Effects& effects) {
  JobState task = at(plant.jobs, parent);
  const Task& step = at(plant.scenario->precedence.tasks, task.first_step + offset);
  const TaskPart& part = at(plant.extras, parent).task;
  const Index step_count = at(plant.scenario->routings, task.routing).step_count;
  task.position = static_cast<std::uint32_t>(offset);
  task.operation_count = task.position + 1 + static_cast<std::uint32_t>(step.successors);
  task.work_remaining = at(plant.precedence.graph_words, part.block + step_count + offset);
  task.weight *= step.weight;
  const Index slot = jobs::add_slot(plant, task, -1);
  at(plant.extras, slot).operation = at(plant.extras, parent).operation;
  at(plant.extras, slot).task = {.parent = parent};
  ++at(plant.extras, parent).task.live_tasks;
  shop::operation_ready(plant, slot, effects);
}

void free_task(PlantState& plant, Index slot) {
  if (plant.stuck.jobs > 0) stuck::waits(plant, at(plant.extras, slot).task.parent);
  --at(plant.extras, at(plant.extras, slot).task.parent).task.live_tasks;
  at(plant.extras, slot).task.parent = -1;
  jobs::free_slot(plant, slot);
}

/// The job leaves when nothing of it is left to do or under way.
void end_job(PlantState& plant, Index parent, Effects& effects) {
  TaskPart& part = at(plant.extras, parent).task;
  const bool over = part.lost != 0 ? part.live_tasks == 0 : part.tasks_left == 0;
  if (!over) return;
  Index& head = at(plant.precedence.free_graph_block, at(plant.jobs, parent).routing);
  at(plant.precedence.graph_words, part.block) = head;
  head = part.block;
  const JobOutcome outcome = part.lost != 0 ? JobOutcome::scrapped : JobOutcome::done;
  part = {};
  jobs::leave(plant, parent, outcome, effects);
}

}  // namespace

bool is_task(const PlantState& plant, Index slot) {
  return !plant.extras.empty() && at(plant.extras, slot).task.parent >= 0;
}

void begin(PlantState& plant, Index slot, Effects& effects) {
  const Scenario& scenario = *plant.scenario;
  const Routing& routing = at(scenario.routings, at(plant.jobs, slot).routing);
  const std::vector<Task>& tasks = scenario.precedence.tasks;
  Index& head = at(plant.precedence.free_graph_block, at(plant.jobs, slot).routing);
  Index block = head;
  if (block >= 0) {
    head = static_cast<Index>(at(plant.precedence.graph_words, block));
  } else {
    block = static_cast<Index>(plant.precedence.graph_words.size());
    plant.precedence.graph_words.resize(plant.precedence.graph_words.size() + 2 * at(routing.step_count));
  }
  std::int64_t* const left = plant.precedence.graph_words.data() + block;
  std::int64_t* const path = left + routing.step_count;
  for (Index i = 0; i < routing.step_count; ++i) {
    const Index step = at(scenario.precedence.last_first, routing.first_step + i);
    Time longest = 0;
    for (const Index next : at(tasks, step).before)
      longest = std::max(longest, path[next - routing.first_step]);
    const Index offset = step - routing.first_step;
    path[offset] =
        longest + planned_step_work(plant, at(plant.jobs, slot), static_cast<std::uint32_t>(offset));
    left[offset] = static_cast<std::int64_t>(at(tasks, step).after.size());
  }
  at(plant.jobs, slot).phase = JobPhase::forked;
  at(plant.jobs, slot).ready = plant.now;
  TaskPart& part = at(plant.extras, slot).task;
  part.block = block;
  part.tasks_left = routing.step_count;
  for (Index i = 0; i < routing.step_count; ++i)
    if (at(tasks, routing.first_step + i).after.empty()) begin_task(plant, slot, i, effects);
}

void done(PlantState& plant, Index slot, Effects& effects) {
  const JobState task = at(plant.jobs, slot);
  const Index parent = at(plant.extras, slot).task.parent;
  const Index step = task.first_step + static_cast<Index>(task.position);
  effects.events.push_back({.time = plant.now,
                            .value = task.weight,
                            .kind = EventKind::task_done,
                            .entity = step,
                            .job = task.number,
                            .detail = task.routing});
  at(plant.jobs, parent).work_remaining -= planned_step_work(plant, task, task.position);
  ++at(plant.jobs, parent).position;
  free_task(plant, slot);
  TaskPart& part = at(plant.extras, parent).task;
  --part.tasks_left;
  if (part.lost == 0) {
    const Index block = part.block;
    for (const Index next : at(plant.scenario->precedence.tasks, step).before)
      if (--at(plant.precedence.graph_words, block + next - task.first_step) == 0)
        begin_task(plant, parent, next - task.first_step, effects);
  }
  end_job(plant, parent, effects);
}

void lose(PlantState& plant, Index slot, Effects& effects) {
  const Index parent = at(plant.extras, slot).task.parent;
  at(plant.extras, parent).task.lost = 1;
  free_task(plant, slot);
  // What waits is begun no more; what is under way comes to its end. Tasks that are elsewhere (on their way)
  // are dropped when they arrive.
  for (Index other = 0; other < static_cast<Index>(plant.jobs.size()); ++other) {
    const JobState& task = at(plant.jobs, other);
    if (at(plant.extras, other).task.parent != parent) continue;
    if (task.phase == JobPhase::queued) {
      const Index group = at(plant.scenario->modes, task.mode).group;
      shop::take_from_queue(plant, group, shop::queue_place(plant, group, Candidate{.job = other}), effects);
      free_task(plant, other);
    } else if (task.phase == JobPhase::waiting_route) {
      std::erase(plant.pending_routes, other);
      free_task(plant, other);
    }
  }
  end_job(plant, parent, effects);
}

bool drop_if_lost(PlantState& plant, Index slot, Effects& effects) {
  const Index parent = at(plant.extras, slot).task.parent;
  if (parent < 0 || at(plant.extras, parent).task.lost == 0) return false;
  free_task(plant, slot);
  end_job(plant, parent, effects);
  return true;
}

}  // namespace takt::tasks
