#pragma once

#include "sim/plant/effects.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::shop {

// The shop: queues, setups, processing.

/// Writes down the operation of a job that has ended now, whatever became of it.
inline void record_operation(const PlantState& plant, Index slot, Index machine, Time setup_start, Time start,
                             OperationOutcome outcome, Effects& effects) {
  ++effects.operations_done;
  const JobState& state = at(plant.jobs, slot);
  effects.operations.push_back({.ready = state.ready,
                                .setup_start = setup_start,
                                .start = start,
                                .end = plant.now,
                                .job = state.number,
                                .step = step_at(plant, state, state.position),
                                .mode = state.mode,
                                .machine = machine,
                                .position = state.position,
                                .outcome = outcome});
}

/// A job's operation, done in this mode, as a candidate; `plan` is that of its step.
Candidate candidate(const PlantState& plant, Index slot, Index mode, const StepPlan& plan);

/// The job joins the queue of the group it is routed to.
void enqueue(PlantState& plant, Index slot, Effects& effects);

/// The job goes to the group it is routed to: into its queue, or by whatever way features put before it.
void join_group(PlantState& plant, Index slot, Effects& effects);

/// The job's next operation may begin.
void operation_ready(PlantState& plant, Index slot, Effects& effects);

/// A queued operation is taken out, to be started or for another reason.
Candidate take_from_queue(PlantState& plant, Index group, std::size_t place, Effects& effects);

/// The place of a candidate's job in the queue of the group, where it must be.
std::size_t queue_place(const PlantState& plant, Index group, const Candidate& candidate);

/// The lowest machine of a group that is up, has no operation and was not left waiting; -1: none.
Index lowest_free_machine(const PlantState& plant, Index group);

/// The machine takes the operation at this place of its group's queue.
void begin_operation(PlantState& plant, Index machine, std::size_t queue_index, Effects& effects);

/// The machine is set up for the operation on it, and processes it.
void begin_processing(PlantState& plant, Index machine, Effects& effects);

/// The machine's setup or processing goes on for `duration`.
void run_activity(PlantState& plant, Index machine, MachineState activity, Time duration, Effects& effects);

/// The machine's setup has ended.
void end_setup(PlantState& plant, Index machine, Effects& effects);

/// The machine's processing has ended.
void end_process(PlantState& plant, Index machine, Effects& effects);

/// The machine has no operation any more.
void free_machine(PlantState& plant, Index machine, Effects& effects);

/// The job's operation is done for good: it goes on to the next, or to its end.
void advance(PlantState& plant, Index slot, Effects& effects);

}  // namespace takt::shop
