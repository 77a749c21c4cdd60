// Jobs come into the shop, learn their times and leave.

#include "sim/plant/jobs.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/plant/carry.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/shop.hpp"
#include "sim/plant/stock.hpp"
#include "sim/plant/stuck.hpp"
#include "sim/plant/tasks.hpp"

namespace takt::jobs {

bool is_per_piece(const PlantState& plant, Index mode) {
  const auto& per = plant.scenario->operations.per;
  return !per.empty() && at(per, mode) == TimePer::piece;
}

namespace {

void count_until_now(PlantState& plant) {
  plant.job_ticks = job_ticks(plant);
  plant.counted_until = plant.now;
}

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

void draw_times(PlantState& plant, JobState& state) {
  const Routing& routing = at(plant.scenario->routings, state.routing);
  const bool times_drawn = !routing.constant && plant.scenario->times_known == TimesKnown::at_release;
  const bool by_piece = routing.by_piece && state.pieces > 1;
  if (!times_drawn && !by_piece && !routing.random_order && routing.marks == 0) return;

  Index& free_block = at(plant.free_block, state.routing);
  if (free_block >= 0) {
    state.block = free_block;
    free_block = static_cast<Index>(at(plant.draws, free_block));
  } else {
    state.block = static_cast<Index>(plant.draws.size());
    plant.draws.resize(plant.draws.size() + at(routing.mode_count) +
                       at(routing.random_order ? routing.step_count : 0) + at(routing.marks));
  }
  draw_block(plant, state, routing.first_mode, routing.first_mode + routing.mode_count);
  for (Index i = 0; i < routing.marks; ++i) mark(plant, state, i) = 0;
  if (routing.random_order) {
    state.order_block = state.block + routing.mode_count;
    std::int64_t* order = plant.draws.data() + state.order_block;
    for (Index i = 0; i < routing.step_count; ++i) order[i] = i;
    for (Index i = 0; i < routing.steps_taken; ++i) {
      const std::uint64_t bits =
          random_bits(plant.seed, Purpose::routing_order, state.key, static_cast<std::uint64_t>(i));
      std::swap(order[i], order[i + static_cast<Index>(random_below(
                                        bits, static_cast<std::uint64_t>(routing.step_count - i)))]);
    }
  }
}

/// Mean time of a mode for all pieces that it is for.
Time mean_time(const PlantState& plant, const JobState& state, Index mode) {
  const Time planned = at(plant.scenario->modes, mode).planned;
  if (!is_per_piece(plant, mode)) return planned;
  return std::min<Time>(planned, latest_time / state.pieces) * state.pieces;
}

Time drawn_time(const PlantState& plant, const JobState& state, Index mode, Seed seed) {
  const Mode& m = at(plant.scenario->modes, mode);
  if (m.time.is_constant()) return mean_time(plant, state, mode);
  const Routing& routing = at(plant.scenario->routings, state.routing);
  // Each visit and each piece has draws of its own.
  const std::uint64_t occurrence =
      static_cast<std::uint64_t>(state.visits) << 48 | static_cast<std::uint64_t>(mode - routing.first_mode);
  double time = quantile(m.time, random_uniform(seed, Purpose::processing_time, state.key, occurrence));
  for (std::uint64_t piece = 1; is_per_piece(plant, mode) && piece < state.pieces; ++piece)
    time +=
        quantile(m.time, random_uniform(seed, Purpose::processing_time, state.key, occurrence | piece << 32));
  time /= at(plant.scenario->groups, m.group).speed;
  return static_cast<Time>(std::llround(std::min(time, static_cast<double>(latest_time))));
}

}  // namespace

void release_due_orders(PlantState& plant, Effects& effects) {
  const auto& by_release = plant.scenario->orders_by_release;
  while (plant.next_order < by_release.size()) {
    const Index index = by_release[plant.next_order];
    const Order& order = at(plant.scenario->orders, index);
    if (order.release > plant.now) {
      effects.clock.push_back({{order.release - plant.now, ActivityKind::release, 0}, true});
      return;
    }
    ++plant.next_order;
    if (plant.stuck.by_supply) --at(plant.stuck.orders_left, order.routing);
    JobState state;
    state.key = job_key(-1, static_cast<std::uint64_t>(index));
    state.number = static_cast<std::uint32_t>(index);
    state.routing = order.routing;
    state.order = index;
    state.weight = order.weight;
    state.pieces = static_cast<std::uint16_t>(order.pieces);
    release(plant, state, order.due, TransportModel::entry(plant.scenario->transport.order_place, index),
            effects);
  }
}

void schedule_arrival(PlantState& plant, Index source, Effects& effects) {
  const Source& from = at(plant.scenario->sources, source);
  const std::uint64_t arrived = at(plant.sources, source).arrived;
  if (from.limit >= 0 && arrived >= static_cast<std::uint64_t>(from.limit)) {
    --plant.open_sources;
    return;
  }
  if (plant.scenario->lines.saturated(source)) {
    if (arrived > 0) {
      lines::call_saturated(plant, source, effects);
    } else {
      effects.clock.push_back(
          {{from.start, ActivityKind::arrival, static_cast<std::uint32_t>(source)}, true});
    }
    return;
  }
  const double u =
      random_uniform(plant.seed, Purpose::interarrival, static_cast<std::uint64_t>(source), arrived);
  const Time wait = sample(from.interarrival, u) + (arrived == 0 ? from.start : 0);
  effects.clock.push_back({{wait, ActivityKind::arrival, static_cast<std::uint32_t>(source)}, true});
}

void arrive(PlantState& plant, Index source, Effects& effects) {
  const Source& from = at(plant.scenario->sources, source);
  const std::uint64_t index = at(plant.sources, source).arrived++;
  if (plant.scenario->lines.saturated(source)) {
    at(plant.lines.coming, source) = 0;
    ++at(plant.lines.unstarted, source);
  }
  std::size_t product = 0;
  if (from.products.size() > 1) {
    double total = 0;
    for (const Source::Product& p : from.products) total += p.share;
    double left =
        total * random_uniform(plant.seed, Purpose::product_mix, static_cast<std::uint64_t>(source), index);
    while (product + 1 < from.products.size() && left >= from.products[product].share) {
      left -= from.products[product++].share;
    }
  }
  JobState state;
  state.key = job_key(source, index);
  state.number = static_cast<std::uint32_t>(plant.scenario->orders.size() + plant.arrivals);
  state.routing = from.products[product].routing;
  state.source = source;
  state.weight = from.weight;
  state.pieces = static_cast<std::uint16_t>(from.pieces);
  release(plant, state, from.due, TransportModel::entry(plant.scenario->transport.source_place, source),
          effects);
  ++plant.arrivals;
  stuck::supply_fell(plant);
  schedule_arrival(plant, source, effects);
}

void release_child(PlantState& plant, Index parent, Index routing, std::int64_t number, Effects& effects) {
  const JobState& from = at(plant.jobs, parent);
  const auto which = (static_cast<std::uint64_t>(from.position) << 40) |
                     (static_cast<std::uint64_t>(routing) << 20) | static_cast<std::uint64_t>(number);
  JobState state;
  state.key = random_bits({}, Purpose::child_job, from.key, which) | (std::uint64_t{1} << 63);
  state.number = static_cast<std::uint32_t>(plant.scenario->orders.size() + plant.arrivals++);
  state.routing = routing;
  state.weight = from.weight;
  const Index place = plant.scenario->job_extras ? at(plant.extras, parent).place : -1;
  release(plant, state, from.due == never ? Due{} : Due{DueRule::fixed, from.due, 0}, place, effects);
}

void release_now(PlantState& plant, Index slot) {
  JobState& state = at(plant.jobs, slot);
  plant.job_ticks -= static_cast<std::uint64_t>(plant.now - state.release);
  state.release = plant.now;
  const Due& due = at(plant.scenario->sources, state.source).due;
  state.due = due_date(due, plant.now, state.total_work);
}

Index release(PlantState& plant, JobState& state, const Due& due, Index place, Effects& effects) {
  const Routing& routing = at(plant.scenario->routings, state.routing);
  state.release = plant.now;
  state.operation_count = static_cast<std::uint32_t>(routing.steps_taken);
  state.first_step = routing.first_step;
  draw_times(plant, state);
  if (state.block < 0) {
    state.total_work = routing.planned;
  } else {
    for (std::uint32_t p = 0; p < state.operation_count; ++p)
      state.total_work += planned_step_work(plant, state, p);
  }
  state.work_remaining = state.total_work;
  state.due = due_date(due, plant.now, state.total_work);

  const Index slot = add_slot(plant, state, place);
  count_until_now(plant);
  ++plant.released;
  ++plant.in_shop;
  if (routing.graph) {
    tasks::begin(plant, slot, effects);
  } else {
    shop::operation_ready(plant, slot, effects);
  }
  return slot;
}

Index add_slot(PlantState& plant, const JobState& state, Index place) {
  Index slot = plant.free_job;
  if (slot >= 0) {
    plant.free_job = at(plant.jobs, slot).next_free;
    at(plant.jobs, slot) = state;
  } else {
    slot = static_cast<Index>(plant.jobs.size());
    plant.jobs.push_back(state);
  }
  if (plant.scenario->job_extras) {
    plant.extras.resize(plant.jobs.size());
    at(plant.extras, slot) = {};
    at(plant.extras, slot).place = place;
  }
  return slot;
}

void free_slot(PlantState& plant, Index slot) {
  stuck::supply_fell(plant);
  JobState& state = at(plant.jobs, slot);
  state.phase = JobPhase::free_slot;
  state.next_free = plant.free_job;
  plant.free_job = slot;
}

void draw_block(PlantState& plant, const JobState& state, Index first_mode, Index end_mode) {
  const Routing& routing = at(plant.scenario->routings, state.routing);
  std::int64_t* times = plant.draws.data() + state.block;
  const bool drawn = plant.scenario->times_known == TimesKnown::at_release;
  for (Index mode = first_mode; mode < end_mode; ++mode)
    times[mode - routing.first_mode] =
        drawn ? drawn_time(plant, state, mode, plant.seed) : mean_time(plant, state, mode);
}

Time actual_time(const PlantState& plant, const JobState& state, Index mode, Time planned, Seed seed) {
  return plant.scenario->times_known == TimesKnown::at_release ? planned
                                                               : drawn_time(plant, state, mode, seed);
}

void wait_for_route(PlantState& plant, Index slot) {
  JobState& state = at(plant.jobs, slot);
  state.phase = JobPhase::waiting_route;
  state.mode = -1;
  const auto later = [&plant](std::uint32_t number, Index other) {
    return number < at(plant.jobs, other).number;
  };
  plant.pending_routes.insert(
      std::upper_bound(plant.pending_routes.begin(), plant.pending_routes.end(), state.number, later), slot);
}

JobRecord record(const JobState& state, JobOutcome outcome, Time completion) {
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

void leave(PlantState& plant, Index slot, JobOutcome outcome, Effects& effects) {
  if (plant.scenario->lines.used) lines::leave(plant, slot, effects);
  if (tasks::is_task(plant, slot)) {
    tasks::lose(plant, slot, effects);
    return;
  }
  JobState& state = at(plant.jobs, slot);
  if (plant.scenario->transport.carries_jobs) carry::give_up_machine(plant, slot, effects);
  effects.jobs.push_back(record(state, outcome, plant.now));
  if (plant.scenario->operations.any_judged && outcome == JobOutcome::done) {
    const bool defective = operation_of(plant, slot).defect_from != no_defect;
    effects.events.push_back({.time = plant.now,
                              .value = static_cast<double>(state.visits),
                              .kind = EventKind::job_judged,
                              .entity = state.routing,
                              .job = state.number,
                              .detail = defective ? 1 : 0});
  }
  const RunControl& run = plant.scenario->run;
  const auto past_warm_up = static_cast<std::int64_t>(state.number) - run.warm_up_jobs;
  if (past_warm_up >= 0 && past_warm_up < run.measured_jobs) --plant.measured_left;
  if (state.block >= 0) {
    Index& free_block = at(plant.free_block, state.routing);
    at(plant.draws, state.block) = free_block;
    free_block = state.block;
  }
  free_slot(plant, slot);
  count_until_now(plant);
  --plant.in_shop;
  if (!plant.extras.empty() && at(plant.extras, slot).stock >= 0)
    stock::on_leave(plant, slot, outcome == JobOutcome::done, effects);
}

}  // namespace takt::jobs
