#pragma once

#include <string>
#include <vector>

#include "sim/plant/plant_state.hpp"

namespace takt::stuck {

// Jobs that nothing can ever move again, seen at the end of the instant in which that becomes true. A job is
// stuck when it could not go on even if all that may still happen went well for it: every job that may move
// leaves all it holds, every repair ends, hours and units come as they are planned, sources and listed orders
// go on. So a live job is never called stuck; one that is only bound to get stuck is not called so yet.

/// Whether jobs of the scenario can get stuck, and by what. Once, when the state is made.
void set_up(PlantState& plant);

/// A job waits from now on: in a queue, or where it is.
inline void waits(PlantState& plant, Index slot) {
  if (!plant.stuck.watched) return;
  plant.stuck.newly_waiting.push_back(slot);
  plant.stuck.suspect = plant.stuck.supply_less = true;
}

/// A job has left, or gone on, or has taken parts: others may wait for what it brought.
inline void supply_fell(PlantState& plant) {
  if (!plant.stuck.by_supply) return;
  plant.stuck.suspect = plant.stuck.supply_less = true;
}

/// Hours or units have changed.
inline void hours_changed(PlantState& plant) {
  if (!plant.stuck.by_hours) return;
  plant.stuck.suspect = plant.stuck.any = true;
}

/// A machine repeats what it was doing: it may never have the time to end.
inline void repeats(PlantState& plant, Index slot) {
  plant.stuck.newly_waiting.push_back(slot);
  plant.stuck.suspect = true;
}

/// The slot is for another job.
inline void forget(PlantState& plant, Index slot) {
  if (plant.stuck.jobs > 0 && at(slot) < plant.stuck.stuck.size()) plant.stuck.stuck[at(slot)] = 0;
}

inline bool is_stuck(const PlantState& plant, Index slot) {
  return at(slot) < plant.stuck.stuck.size() && plant.stuck.stuck[at(slot)] != 0;
}

/// At the end of an instant in which something was suspect: marks the jobs that are stuck by now. True: there
/// are more of them than before.
bool look(PlantState& plant);

/// All jobs in the shop are stuck, and none that is still to come could begin.
bool nothing_can_move(PlantState& plant);

/// Whether a job that counts towards measured_jobs is stuck.
bool measured_job_is_stuck(const PlantState& plant);

/// The first circle of stuck jobs, in words: each waits for the next; empty: there is none.
std::string describe_circle(PlantState& plant);

/// What stuck jobs wait for, in words.
std::string describe(PlantState& plant);

}  // namespace takt::stuck
