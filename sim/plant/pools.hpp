#pragma once

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::resources {

// What the files of room resources know of each other.

/// Sets and records how many units a pool has and how many are used.
void set_level(PlantState& plant, Index pool, Index capacity, Index used, Effects& effects);

/// Groups whose operations may take of the pool are looked at again.
void wake(PlantState& plant, Index pool);

/// Before anything new begins: repairs and maintenance, then those who stopped first go on first.
void resume_paused(PlantState& plant, Effects& effects);

/// Gives back the units of a machine's operation; `only_leaving`: of pools that go home.
void drop_holds(PlantState& plant, Index machine, bool only_leaving, Effects& effects);

}  // namespace takt::resources
