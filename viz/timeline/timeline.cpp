#include "viz/timeline/timeline.hpp"

#include <algorithm>
#include <functional>
#include <queue>

namespace takt {

std::span<const Bar> overlapping(std::span<const Bar> all, Time from, Time to) {
  const auto first =
      std::partition_point(all.begin(), all.end(), [&](const Bar& bar) { return bar.end <= from; });
  const auto last = std::partition_point(first, all.end(), [&](const Bar& bar) { return bar.start < to; });
  return {first, last};
}

std::size_t row_of_bar(const Timeline& timeline, std::size_t bar) {
  // Rows were added one after the other, and each its bars, states first.
  const auto after = std::partition_point(timeline.rows.begin(), timeline.rows.end(),
                                          [&](const Row& row) { return row.states.first <= bar; });
  return static_cast<std::size_t>(after - timeline.rows.begin()) - 1;
}

std::vector<std::uint32_t> assign_lanes(std::span<const Bar> bars) {
  using Busy = std::pair<Time, std::uint32_t>;  // until when, lane
  std::priority_queue<Busy, std::vector<Busy>, std::greater<>> busy;
  std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> free;
  std::vector<std::uint32_t> lanes;
  lanes.reserve(bars.size());
  std::uint32_t used = 0;
  for (const Bar& bar : bars) {
    while (!busy.empty() && busy.top().first <= bar.start) {
      free.push(busy.top().second);
      busy.pop();
    }
    if (free.empty()) free.push(used++);
    lanes.push_back(free.top());
    // One without length takes its lane for this instant all the same.
    busy.emplace(std::max(bar.end, bar.start + 1), free.top());
    free.pop();
  }
  return lanes;
}

std::size_t add_row(Timeline& timeline, Row row, std::span<const Bar> states,
                    std::span<const std::vector<Bar>> lanes) {
  const auto append = [&](std::span<const Bar> bars) {
    const BarRange range = {timeline.bars.size(), bars.size()};
    timeline.bars.insert(timeline.bars.end(), bars.begin(), bars.end());
    return range;
  };
  row.states = append(states);
  row.lanes.clear();
  for (const std::vector<Bar>& lane : lanes) row.lanes.push_back(append(lane));
  timeline.rows.push_back(std::move(row));
  return timeline.rows.size() - 1;
}

std::size_t add_curve(Timeline& timeline, Row row, std::span<const CurvePoint> points) {
  row.states.first = timeline.bars.size();
  row.first_point = timeline.points.size();
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i + 1 < points.size() && points[i + 1].time == points[i].time) continue;
    const bool first = timeline.points.size() == row.first_point;
    if (!first && timeline.points.back().value == points[i].value) continue;
    timeline.points.push_back(points[i]);
    row.top = std::max(row.top, points[i].value);
    row.bottom = std::min(row.bottom, points[i].value);
  }
  row.point_count = timeline.points.size() - row.first_point;
  timeline.rows.push_back(std::move(row));
  return timeline.rows.size() - 1;
}

}  // namespace takt
