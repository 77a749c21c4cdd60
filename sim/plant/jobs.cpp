// Jobs come into the shop, learn their times and leave.

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/plant/people_rules.hpp"

namespace takt {

namespace {

/// Draws of listed orders and of each source come from key spaces of their own.
std::uint64_t job_key(Index source, std::uint64_t index) {
  return (static_cast<std::uint64_t>(source + 1) << 40) | index;
}

Time due_date(const Due& due, Time release, Time total_work) {
  switch (due.rule) {
    case DueRule::none:
      return never;
    case DueRule::fixed:
      return due.time;
    case DueRule::allowance:
      return release + due.time;
    case DueRule::total_work:
      return release + static_cast<Time>(std::llround(std::min(due.factor * static_cast<double>(total_work),
                                                               static_cast<double>(latest_time))));
  }
  return never;
}

}  // namespace

void Plant::release_due_orders(Effects& effects) {
  const auto& by_release = scenario_->orders_by_release;
  while (next_order_ < by_release.size()) {
    const Index index = by_release[next_order_];
    const Order& order = scenario_->orders[static_cast<std::size_t>(index)];
    if (order.release > now_) {
      effects.clock.push_back({{order.release - now_, ActivityKind::release, 0}, true});
      return;
    }
    ++next_order_;
    JobState state;
    state.key = job_key(-1, static_cast<std::uint64_t>(index));
    state.number = static_cast<std::uint32_t>(index);
    state.routing = order.routing;
    state.order = index;
    state.weight = order.weight;
    state.pieces = static_cast<std::uint16_t>(order.pieces);
    release(state, order.due, TransportModel::entry(scenario_->transport.order_place, index), effects);
  }
}

void Plant::schedule_arrival(Index source, Effects& effects) {
  const Source& from = scenario_->sources[static_cast<std::size_t>(source)];
  const std::uint64_t arrived = sources_[static_cast<std::size_t>(source)].arrived;
  if (from.limit >= 0 && arrived >= static_cast<std::uint64_t>(from.limit)) {
    --open_sources_;
    return;
  }
  if (scenario_->lines.saturated(source)) {
    if (arrived > 0) {
      call_saturated(source, effects);
    } else {
      effects.clock.push_back(
          {{from.start, ActivityKind::arrival, static_cast<std::uint32_t>(source)}, true});
    }
    return;
  }
  const double u = random_uniform(seed_, Purpose::interarrival, static_cast<std::uint64_t>(source), arrived);
  const Time wait = sample(from.interarrival, u) + (arrived == 0 ? from.start : 0);
  effects.clock.push_back({{wait, ActivityKind::arrival, static_cast<std::uint32_t>(source)}, true});
}

void Plant::arrive(Index source, Effects& effects) {
  const Source& from = scenario_->sources[static_cast<std::size_t>(source)];
  const std::uint64_t index = sources_[static_cast<std::size_t>(source)].arrived++;
  if (scenario_->lines.saturated(source)) {
    lines_.coming[static_cast<std::size_t>(source)] = 0;
    ++lines_.unstarted[static_cast<std::size_t>(source)];
  }
  std::size_t product = 0;
  if (from.products.size() > 1) {
    double total = 0;
    for (const Source::Product& p : from.products) total += p.share;
    double left =
        total * random_uniform(seed_, Purpose::product_mix, static_cast<std::uint64_t>(source), index);
    while (product + 1 < from.products.size() && left >= from.products[product].share) {
      left -= from.products[product++].share;
    }
  }
  JobState state;
  state.key = job_key(source, index);
  state.number = static_cast<std::uint32_t>(scenario_->orders.size() + arrivals_);
  state.routing = from.products[product].routing;
  state.source = source;
  state.weight = from.weight;
  state.pieces = static_cast<std::uint16_t>(from.pieces);
  release(state, from.due, TransportModel::entry(scenario_->transport.source_place, source), effects);
  ++arrivals_;
  schedule_arrival(source, effects);
}

/// Jobs that an operation releases inherit due date, weight and place; their draws follow from their parent's
/// key.
void Plant::release_child(Index parent, Index routing, std::int64_t number, Effects& effects) {
  const JobState& from = job(parent);
  const auto which = (static_cast<std::uint64_t>(from.position) << 40) |
                     (static_cast<std::uint64_t>(routing) << 20) | static_cast<std::uint64_t>(number);
  JobState state;
  state.key = random_bits({}, Purpose::child_job, from.key, which) | (std::uint64_t{1} << 63);
  state.number = static_cast<std::uint32_t>(scenario_->orders.size() + arrivals_++);
  state.routing = routing;
  state.weight = from.weight;
  const Index place = scenario_->job_extras ? extras_[static_cast<std::size_t>(parent)].place : -1;
  release(state, from.due == never ? Due{} : Due{DueRule::fixed, from.due, 0}, place, effects);
}

/// From now on the job counts as released.
void Plant::release_now(Index slot) {
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  job_ticks_ -= static_cast<std::uint64_t>(now_ - state.release);
  state.release = now_;
  const Due& due = scenario_->sources[static_cast<std::size_t>(state.source)].due;
  state.due = due_date(due, now_, state.total_work);
}

/// Returns the slot of the job.
Index Plant::release(JobState& state, const Due& due, Index place, Effects& effects) {
  const Routing& routing = scenario_->routings[static_cast<std::size_t>(state.routing)];
  state.release = now_;
  state.operation_count = static_cast<std::uint32_t>(routing.steps_taken);
  state.first_step = routing.first_step;
  draw_times(state);
  if (state.block < 0) {
    state.total_work = routing.planned;
  } else {
    for (std::uint32_t p = 0; p < state.operation_count; ++p) state.total_work += planned_step_work(state, p);
  }
  state.work_remaining = state.total_work;
  state.due = due_date(due, now_, state.total_work);

  const Index slot = add_slot(state, place);
  count_until_now();
  ++released_;
  ++in_shop_;
  if (routing.graph) {
    PeopleRules::begin_tasks(*this, slot, effects);
  } else {
    operation_ready(slot, effects);
  }
  return slot;
}

Index Plant::add_slot(const JobState& state, Index place) {
  Index slot = free_job_;
  if (slot >= 0) {
    free_job_ = jobs_[static_cast<std::size_t>(slot)].next_free;
    jobs_[static_cast<std::size_t>(slot)] = state;
  } else {
    slot = static_cast<Index>(jobs_.size());
    jobs_.push_back(state);
  }
  if (scenario_->job_extras) {
    extras_.resize(jobs_.size());
    extras_[static_cast<std::size_t>(slot)] = {};
    extras_[static_cast<std::size_t>(slot)].place = place;
  }
  return slot;
}

void Plant::free_slot(Index slot) {
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  state.phase = JobPhase::free_slot;
  state.next_free = free_job_;
  free_job_ = slot;
}

void Plant::draw_times(JobState& state) {
  const Routing& routing = scenario_->routings[static_cast<std::size_t>(state.routing)];
  const bool times_drawn = !routing.constant && scenario_->times_known == TimesKnown::at_release;
  const bool by_piece = routing.by_piece && state.pieces > 1;
  if (!times_drawn && !by_piece && !routing.random_order && routing.marks == 0) return;

  Index& free_block = free_block_[static_cast<std::size_t>(state.routing)];
  if (free_block >= 0) {
    state.block = free_block;
    free_block = static_cast<Index>(draws_[static_cast<std::size_t>(free_block)]);
  } else {
    state.block = static_cast<Index>(draws_.size());
    draws_.resize(draws_.size() + static_cast<std::size_t>(routing.mode_count) +
                  static_cast<std::size_t>(routing.random_order ? routing.step_count : 0) +
                  static_cast<std::size_t>(routing.marks));
  }
  draw_block(state, routing.first_mode, routing.first_mode + routing.mode_count);
  for (Index i = 0; i < routing.marks; ++i) mark(state, i) = 0;
  if (routing.random_order) {
    state.order_block = state.block + routing.mode_count;
    std::int64_t* order = draws_.data() + state.order_block;
    for (Index i = 0; i < routing.step_count; ++i) order[i] = i;
    for (Index i = 0; i < routing.steps_taken; ++i) {
      const std::uint64_t bits =
          random_bits(seed_, Purpose::routing_order, state.key, static_cast<std::uint64_t>(i));
      std::swap(order[i], order[i + static_cast<Index>(random_below(
                                        bits, static_cast<std::uint64_t>(routing.step_count - i)))]);
    }
  }
}

/// Fills in the times of some modes in the job's block, as far as they are known now.
void Plant::draw_block(const JobState& state, Index first_mode, Index end_mode) {
  const Routing& routing = scenario_->routings[static_cast<std::size_t>(state.routing)];
  std::int64_t* times = draws_.data() + state.block;
  const bool drawn = scenario_->times_known == TimesKnown::at_release;
  for (Index mode = first_mode; mode < end_mode; ++mode)
    times[mode - routing.first_mode] = drawn ? drawn_time(state, mode, seed_) : mean_time(state, mode);
}

/// Mean time of a mode for all pieces that it is for.
Time Plant::mean_time(const JobState& state, Index mode) const {
  const Time planned = scenario_->modes[static_cast<std::size_t>(mode)].planned;
  if (!is_per_piece(mode)) return planned;
  return std::min<Time>(planned, latest_time / state.pieces) * state.pieces;
}

Time Plant::drawn_time(const JobState& state, Index mode, Seed seed) const {
  const Mode& m = scenario_->modes[static_cast<std::size_t>(mode)];
  if (m.time.is_constant()) return mean_time(state, mode);
  const Routing& routing = scenario_->routings[static_cast<std::size_t>(state.routing)];
  // Each visit and each piece has draws of its own.
  const std::uint64_t occurrence =
      static_cast<std::uint64_t>(state.visits) << 48 | static_cast<std::uint64_t>(mode - routing.first_mode);
  double time = quantile(m.time, random_uniform(seed, Purpose::processing_time, state.key, occurrence));
  for (std::uint64_t piece = 1; is_per_piece(mode) && piece < state.pieces; ++piece)
    time +=
        quantile(m.time, random_uniform(seed, Purpose::processing_time, state.key, occurrence | piece << 32));
  time /= scenario_->groups[static_cast<std::size_t>(m.group)].speed;
  return static_cast<Time>(std::llround(std::min(time, static_cast<double>(latest_time))));
}

Time Plant::planned_time(const JobState& state, Index mode) const {
  if (state.block < 0) return scenario_->modes[static_cast<std::size_t>(mode)].planned;
  const Routing& routing = scenario_->routings[static_cast<std::size_t>(state.routing)];
  return draws_[static_cast<std::size_t>(state.block + mode - routing.first_mode)];
}

Time Plant::drawn_step_work(const JobState& state, const StepPlan& plan) const {
  if (plan.mode_count == 1) return planned_time(state, plan.first_mode);
  double sum = 0;
  for (Index i = 0; i < plan.mode_count; ++i) {
    sum += static_cast<double>(planned_time(state, plan.first_mode + i));
  }
  return std::llrint(sum / plan.mode_count);  // as finish_scenario rounds Step::planned
}

Time Plant::actual_time(const JobState& state, Index mode, Time planned, Seed seed) const {
  return scenario_->times_known == TimesKnown::at_release ? planned : drawn_time(state, mode, seed);
}

/// The agent is asked which of the alternatives the operation takes.
void Plant::wait_for_route(Index slot) {
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  state.phase = JobPhase::waiting_route;
  state.mode = -1;
  const auto later = [this](std::uint32_t number, Index other) { return number < job(other).number; };
  pending_routes_.insert(
      std::upper_bound(pending_routes_.begin(), pending_routes_.end(), state.number, later), slot);
}

JobRecord Plant::record(const JobState& state, JobOutcome outcome, Time completion) const {
  return {.release = state.release,
          .due = state.due,
          .completion = completion,
          .weight = state.weight,
          .total_work = state.total_work,
          .number = state.number,
          .routing = state.routing,
          .order = state.order,
          .source = state.source,
          .outcome = outcome,
          .operations_done = state.position};
}

void Plant::leave(Index slot, JobOutcome outcome, Effects& effects) {
  if (scenario_->lines.used) line_leave(slot, effects);
  if (PeopleRules::is_task(*this, slot)) {
    PeopleRules::task_lost(*this, slot, effects);
    return;
  }
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  if (scenario_->transport.carries_jobs) give_up_machine(slot, effects);
  effects.jobs.push_back(record(state, outcome, now_));
  if (scenario_->process.any_judged && outcome == JobOutcome::done) {
    const bool defective = process_of(slot).defect_from != no_defect;
    effects.events.push_back({.time = now_,
                              .value = static_cast<double>(state.visits),
                              .kind = EventKind::job_judged,
                              .entity = state.routing,
                              .job = state.number,
                              .detail = defective ? 1 : 0});
  }
  const RunControl& run = scenario_->run;
  const auto past_warm_up = static_cast<std::int64_t>(state.number) - run.warm_up_jobs;
  if (past_warm_up >= 0 && past_warm_up < run.measured_jobs) --measured_left_;
  if (state.block >= 0) {
    Index& free_block = free_block_[static_cast<std::size_t>(state.routing)];
    draws_[static_cast<std::size_t>(state.block)] = free_block;
    free_block = state.block;
  }
  free_slot(slot);
  count_until_now();
  --in_shop_;
  if (!extras_.empty() && extras_[static_cast<std::size_t>(slot)].stock >= 0)
    leave_supply(slot, outcome == JobOutcome::done, effects);
}

}  // namespace takt
