// Precedence graphs: the job keeps a slot, and every step that is ready or under way has one of its own.

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "sim/plant/people_rules.hpp"

namespace takt {
bool PeopleRules::is_task(const Plant& plant, Index slot) {
  return !plant.extras_.empty() && plant.extras_[at(slot)].people.parent >= 0;
}

void PeopleRules::begin_tasks(Plant& plant, Index slot, Effects& effects) {
  const Scenario& scenario = plant.scenario();
  PeopleState& state = plant.people_;
  const Routing& routing = scenario.routings[at(plant.job(slot).routing)];
  const std::vector<Task>& tasks = scenario.people.tasks;
  Index& head = state.free_graph_block[at(plant.job(slot).routing)];
  Index block = head;
  if (block >= 0) {
    head = static_cast<Index>(state.graph_words[at(block)]);
  } else {
    block = static_cast<Index>(state.graph_words.size());
    state.graph_words.resize(state.graph_words.size() + 2 * at(routing.step_count));
  }
  std::int64_t* const left = state.graph_words.data() + block;
  std::int64_t* const path = left + routing.step_count;
  for (Index i = 0; i < routing.step_count; ++i) {
    const Index step = scenario.people.last_first[at(routing.first_step + i)];
    Time longest = 0;
    for (const Index next : tasks[at(step)].before)
      longest = std::max(longest, path[next - routing.first_step]);
    const Index offset = step - routing.first_step;
    path[offset] = longest + plant.planned_step_work(plant.job(slot), static_cast<std::uint32_t>(offset));
    left[offset] = static_cast<std::int64_t>(tasks[at(step)].after.size());
  }
  plant.jobs_[at(slot)].phase = JobPhase::forked;
  plant.jobs_[at(slot)].ready = plant.now_;
  PeoplePart& part = plant.extras_[at(slot)].people;
  part.block = block;
  part.tasks_left = routing.step_count;
  for (Index i = 0; i < routing.step_count; ++i)
    if (tasks[at(routing.first_step + i)].after.empty()) begin_task(plant, slot, i, effects);
}

void PeopleRules::begin_task(Plant& plant, Index parent, Index offset, Effects& effects) {
  JobState task = plant.job(parent);
  const Task& step = plant.scenario().people.tasks[at(task.first_step + offset)];
  const PeoplePart& part = plant.extras_[at(parent)].people;
  const Index step_count = plant.scenario().routings[at(task.routing)].step_count;
  task.position = static_cast<std::uint32_t>(offset);
  task.operation_count = task.position + 1 + static_cast<std::uint32_t>(step.successors);
  task.work_remaining = plant.people_.graph_words[at(part.block + step_count + offset)];
  task.weight *= step.weight;
  const Index slot = plant.add_slot(task, -1);
  plant.extras_[at(slot)].process = plant.extras_[at(parent)].process;
  plant.extras_[at(slot)].people = {.parent = parent};
  ++plant.extras_[at(parent)].people.live_tasks;
  plant.operation_ready(slot, effects);
}

void PeopleRules::task_done(Plant& plant, Index slot, Effects& effects) {
  const JobState task = plant.job(slot);
  const Index parent = plant.extras_[at(slot)].people.parent;
  const Index step = task.first_step + static_cast<Index>(task.position);
  effects.events.push_back({.time = plant.now_,
                            .value = task.weight,
                            .kind = EventKind::task_done,
                            .entity = step,
                            .job = task.number,
                            .detail = task.routing});
  plant.jobs_[at(parent)].work_remaining -= plant.planned_step_work(task, task.position);
  ++plant.jobs_[at(parent)].position;
  free_task(plant, slot);
  PeoplePart& part = plant.extras_[at(parent)].people;
  --part.tasks_left;
  if (part.lost == 0) {
    const Index block = part.block;
    for (const Index next : plant.scenario().people.tasks[at(step)].before)
      if (--plant.people_.graph_words[at(block + next - task.first_step)] == 0)
        begin_task(plant, parent, next - task.first_step, effects);
  }
  end_job(plant, parent, effects);
}

void PeopleRules::free_task(Plant& plant, Index slot) {
  --plant.extras_[at(plant.extras_[at(slot)].people.parent)].people.live_tasks;
  plant.extras_[at(slot)].people.parent = -1;
  plant.free_slot(slot);
}

/// The job leaves when nothing of it is left to do or under way.
void PeopleRules::end_job(Plant& plant, Index parent, Effects& effects) {
  PeoplePart& part = plant.extras_[at(parent)].people;
  const bool over = part.lost != 0 ? part.live_tasks == 0 : part.tasks_left == 0;
  if (!over) return;
  Index& head = plant.people_.free_graph_block[at(plant.job(parent).routing)];
  plant.people_.graph_words[at(part.block)] = head;
  head = part.block;
  const JobOutcome outcome = part.lost != 0 ? JobOutcome::scrapped : JobOutcome::done;
  part = {};
  plant.leave(parent, outcome, effects);
}

void PeopleRules::task_lost(Plant& plant, Index slot, Effects& effects) {
  const Index parent = plant.extras_[at(slot)].people.parent;
  plant.extras_[at(parent)].people.lost = 1;
  free_task(plant, slot);
  // What waits is begun no more; what is under way comes to its end. Tasks that are elsewhere (on their way)
  // are dropped when they arrive.
  for (Index other = 0; other < static_cast<Index>(plant.jobs_.size()); ++other) {
    const JobState& task = plant.job(other);
    if (plant.extras_[at(other)].people.parent != parent) continue;
    if (task.phase == JobPhase::queued) {
      const Index group = plant.scenario().modes[at(task.mode)].group;
      plant.take_from_queue(group, plant.queue_place(group, Candidate{.job = other}), effects);
      free_task(plant, other);
    } else if (task.phase == JobPhase::waiting_route) {
      std::erase(plant.pending_routes_, other);
      free_task(plant, other);
    }
  }
  end_job(plant, parent, effects);
}

bool PeopleRules::drop_if_lost(Plant& plant, Index slot, Effects& effects) {
  const Index parent = plant.extras_[at(slot)].people.parent;
  if (parent < 0 || plant.extras_[at(parent)].people.lost == 0) return false;
  free_task(plant, slot);
  end_job(plant, parent, effects);
  return true;
}

void PeopleRules::check(const Plant& plant, std::vector<std::string>& problems) {
  const PeopleModel& people = plant.scenario().people;
  const PeopleState& state = plant.people_;
  std::vector<std::int64_t> used(people.pools.size());
  for (std::size_t m = 0; m < state.first_hold.size(); ++m) {
    if (state.first_hold[m] >= 0 && plant.machines_[m].job < 0)
      problems.push_back(fmt::format("machine {} has units of pools but no job", m));
    for (Index h = state.first_hold[m]; h >= 0; h = state.holds[at(h)].next)
      used[at(state.holds[at(h)].pool)] += state.holds[at(h)].amount;
  }
  const std::vector<Index>& crews = plant.condition_.crew_units;
  for (std::size_t p = 0; p < crews.size(); ++p) used[p] += crews[p];
  for (std::size_t p = 0; p < used.size(); ++p) {
    const PeopleState::PoolLevel& level = state.pools[p];
    const bool finishes = people.pools[p].leaves() && people.pools[p].at_end == AtEnd::finish;
    const bool overtime = finishes || (!crews.empty() && crews[p] > 0);
    if (used[p] != level.used || level.used < 0 || (level.used > level.capacity && !overtime) ||
        level.used > people.pools[p].capacity)
      problems.push_back(fmt::format("pool '{}': {} of {} units are used, machines have {}",
                                     people.pools[p].name, level.used, level.capacity, used[p]));
  }
  if (people.tasks.empty()) return;
  std::vector<Index> live(plant.jobs_.size());
  for (std::size_t j = 0; j < plant.jobs_.size(); ++j) {
    const Index parent = plant.extras_[j].people.parent;
    if (plant.jobs_[j].phase != JobPhase::free_slot && parent >= 0) ++live[at(parent)];
  }
  for (std::size_t j = 0; j < plant.jobs_.size(); ++j) {
    const JobState& job = plant.jobs_[j];
    if (job.phase != JobPhase::forked) continue;
    const PeoplePart& part = plant.extras_[j].people;
    const Index done = static_cast<Index>(job.position);
    const Index steps = plant.scenario().routings[at(job.routing)].step_count;
    if (part.live_tasks != live[j] || part.tasks_left != steps - done || (part.lost == 0 && live[j] == 0))
      problems.push_back(fmt::format("job {}: {} of {} tasks left, {} live, {} counted", job.number,
                                     part.tasks_left, steps, part.live_tasks, live[j]));
  }
}

}  // namespace takt
