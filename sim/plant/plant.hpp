#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/agent.hpp"
#include "sim/plant/activity.hpp"
#include "sim/plant/condition_state.hpp"
#include "sim/plant/effects.hpp"
#include "sim/plant/people_state.hpp"
#include "sim/plant/queue_pool.hpp"
#include "sim/plant/records.hpp"
#include "sim/plant/redraw.hpp"
#include "sim/plant/state.hpp"
#include "sim/plant/supply_chain.hpp"
#include "sim/plant/transport.hpp"

namespace takt {

/// The shop's state and rules. A value: a copy is a snapshot that runs on by itself. It knows nothing of time
/// passing; a driver (simulate) tells it what ended, asks for decisions and hands its activities to a clock:
///
///   plant.start(effects);
///   at each instant: plant.apply(...) for all that ended, in canonical order;
///   then: while (auto decision = plant.next_decision()) plant.resolve(*decision, choice, effects);
///
/// The scenario must outlive the plant and its copies.
class Plant {
 public:
  Plant(const Scenario& scenario, Seed seed);

  /// Releases the jobs of time 0 and starts arrivals and failure clocks. Call once, first.
  void start(Effects& effects);

  /// An activity ended at `now`.
  void apply(const Activity& ended, Time now, Effects& effects);

  /// The next choice to make at this instant, in canonical order: routes by job number, then dispatches by
  /// machine. Valid until resolve() or apply().
  std::optional<Decision> next_decision() { return nothing_to_decide() ? std::nullopt : find_decision(); }

  /// Whether decisions of a kind are the agent's; of the others whoever drives the plant takes the fallback.
  bool is_asked(DecisionKind kind) const {
    return kind <= DecisionKind::route || (scenario_->asked >> static_cast<std::uint32_t>(kind) & 1) != 0;
  }

  /// Carries out a choice. `choice` must be an index into decision.candidates.
  void resolve(const Decision& decision, int choice, Effects& effects);

  /// From now on all that no agent has been told is drawn from another seed. Kept: what happened, and what is
  /// known of the jobs in the shop (their routing and order of steps; their times where the scenario says
  /// `known: at_release`). Drawn anew: arrivals, demand, product mix, breakdowns, quality, degradation,
  /// sensors' noise, times of what has not started; and of what is under way (processing whose time is not
  /// known, repairs, maintenance, times to failure and between arrivals, lead times, orders in the mail,
  /// levels of wear) what is left, on the condition that it has lasted as long as it has. What is inside a
  /// cascade, and a batch or lot on a machine that degrades, keep their ends. `under_way`: all that the clock
  /// has, with what is left of it.
  void reseed(Seed seed, std::span<const Activity> under_way, Effects& effects);

  /// Appends the open intervals of machines and the records of jobs that are still in the shop.
  void close(Time end, Effects& effects) const;

  // What agents and observers may read.
  const Scenario& scenario() const { return *scenario_; }
  Seed seed() const { return seed_; }
  Time now() const { return now_; }
  const JobState& job(Index slot) const { return jobs_[static_cast<std::size_t>(slot)]; }
  std::span<const JobState> job_slots() const { return jobs_; }
  const MachineUnit& machine(Index m) const { return machines_[static_cast<std::size_t>(m)]; }
  const GroupState& group(Index g) const { return groups_[static_cast<std::size_t>(g)]; }
  std::span<const Candidate> queue(Index group) const { return queues_.queue(group); }
  /// Operations of a job that are finished; of a task: tasks of its job.
  std::uint32_t operations_done(Index slot) const {
    const Index parent = extras_.empty() ? -1 : extras_[static_cast<std::size_t>(slot)].people.parent;
    return job(parent < 0 ? slot : parent).position;
  }
  const PeopleState& people() const { return people_; }
  const ConditionState& condition() const { return condition_; }
  /// The level of a machine's condition; 0 where it has none.
  Index level_of(Index m) const {
    return condition_.machines.empty() ? 0 : condition_.machines[static_cast<std::size_t>(m)].level;
  }

  /// The step at a position (0-based) of a job's own sequence.
  Index step_at(const JobState& job, std::uint32_t position) const {
    const auto offset = job.order_block < 0 ? static_cast<std::int64_t>(position)
                                            : draws_[static_cast<std::size_t>(job.order_block) + position];
    return job.first_step + static_cast<Index>(offset);
  }

  /// Processing time of a mode for this job as far as it is known now (see TimesKnown).
  Time planned_time(const JobState& job, Index mode) const;

  /// Mean of planned_time over the modes of the step at a position.
  Time planned_step_work(const JobState& job, std::uint32_t position) const {
    const StepPlan& plan = plan_at(job, position);
    return job.block < 0 ? plan.planned : drawn_step_work(job, plan);
  }

  /// Setup time for a family on a machine as it is now.
  Time setup_time(Index machine, Index family) const {
    const MachineUnit& unit = this->machine(machine);
    return unit.setup_matrix < 0 ? 0 : scenario_->setup_time(unit.setup_matrix, unit.family, family);
  }

  /// Planned work, in ticks from now, that the machines of a group have still under way (0 when all are
  /// idle).
  Time work_under_way(Index group) const;

  /// The supply chain; without any stock point where the scenario has none.
  const SupplyChain& supply() const { return supply_; }
  const Transport& transport() const { return transport_; }

  std::uint64_t jobs_released() const { return released_; }
  std::uint64_t jobs_in_shop() const { return in_shop_; }
  /// True when no job is in the shop and none is to come, or when all measured jobs have left.
  bool finished() const;
  /// Who waits for what, as a sentence a person can act on.
  std::string describe_waiting() const;
  /// Recounts everything from scratch; returns what is lost or doubled, a sentence each (none: all is well).
  std::vector<std::string> check() const;
  /// Jobs in the shop summed over time so far, in ticks, modulo 2^64.
  std::uint64_t job_ticks() const {
    return job_ticks_ + in_shop_ * static_cast<std::uint64_t>(now_ - counted_until_);
  }
  /// Which jobs wait for each other in a circle, so that none of them can ever go on; empty: there is none.
  std::string describe_deadlock() const;
  /// Size of the mutable state in bytes: what a snapshot copies.
  std::size_t state_bytes() const;

 private:
  class Reseeding;  // reseed.cpp
  friend struct PeopleRules;
  friend struct ConditionRules;

  /// True only when there is no choice; most instants end with that question.
  bool nothing_to_decide() const {
    if (!pending_routes_.empty()) return false;
    for (const std::uint64_t word : dirty_groups_) {
      if (word != 0) return false;
    }
    return plain_ || features_are_settled();
  }
  bool features_are_settled() const {
    return supply_.next_to_ask() < 0 && !transport_.undecided() && condition_.asking.empty() &&
           (lines_.cards.empty() || !is_asked(DecisionKind::release) || loop_to_decide() < 0);
  }
  std::optional<Decision> find_decision();
  std::optional<Decision> find_feature_decision();
  Decision route_decision();
  void apply_other(const Activity& ended, Effects& effects);
  void resolve_other(const Decision& decision, int choice, Effects& effects);
  void end_waits(Time now);
  void settle_features(Effects& effects);

  // jobs.cpp: jobs come and go
  void release_due_orders(Effects& effects);
  void arrive(Index source, Effects& effects);
  void release_child(Index parent, Index routing, std::int64_t number, Effects& effects);
  void release_now(Index slot);
  void schedule_arrival(Index source, Effects& effects);
  Index release(JobState& state, const Due& due, Index place, Effects& effects);
  Index add_slot(const JobState& state, Index place);
  void free_slot(Index slot);
  void draw_times(JobState& job);
  void draw_block(const JobState& job, Index first_mode, Index end_mode);
  Time drawn_time(const JobState& job, Index mode, Seed seed) const;
  Time mean_time(const JobState& job, Index mode) const;
  bool is_per_piece(Index mode) const {
    const auto& per = scenario_->process.per;
    return !per.empty() && per[static_cast<std::size_t>(mode)] == TimePer::piece;
  }
  Time drawn_step_work(const JobState& job, const StepPlan& plan) const;
  const StepPlan& plan_at(const JobState& job, std::uint32_t position) const {
    return scenario_->plans[static_cast<std::size_t>(step_at(job, position))];
  }
  Index group_of(const StepPlan& plan, const JobState& job) const {
    return plan.group >= 0 ? plan.group : scenario_->modes[static_cast<std::size_t>(job.mode)].group;
  }
  Time actual_time(const JobState& job, Index mode, Time planned, Seed seed) const;
  void operation_ready(Index slot, Effects& effects);
  void leave(Index slot, JobOutcome outcome, Effects& effects);
  JobRecord record(const JobState& job, JobOutcome outcome, Time completion) const;

  // shop.cpp: queues, routing, setups, processing
  Candidate candidate(Index slot, Index mode, const StepPlan& plan) const;
  void mark_dirty(Index group) { dirty_word(group) |= dirty_bit(group); }
  void mark_clean(Index group) { dirty_word(group) &= ~dirty_bit(group); }
  std::uint64_t& dirty_word(Index group) { return dirty_groups_[static_cast<std::size_t>(group) / 64]; }
  static std::uint64_t dirty_bit(Index group) {
    return std::uint64_t{1} << (static_cast<std::size_t>(group) % 64);
  }
  void join_group(Index slot, Effects& effects);
  void enqueue(Index slot, Effects& effects);
  // shop.cpp has the way of an operation twice: for plain shops without the places where features join in.
  template <bool plain>
  void join_group_of(Index slot, Effects& effects);
  template <bool plain>
  void enqueue_in(Index slot, Index group, const StepPlan& plan, Effects& effects);
  template <bool plain>
  void ready_in(Index slot, Effects& effects);
  template <bool plain>
  void begin_in(Index machine, std::size_t queue_index, Effects& effects);
  template <bool plain>
  void run_in(Index machine, MachineState activity, Time duration, Effects& effects);
  template <bool plain>
  void end_in(Index machine, Effects& effects);
  template <bool plain>
  void free_in(Index machine, Effects& effects);
  void wait_for_route(Index slot);
  Candidate take_from_queue(Index group, std::size_t place, Effects& effects);
  void watch(Index slot, Index group, Effects& effects);
  void unwatch(Index slot, Effects& effects);
  Index lowest_free_machine(Index group) const;
  /// In the queue, or elsewhere for a place in it.
  bool somebody_waits(Index group) const {
    return !queues_.empty(group) || ((groups_[static_cast<std::size_t>(group)].flags & group_line) != 0 &&
                                     !lines_.place_waiters.empty(group));
  }
  void begin_operation(Index machine, std::size_t queue_index, Effects& effects);
  void begin_processing(Index machine, Effects& effects);
  void run_activity(Index machine, MachineState activity, Time duration, Effects& effects);
  void end_setup(Index machine, Effects& effects);
  void end_process(Index machine, Effects& effects);
  void advance(Index slot, Effects& effects);
  /// One operation of the job is done.
  void count_operation(JobState& state) const {
    state.work_remaining -= planned_step_work(state, state.position);
    ++state.position;
  }
  void record_job(Index slot, Index machine, Time setup_start, Time start, OperationOutcome outcome,
                  Effects& effects) const {
    const JobState& state = job(slot);
    effects.operations.push_back({.ready = state.ready,
                                  .setup_start = setup_start,
                                  .start = start,
                                  .end = now_,
                                  .job = state.number,
                                  .step = step_at(state, state.position),
                                  .mode = state.mode,
                                  .machine = machine,
                                  .position = state.position,
                                  .outcome = outcome});
  }
  void free_machine(Index machine, Effects& effects);

  // check.cpp: conservation
  void count_until_now() {
    job_ticks_ = job_ticks();
    counted_until_ = now_;
  }
  void check_jobs(std::vector<std::string>& broken) const;
  void check_groups(std::vector<std::string>& broken) const;
  void check_transport(std::vector<std::string>& broken) const;
  void check_process(std::vector<std::string>& broken) const;  // check_process.cpp

  // hooks.cpp: where the features beyond the plain shop join in; never called for plain steps and groups
  void admit(Index slot, Index group, Effects& effects);
  std::span<const Candidate> startable(Index machine, Index group);
  bool can_start(Index machine, const Candidate& candidate);
  std::size_t queue_place(Index group, const Candidate& candidate) const;
  void on_start(Index machine, const Candidate& chosen, Effects& effects);
  void on_finish(Index machine, Effects& effects);
  void on_leave(Index machine, Effects& effects);

  // batches.cpp: several jobs on a machine, and runs of one family
  void restrict_start(Index machine, Index group);
  void keep_ripe(Index group);
  void keep_joining(Index machine);
  std::span<const Candidate> fitting(Index machine, Index group);
  void begin_batch(Index machine, const Candidate& first, Effects& effects);
  void join_batch(Index machine, const Candidate& chosen, Effects& effects);
  void add_member(Index machine, const Candidate& chosen, Effects& effects);
  void start_batch(Index machine, Effects& effects);
  struct BatchTimes {
    Time drawn, known;
  };
  BatchTimes batch_times(Index first, Seed seed) const;
  void count_run(Index machine, Index family);

  // cascade.cpp: machines that jobs enter one behind the other
  void split_cascade(Index machine);
  void enter_cascade(Index machine, Effects& effects);
  void start_tail(Index slot, Time duration, Effects& effects);
  void end_tail(Index slot, Effects& effects);
  void leave_cascade(Index machine, Index slot);
  void pause_cascade(Index machine, OnFailure on_failure, Effects& effects);
  void resume_cascade(Index machine, Effects& effects);

  // quality.cpp: what becomes of a job at the end of an operation
  struct Verdict {
    bool scrapped = false;
    Index back_to = -1;                           ///< a step; -1: it goes on
    ScrapReason reason = ScrapReason::operation;  ///< why it is scrapped, or would be beyond the limit
  };
  /// The level at which the machine did its last operation.
  Index condition_level(Index m) const {
    return condition_.machines.empty() ? 0 : condition_.machines[static_cast<std::size_t>(m)].worked_at;
  }
  double chance_of(const Chance& chance, Index machine, Index level) const;
  bool happens(Purpose purpose, double chance, const JobState& job) const;
  void leave_defect(Index slot, Index machine, Effects& effects);
  bool inspect(Index slot, Index machine, const InspectRule& rule, Effects& effects) const;
  Verdict judge(Index slot, Index machine, Index level, Effects& effects);
  Verdict may_return(const JobState& job, const SendBack& back, Index count, ScrapReason lost);
  std::int64_t& mark(const JobState& job, Index index);
  void scrap(Index slot, Index machine, ScrapReason reason, Effects& effects);
  void send_back(Index slot, Index machine, const Verdict& verdict, Effects& effects);
  Index next_member(Index slot);
  void finish_jobs(Index machine, Index slot, Time setup_start, Time start, Index level, Effects& effects);
  void scrap_jobs(Index machine, Index slot, Time setup_start, Time start, Effects& effects);
  void be_late(Index slot, Effects& effects);
  JobProcess& process_of(Index slot) { return extras_[static_cast<std::size_t>(slot)].process; }
  // lines.cpp: cards, places and who waits for them
  void start_lines();
  bool line_admit(Index slot, Index group, Effects& effects);
  bool line_can_start(Index machine, const Candidate& candidate) const;
  void line_start(Index machine, Effects& effects);
  void line_leave(Index slot, Effects& effects);
  void line_waited(Index group, Time time);
  void settle_lines(Effects& effects);
  void settle_places(Index group, Effects& effects);
  Index missing_card(Index slot) const;
  void hold_card(Index slot, Index loop, Effects& effects);
  void give_card_back(Index loop, std::uint32_t number, Effects& effects);
  void give_cards_back(Index slot, std::uint32_t position, Effects& effects);
  bool take_cards(Index slot, Effects& effects);
  void grant_card(Index loop, std::size_t waiter, Effects& effects);
  Index loop_to_decide() const;
  std::int64_t places_taken(Index group) const;
  bool has_place(Index group) const;
  void reserve_place(Index slot, Index group);
  void give_place_back(Index slot);
  void wake_places(Index group);
  bool take_place(Index slot, Index group);
  void wait_in_line(Index slot, LineJob::Stage stage);
  void withdraw(Index slot);
  void enter_group(Index slot, Index group, Effects& effects);
  void join_queue(Index slot, Index group, Effects& effects);
  void line_left_queue(Index group);
  bool kept_on_machine(Index slot) const;
  void keep_on_machine(Index machine);
  void leave_machine(Index slot, Effects& effects);
  void hand_over(Index machine, const Candidate& chosen, Effects& effects);
  Index limited_next_group(const JobState& state) const;
  void first_start(Index slot, Effects& effects);
  void call_saturated(Index source, Effects& effects);

  // line_parts.cpp: part stores
  Index part_after(const JobState& state) const;
  std::span<const PartAmount> yields_of(const JobState& state) const;
  Index complete_kit(Index step) const;
  void take_kit(Index step, Effects& effects);
  std::int64_t room_in(Index store) const;
  bool has_room_for_parts(const JobState& state) const;
  void reserve_room_for_parts(Index slot);
  void give_room_for_yields_back(Index slot);
  void give_room_for_itself_back(Index slot, Index part);
  void deposit(Index slot, Index store, std::int64_t count);
  void wake_store(Index store);
  void settle_store(Index store, Effects& effects);
  void line_finish(Index slot, Effects& effects);
  void give_up_parts(Index slot);
  void finish_line_job(Index slot, Effects& effects);
  void leave_line(Index slot, Effects& effects);

  // line_check.cpp
  void check_lines(std::vector<std::string>& broken) const;
  void check_waiters(std::vector<std::string>& broken) const;

  // line_report.cpp: sums, and who waits for whom
  class WaitChain;
  void close_lines(Time end, Effects& effects) const;
  std::string describe_line_waiting() const;
  // carry.cpp: jobs are carried from place to place
  bool carry_to(Index slot, Index place, Effects& effects);
  bool deliver(Index slot, Effects& effects);
  void finish_job(Index slot, Effects& effects);
  Index conveyor_to(Index slot, Index place) const;
  bool is_elsewhere(Index slot, Index group) const;
  void leave_belt(Index slot, Effects& effects);
  void keep_machine(Index machine);
  void give_up_machine(Index slot, Effects& effects);
  void transport_ended(const Activity& ended, Effects& effects);
  void heed_transport(Effects& effects);
  void arrive_at(Index slot, Index place, Effects& effects);
  void arrive_at_end(Index slot, Index conveyor, Effects& effects);
  Decision transport_decision();
  void resolve_transport(const Candidate& chosen, Effects& effects);

  // service.cpp: machines go out of service and come back
  void stop_machine(Index machine, MachineState why, OnFailure on_failure, Effects& effects);
  void restart_machine(Index machine, Effects& effects);
  void interrupt(Index machine, OnFailure on_failure, Effects& effects);

  // breakdowns.cpp: machines fail and are repaired
  void arm_calendar(Index unit, Effects& effects);
  void arm_busy(Index machine, Effects& effects);
  void pause_busy(Index machine, Time ran, Effects& effects);
  void fail(Index unit, Effects& effects);
  void repair(Index unit, Effects& effects);
  Time draw_failure(const BreakdownUnit& unit) const;

  // supply_jobs.cpp: the supply chain and its jobs
  SupplyChain::Now supply_now(Effects& effects);
  void end_supply(const Activity& ended, Effects& effects);
  void start_supply_jobs(Effects& effects);
  Decision replenish_decision();
  void replenish(Index point, int choice, Effects& effects);
  void leave_supply(Index slot, bool done, Effects& effects);
  void check_supply(std::vector<std::string>& broken) const;

  const Scenario* scenario_;
  bool plain_;  ///< Scenario::plain: the way of an operation through the shop has no detours
  Seed seed_;
  Time now_ = 0;
  std::uint64_t released_ = 0;  ///< jobs so far
  std::uint64_t arrivals_ = 0;  ///< of these, from sources
  std::uint64_t in_shop_ = 0;
  std::uint64_t job_ticks_ = 0;  ///< in_shop_ summed over time up to counted_until_
  Time counted_until_ = 0;
  std::uint64_t supply_jobs_ = 0;    ///< made for stock, so far
  std::uint64_t measured_left_ = 0;  ///< measured jobs that have not left (measured_jobs >= 0 only)
  std::uint32_t next_order_ = 0;     ///< in Scenario::orders_by_release
  std::uint32_t open_sources_ = 0;
  Index free_job_ = -1;
  bool any_waits_ = false;
  Index filling_ = -1;  ///< machine whose batch the agent is asked to fill

  std::vector<JobState> jobs_;
  std::vector<JobExtra> extras_;  ///< by job slot; empty unless Scenario::job_extras
  std::vector<MachineUnit> machines_;
  std::vector<GroupState> groups_;
  std::vector<BreakdownUnit> breakdowns_;
  std::vector<SourceState> sources_;
  std::vector<std::int64_t> draws_;    ///< arena of blocks: a time for each mode, then the order of the steps
  std::vector<Index> free_block_;      ///< by routing: head of the list of free blocks, linked through word 0
  std::vector<Index> pending_routes_;  ///< job slots, by number
  std::vector<std::uint64_t> dirty_groups_;  ///< bitmap
  QueuePool queues_;
  std::vector<MachineProcess> machine_process_;  ///< by machine; empty unless some group needs it
  PeopleState people_;
  LineState lines_;
  SupplyChain supply_;
  Transport transport_;
  ConditionState condition_;
  std::vector<Candidate> scratch_;  ///< candidates of a decision that are not a queue as it stands
  struct BatchCount {
    Index jobs = 0;
    Time oldest = 0;
  };
  std::vector<DrawnAnew> drawn_anew_;     ///< under way since before the last reseeding
  std::vector<BatchCount> batch_counts_;  ///< by batch key of a group, while candidates are looked for
};

}  // namespace takt
