#pragma once

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::condition {

// What the files of room condition know of each other.

inline const GroupCondition& group_of(const PlantState& plant, Index m) {
  return at(plant.scenario->condition.groups, at(plant.machines, m).group);
}

inline MachineCondition& of(PlantState& plant, Index m) {
  return at(plant.condition.machines, m);
}

inline bool has_condition(const PlantState& plant, Index m) {
  return (at(plant.groups, at(plant.machines, m).group).flags & group_condition) != 0;
}

/// Draws how long the level lasts.
void begin_level(PlantState& plant, Index m, Effects& effects);

/// The calendar clock of the level goes on.
void run_level(PlantState& plant, Index m, Effects& effects);

/// The calendar clock of the level stands still.
void hold_level(PlantState& plant, Index m, Effects& effects);

/// Levels that the last operation took the machine to.
void pass_levels(PlantState& plant, Index m, Effects& effects);

/// As new: level 0, no wear.
void renew(PlantState& plant, Index m, Effects& effects);

/// The first of the machine's plans in ConditionState::plans.
std::size_t first_plan(const PlantState& plant, Index m);

/// The plan's measure is 0 again.
void restart(PlantState& plant, PlanUnit& unit, Effects& effects);

/// A plan of trigger calendar may be due.
void wake(PlantState& plant, PlanUnit& unit, Effects& effects);

/// What maintenance waits for has changed.
void retry(PlantState& plant, Effects& effects);

/// Whether the crew could begin now.
bool crew_is_free(const PlantState& plant, const CrewNeed& need);

/// The crew is at work.
void take_crew(PlantState& plant, const CrewNeed& need, Effects& effects);

/// The crew is free.
void return_crew(PlantState& plant, const CrewNeed& need, Effects& effects);

/// Whether the cap lets the machine draw so much, in mW.
bool fits(const PlantState& plant, Index m, std::int64_t power);

/// Sets aside what the machine draws at work.
void hold_power(PlantState& plant, Index m);

/// Changes what of the cap is set aside for the machine.
void set_aside(PlantState& plant, Index m, PowerHold hold, Effects& effects);

}  // namespace takt::condition
