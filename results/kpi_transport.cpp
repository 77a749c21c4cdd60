// Key figures of transport: vehicles, waiting for them, lanes and conveyors.

#include <algorithm>
#include <limits>

#include "results/kpi_tables.hpp"

namespace takt {
namespace {

constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();

double ratio(double x, double y) {
  return y > 0 ? x / y : not_measured;
}

double window_of(const Trace& trace) {
  return static_cast<double>(trace.window.length());
}

}  // namespace

KpiTable vehicle_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"vehicles",
                 {{"jobs", "1"},
                  {"idle", "1"},
                  {"empty", "1"},
                  {"loading", "1"},
                  {"loaded", "1"},
                  {"unloading", "1"},
                  {"charging", "1"},
                  {"empty_distance", "m"},
                  {"loaded_distance", "m"}},
                 {}};
  const TransportModel& model = scenario.transport;
  const double window = window_of(trace);
  for (std::size_t v = 0; v < trace.transport.vehicles.size(); ++v) {
    const TransportTally::Vehicle& tally = trace.transport.vehicles[v];
    KpiTable::Row row{vehicle_name(model, static_cast<Index>(v)), {static_cast<double>(tally.jobs)}};
    for (const Time time : tally.in_state) row.values.push_back(ratio(static_cast<double>(time), window));
    row.values.push_back(tally.empty_metres);
    row.values.push_back(tally.loaded_metres);
    table.rows.push_back(std::move(row));
  }
  return table;
}

KpiTable transport_wait_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"transport_waits", {{"jobs", "1"}, {"mean_wait", "s"}}, {}};
  for (std::size_t p = 0; p < trace.transport.places.size(); ++p) {
    const TransportTally::Place& tally = trace.transport.places[p];
    if (tally.jobs == 0) continue;
    const auto jobs = static_cast<double>(tally.jobs);
    table.rows.push_back({scenario.transport.places[p], {jobs, tally.wait / jobs}});
  }
  return table;
}

KpiTable lane_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"lanes", {{"rides", "1"}, {"mean_flow", "m/s"}, {"use", "1"}}, {}};
  const double seconds = window_of(trace) / static_cast<double>(ticks_per_second);
  for (std::size_t l = 0; l < trace.transport.lanes.size(); ++l) {
    const TransportTally::Lane& tally = trace.transport.lanes[l];
    const Lane& lane = scenario.transport.lanes[l];
    const double flow = ratio(tally.load_metres, seconds);
    table.rows.push_back({lane.name, {static_cast<double>(tally.rides), flow, ratio(flow, lane.capacity)}});
  }
  return table;
}

KpiTable conveyor_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{
      "conveyors",
      {{"jobs", "1"}, {"mean_wait", "s"}, {"mean_content", "1"}, {"max_content", "1"}, {"stopped", "1"}},
      {}};
  const double window = window_of(trace);
  for (std::size_t c = 0; c < trace.transport.conveyors.size(); ++c) {
    const TransportTally::Conveyor& tally = trace.transport.conveyors[c];
    const auto jobs = static_cast<double>(tally.jobs);
    table.rows.push_back(
        {scenario.transport.conveyors[c].name,
         {jobs, ratio(tally.wait, jobs), ratio(tally.content, window), static_cast<double>(tally.most),
          ratio(static_cast<double>(tally.stopped), window)}});
  }
  return table;
}

}  // namespace takt
