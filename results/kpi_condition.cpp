#include "results/kpi_condition.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace takt {
namespace {

constexpr double joules_of_kwh = 3.6e6;
constexpr double hour = 3.6e9;  ///< ticks

double ratio(double x, double y) {
  return y > 0 ? x / y : std::numeric_limits<double>::quiet_NaN();
}

double window_of(const Trace& trace) {
  return static_cast<double>(trace.window.length());
}

const GroupCondition& group_of(const Scenario& scenario, std::size_t machine) {
  return scenario.condition.groups[static_cast<std::size_t>(scenario.group_of_machine[machine])];
}

/// Ticks in a state for which power and cost are stated: who waits counts as idle.
double counted(const Time (&in_state)[machine_state_count], std::size_t state) {
  const bool idle = state == static_cast<std::size_t>(MachineState::idle);
  return static_cast<double>(in_state[state] +
                             (idle ? in_state[static_cast<std::size_t>(MachineState::waiting)] : 0));
}

double joules(const PowerDraw& power, const Time (&in_state)[machine_state_count]) {
  double sum = 0;
  for (std::size_t s = 0; s < condition_states; ++s)
    sum += static_cast<double>(power.milliwatts[s]) * counted(in_state, s);
  return sum / 1e9;  // mW x us
}

double ticks_in(const MachineTally& tally, MachineState state) {
  return static_cast<double>(tally.in_state[static_cast<std::size_t>(state)]);
}

/// The jobs of the run: ticks in the shop within the window, weighted ticks of tardiness and scrapped ones
/// among those that left in it.
struct JobCosts {
  double in_shop = 0, weighted_tardiness = 0, scrapped = 0;

  explicit JobCosts(const Trace& trace) {
    for (const JobRecord& job : trace.jobs) {
      const Time left = std::min(job.completion, trace.end);
      const Time entered = std::max(job.release, trace.window.from);
      if (left > entered) in_shop += static_cast<double>(left - entered);
      if (job.completion > trace.end || job.completion < trace.window.from) continue;
      if (job.outcome == JobOutcome::scrapped) ++scrapped;
      if (job.outcome == JobOutcome::done && job.completion > job.due)
        weighted_tardiness += job.weight * static_cast<double>(job.completion - job.due);
    }
  }
};

}  // namespace

double energy_joules(const Scenario& scenario, const Trace& trace, std::size_t m) {
  const PowerDraw& power = group_of(scenario, m).power;
  if (!power.stated) return 0;
  const double window = joules(power, trace.machine_tallies[m].in_state);
  const ConditionTally& tally = trace.condition;
  if (tally.metered.empty()) return window;
  return tally.metered[m] - (joules(power, tally.machines[m].in_state) - window);
}

KpiTable condition_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"condition", {}, {}};
  const ConditionModel& model = scenario.condition;
  if (!model.any_plan && !model.any_law) return table;
  std::size_t levels = 0;
  for (const GroupCondition& group : model.groups) levels = std::max(levels, group.law.levels.size());
  table.columns = {
      {"availability", "1"}, {"failures", "1"}, {"maintenances", "1"}, {"maintenance_time", "s"}};
  for (std::size_t l = 0; l < levels; ++l) table.columns.push_back({fmt::format("level_{}", l), "1"});
  const double window = window_of(trace);
  for (std::size_t m = 0; m < trace.condition.machines.size(); ++m) {
    const GroupCondition& group = group_of(scenario, m);
    if (group.plans.empty() && group.law.levels.empty()) continue;
    const ConditionTally::Machine& machine = trace.condition.machines[m];
    const MachineTally& tally = trace.machine_tallies[m];
    const double maintained = ticks_in(tally, MachineState::maintenance);
    double times = 0;
    for (const std::int64_t count : machine.maintained) times += static_cast<double>(count);
    KpiTable::Row row{machine_name(scenario, static_cast<Index>(m)),
                      {ratio(window - ticks_in(tally, MachineState::down) - maintained, window),
                       static_cast<double>(machine.failures), times, maintained / ticks_per_second}};
    for (std::size_t l = 0; l < levels; ++l)
      row.values.push_back(l < machine.in_level.size()
                               ? ratio(static_cast<double>(machine.in_level[l]), window)
                               : std::numeric_limits<double>::quiet_NaN());
    table.rows.push_back(std::move(row));
  }
  return table;
}

KpiTable energy_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"energy", {}, {}};
  if (!scenario.condition.any_power) return table;
  table.columns = {{"energy", "kWh"}, {"mean_power", "kW"}, {"peak_power", "kW"}, {"cost", "1"}};
  const double window = window_of(trace);
  double site = 0, site_cost = 0;
  for (std::size_t m = 0; m < trace.condition.machines.size(); ++m) {
    const PowerDraw& power = group_of(scenario, m).power;
    if (!power.stated) continue;
    const double kwh = energy_joules(scenario, trace, m) / joules_of_kwh;
    const double cost = trace.condition.machines[m].energy_cost;
    std::int64_t peak = 0;
    for (std::size_t s = 0; s < condition_states; ++s)
      if (counted(trace.machine_tallies[m].in_state, s) > 0) peak = std::max(peak, power.milliwatts[s]);
    table.rows.push_back({machine_name(scenario, static_cast<Index>(m)),
                          {kwh, ratio(kwh, window / hour), static_cast<double>(peak) / 1e6, cost}});
    site += kwh;
    site_cost += cost;
  }
  table.rows.push_back(
      {"(site)", {site, ratio(site, window / hour), trace.condition.peak_power / 1e3, site_cost}});
  return table;
}

KpiTable cost_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"costs", {}, {}};
  const ConditionModel& model = scenario.condition;
  const Costs& costs = model.costs;
  const auto is_paid = [](const Pool& pool) { return pool.wage > 0; };
  if (!costs.stated &&
      std::none_of(scenario.resources.pools.begin(), scenario.resources.pools.end(), is_paid))
    return table;
  double machines = 0, energy = 0, setups = 0;
  for (std::size_t m = 0; m < trace.condition.machines.size(); ++m) {
    const ConditionTally::Machine& machine = trace.condition.machines[m];
    energy += machine.energy_cost;
    setups += static_cast<double>(machine.setups);
    if (costs.machine_per_h.empty()) continue;
    const auto& rates = costs.machine_per_h[static_cast<std::size_t>(scenario.group_of_machine[m])];
    for (std::size_t s = 0; s < condition_states; ++s)
      machines += rates[s] * counted(trace.machine_tallies[m].in_state, s) / hour;
  }
  const JobCosts jobs(trace);
  table.columns = {{"cost", "1"}, {"per_job_done", "1"}};
  double done = 0;
  for (const JobRecord& job : trace.jobs)
    if (job.outcome == JobOutcome::done && job.completion >= trace.window.from) ++done;
  double total = 0;
  const auto add = [&](const char* name, double cost) {
    table.rows.push_back({name, {cost, ratio(cost, done)}});
    total += cost;
  };
  double labour = 0;
  for (std::size_t p = 0; p < trace.resources.pools.size(); ++p)
    labour += scenario.resources.pools[p].wage *
              (trace.resources.pools[p].capacity_time + trace.resources.pools[p].overtime) / hour;
  add("labour", labour);
  add("machines", machines);
  add("energy", energy);
  add("stock", costs.stock_per_h * jobs.in_shop / hour);
  add("lateness", costs.lateness_per_h * jobs.weighted_tardiness / hour);
  add("scrap", costs.scrap * jobs.scrapped);
  add("setup", costs.setup * setups);
  add("total", total);
  return table;
}

}  // namespace takt
