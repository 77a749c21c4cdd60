#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/agent.hpp"
#include "sim/plant/activity.hpp"
#include "sim/plant/effects.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/plant_state.hpp"
#include "sim/plant/records.hpp"

namespace takt {

/// The shop, for those who drive it and those who read it. A value: a copy is a snapshot that runs on by
/// itself. It knows nothing of time passing; a driver (Course) tells it what ended, asks for decisions and
/// hands its activities to a clock:
///
///   plant.start(effects);
///   at each instant: plant.apply(...) for all that ended, in canonical order;
///   then: while (auto decision = plant.next_decision()) plant.resolve(*decision, choice, effects);
///
/// The scenario must outlive the plant and its copies.
class Plant {
 public:
  Plant(const Scenario& scenario, Seed seed) : state_(scenario, seed) {}

  /// Releases the jobs of time 0 and starts arrivals and failure clocks. Call once, first.
  void start(Effects& effects);

  /// An activity ended at `now`.
  void apply(const Activity& ended, Time now, Effects& effects);

  /// The next choice to make at this instant, in canonical order: routes by job number, then dispatches by
  /// machine. Valid until resolve() or apply().
  std::optional<Decision> next_decision() {
    Decision decision;
    return next_decision(decision) ? std::optional(decision) : std::nullopt;
  }
  /// The same, written into `decision`. False: there is none.
  bool next_decision(Decision& decision) { return !nothing_to_decide() && find_decision(decision); }

  /// Whether decisions of a kind are the agent's; of the others whoever drives the plant takes the fallback.
  bool is_asked(DecisionKind kind) const { return takt::is_asked(state_, kind); }

  /// Carries out a choice. `choice` must be an index into decision.candidates.
  void resolve(const Decision& decision, int choice, Effects& effects);

  /// What the end of an instant tells is not recorded yet.
  bool unsettled() const { return state_.idleness.unsettled; }
  /// Nothing more happens in this instant: records it.
  void settle(Effects& effects);

  /// From now on all that no agent has been told is drawn from another seed. Kept: what happened, and what is
  /// known of the jobs in the shop (routing, order of steps; their times where the scenario says `known:
  /// at_release`). Drawn anew: arrivals, demand, product mix, breakdowns, quality, wear, noise of sensors,
  /// times of what has not started; and of what is under way (processing whose time is not known, repairs,
  /// maintenance, times to failure and between arrivals, lead times, orders in the mail, levels of wear) what
  /// is left, on the condition that it has lasted as long as it has. What is inside a cascade, and a batch or
  /// lot on a machine that degrades, keep their ends. `under_way`: all that the clock has, with what is left.
  void reseed(Seed seed, std::span<const Activity> under_way, Effects& effects);

  /// Appends the open intervals of machines and the records of jobs that are still in the shop.
  void close(Time end, Effects& effects) const;

  // What agents and observers may read.
  const Scenario& scenario() const { return *state_.scenario; }
  Seed seed() const { return state_.seed; }
  Time now() const { return state_.now; }
  const JobState& job(Index slot) const { return at(state_.jobs, slot); }
  std::span<const JobState> job_slots() const { return state_.jobs; }
  const MachineUnit& machine(Index m) const { return at(state_.machines, m); }
  const GroupState& group(Index g) const { return at(state_.groups, g); }
  Candidates queue(Index group) const { return state_.queues.queue(group); }
  /// Operations of a job that are finished; of a task: tasks of its job.
  std::uint32_t operations_done(Index slot) const {
    const Index parent = state_.extras.empty() ? -1 : at(state_.extras, slot).task.parent;
    return job(parent < 0 ? slot : parent).position;
  }
  const ResourceState& resources() const { return state_.resources; }
  const ConditionState& condition() const { return state_.condition; }
  const LineState& lines() const { return state_.lines; }
  /// How far the measure of a maintenance plan of a machine's group has come, in the unit of its `due`.
  double maintenance_measure(Index m, Index plan) const;
  /// The level of a machine's condition; 0 where it has none.
  Index level_of(Index m) const {
    return state_.condition.machines.empty() ? 0 : at(state_.condition.machines, m).level;
  }
  /// The step at a position (0-based) of a job's own sequence.
  Index step_at(const JobState& job, std::uint32_t position) const {
    return takt::step_at(state_, job, position);
  }
  /// Processing time of a mode for this job as far as it is known now (see TimesKnown).
  Time planned_time(const JobState& job, Index mode) const { return takt::planned_time(state_, job, mode); }
  /// Mean of planned_time over the modes of the step at a position.
  Time planned_step_work(const JobState& job, std::uint32_t position) const {
    return takt::planned_step_work(state_, job, position);
  }
  /// Setup time for a family on a machine as it is now.
  Time setup_time(Index machine, Index family) const { return takt::setup_time(state_, machine, family); }
  /// Planned work, in ticks from now, that the machines of a group have still under way (0 when all are
  /// idle).
  Time work_under_way(Index group) const;
  /// The supply chain; without any stock point where the scenario has none.
  const SupplyChain& supply() const { return state_.supply; }
  const Transport& transport() const { return state_.transport; }

  std::uint64_t jobs_released() const { return state_.released; }
  std::uint64_t jobs_in_shop() const { return state_.in_shop; }
  /// Jobs in the shop summed over time so far, in ticks, modulo 2^64.
  std::uint64_t job_ticks() const { return takt::job_ticks(state_); }
  /// True when no job is in the shop and none is to come, or when all measured jobs have left.
  bool finished() const;
  /// Who waits for what, as a sentence a person can act on.
  std::string describe_waiting() const;

  /// Whether look_for_stuck_jobs() has anything to say at the end of this instant.
  bool may_be_stuck() const { return state_.stuck.suspect || state_.stuck.jobs > 0; }
  struct Stuck {
    std::uint64_t jobs = 0;  ///< that nothing can ever move again
    bool more = false;       ///< than before this instant
    bool ends = false;       ///< nothing else can move either, or a measured job is stuck
  };
  /// At the end of an instant, when nothing is left to decide. See sim/plant/stuck.hpp.
  Stuck look_for_stuck_jobs();
  std::uint64_t stuck_jobs() const { return state_.stuck.jobs; }
  /// When the first of them got stuck; `never`: none is.
  Time stuck_since() const { return state_.stuck.since; }
  bool is_stuck(Index slot) const;
  /// Which stuck jobs wait for each other in a circle; empty: none do. And what stuck jobs wait for.
  std::string describe_circle();
  std::string describe_stuck();
  /// Recounts everything from scratch; returns what is lost or doubled, a sentence each (none: all is well).
  std::vector<std::string> check() const;
  /// Size of the mutable state in bytes: what a snapshot copies.
  std::size_t state_bytes() const { return state_.bytes(); }

 private:
  /// True only when there is no choice; most instants end with that question.
  bool nothing_to_decide() const {
    if (!state_.pending_routes.empty() || !state_.dirty_groups.empty()) return false;
    return state_.plain || features_are_settled();
  }
  bool features_are_settled() const;
  bool find_decision(Decision& decision);

  PlantState state_;
};

}  // namespace takt
