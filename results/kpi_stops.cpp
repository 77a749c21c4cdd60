// Tables of what stops machines, and of what they wait for.

#include <algorithm>
#include <limits>

#include "results/kpi_tables.hpp"

namespace takt {
namespace {

double share(Time time, double whole) {
  return whole > 0 ? static_cast<double>(time) / whole : std::numeric_limits<double>::quiet_NaN();
}

/// Whether anything can stop the machines of a group; groups without limit do not count.
bool may_stop(const Scenario& scenario, std::size_t g) {
  const MachineGroup& group = scenario.groups[g];
  if (group.unlimited) return false;
  const bool condition = !scenario.condition.groups.empty() && (!scenario.condition.groups[g].plans.empty() ||
                                                                scenario.condition.groups[g].law.fails);
  const bool hours = !scenario.resources.hours.empty() && scenario.resources.hours[g].calendar >= 0;
  const bool pauses = (scenario.group_flags[g] & group_needs) != 0 &&
                      std::any_of(scenario.resources.pools.begin(), scenario.resources.pools.end(),
                                  [](const Pool& pool) { return pool.at_end == AtEnd::pause; });
  return !group.breakdowns.empty() || condition || hours || pauses;
}

}  // namespace

/// By machine: the own time of every reason, whatever else stopped it; what of the time down was in hours;
/// the planned time (see StopTally).
KpiTable stop_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{
      "stops",
      {{"down", "s"}, {"down_in_hours", "s"}, {"maintenance", "s"}, {"off", "s"}, {"planned", "s"}},
      {}};
  for (std::size_t m = 0; m < trace.stop_tallies.size(); ++m) {
    if (!may_stop(scenario, static_cast<std::size_t>(scenario.group_of_machine[m]))) continue;
    const StopTally& tally = trace.stop_tallies[m];
    const Time down = trace.machine_tallies[m].in_state[static_cast<std::size_t>(MachineState::down)];
    table.rows.push_back({machine_name(scenario, static_cast<Index>(m)),
                          {to_seconds(down), to_seconds(tally.down_in_hours), to_seconds(tally.maintained),
                           to_seconds(tally.off), to_seconds(trace.window.length() - tally.out_of_hours)}});
  }
  return table;
}

/// By group: shares of the machines' time, by what they waited for.
KpiTable wait_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"waiting_for",
                 {{"worker", "1"},
                  {"resource", "1"},
                  {"part", "1"},
                  {"power", "1"},
                  {"batch", "1"},
                  {"card", "1"},
                  {"vehicle", "1"}},
                 {}};
  if (!scenario.may_wait_for() || trace.stop_tallies.empty()) return table;
  for (std::size_t g = 0; g < scenario.groups.size(); ++g) {
    const MachineGroup& group = scenario.groups[g];
    if (group.unlimited) continue;
    KpiTable::Row row{group.name, {}};
    const double whole = static_cast<double>(trace.window.length()) * group.count;
    for (std::size_t what = 0; what < wait_for_count; ++what) {
      Time waited = 0;
      for (Index m = group.first_machine; m < group.first_machine + group.count; ++m)
        waited += trace.stop_tallies[static_cast<std::size_t>(m)].waited[what];
      row.values.push_back(share(waited, whole));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace takt
