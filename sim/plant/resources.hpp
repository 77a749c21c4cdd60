#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::resources {

// Units of tools and workers that operations take, and working hours. Called only where the scenario has
// them.

/// The state before time 0.
ResourceState make_state(const Scenario& scenario);

/// Sets the levels of time 0 and starts the timetables.
void start(PlantState& plant, Effects& effects);

/// Whether all units that the operation needs are free now. Notes since when it lacks some.
bool can_start(PlantState& plant, const Candidate& candidate);

/// What the operation lacks now, if anything.
std::optional<WaitFor> lack_of(const PlantState& plant, const Candidate& candidate);

/// Those of the classes of a long queue whose operations can start now, a bit each. Notes as can_start().
std::uint64_t classes_that_can_start(PlantState& plant, Index group, LongQueue& queue);

/// The machine's operation takes the units that can_start() found.
void take_units(PlantState& plant, Index machine, const Candidate& chosen, Effects& effects);

/// The machine's operation gives back all its units.
void give_back(PlantState& plant, Index machine, Effects& effects);

/// The machine has lost its operation: if that was paused, it does not wait to go on any more.
void forget_pause(PlantState& plant, Index machine, Effects& effects);

/// Units that are held by none of the operations (crews of repairs) are taken, or given back when below 0.
void change_use(PlantState& plant, Index pool, Index units, Effects& effects);

/// Which units the first operations of a queue lack, as the end of a sentence.
std::string describe_lack(const PlantState& plant, Index group);

/// One decision over all operations of the group's cluster that can start now.
std::optional<Decision> decision(PlantState& plant, Index group);

/// Starts the chosen operation, or waits.
void resolve(PlantState& plant, const Decision& decision, const Candidate& chosen, Effects& effects);

/// A new instant: clusters that chose to wait are asked again.
void end_waits(PlantState& plant);

/// The next level of a timetable begins.
void shift(PlantState& plant, Index t, Effects& effects);

/// A machine has become free: it closes when its hours are over.
void machine_left(PlantState& plant, Index machine, Effects& effects);

/// Broken invariants, as sentences.
void check(const PlantState& plant, std::vector<std::string>& problems);

}  // namespace takt::resources
