#pragma once

#include <string>
#include <vector>

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::batches {

// Several jobs on a machine at once, and runs of one family.

/// Leaves of the operations in scratch_ (those of a group's queue that the machine could start, in order) the
/// ones that its rules let it start now.
void restrict_start(PlantState& plant, Index machine, Index group);

/// Keeps of the operations in scratch_ those that may join the batch being filled on a machine.
void keep_joining(PlantState& plant, Index machine);

/// The first job of a batch takes the machine.
void begin(PlantState& plant, Index machine, const Candidate& first, Effects& effects);

/// Adds a job to the batch on the machine, and all others that may join when the room is enough for them.
/// Else the agent is asked again.
void join(PlantState& plant, Index machine, const Candidate& chosen, Effects& effects);

/// How long a batch takes by a seed, and how long as far as is known. `first`: job slot of its first member.
struct Times {
  Time drawn, known;
};
Times times_of(const PlantState& plant, Index first, Seed seed);

/// Counts what a machine starts towards the run of its family.
void count_run(PlantState& plant, Index machine, Index family);

/// Every job on a machine is in one batch of it, on or inside it, and batches are as large as counted.
void check(const PlantState& plant, std::vector<std::string>& broken);

}  // namespace takt::batches
