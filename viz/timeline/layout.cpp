#include "viz/timeline/layout.hpp"

#include <algorithm>

namespace takt {

RowSizes sizes_for(std::size_t lanes) {
  if (lanes <= 16) return {26, 6, 52, 26};
  if (lanes <= 48) return {19, 4, 44, 24};
  if (lanes <= 120) return {13, 3, 36, 22};
  if (lanes <= 400) return {9, 2, 28, 20};
  const double lane = std::max(1.0, 4000.0 / static_cast<double>(lanes));
  return {lane, lane >= 4 ? 1.0 : 0.0, 20, 20};
}

Layout lay_out(const Timeline& timeline, const TimeScale& scale, const RowSizes& sizes, double top) {
  Layout layout{.scale = scale, .sizes = sizes, .rows = {}, .headings = {}, .top = top, .bottom = top};
  double y = top;
  for (std::size_t s = 0; s < timeline.sections.size(); ++s) {
    const RowSection& section = timeline.sections[s];
    if (sizes.heading > 0) layout.headings.push_back({s, y, sizes.heading});
    y += sizes.heading;
    for (std::size_t r = section.first_row; r < section.first_row + section.row_count; ++r) {
      const Row& row = timeline.rows[r];
      // Lanes of a row share a height that is less than that of as many rows: they belong together.
      const auto lanes = static_cast<double>(std::max<std::size_t>(1, row.lanes.size()));
      const double lane = lanes == 1 ? sizes.lane : std::max(std::min(sizes.lane, 3.0), sizes.lane * 0.6);
      const double height = row.is_curve() ? sizes.curve : lane * lanes;
      layout.rows.push_back({r, y, height, row.is_curve() ? height : lane});
      y += height + sizes.gap;
    }
  }
  layout.bottom = y;
  return layout;
}

std::optional<Pick> pick(const Timeline& timeline, const Layout& layout, double x, double y) {
  const TimeScale& scale = layout.scale;
  if (x < scale.left || x >= scale.right) return std::nullopt;
  const auto below = std::partition_point(layout.rows.begin(), layout.rows.end(),
                                          [&](const RowBox& box) { return box.top <= y; });
  if (below == layout.rows.begin()) return std::nullopt;
  const RowBox& box = *(below - 1);
  if (y >= box.top + box.height) return std::nullopt;
  Pick found{.row = box.row, .bar = {}, .time = scale.time(x)};
  const Row& row = timeline.rows[box.row];
  // The nearest within half a pixel, for bars that are thinner than one.
  const Time half = std::max<Time>(1, static_cast<Time>(0.5 / scale.pixels(1'000'000) * 1'000'000));
  const auto look = [&](const BarRange& range) {
    const std::span<const Bar> bars = timeline.bars_of(range);
    Time nearest = half + 1;
    for (const Bar& bar : overlapping(bars, found.time - half, found.time + half + 1)) {
      const Time away = std::max<Time>({0, bar.start - found.time, found.time - bar.end + 1});
      if (away >= nearest) continue;
      nearest = away;
      found.bar = static_cast<std::size_t>(&bar - timeline.bars.data());
    }
  };
  if (!row.lanes.empty()) {
    const auto lane = static_cast<std::size_t>((y - box.top) / box.lane);
    look(row.lanes[std::min(lane, row.lanes.size() - 1)]);
  }
  if (!found.bar) look(row.states);
  return found;
}

}  // namespace takt
