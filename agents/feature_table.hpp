#pragma once

#include <algorithm>
#include <array>

#include "agents/choice_view.hpp"
#include "agents/features.hpp"
#include "agents/look_ahead.hpp"
#include "agents/shop_view.hpp"

// The one definition of every feature: what it is called, what it means and how it is computed. Only for
// features.cpp, which serves it one value at a time, and feature_batch.cpp, which knows a faster way to the
// same values.
namespace takt::feature_table_detail {

/// A candidate and where to look.
struct FeatureView {
  const Decision& decision;
  const Candidate& candidate;
  FeatureMemo& memo;
  const Plant& plant = *decision.plant;

  const JobState& job() const { return plant.job(candidate.job); }
  Index group() const { return group_of(decision, candidate); }
  const Step& step() const { return plant.scenario().steps[static_cast<std::size_t>(candidate.step)]; }
};

struct FeatureEntry {
  FeatureInfo info;
  double (*value)(const FeatureView&);
};

inline double seconds(double ticks) {
  return ticks / static_cast<double>(ticks_per_second);
}

inline double until_due(const FeatureView& v) {
  return has_due(v.job()) ? to_seconds(v.job().due - v.decision.now) : no_due_seconds;
}

inline double until_operation_due(const FeatureView& v) {
  if (!has_due(v.job())) return no_due_seconds;
  return seconds(operation_due(v.job(), v.candidate) - static_cast<double>(v.decision.now));
}

inline double progress(const FeatureView& v) {
  const JobState& job = v.job();
  if (job.total_work <= 0) return 0;
  return static_cast<double>(job.total_work - job.work_remaining) / static_cast<double>(job.total_work);
}

inline double mean_queue_time(const FeatureView& v) {
  const std::size_t length = v.plant.queue(v.group()).size();
  return length == 0 ? 0 : to_seconds(v.plant.group(v.group()).queued_work) / static_cast<double>(length);
}

inline double free_in_ticks(const Plant& plant, Index group) {
  return static_cast<double>(free_in(plant, group));
}

inline double next_mean(const FeatureView& v, double (*value)(const Plant&, Index)) {
  return mean_over_next_groups(v.plant, v.job(), [&](Index group) { return value(v.plant, group); });
}

inline bool is(const FeatureView& v, DecisionKind kind) {
  return v.decision.kind == kind;
}

inline double is_kind(const FeatureView& v, DecisionKind kind) {
  return is(v, kind) ? 1 : 0;
}

inline double is_fallback(const FeatureView& v) {
  const int fallback = v.decision.fallback;
  return fallback >= 0 && place_of(v.decision, v.candidate) == static_cast<std::size_t>(fallback) ? 1 : 0;
}

inline double option_rank(const FeatureView& v) {
  const std::size_t count = v.decision.candidates.size();
  if (v.candidate.job >= 0 || v.candidate.option < 0 || count < 2) return 0;
  return static_cast<double>(place_of(v.decision, v.candidate)) / static_cast<double>(count - 1);
}

inline double alternative(const FeatureView& v) {
  return v.candidate.mode < 0 ? -1 : static_cast<double>(v.candidate.mode - v.step().first_mode);
}

/// The share of the other jobs among the candidates whose key is less.
inline double rank(const FeatureView& v, Time (*key)(const Decision&, const Candidate&)) {
  const Time own = key(v.decision, v.candidate);
  std::size_t jobs = 0, less = 0;
  for (const Candidate& other : v.decision.candidates) {
    if (other.job < 0) continue;
    ++jobs;
    if (key(v.decision, other) < own) ++less;
  }
  return static_cast<double>(less) * share_unit(jobs);
}

inline double fetch_time(const FeatureView& v) {
  if (!is(v, DecisionKind::transport)) return 0;
  const VehicleState& vehicle = v.plant.transport().vehicles()[static_cast<std::size_t>(v.decision.entity)];
  return drive_seconds(v.plant, v.decision.entity, vehicle.place, task_of(v.plant, v.candidate.job).from);
}

inline double carry_time(const FeatureView& v) {
  if (!is(v, DecisionKind::transport)) return 0;
  const TransportTask& task = task_of(v.plant, v.candidate.job);
  return drive_seconds(v.plant, v.decision.entity, task.from, task.to);
}

inline double holds_machine(const FeatureView& v) {
  return is(v, DecisionKind::transport) && task_of(v.plant, v.candidate.job).machine >= 0 ? 1 : 0;
}

inline double cards_free(const FeatureView& v) {
  if (!is(v, DecisionKind::release)) return 0;
  return static_cast<double>(v.plant.lines().cards[static_cast<std::size_t>(v.decision.entity)].free);
}

inline double plan_measure(const FeatureView& v) {
  if (!is(v, DecisionKind::maintain)) return 0;
  const MaintenancePlan* plan = plan_of(v.decision, v.candidate);
  if (plan == nullptr || plan->due <= 0) return 0;
  return v.plant.maintenance_measure(v.decision.entity, v.candidate.option - 1) / plan->due;
}

inline double plan_duration(const FeatureView& v) {
  if (!is(v, DecisionKind::maintain)) return 0;
  const MaintenancePlan* plan = plan_of(v.decision, v.candidate);
  return plan == nullptr ? 0 : seconds(mean(plan->duration));
}

inline double condition_level(const FeatureView& v) {
  return is(v, DecisionKind::maintain) ? static_cast<double>(v.plant.level_of(v.decision.entity)) : 0;
}

inline double condition_wear(const FeatureView& v) {
  if (!is(v, DecisionKind::maintain)) return 0;
  return v.plant.condition().machines[static_cast<std::size_t>(v.decision.entity)].wear;
}

inline double machine_queue_work(const FeatureView& v) {
  if (!is(v, DecisionKind::maintain)) return 0;
  return seconds(queued_work(v.plant, v.plant.machine(v.decision.entity).group));
}

inline double stock(const FeatureView& v, Quantity (*figure)(const StockState&)) {
  if (!is(v, DecisionKind::replenish)) return 0;
  return to_units(figure(v.plant.supply().stock(v.decision.entity)));
}

inline double order_quantity(const FeatureView& v) {
  if (!is(v, DecisionKind::replenish)) return 0;
  return to_units(v.plant.supply().offered()[place_of(v.decision, v.candidate)]);
}

inline double cover_after(const FeatureView& v) {
  if (!is(v, DecisionKind::replenish)) return 0;
  const double demand = lead_time_demand(v.plant, v.decision.entity);
  if (demand <= 0) return 0;
  const double position = to_units(v.plant.supply().stock(v.decision.entity).position());
  return (position + order_quantity(v)) / demand;
}

using Id = FeatureId;

// clang-format off
inline constexpr std::array<FeatureEntry, feature_count> feature_entries = {{
    {{Id::is_wait, "is_wait", "1", Scaling::none, About::choice,
      "1 for the candidate that leaves the machine idle for now, else 0"},
     [](const FeatureView& v) { return static_cast<double>(v.candidate.is_wait()); }},
    {{Id::is_route, "is_route", "1", Scaling::none, About::decision,
      "1 when a group is chosen for a job, 0 when a job is chosen for a machine"},
     [](const FeatureView& v) { return static_cast<double>(v.decision.kind == DecisionKind::route); }},
    {{Id::processing_time, "processing_time", "s", Scaling::time, About::job,
      "processing time as far as it is known now, without setup"},
     [](const FeatureView& v) { return to_seconds(v.candidate.processing_time); }},
    {{Id::setup_time, "setup_time", "s", Scaling::time, About::job,
      "setup that it would need now; for a route the least over the group's machines"},
     [](const FeatureView& v) { return to_seconds(setup_needed(v.decision, v.candidate)); }},
    {{Id::same_family, "same_family", "1", Scaling::none, About::job,
      "1 when it would need no setup now, else 0"},
     [](const FeatureView& v) { return static_cast<double>(setup_needed(v.decision, v.candidate) == 0); }},
    {{Id::waiting_time, "waiting_time", "s", Scaling::time, About::job,
      "how long the operation has waited"},
     [](const FeatureView& v) { return to_seconds(v.decision.now - v.candidate.ready); }},
    {{Id::age, "age", "s", Scaling::time, About::job,
      "time since the job's release"},
     [](const FeatureView& v) { return to_seconds(v.decision.now - v.job().release); }},
    {{Id::has_due, "has_due", "1", Scaling::none, About::job,
      "1 when the job has a due date, else 0"},
     [](const FeatureView& v) { return static_cast<double>(has_due(v.job())); }},
    {{Id::time_until_due, "time_until_due", "s", Scaling::due_time, About::job,
      "due date minus now; 1e10 without a due date"},
     [](const FeatureView& v) { return until_due(v); }},
    {{Id::slack, "slack", "s", Scaling::due_time, About::job,
      "time_until_due minus work_remaining"},
     [](const FeatureView& v) { return until_due(v) - to_seconds(v.job().work_remaining); }},
    {{Id::critical_ratio, "critical_ratio", "1", Scaling::due_count, About::job,
      "time_until_due divided by work_remaining (by 1e-6 s where that is 0)"},
     [](const FeatureView& v) { return until_due(v) / to_seconds(std::max<Time>(1, v.job().work_remaining)); }},
    {{Id::time_until_operation_due, "time_until_operation_due", "s", Scaling::due_time, About::job,
      "until release + allowance x work_through / total_work; 1e10 without a due date"},
     [](const FeatureView& v) { return until_operation_due(v); }},
    {{Id::time_until_modified_due, "time_until_modified_due", "s", Scaling::due_time, About::job,
      "the greater of time_until_due and work_remaining"},
     [](const FeatureView& v) { return std::max(until_due(v), to_seconds(v.job().work_remaining)); }},
    {{Id::weight, "weight", "1", Scaling::none, About::job,
      "the job's weight"},
     [](const FeatureView& v) { return v.job().weight; }},
    {{Id::total_work, "total_work", "s", Scaling::time, About::job,
      "planned work of all operations of the job"},
     [](const FeatureView& v) { return to_seconds(v.job().total_work); }},
    {{Id::work_done, "work_done", "s", Scaling::time, About::job,
      "planned work of the job's finished operations"},
     [](const FeatureView& v) { return to_seconds(v.job().total_work - v.job().work_remaining); }},
    {{Id::work_through, "work_through", "s", Scaling::time, About::job,
      "work_done plus this operation"},
     [](const FeatureView& v) { return to_seconds(work_through(v.job(), v.candidate)); }},
    {{Id::work_remaining, "work_remaining", "s", Scaling::time, About::job,
      "planned work of the job's unfinished operations, this one included"},
     [](const FeatureView& v) { return to_seconds(v.job().work_remaining); }},
    {{Id::work_after, "work_after", "s", Scaling::time, About::job,
      "planned work of the job after this operation"},
     [](const FeatureView& v) { return to_seconds(work_after(v.plant, v.job())); }},
    {{Id::progress, "progress", "1", Scaling::none, About::job,
      "work_done divided by total_work"},
     [](const FeatureView& v) { return progress(v); }},
    {{Id::operations_done, "operations_done", "1", Scaling::count, About::job,
      "operations of the job that are finished"},
     [](const FeatureView& v) { return static_cast<double>(v.plant.operations_done(v.candidate.job)); }},
    {{Id::operations_left, "operations_left", "1", Scaling::count, About::job,
      "operations of the job that are not finished, this one included"},
     [](const FeatureView& v) { return static_cast<double>(v.job().operation_count - v.job().position); }},
    {{Id::modes, "modes", "1", Scaling::count, About::job,
      "ways in which this operation could be done"},
     [](const FeatureView& v) { return static_cast<double>(v.step().mode_count); }},
    {{Id::next_processing_time, "next_processing_time", "s", Scaling::time, About::job,
      "processing time of the job's next operation; 0 for the last"},
     [](const FeatureView& v) { return to_seconds(next_processing_time(v.plant, v.job())); }},
    {{Id::work_in_next_queue, "work_in_next_queue", "s", Scaling::time, About::job,
      "work that waits where the next operation is done, per machine; 0 for the last"},
     [](const FeatureView& v) { return seconds(work_in_next_queue(v.plant, v.job())); }},
    {{Id::jobs_in_next_queue, "jobs_in_next_queue", "1", Scaling::count, About::job,
      "jobs that wait where the next operation is done, per machine; 0 for the last"},
     [](const FeatureView& v) { return next_mean(v, queued_jobs); }},
    {{Id::next_group_load, "next_group_load", "s", Scaling::time, About::job,
      "work_in_next_queue plus what is under way there, per machine"},
     [](const FeatureView& v) { return seconds(next_mean(v, group_load)); }},
    {{Id::next_machine_free_in, "next_machine_free_in", "s", Scaling::time, About::job,
      "until the first machine for the next operation ends what it does now"},
     [](const FeatureView& v) { return seconds(next_mean(v, free_in_ticks)); }},
    {{Id::machines, "machines", "1", Scaling::count, About::group,
      "machines of the group"},
     [](const FeatureView& v) { return static_cast<double>(machine_group(v.plant, v.group()).count); }},
    {{Id::idle_machines, "idle_machines", "1", Scaling::count, About::group,
      "machines of the group that are up and have no operation"},
     [](const FeatureView& v) { return static_cast<double>(v.plant.group(v.group()).could_start()); }},
    {{Id::queue_length, "queue_length", "1", Scaling::count, About::group,
      "operations that wait at the group"},
     [](const FeatureView& v) { return static_cast<double>(v.plant.queue(v.group()).size()); }},
    {{Id::queue_work, "queue_work", "s", Scaling::time, About::group,
      "work that waits at the group, per machine"},
     [](const FeatureView& v) { return seconds(queued_work(v.plant, v.group())); }},
    {{Id::mean_queue_time, "mean_queue_time", "s", Scaling::time, About::group,
      "mean processing time of the operations that wait at the group"},
     [](const FeatureView& v) { return mean_queue_time(v); }},
    {{Id::group_load, "group_load", "s", Scaling::time, About::group,
      "queue_work plus what is under way at the group, per machine"},
     [](const FeatureView& v) { return seconds(group_load(v.plant, v.group())); }},
    {{Id::jobs_in_shop, "jobs_in_shop", "1", Scaling::count, About::decision,
      "jobs that are released and not yet done"},
     [](const FeatureView& v) { return static_cast<double>(v.plant.jobs_in_shop()); }},
    {{Id::job_number, "job_number", "1", Scaling::skip, About::job,
      "the job's number, by which ties are broken"},
     [](const FeatureView& v) { return static_cast<double>(v.candidate.number); }},
    {{Id::is_release, "is_release", "1", Scaling::none, About::decision,
      "1 when a job is chosen for a card"},
     [](const FeatureView& v) { return is_kind(v, DecisionKind::release); }},
    {{Id::is_transport, "is_transport", "1", Scaling::none, About::decision,
      "1 when a job is chosen for a vehicle"},
     [](const FeatureView& v) { return is_kind(v, DecisionKind::transport); }},
    {{Id::is_allocate, "is_allocate", "1", Scaling::none, About::decision,
      "1 when an operation is chosen of all that contend for resources"},
     [](const FeatureView& v) { return is_kind(v, DecisionKind::allocate); }},
    {{Id::is_maintain, "is_maintain", "1", Scaling::none, About::decision,
      "1 when it is chosen whether a machine is maintained, and how"},
     [](const FeatureView& v) { return is_kind(v, DecisionKind::maintain); }},
    {{Id::is_replenish, "is_replenish", "1", Scaling::none, About::decision,
      "1 when it is chosen how much is ordered"},
     [](const FeatureView& v) { return is_kind(v, DecisionKind::replenish); }},
    {{Id::is_fallback, "is_fallback", "1", Scaling::none, About::choice,
      "1 for what the scenario's own policy would choose, where it has one"},
     [](const FeatureView& v) { return is_fallback(v); }},
    {{Id::option_rank, "option_rank", "1", Scaling::none, About::choice,
      "maintain, replenish: place among the candidates, 0 for the first (none) to 1 for the last"},
     [](const FeatureView& v) { return option_rank(v); }},
    {{Id::step, "step", "1", Scaling::skip, About::job,
      "which of the scenario's operations it is; -1 for none"},
     [](const FeatureView& v) { return static_cast<double>(v.candidate.step); }},
    {{Id::alternative, "alternative", "1", Scaling::skip, About::job,
      "which of the ways in which the operation could be done; -1 when that is still open"},
     [](const FeatureView& v) { return alternative(v); }},
    {{Id::pieces, "pieces", "1", Scaling::count, About::job,
      "pieces in the lot"},
     [](const FeatureView& v) { return static_cast<double>(v.job().pieces); }},
    {{Id::path_through, "path_through", "s", Scaling::time, About::job,
      "the job's longest path from now through this choice: setup_time + processing_time + work_after"},
     [](const FeatureView& v) { return to_seconds(path_through(v.decision, v.candidate)); }},
    {{Id::path_slack, "path_slack", "s", Scaling::time, About::job,
      "longest_path minus path_through"},
     [](const FeatureView& v) { return to_seconds(longest_path(v.plant, v.memo.longest_path) - path_through(v.decision, v.candidate)); }},
    {{Id::longest_path, "longest_path", "s", Scaling::time, About::decision,
      "the longest path of all jobs in the shop: what each still has to do, without any waiting"},
     [](const FeatureView& v) { return to_seconds(longest_path(v.plant, v.memo.longest_path)); }},
    {{Id::processing_time_rank, "processing_time_rank", "1", Scaling::none, About::job,
      "share of the other candidates with a shorter processing_time"},
     [](const FeatureView& v) { return rank(v, [](const Decision&, const Candidate& c) { return c.processing_time; }); }},
    {{Id::work_remaining_rank, "work_remaining_rank", "1", Scaling::none, About::job,
      "share of the other candidates with less work_remaining"},
     [](const FeatureView& v) { return rank(v, work_key); }},
    {{Id::slack_rank, "slack_rank", "1", Scaling::none, About::job,
      "share of the other candidates with less slack"},
     [](const FeatureView& v) { return rank(v, slack_key); }},
    {{Id::need_units, "need_units", "1", Scaling::count, About::job,
      "units of tools, people ... that the operation takes"},
     [](const FeatureView& v) { return need_units(v.plant, v.candidate.mode); }},
    {{Id::need_share, "need_share", "1", Scaling::none, About::job,
      "the greatest share of the free units of one kind that the operation takes"},
     [](const FeatureView& v) { return need_share(v.plant, v.candidate.mode); }},
    {{Id::fetch_time, "fetch_time", "s", Scaling::time, About::job,
      "transport: the vehicle's drive to the job"},
     [](const FeatureView& v) { return fetch_time(v); }},
    {{Id::carry_time, "carry_time", "s", Scaling::time, About::job,
      "transport: its drive with the job"},
     [](const FeatureView& v) { return carry_time(v); }},
    {{Id::holds_machine, "holds_machine", "1", Scaling::none, About::job,
      "transport: 1 when the job still occupies the machine that has finished it"},
     [](const FeatureView& v) { return holds_machine(v); }},
    {{Id::battery, "battery", "1", Scaling::none, About::decision,
      "transport: share of the vehicle's battery that is left; 1 without a battery"},
     [](const FeatureView& v) { return is(v, DecisionKind::transport) ? battery_left(v.plant, v.decision.entity) : 0; }},
    {{Id::cards_free, "cards_free", "1", Scaling::count, About::decision,
      "release: cards of the loop that are free"},
     [](const FeatureView& v) { return cards_free(v); }},
    {{Id::bottleneck_load, "bottleneck_load", "s", Scaling::time, About::job,
      "release: the greatest group_load on the job's way"},
     [](const FeatureView& v) { return is(v, DecisionKind::release) ? seconds(bottleneck_load(v.plant, v.job())) : 0; }},
    {{Id::plan_measure, "plan_measure", "1", Scaling::count, About::choice,
      "maintain: what the plan looks at (time, pieces, level, wear) divided by its value when due; 0 for none"},
     [](const FeatureView& v) { return plan_measure(v); }},
    {{Id::plan_duration, "plan_duration", "s", Scaling::time, About::choice,
      "maintain: mean time that it takes; 0 for none"},
     [](const FeatureView& v) { return plan_duration(v); }},
    {{Id::condition_level, "condition_level", "1", Scaling::count, About::decision,
      "maintain: the level of the machine's condition, 0 for new"},
     [](const FeatureView& v) { return condition_level(v); }},
    {{Id::condition_wear, "condition_wear", "1", Scaling::count, About::decision,
      "maintain: the machine's wear"},
     [](const FeatureView& v) { return condition_wear(v); }},
    {{Id::machine_queue_work, "machine_queue_work", "s", Scaling::time, About::decision,
      "maintain: work that waits where the machine stands, per machine"},
     [](const FeatureView& v) { return machine_queue_work(v); }},
    {{Id::stock_on_hand, "stock_on_hand", "1", Scaling::count, About::decision,
      "replenish: units that are there"},
     [](const FeatureView& v) { return stock(v, [](const StockState& at) { return at.on_hand; }); }},
    {{Id::stock_position, "stock_position", "1", Scaling::count, About::decision,
      "replenish: units there and on order, less what is owed"},
     [](const FeatureView& v) { return stock(v, [](const StockState& at) { return at.position(); }); }},
    {{Id::stock_on_order, "stock_on_order", "1", Scaling::count, About::decision,
      "replenish: units that are ordered and have not come"},
     [](const FeatureView& v) { return stock(v, [](const StockState& at) { return at.on_order; }); }},
    {{Id::demand_forecast, "demand_forecast", "1", Scaling::count, About::decision,
      "replenish: units a period that the stock point's policy expects; 0 where it forecasts nothing"},
     [](const FeatureView& v) { return is(v, DecisionKind::replenish) ? v.plant.supply().forecast(v.decision.entity) : 0; }},
    {{Id::lead_time_demand, "lead_time_demand", "1", Scaling::count, About::decision,
      "replenish: units asked for in the mean time from an order to its arrival, at the mean rate so far"},
     [](const FeatureView& v) { return is(v, DecisionKind::replenish) ? lead_time_demand(v.plant, v.decision.entity) : 0; }},
    {{Id::order_quantity, "order_quantity", "1", Scaling::count, About::choice,
      "replenish: units that it would order"},
     [](const FeatureView& v) { return order_quantity(v); }},
    {{Id::cover_after, "cover_after", "1", Scaling::count, About::choice,
      "replenish: stock_position plus order_quantity, divided by lead_time_demand; 0 while that is 0"},
     [](const FeatureView& v) { return cover_after(v); }},
}};
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < feature_count; ++i) {
    if (static_cast<std::size_t>(feature_entries[i].info.id) != i) return false;
  }
  return true;
}
static_assert(in_order(), "the table follows the order of FeatureId");
static_assert(static_cast<std::size_t>(Id::cover_after) + 1 == feature_count, "every FeatureId has its line");

}  // namespace takt::feature_table_detail
