#pragma once

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::decide {

// What is to be decided next, and what follows from a choice.

/// Whether nothing beyond the plain shop is to be decided.
bool features_are_settled(const PlantState& plant);

/// The next decision, into `decision`, where Plant::nothing_to_decide() did not say that there is none; its
/// `plant` is not set. False: nothing is to be decided.
bool find_decision(PlantState& plant, Decision& decision);

/// Carries out a choice. `choice` must be an index into decision.candidates.
void resolve(PlantState& plant, const Decision& decision, int choice, Effects& effects);

/// What a change has brought about beyond the plain shop.
void settle_features(PlantState& plant, Effects& effects);

}  // namespace takt::decide
