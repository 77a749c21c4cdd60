#pragma once

#include <string>
#include <vector>

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::stock {

// Where supply chain and shop meet: production orders become jobs, finished jobs become stock.

/// What the supply chain needs to know.
SupplyChain::Now now_of(PlantState& plant, Effects& effects);

/// An activity of the supply chain has ended.
void ended(PlantState& plant, const Activity& ended, Effects& effects);

/// Releases the jobs for which production has what they are made of. Last in every change of the plant, so
/// that no job takes the place of one that is just leaving.
void start_jobs(PlantState& plant, Effects& effects);

/// What the stock point that is next orders.
Decision decision(PlantState& plant);

/// Orders what the candidate of this index offered.
void resolve(PlantState& plant, Index point, int choice, Effects& effects);

/// A job that was made for stock has left the shop; `done`: its units are there.
void on_leave(PlantState& plant, Index slot, bool done, Effects& effects);

/// Every unit is where it should be, every lot in work is a job in the shop, and every shipment on the road
/// is one of transport's loads.
void check(const PlantState& plant, std::vector<std::string>& broken);

}  // namespace takt::stock
