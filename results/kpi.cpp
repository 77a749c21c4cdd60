#include "results/kpi.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "results/kpi_tables.hpp"
#include "sim/model/error.hpp"
#include "sim/record/retally.hpp"

namespace takt {
namespace {

constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();

/// A quotient that is "nothing to measure" without a divisor.
double ratio(double x, double y) {
  return y > 0 ? x / y : not_measured;
}

double seconds(long double ticks) {
  return static_cast<double>(ticks / ticks_per_second);
}

bool is_measured(const RunControl& run, const Window& window, const JobRecord& job) {
  const std::int64_t after_warm_up = static_cast<std::int64_t>(job.number) - run.warm_up_jobs;
  return job.release >= window.from && after_warm_up >= 0 &&
         (run.measured_jobs < 0 || after_warm_up < run.measured_jobs);
}

/// What one pass over the jobs gathers. Sums are of ticks; long double holds them exactly up to 2^64.
struct JobSums {
  std::int64_t by_outcome[3] = {};
  Time makespan = -1;
  std::int64_t completed_in_window = 0;
  long double in_shop = 0;

  std::vector<double> flow_times;  ///< of measured jobs
  long double flow = 0, weighted_flow = 0;

  std::int64_t due = 0, tardy = 0;
  long double lateness = 0, tardiness = 0, weighted_tardiness = 0;
  Time max_tardiness = 0;
};

JobSums sum_jobs(const RunControl& run, const Trace& trace) {
  JobSums sums;
  for (const JobRecord& job : trace.jobs) {
    ++sums.by_outcome[static_cast<int>(job.outcome)];
    const Time left = std::min(job.completion, trace.end);
    const Time entered = std::max(job.release, trace.window.from);
    if (left > entered) sums.in_shop += static_cast<long double>(left - entered);
    if (job.outcome != JobOutcome::done) continue;

    sums.makespan = std::max(sums.makespan, job.completion);
    if (job.completion >= trace.window.from) ++sums.completed_in_window;
    if (!is_measured(run, trace.window, job)) continue;

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

double share(const MachineTally& tally, MachineState state, double window) {
  return ratio(static_cast<double>(tally.in_state[static_cast<int>(state)]), window);
}

std::vector<MachineKpi> machine_kpis(const Scenario& scenario, const Trace& trace, double window) {
  std::vector<MachineKpi> machines;
  machines.reserve(trace.machine_tallies.size());
  for (std::size_t m = 0; m < trace.machine_tallies.size(); ++m) {
    const MachineTally& tally = trace.machine_tallies[m];
    MachineKpi kpi;
    kpi.name = machine_name(scenario, static_cast<Index>(m));
    kpi.operations = tally.operations;
    kpi.idle = share(tally, MachineState::idle, window);
    kpi.setup = share(tally, MachineState::setup, window);
    kpi.processing = share(tally, MachineState::processing, window);
    kpi.down = share(tally, MachineState::down, window);
    kpi.blocked = share(tally, MachineState::blocked, window);
    kpi.off = share(tally, MachineState::off, window);
    kpi.maintenance = share(tally, MachineState::maintenance, window);
    machines.push_back(std::move(kpi));
  }
  return machines;
}

std::vector<GroupKpi> group_kpis(const Scenario& scenario, const Trace& trace,
                                 const std::vector<MachineKpi>& machines) {
  std::vector<GroupKpi> groups;
  groups.reserve(scenario.groups.size());
  for (std::size_t g = 0; g < scenario.groups.size(); ++g) {
    const MachineGroup& group = scenario.groups[g];
    const GroupTally& tally = trace.group_tallies[g];
    const double n = static_cast<double>(tally.operations);
    GroupKpi kpi;
    kpi.name = group.name;
    kpi.operations = tally.operations;
    kpi.mean_wait = ratio(seconds(tally.wait), n);
    // The sum of squared deviations; rounding may leave it a little below zero when all waits are equal.
    const double squares = std::max(0.0, tally.wait_squared - tally.wait * ratio(tally.wait, n));
    kpi.wait_sd = n >= 2 ? seconds(std::sqrt(squares / (n - 1))) : not_measured;
    for (Index m = group.first_machine; m < group.first_machine + group.count; ++m) {
      const MachineKpi& machine = machines[static_cast<std::size_t>(m)];
      kpi.utilisation += machine.processing / group.count;
      kpi.setup_share += machine.setup / group.count;
      kpi.down_share += machine.down / group.count;
      kpi.blocked_share += machine.blocked / group.count;
      kpi.off_share += machine.off / group.count;
      kpi.maintenance_share += machine.maintenance / group.count;
    }
    groups.push_back(std::move(kpi));
  }
  return groups;
}

}  // namespace

double quantile(std::vector<double>& values, double p) {
  assert(p >= 0 && p <= 1);
  if (values.empty()) return not_measured;
  const double place = p * static_cast<double>(values.size() - 1);
  const auto lower = static_cast<std::size_t>(place);
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(lower);
  std::nth_element(values.begin(), middle, values.end());
  const double fraction = place - static_cast<double>(lower);
  if (fraction == 0) return *middle;
  const double upper = *std::min_element(middle + 1, values.end());
  return *middle + fraction * (upper - *middle);
}

double KpiReport::value(std::string_view name) const {
  for (const Kpi& kpi : shop)
    if (kpi.name == name) return kpi.value;
  std::string known;
  for (const Kpi& kpi : shop) known += (known.empty() ? "" : ", ") + kpi.name;
  throw Error(Fault::usage, fmt::format("no KPI is called \"{}\"; there are: {}", name, known));
}

KpiReport compute_kpis(const Scenario& scenario, const Trace& trace) {
  assert(trace.machine_tallies.size() == static_cast<std::size_t>(scenario.machine_count));
  assert(trace.group_tallies.size() == scenario.groups.size());
  const double window = static_cast<double>(trace.window.length());
  JobSums jobs = sum_jobs(scenario.run, trace);

  KpiReport report;
  report.machines = machine_kpis(scenario, trace, window);
  report.groups = group_kpis(scenario, trace, report.machines);

  long double wait = 0;
  std::int64_t waited = 0;
  for (const GroupTally& tally : trace.group_tallies) {
    wait += tally.wait;
    waited += tally.operations;
  }
  double utilisation = 0;
  std::int64_t limited = 0;
  for (std::size_t m = 0; m < report.machines.size(); ++m) {
    if (scenario.groups[static_cast<std::size_t>(scenario.group_of_machine[m])].unlimited) continue;
    utilisation += report.machines[m].processing;
    ++limited;
  }

  const double measured = static_cast<double>(jobs.flow_times.size());
  const double due = static_cast<double>(jobs.due);
  const auto if_any = [](double count, double value) { return count > 0 ? value : not_measured; };
  const auto count = [](std::int64_t n) { return static_cast<double>(n); };
  const auto flow_quantile = [&jobs](double p) { return seconds(quantile(jobs.flow_times, p)); };
  const double max_flow = flow_quantile(1);

  report.shop = {
      {"makespan", "s", jobs.makespan >= 0 ? to_seconds(jobs.makespan) : not_measured},
      {"mean_flow_time", "s", ratio(seconds(jobs.flow), measured)},
      {"max_flow_time", "s", max_flow},
      {"mean_tardiness", "s", ratio(seconds(jobs.tardiness), due)},
      {"total_weighted_tardiness", "s", if_any(due, seconds(jobs.weighted_tardiness))},
      {"max_tardiness", "s", if_any(due, to_seconds(jobs.max_tardiness))},
      {"mean_lateness", "s", ratio(seconds(jobs.lateness), due)},
      {"fraction_tardy", "1", ratio(count(jobs.tardy), due)},
      {"throughput_per_h", "1/h", ratio(count(jobs.completed_in_window) * 3600, seconds(window))},
      {"mean_wip", "1", ratio(static_cast<double>(jobs.in_shop), window)},
      {"total_weighted_flow_time", "s", if_any(measured, seconds(jobs.weighted_flow))},
      {"mean_wait", "s", ratio(seconds(wait), count(waited))},
      {"mean_utilisation", "1", ratio(utilisation, count(limited))},
      {"jobs_done", "1", count(jobs.by_outcome[static_cast<int>(JobOutcome::done)])},
      {"jobs_scrapped", "1", count(jobs.by_outcome[static_cast<int>(JobOutcome::scrapped)])},
      {"jobs_unfinished", "1", count(jobs.by_outcome[static_cast<int>(JobOutcome::unfinished)])},
      {"operations", "1", count(trace.operation_count)},
      {"jobs_measured", "1", measured},
      {"flow_time_p50", "s", flow_quantile(0.50)},
      {"flow_time_p90", "s", flow_quantile(0.90)},
      {"flow_time_p95", "s", flow_quantile(0.95)},
      {"flow_time_p99", "s", flow_quantile(0.99)},
  };
  for (const auto make_table : kpi_tables) {
    KpiTable made = make_table(scenario, trace);
    if (!made.rows.empty()) report.tables.push_back(std::move(made));
  }
  return report;
}

KpiReport compute_kpis(const Scenario& scenario, const Trace& trace, const Window& window) {
  return compute_kpis(scenario, retally(scenario, trace, window));
}

}  // namespace takt
