#pragma once

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::jobs {

// Jobs come into the shop, learn their times and leave.

/// Releases the listed orders whose time has come, and waits for the next.
void release_due_orders(PlantState& plant, Effects& effects);

/// The next job of a source comes after its time between arrivals, or when it is called for.
void schedule_arrival(PlantState& plant, Index source, Effects& effects);

/// A job of a source comes.
void arrive(PlantState& plant, Index source, Effects& effects);

/// Returns the slot of the job.
Index release(PlantState& plant, JobState& state, const Due& due, Index place, Effects& effects);

/// Jobs that an operation releases inherit due date, weight and place; their draws follow from their parent's
/// key.
void release_child(PlantState& plant, Index parent, Index routing, std::int64_t number, Effects& effects);

/// From now on the job counts as released.
void release_now(PlantState& plant, Index slot);

/// Puts a job that is at a place (-1: nowhere in particular) into a free slot, and returns that.
Index add_slot(PlantState& plant, const JobState& state, Index place);

/// The slot is for another job.
void free_slot(PlantState& plant, Index slot);

/// Fills in the times of some modes in the job's block, as far as they are known now.
void draw_block(PlantState& plant, const JobState& state, Index first_mode, Index end_mode);

/// Processing time as it will be, by a seed; `planned` is what is known of it now.
Time actual_time(const PlantState& plant, const JobState& state, Index mode, Time planned, Seed seed);

/// Whether the time of a mode is that of each piece in the lot.
bool is_per_piece(const PlantState& plant, Index mode);

/// The agent is asked which of the alternatives the operation takes.
void wait_for_route(PlantState& plant, Index slot);

/// The job as the trace has it.
JobRecord record(const JobState& state, JobOutcome outcome, Time completion);

/// The job leaves the shop, or its task is lost with it.
void leave(PlantState& plant, Index slot, JobOutcome outcome, Effects& effects);

}  // namespace takt::jobs
