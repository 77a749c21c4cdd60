#include "results/kpi.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "results/kpi_tables.hpp"
#include "results/quotients.hpp"
#include "results/shop_kpis.hpp"
#include "sim/model/error.hpp"
#include "sim/record/retally.hpp"

namespace takt {
namespace {

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
    kpi.waiting = share(tally, MachineState::waiting, window);
    kpi.down_in_hours = trace.stop_tallies.empty()
                            ? kpi.down
                            : ratio(static_cast<double>(trace.stop_tallies[m].down_in_hours), window);
    machines.push_back(std::move(kpi));
  }
  return machines;
}

/// How many machines of the group were there: of one without limit those up to the last that was used.
Index machines_there(const MachineGroup& group, const Trace& trace) {
  if (!group.unlimited) return group.count;
  Index used = group.count;
  const auto was_used = [&](Index i) {
    const MachineTally& tally = trace.machine_tallies[static_cast<std::size_t>(group.first_machine + i)];
    for (int state = 0; state < machine_state_count; ++state)
      if (state != static_cast<int>(MachineState::idle) && tally.in_state[state] > 0) return true;
    return tally.operations > 0;
  };
  while (used > 1 && !was_used(used - 1)) --used;
  return used;
}

/// Machines that nobody ever needed are none.
void leave_out_unused(const Scenario& scenario, const Trace& trace, std::vector<MachineKpi>& machines) {
  std::vector<MachineKpi> there;
  for (const MachineGroup& group : scenario.groups) {
    const auto first = machines.begin() + group.first_machine;
    std::move(first, first + machines_there(group, trace), std::back_inserter(there));
  }
  machines = std::move(there);
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
    const Index count = machines_there(group, trace);
    for (Index m = group.first_machine; m < group.first_machine + count; ++m) {
      const MachineKpi& machine = machines[static_cast<std::size_t>(m)];
      kpi.utilisation += machine.processing / count;
      kpi.setup_share += machine.setup / count;
      kpi.down_share += machine.down / count;
      kpi.blocked_share += machine.blocked / count;
      kpi.off_share += machine.off / count;
      kpi.maintenance_share += machine.maintenance / count;
      kpi.waiting_share += machine.waiting / count;
      kpi.down_in_hours_share += machine.down_in_hours / count;
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
  KpiReport report;
  report.machines = machine_kpis(scenario, trace, static_cast<double>(trace.window.length()));
  report.groups = group_kpis(scenario, trace, report.machines);
  ShopSums sums = shop_sums(scenario, trace, report.machines);
  for (const ShopKpi& kpi : shop_kpis()) report.shop.push_back({kpi.name, kpi.unit, kpi.value(sums)});
  leave_out_unused(scenario, trace, report.machines);
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
