#pragma once

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::tasks {

// Precedence graphs: every step that is ready or under way is a task with a slot of its own.

/// A job whose routing is a graph begins: its first tasks are ready.
void begin(PlantState& plant, Index slot, Effects& effects);

/// Whether the slot is that of a task.
bool is_task(const PlantState& plant, Index slot);

/// A task is done: those after it may be ready.
void done(PlantState& plant, Index slot, Effects& effects);

/// The task is scrapped, and its job with it.
void lose(PlantState& plant, Index slot, Effects& effects);

/// True when the task's job is lost; then the task is gone as well.
bool drop_if_lost(PlantState& plant, Index slot, Effects& effects);

}  // namespace takt::tasks
