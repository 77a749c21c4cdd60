// Key figures of lines: buffers, cards, part stores, and how long each product takes.

#include <algorithm>
#include <limits>

#include "results/kpi_tables.hpp"

namespace takt {
namespace {

constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();

double window_of(const Trace& trace) {
  return static_cast<double>(trace.window.length());
}

double per(double sum, double window) {
  return window > 0 ? sum / window : not_measured;
}

}  // namespace

/// blocked and starved: shares of the machines' time; starved is idle with nothing to start.
KpiTable buffer_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"buffers", {{"places", "1"}, {"mean_content", "1"}, {"blocked", "1"}, {"starved", "1"}}, {}};
  if (!scenario.lines.used) return table;
  const double window = window_of(trace);
  for (std::size_t g = 0; g < scenario.groups.size(); ++g) {
    const MachineGroup& group = scenario.groups[g];
    double idle = 0, blocked = 0;
    for (Index m = group.first_machine; m < group.first_machine + group.count; ++m) {
      const MachineTally& tally = trace.machine_tallies[static_cast<std::size_t>(m)];
      idle += static_cast<double>(tally.in_state[static_cast<int>(MachineState::idle)]);
      blocked += static_cast<double>(tally.in_state[static_cast<int>(MachineState::blocked)]);
    }
    const Index places = scenario.lines.places(static_cast<Index>(g));
    const double machine_time = window * group.count;
    table.rows.push_back(
        {group.name,
         {places < 0 ? not_measured : places, per(trace.line_tally.of(LineFigure::buffer_content, g), window),
          per(blocked, machine_time),
          per(idle - trace.line_tally.of(LineFigure::chose_to_wait, g), machine_time)}});
  }
  return table;
}

KpiTable card_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"cards", {{"cards", "1"}, {"mean_in_use", "1"}, {"mean_waiting", "1"}}, {}};
  const double window = window_of(trace);
  const auto add = [&](const std::string& name, double count, std::size_t loop) {
    table.rows.push_back({name,
                          {count, per(trace.line_tally.of(LineFigure::cards_in_use, loop), window),
                           per(trace.line_tally.of(LineFigure::card_waiting, loop), window)}});
  };
  std::size_t loop = 0;
  for (const CardLoop& cards : scenario.lines.cards) add(cards.name, cards.count, loop++);
  for (Index s = 0; s < static_cast<Index>(scenario.lines.sources.size()); ++s)
    if (const std::int64_t limit = scenario.lines.wip_limit(s); limit > 0)
      add(scenario.sources[static_cast<std::size_t>(s)].name + " (wip limit)", static_cast<double>(limit),
          loop++);
  return table;
}

/// stored, taken: over the whole run; left: at its end.
KpiTable part_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{
      "parts", {{"capacity", "1"}, {"mean_stock", "1"}, {"stored", "1"}, {"taken", "1"}, {"left", "1"}}, {}};
  const double window = window_of(trace);
  for (std::size_t i = 0; i < scenario.lines.parts.size(); ++i) {
    const PartStore& store = scenario.lines.parts[i];
    const LineTally& tally = trace.line_tally;
    table.rows.push_back(
        {store.name,
         {store.capacity < 0 ? not_measured : static_cast<double>(store.capacity),
          per(tally.of(LineFigure::part_stock, i), window), tally.of(LineFigure::parts_stored, i),
          tally.of(LineFigure::parts_taken, i), tally.of(LineFigure::parts_left, i)}});
  }
  return table;
}

/// By routing: what was done in the window, jobs in the shop on average, and time in the shop of those that
/// were also released in it.
KpiTable product_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"products",
                 {{"throughput_per_h", "1/h"},
                  {"mean_wip", "1"},
                  {"mean_flow_time", "s"},
                  {"flow_time_p50", "s"},
                  {"flow_time_p95", "s"}},
                 {}};
  if (!scenario.lines.used) return table;
  const double window = window_of(trace);
  const std::size_t routings = scenario.routings.size();
  std::vector<double> done(routings), wip(routings), sum(routings);
  std::vector<std::vector<double>> flows(routings);
  for (const JobRecord& job : trace.jobs) {
    const auto r = static_cast<std::size_t>(job.routing);
    const Time from = std::max(job.release, trace.window.from);
    const Time to = std::min(job.completion, trace.end);
    if (to > from) wip[r] += static_cast<double>(to - from);
    if (job.outcome != JobOutcome::done || job.completion < trace.window.from) continue;
    ++done[r];
    if (job.release < trace.window.from) continue;
    flows[r].push_back(to_seconds(job.completion - job.release));
    sum[r] += flows[r].back();
  }
  for (std::size_t r = 0; r < routings; ++r) {
    const auto n = static_cast<double>(flows[r].size());
    table.rows.push_back(
        {scenario.routings[r].name,
         {per(done[r] * 3600 * ticks_per_second, window), per(wip[r], window),
          n > 0 ? sum[r] / n : not_measured, quantile(flows[r], 0.5), quantile(flows[r], 0.95)}});
  }
  return table;
}

}  // namespace takt
