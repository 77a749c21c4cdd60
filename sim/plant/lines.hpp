#pragma once

#include <string>
#include <vector>

#include "sim/plant/effects.hpp"
#include "sim/plant/plant_state.hpp"

namespace takt::lines {

// Lines: cards, places, parts, and who waits for them. Called only where the scenario uses lines.

/// Cards, stores and sources at time 0.
void start(PlantState& plant);

/// Cards first, then a place. False: the job waits for one of them where it is.
bool admit(PlantState& plant, Index slot, Index group, Effects& effects);

/// Takes the cards that the job needs to go on. False: it waits for one.
bool take_cards(PlantState& plant, Index slot, Effects& effects);

/// A waiting job gets a card and goes on as far as it can.
void grant_card(PlantState& plant, Index loop, std::size_t waiter, Effects& effects);

/// The lowest loop of which a card is free while jobs wait for it, where an agent chooses; -1: none.
Index loop_to_decide(const PlantState& plant);

/// Calls for the next job of a saturated source, if one is wanted.
void call_saturated(PlantState& plant, Index source, Effects& effects);

/// A job that holds a place leaves where it is and goes there.
void enter_group(PlantState& plant, Index slot, Index group, Effects& effects);

/// The job has come to its place.
void join_queue(PlantState& plant, Index slot, Index group, Effects& effects);

/// A job has left the queue of the group.
void left_queue(PlantState& plant, Index group);

/// Whether the operation's parts are there, and room for what comes after it where the group asks that first.
bool can_start(const PlantState& plant, Index machine, const Candidate& candidate);

/// The machine has got its job, or batch.
void on_start(PlantState& plant, Index machine, Effects& effects);

/// An idle machine takes a job from where it is blocked: from the machine before, or from outside.
void hand_over(PlantState& plant, Index machine, const Candidate& chosen, Effects& effects);

/// An agent left a machine of the group unused for so long, jobs were there.
void count_wait(PlantState& plant, Index group, Time time);

/// A machine keeps what it has finished, a job or a batch, until all of it can go on.
void keep_on_machine(PlantState& plant, Index machine);

/// Whether the job is done on its machine and still there.
bool kept_on_machine(const PlantState& plant, Index slot);

/// The job leaves its machine, which is free when it was the last, and gives back the cards it needs no more.
void leave_machine(PlantState& plant, Index slot, Effects& effects);

/// An operation on the job has ended well: its parts are there, its child jobs begin.
void on_finish(PlantState& plant, Index slot, Effects& effects);

/// All operations of the job are done: it becomes a part, or leaves.
void finish_job(PlantState& plant, Index slot, Effects& effects);

/// An operation on the job will not end here.
void give_up_parts(PlantState& plant, Index slot);

/// Whatever the job holds goes back.
void leave(PlantState& plant, Index slot, Effects& effects);

/// Lets everyone go on whose wait is over, and whom they wait for, until nothing moves. Stores, then loops,
/// then groups, each by index; at each of them who has waited longest.
void settle(PlantState& plant, Effects& effects);

/// Recounts: broken invariants, as sentences.
void check(const PlantState& plant, std::vector<std::string>& broken);

/// Appends the sums up to `end`.
void close(const PlantState& plant, Time end, Effects& effects);

/// Who waits for what in lines, as the part of a sentence.
std::string describe_waiting(const PlantState& plant);

/// "a card of 'kanban'", "the wip limit of 'orders'"
std::string loop_name(const Scenario& scenario, Index loop);

}  // namespace takt::lines
