#include "learning/search/run_cost.hpp"

#include <algorithm>
#include <limits>

namespace takt::search {

double run_cost(const Simulation& run, Goal goal) {
  if (run.over() && (run.status() == RunStatus::starved || run.status() == RunStatus::deadlock))
    return std::numeric_limits<double>::infinity();
  Objective cost = run.objective();
  const Plant& plant = run.plant();
  for (const JobState& job : plant.job_slots()) {
    if (job.phase == JobPhase::free_slot || job.phase == JobPhase::forked) continue;
    const Time done = plant.now() + job.work_remaining;
    const auto flow_time = static_cast<double>(done - job.release);
    cost.makespan = std::max(cost.makespan, done);
    cost.flow_time += flow_time;
    cost.weighted_flow_time += job.weight * flow_time;
    if (job.due >= done) continue;
    const Time late = done - job.due;
    cost.tardiness += static_cast<double>(late);
    cost.weighted_tardiness += job.weight * static_cast<double>(late);
    cost.max_tardiness = std::max(cost.max_tardiness, late);
  }
  switch (goal) {
    case Goal::makespan:
      return static_cast<double>(cost.makespan);
    case Goal::max_tardiness:
      return static_cast<double>(cost.max_tardiness);
    case Goal::total_weighted_tardiness:
      return cost.weighted_tardiness;
    case Goal::mean_tardiness:
      return cost.tardiness;
    case Goal::mean_flow_time:
      return cost.flow_time;
    case Goal::total_weighted_flow_time:
      return cost.weighted_flow_time;
  }
  return 0;
}

bool is_certain(const Scenario& s) {
  const auto none = [](const auto& list, const auto& test) {
    return std::none_of(list.begin(), list.end(), test);
  };
  return s.sources.empty() && !s.supply.used() && s.condition.groups.empty() && !s.operations.any_judged &&
         none(s.groups, [](const MachineGroup& g) { return !g.breakdowns.empty(); }) &&
         none(s.routings, [](const Routing& r) { return !r.constant || r.random_order; });
}

bool ends_while_jobs_come(const Scenario& scenario) {
  return std::any_of(scenario.sources.begin(), scenario.sources.end(),
                     [](const Source& source) { return source.limit < 0; });
}

}  // namespace takt::search
