#include <algorithm>

#include "viz/timeline/machine_records.hpp"
#include "viz/timeline/rows/rows.hpp"

namespace takt::rows {

namespace {

/// What keeps the whole machine from working.
void find_states(std::span<const MachineInterval> intervals, std::vector<Bar>& states) {
  states.clear();
  for (const MachineInterval& interval : intervals) {
    const BarKind kind = bar_kind(interval.state);
    if (kind != BarKind::down && kind != BarKind::maintenance && kind != BarKind::off) continue;
    states.push_back(
        {.start = interval.start, .end = interval.end, .machine = interval.machine, .kind = kind});
  }
}

}  // namespace

bool has_machines(const StoredRun& run) {
  return run.scenario.machine_count > 0;
}

void add_machines(const StoredRun& run, const RowChoice& choice, Timeline& timeline) {
  const Trace& trace = run.file.trace;
  const MachineRecords records(run.scenario, trace);
  const std::vector<std::vector<Bar>> unrecorded = unrecorded_work(run, records);
  std::vector<Bar> states, spans;
  for (Index machine = 0; machine < run.scenario.machine_count; ++machine) {
    Row row{.name = machine_name(run.scenario, machine), .index = machine};
    if (!matches(row.name, choice.pattern)) continue;
    const std::span<const std::uint32_t> operations = records.operations(machine);
    spans.clear();
    for (const std::uint32_t o : operations)
      spans.push_back({.start = trace.operations[o].setup_start, .end = trace.operations[o].end});
    const std::vector<std::uint32_t> lane_of = assign_lanes(spans);
    std::vector<std::vector<Bar>> lanes(
        lane_of.empty() ? 1 : 1 + *std::max_element(lane_of.begin(), lane_of.end()));
    for (std::size_t i = 0; i < operations.size(); ++i)
      records.cut(trace.operations[operations[i]], false, lanes[lane_of[i]]);
    const std::vector<Bar>& more = at(unrecorded, machine);
    const auto middle = static_cast<std::ptrdiff_t>(lanes[0].size());
    lanes[0].insert(lanes[0].end(), more.begin(), more.end());
    std::inplace_merge(lanes[0].begin(), lanes[0].begin() + middle, lanes[0].end(),
                       [](const Bar& x, const Bar& y) { return x.start < y.start; });
    find_states(records.intervals(machine), states);
    add_row(timeline, std::move(row), states, lanes);
  }
}

}  // namespace takt::rows
