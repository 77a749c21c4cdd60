#include "sim/plant/look_up.hpp"

#include <cmath>

namespace takt {

Time planned_time(const PlantState& plant, const JobState& state, Index mode) {
  if (state.block < 0) return at(plant.scenario->modes, mode).planned;
  const Routing& routing = at(plant.scenario->routings, state.routing);
  return at(plant.draws, state.block + mode - routing.first_mode);
}

Time drawn_step_work(const PlantState& plant, const JobState& state, const StepPlan& plan) {
  if (plan.mode_count == 1) return planned_time(plant, state, plan.first_mode);
  double sum = 0;
  for (Index i = 0; i < plan.mode_count; ++i) {
    sum += static_cast<double>(planned_time(plant, state, plan.first_mode + i));
  }
  return std::llrint(sum / plan.mode_count);  // as finish_scenario rounds Step::planned
}

std::int64_t& mark(PlantState& plant, const JobState& state, Index index) {
  const Routing& routing = at(plant.scenario->routings, state.routing);
  const Index order = routing.random_order ? routing.step_count : 0;
  return at(plant.draws, state.block + routing.mode_count + order + index);
}

}  // namespace takt
