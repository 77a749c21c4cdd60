#pragma once

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::service {

// Machines go out of service, for whatever reason, and come back.

/// One more reason (down, maintenance or off) keeps the machine out of service; `on_failure` says what
/// becomes of its operation, also of one that an earlier reason has stopped.
void stop_machine(PlantState& plant, Index m, MachineState why, OnFailure on_failure, Effects& effects);

/// One reason of this kind fewer; after the last of all the machine goes on.
void restart_machine(PlantState& plant, Index m, MachineState why, Effects& effects);

/// A failure of the calendar clock is under way.
void arm_calendar(PlantState& plant, Index u, Effects& effects);

/// The machine begins to process: clocks that count that run.
void arm_busy(PlantState& plant, Index machine, Effects& effects);

/// The machine has processed for `ran` and stops: clocks that count that stand still.
void pause_busy(PlantState& plant, Index machine, Time ran, Effects& effects);

/// A breakdown unit fails.
void fail(PlantState& plant, Index u, Effects& effects);

/// A breakdown unit is repaired.
void repair(PlantState& plant, Index u, Effects& effects);

/// Time to the next failure of a unit.
Time draw_failure(const PlantState& plant, const BreakdownUnit& unit);

}  // namespace takt::service
