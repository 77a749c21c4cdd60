#pragma once

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::cascade {

// Machines that jobs enter one behind the other.

/// The machine is taken only until the next job may enter; the rest of the time passes inside.
void split(PlantState& plant, Index machine);

/// What is on the machine has entered: it goes on inside, and the machine is free for the next.
void enter(PlantState& plant, Index machine, Effects& effects);

/// What was inside has gone through.
void end_tail(PlantState& plant, Index slot, Effects& effects);

/// The machine stops: all inside wait, or are lost.
void pause(PlantState& plant, Index machine, OnFailure on_failure, Effects& effects);

/// The machine, which stands, stops for one more reason: all that waits inside is lost.
void scrap_stopped(PlantState& plant, Index machine, Effects& effects);

/// The machine runs again: what waits inside goes on.
void resume(PlantState& plant, Index machine, Effects& effects);

}  // namespace takt::cascade
