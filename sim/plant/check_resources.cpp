// Recounts units of pools, and tasks.

#include <fmt/format.h>

#include "sim/plant/resources.hpp"

namespace takt::resources {

void check(const PlantState& plant, std::vector<std::string>& problems) {
  const ResourceModel& resources = plant.scenario->resources;
  const ResourceState& state = plant.resources;
  std::vector<std::int64_t> used(resources.pools.size());
  for (std::size_t m = 0; m < state.first_hold.size(); ++m) {
    if (state.first_hold[m] >= 0 && plant.machines[m].job < 0)
      problems.push_back(fmt::format("machine {} has units of pools but no job", m));
    for (Index h = state.first_hold[m]; h >= 0; h = at(state.holds, h).next)
      at(used, at(state.holds, h).pool) += at(state.holds, h).amount;
  }
  const std::vector<Index>& crews = plant.condition.crew_units;
  for (std::size_t p = 0; p < crews.size(); ++p) used[p] += crews[p];
  for (std::size_t p = 0; p < used.size(); ++p) {
    const ResourceState::PoolLevel& level = state.pools[p];
    const bool finishes = resources.pools[p].leaves() && resources.pools[p].at_end == AtEnd::finish;
    const bool overtime = finishes || (!crews.empty() && crews[p] > 0);
    if (used[p] != level.used || level.used < 0 || (level.used > level.capacity && !overtime) ||
        level.used > resources.pools[p].capacity)
      problems.push_back(fmt::format("pool '{}': {} of {} units are used, machines have {}",
                                     resources.pools[p].name, level.used, level.capacity, used[p]));
  }
  if (plant.scenario->precedence.tasks.empty()) return;
  std::vector<Index> live(plant.jobs.size());
  for (std::size_t j = 0; j < plant.jobs.size(); ++j) {
    const Index parent = plant.extras[j].task.parent;
    if (plant.jobs[j].phase != JobPhase::free_slot && parent >= 0) ++at(live, parent);
  }
  for (std::size_t j = 0; j < plant.jobs.size(); ++j) {
    const JobState& job = plant.jobs[j];
    if (job.phase != JobPhase::forked) continue;
    const TaskPart& part = plant.extras[j].task;
    const Index done = static_cast<Index>(job.position);
    const Index steps = at(plant.scenario->routings, job.routing).step_count;
    if (part.live_tasks != live[j] || part.tasks_left != steps - done || (part.lost == 0 && live[j] == 0))
      problems.push_back(fmt::format("job {}: {} of {} tasks left, {} live, {} counted", job.number,
                                     part.tasks_left, steps, part.live_tasks, live[j]));
  }
}

}  // namespace takt::resources
