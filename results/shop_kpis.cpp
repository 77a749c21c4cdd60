#include "results/shop_kpis.hpp"

#include <algorithm>

#include "results/kpi_windows.hpp"
#include "results/quotients.hpp"

namespace takt {
namespace {

using namespace kpi_windows;
using S = ShopSums;

bool is_measured(const RunControl& run, const Window& window, const JobRecord& job) {
  const std::int64_t after_warm_up = static_cast<std::int64_t>(job.number) - run.warm_up_jobs;
  return job.release >= window.from && after_warm_up >= 0 &&
         (run.measured_jobs < 0 || after_warm_up < run.measured_jobs);
}

double count(std::int64_t n) {
  return static_cast<double>(n);
}

double if_any(std::int64_t n, double value) {
  return n > 0 ? value : not_measured;
}

double measured(const S& s) {
  return static_cast<double>(s.flow_times.size());
}

template <int percent>
double flow_quantile(S& s) {
  return seconds(quantile(s.flow_times, percent / 100.0));
}

template <JobOutcome outcome>
double jobs_that(S& s) {
  return count(s.by_outcome[static_cast<int>(outcome)]);
}

// clang-format off
constexpr ShopKpi table[] = {
    {"makespan", "s", run, "greatest C of all done jobs, counted from time 0",
     [](S& s) { return s.makespan >= 0 ? to_seconds(s.makespan) : not_measured; }},
    {"mean_flow_time", "s", jobs, "mean of C - r",
     [](S& s) { return ratio(seconds(s.flow), measured(s)); }},
    {"max_flow_time", "s", jobs, "greatest C - r", flow_quantile<100>},
    {"mean_tardiness", "s", due, "mean of max(0, C - d)",
     [](S& s) { return ratio(seconds(s.tardiness), count(s.due)); }},
    {"total_weighted_tardiness", "s", due, "sum of w max(0, C - d)",
     [](S& s) { return if_any(s.due, seconds(s.weighted_tardiness)); }},
    {"max_tardiness", "s", due, "greatest max(0, C - d)",
     [](S& s) { return if_any(s.due, to_seconds(s.max_tardiness)); }},
    {"mean_lateness", "s", due, "mean of C - d",
     [](S& s) { return ratio(seconds(s.lateness), count(s.due)); }},
    {"fraction_tardy", "1", due, "share with C > d",
     [](S& s) { return ratio(count(s.tardy), count(s.due)); }},
    {"throughput_per_h", "1/h", window, "done jobs with C in the window, by W",
     [](S& s) { return ratio(count(s.completed_in_window) * 3600, seconds(s.window)); }},
    {"mean_wip", "1", window, "sum over all jobs of the part of [r, C) in the window, by W",
     [](S& s) { return ratio(static_cast<double>(s.in_shop), s.window); }},
    {"total_weighted_flow_time", "s", jobs, "sum of w (C - r)",
     [](S& s) { return s.flow_times.empty() ? not_measured : seconds(s.weighted_flow); }},
    {"mean_wait", "s", visits, "mean time from joining a queue to getting a machine",
     [](S& s) { return ratio(seconds(s.wait), count(s.waited)); }},
    {"mean_utilisation", "1", window,
     "mean over machines, without those of groups without limit, of the share of W spent processing",
     [](S& s) { return ratio(s.utilisation, count(s.machines)); }},
    {"jobs_done", "1", run, "number of jobs that were finished", jobs_that<JobOutcome::done>},
    {"jobs_scrapped", "1", run, "number of jobs that were scrapped", jobs_that<JobOutcome::scrapped>},
    {"jobs_unfinished", "1", run, "number of jobs that were in the shop at its end", jobs_that<JobOutcome::unfinished>},
    {"operations", "1", run, "number of operations that ended", [](S& s) { return count(s.operations); }},
    {"jobs_measured", "1", jobs, "their number", [](S& s) { return measured(s); }},
    {"flow_time_p50", "s", jobs, "median of C - r, linear between order statistics", flow_quantile<50>},
    {"flow_time_p90", "s", jobs, "90 % quantile of C - r, linear between order statistics", flow_quantile<90>},
    {"flow_time_p95", "s", jobs, "95 % quantile of C - r, linear between order statistics", flow_quantile<95>},
    {"flow_time_p99", "s", jobs, "99 % quantile of C - r, linear between order statistics", flow_quantile<99>},
};
// clang-format on

}  // namespace

ShopSums shop_sums(const Scenario& scenario, const Trace& trace, const std::vector<MachineKpi>& machines) {
  ShopSums sums;
  sums.window = static_cast<double>(trace.window.length());
  sums.operations = trace.operation_count;
  for (const GroupTally& tally : trace.group_tallies) {
    sums.wait += tally.wait;
    sums.waited += tally.operations;
  }
  for (std::size_t m = 0; m < machines.size(); ++m) {
    if (at(scenario.groups, scenario.group_of_machine[m]).unlimited) continue;
    sums.utilisation += machines[m].processing;
    ++sums.machines;
  }
  for (const JobRecord& job : trace.jobs) {
    ++sums.by_outcome[static_cast<int>(job.outcome)];
    const Time left = std::min(job.completion, trace.end);
    const Time entered = std::max(job.release, trace.window.from);
    if (left > entered) sums.in_shop += static_cast<long double>(left - entered);
    if (job.outcome != JobOutcome::done) continue;

    sums.makespan = std::max(sums.makespan, job.completion);
    if (job.completion >= trace.window.from) ++sums.completed_in_window;
    if (!is_measured(scenario.run, trace.window, job)) continue;

    const Time flow = job.completion - job.release;
    sums.flow_times.push_back(static_cast<double>(flow));
    sums.flow += static_cast<long double>(flow);
    sums.weighted_flow += static_cast<long double>(job.weight) * static_cast<long double>(flow);
    if (job.due == never) continue;

    const Time lateness = job.completion - job.due;
    const Time tardiness = std::max<Time>(0, lateness);
    ++sums.due;
    if (lateness > 0) ++sums.tardy;
    sums.lateness += static_cast<long double>(lateness);
    sums.tardiness += static_cast<long double>(tardiness);
    sums.weighted_tardiness += static_cast<long double>(job.weight) * static_cast<long double>(tardiness);
    sums.max_tardiness = std::max(sums.max_tardiness, tardiness);
  }
  return sums;
}

std::span<const ShopKpi> shop_kpis() {
  return table;
}

}  // namespace takt
