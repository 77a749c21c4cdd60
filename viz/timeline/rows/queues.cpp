#include <algorithm>

#include "viz/timeline/rows/rows.hpp"

namespace takt::rows {

void add_queues(const StoredRun& run, const RowChoice& choice, Timeline& timeline) {
  const Scenario& scenario = run.scenario;
  // Joins and leaves, by group. Jobs that still wait when the run ends have left no record.
  std::vector<std::vector<CurvePoint>> changes(scenario.groups.size());
  for (const OperationRecord& o : run.file.trace.operations) {
    if (o.ready == o.setup_start) continue;
    std::vector<CurvePoint>& group = at(changes, at(scenario.group_of_machine, o.machine));
    group.push_back({o.ready, 1});
    group.push_back({o.setup_start, -1});
  }
  for (std::size_t g = 0; g < scenario.groups.size(); ++g) {
    Row row{.name = scenario.groups[g].name, .index = static_cast<Index>(g)};
    if (!matches(row.name, choice.pattern)) continue;
    std::sort(changes[g].begin(), changes[g].end(),
              [](const CurvePoint& x, const CurvePoint& y) { return x.time < y.time; });
    std::vector<CurvePoint> points = {{0, 0}};
    double waiting = 0;
    for (const CurvePoint& change : changes[g]) points.push_back({change.time, waiting += change.value});
    add_curve(timeline, std::move(row), points);
  }
}

}  // namespace takt::rows
