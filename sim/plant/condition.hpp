#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::condition {

// Degradation, maintenance, power and sensors. `m` is a machine.

/// The state before time 0, as part of making it.
void set_up(PlantState& plant);

/// Starts levels, plans and sensors.
void start(PlantState& plant, Effects& effects);

/// The machine has taken an operation, whose time may grow by its level.
void operation_starts(PlantState& plant, Index m);

/// Its operation has ended: it has worn.
void operation_ends(PlantState& plant, Index m);

/// It has no operation any more; it may be out of service.
void machine_freed(PlantState& plant, Index m, Effects& effects);

/// Looks whether a machine that rests is to be maintained: begins, asks, or waits for power or a crew.
void consider(PlantState& plant, Index m, Effects& effects);

/// It draws another power.
void state_changed(PlantState& plant, Index m, Effects& effects);

/// One of its breakdowns was repaired; it is still out of service.
void repaired(PlantState& plant, Index m, Effects& effects);

/// Whether the site's cap lets it work.
bool may_start(const PlantState& plant, Index m);

/// It begins to process.
void processing_begins(PlantState& plant, Index m, Effects& effects);

/// It has processed for `ran` and stops.
void processing_pauses(PlantState& plant, Index m, Time ran, Effects& effects);

/// An activity of kind wear has ended: a level, or the time to the next look at a plan.
void wear_ended(PlantState& plant, Index entity, Effects& effects);

/// Its maintenance has ended.
void service_ended(PlantState& plant, Index m, Effects& effects);

/// It is repaired after the failure at its last level.
void condition_repaired(PlantState& plant, Index m, Effects& effects);

/// The crew of a repair is free.
void repair_ended(PlantState& plant, Index entity, Effects& effects);

/// A sensor is to be read.
void sample_ended(PlantState& plant, Index u, Effects& effects);

/// The repair begins now, or when its crew is free.
void begin_repair(PlantState& plant, Index entity, Time duration, Effects& effects);

/// Units came free: repairs first, in the order in which they were asked for, then maintenance.
void crews_may_begin(PlantState& plant, Effects& effects);

/// Broken invariants, as sentences.
void check(const PlantState& plant, std::vector<std::string>& problems);

/// The next machine about whose maintenance the agent is asked.
std::optional<Decision> next_question(PlantState& plant);

/// How far the measure of a plan of the machine's group has come, in the unit of its `due`.
double reached(const PlantState& plant, Index m, Index plan);

/// Begins the maintenance that was chosen, or none.
void answer(PlantState& plant, const Decision& decision, const Candidate& chosen, Effects& effects);

/// Records what only the end of an instant tells: the site's power and the samples of sensors.
void settle(PlantState& plant, Effects& effects);

/// The same for the last instant, which leaves the plant as it is.
void close(const PlantState& plant, Effects& effects);

/// How much faster the times to failure of a machine run at its level.
double failure_rate(const PlantState& plant, Index m);

}  // namespace takt::condition
