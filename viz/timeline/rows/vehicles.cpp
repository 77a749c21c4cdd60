#include <optional>

#include "viz/timeline/rows/rows.hpp"

namespace takt::rows {

namespace {

/// What an event says that its vehicle does from now on; nothing: another event, or idle.
std::optional<BarKind> activity(EventKind kind) {
  switch (kind) {
    case EventKind::vehicle_empty:
      return BarKind::empty_ride;
    case EventKind::vehicle_loading:
    case EventKind::vehicle_unloading:
      return BarKind::handling;
    case EventKind::vehicle_loaded:
      return BarKind::transport;
    case EventKind::vehicle_charging:
      return BarKind::charging;
    default:
      return std::nullopt;
  }
}

}  // namespace

bool has_vehicles(const StoredRun& run) {
  return run.scenario.transport.vehicle_count > 0;
}

void add_vehicles(const StoredRun& run, const RowChoice& choice, Timeline& timeline) {
  const Trace& trace = run.file.trace;
  const auto count = at(run.scenario.transport.vehicle_count);
  std::vector<std::vector<Bar>> bars(count);
  std::vector<bool> open(count);  // the last bar of the vehicle goes on
  const auto close = [&](std::size_t vehicle, Time now) {
    if (!open[vehicle]) return;
    open[vehicle] = false;
    bars[vehicle].back().end = now;
    if (bars[vehicle].back().start == now) bars[vehicle].pop_back();
  };
  for (const EventRecord& event : trace.events) {
    const std::optional<BarKind> kind = activity(event.kind);
    if (!kind && event.kind != EventKind::vehicle_idle) continue;
    const std::size_t vehicle = at(event.entity);
    close(vehicle, event.time);
    if (!kind) continue;
    bars[vehicle].push_back({.start = event.time, .job = event.job, .kind = *kind});
    open[vehicle] = true;
  }
  for (std::size_t vehicle = 0; vehicle < count; ++vehicle) {
    close(vehicle, trace.end);
    Row row{.name = vehicle_name(run.scenario.transport, static_cast<Index>(vehicle)),
            .index = static_cast<Index>(vehicle)};
    if (matches(row.name, choice.pattern)) add_row(timeline, std::move(row), {}, {&bars[vehicle], 1});
  }
}

}  // namespace takt::rows
