#pragma once

#include <algorithm>
#include <vector>

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::lines {

// What the files of room lines know of each other.

/// Adds a group, loop or store to those that settle() looks at.
inline void wake(std::vector<Index>& woken, Index index) {
  const auto place = std::lower_bound(woken.begin(), woken.end(), index);
  if (place == woken.end() || *place != index) woken.insert(place, index);
}

/// Whether one more job may wait before the group.
bool has_place(const PlantState& plant, Index group);

/// The loop of which the job needs a card before it may go on; -1: none.
Index missing_card(const PlantState& plant, Index slot);

/// The group to whose buffer the job goes after its current operation; -1: none that could be full.
Index limited_next_group(const PlantState& plant, const JobState& state);

/// The job is blocked at this stage.
void wait_in_line(PlantState& plant, Index slot, LineJob::Stage stage);

/// A saturated source is called for its next job when the one before starts.
void first_start(PlantState& plant, Index slot, Effects& effects);

/// Gives back the cards of all spans but those that the position lies in.
void give_cards_back(PlantState& plant, Index slot, std::uint32_t position, Effects& effects);

/// A card of the loop is free again; `number` is that of the job that had it.
void give_card_back(PlantState& plant, Index loop, std::uint32_t number, Effects& effects);

/// The index of the first kit of a step that is complete; 0 for a step that needs none; -1: none is.
Index complete_kit(const PlantState& plant, Index step);

/// Takes a kit: out of the stores first, then from machines that wait for room in them.
void take_kit(PlantState& plant, Index step, Effects& effects);

/// Whether the stores have room for what the job's current operation makes.
bool has_room_for_parts(const PlantState& plant, const JobState& state);

/// Promises it that room.
void reserve_room_for_parts(PlantState& plant, Index slot);

/// The store has changed: settle() looks at it.
void wake_store(PlantState& plant, Index store);

/// Fills a store from the machines that wait for room in it, and wakes those who wait for parts.
void settle_store(PlantState& plant, Index store, Effects& effects);

}  // namespace takt::lines
