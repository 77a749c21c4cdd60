#pragma once

#include <span>

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::hooks {

// Where the features beyond the plain shop join in: on the way into a group, at the start and at the end of
// an operation. Never called for plain steps and groups (flags 0).

/// A job whose next operation is to be done by a group: it joins the queue, now or later.
void admit(PlantState& plant, Index slot, Index group, Effects& effects);

/// The operations of a group's queue that the machine could start now, in the order of the queue.
Candidates startable(PlantState& plant, Index machine, Index group);

/// Those that may join the batch being filled on the machine.
std::span<const Candidate> fitting(PlantState& plant, Index machine, Index group);

/// The machine has taken the operation; its setup or processing begins next.
void on_start(PlantState& plant, Index machine, const Candidate& chosen, Effects& effects);

/// Processing has ended; the job is still on the machine and nothing is recorded yet.
void on_finish(PlantState& plant, Index machine, Effects& effects);

/// The job has left the machine, for whatever reason.
void on_leave(PlantState& plant, Index machine, Effects& effects);

}  // namespace takt::hooks
