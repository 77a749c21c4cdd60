#pragma once

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::quality {

// What becomes of a job at the end of an operation, and of one that waits too long.

/// The operation of the jobs from `slot` on (a batch, or one job) has ended on a machine that they have left.
void finish_jobs(PlantState& plant, Index machine, Index slot, Time setup_start, Time start, Index level,
                 Effects& effects);

/// The jobs from `slot` on are lost with their operation.
void scrap_jobs(PlantState& plant, Index machine, Index slot, Time setup_start, Time start, Effects& effects);

/// A queued job has waited longer than its operation's limit allows.
void be_late(PlantState& plant, Index slot, Effects& effects);

}  // namespace takt::quality
