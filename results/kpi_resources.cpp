// Tables of resources and workers, of machines with hours and of precedence graphs.

#include <limits>

#include "results/kpi_tables.hpp"

namespace takt {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double ratio(double x, double y) {
  return y > 0 ? x / y : none;
}

double seconds(double ticks) {
  return ticks / static_cast<double>(ticks_per_second);
}

}  // namespace

KpiTable pool_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"pools",
                 {{"utilisation", "1"},
                  {"mean_used", "1"},
                  {"mean_capacity", "1"},
                  {"peak", "1"},
                  {"overtime", "s"},
                  {"waits", "1"},
                  {"mean_wait", "s"},
                  {"wages", "money"}},
                 {}};
  const auto window = static_cast<double>(trace.window.length());
  for (std::size_t p = 0; p < trace.resources.pools.size(); ++p) {
    const Pool& pool = scenario.resources.pools[p];
    const PoolTally& tally = trace.resources.pools[p];
    const double paid_h = seconds(tally.capacity_time + tally.overtime) / 3600;
    table.rows.push_back(
        {pool.name,
         {ratio(tally.used_time, tally.capacity_time), ratio(tally.used_time, window),
          ratio(tally.capacity_time, window), static_cast<double>(tally.peak), seconds(tally.overtime),
          static_cast<double>(tally.waits), ratio(seconds(tally.wait), static_cast<double>(tally.waits)),
          pool.workers ? pool.wage * paid_h : none}});
  }
  return table;
}

KpiTable machine_hours_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"machine_hours", {{"overtime", "s"}}, {}};
  for (std::size_t g = 0; g < scenario.resources.hours.size(); ++g) {
    if (scenario.resources.hours[g].calendar < 0 || trace.stop_tallies.empty()) continue;
    const MachineGroup& group = scenario.groups[g];
    Time overtime = 0;
    for (Index m = group.first_machine; m < group.first_machine + group.count; ++m)
      overtime += trace.stop_tallies[static_cast<std::size_t>(m)].overtime;
    table.rows.push_back({group.name, {to_seconds(overtime)}});
  }
  return table;
}

KpiTable task_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"tasks", {{"done", "1"}, {"weighted_completion", "s"}}, {}};
  for (std::size_t r = 0; r < trace.resources.tasks.size(); ++r) {
    if (!scenario.routings[r].graph) continue;
    const TaskTally& tally = trace.resources.tasks[r];
    table.rows.push_back(
        {scenario.routings[r].name, {static_cast<double>(tally.done), seconds(tally.weighted_completion)}});
  }
  return table;
}

}  // namespace takt
