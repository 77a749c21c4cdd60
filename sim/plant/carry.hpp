#pragma once

#include <string>
#include <vector>

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::carry {

// Jobs are carried from place to place.

/// True when the job has to be carried first and goes on when it arrives; false when it is as good as there.
bool carry_to(PlantState& plant, Index slot, Index place, Effects& effects);

/// The conveyor that takes a job to a place; -1: none, or it is there.
Index conveyor_to(const PlantState& plant, Index slot, Index place);

/// The job has to be carried before the group can have it.
bool is_elsewhere(const PlantState& plant, Index slot, Index group);

/// A job whose last operation is done: true when it is carried away before it leaves.
bool deliver(PlantState& plant, Index slot, Effects& effects);

/// All operations of a job are done, and it is where it should be.
void finish_job(PlantState& plant, Index slot, Effects& effects);

/// The operation is done, but the job stays until there is room for it beside the machine, or it is fetched.
void keep_machine(PlantState& plant, Index m);

/// The job leaves the machine that it occupies after its operation, if there is one.
void give_up_machine(PlantState& plant, Index slot, Effects& effects);

/// An activity of transport has ended.
void ended(PlantState& plant, const Activity& ended, Effects& effects);

/// Which job the vehicle of the policy's choice fetches.
Decision decision(PlantState& plant);

/// The vehicle of the chosen candidate fetches its job.
void resolve(PlantState& plant, const Candidate& chosen, Effects& effects);

/// Every job that is carried is in one place of transport, and no other job is.
void check(const PlantState& plant, std::vector<std::string>& broken);

}  // namespace takt::carry
