#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "viz/draw/gantt_parts.hpp"

namespace takt {

namespace {

/// The least and the greatest value in each column of pixels that has a change, and the value it ends with.
struct Envelope {
  double x = 0;
  double least = 0, greatest = 0, last = 0;
};

std::vector<Envelope> envelope(std::span<const CurvePoint> points, const TimeScale& scale) {
  std::vector<Envelope> columns;
  // The value at the left edge is that of the last point before it.
  auto next = std::partition_point(points.begin(), points.end(),
                                   [&](const CurvePoint& p) { return p.time <= scale.from; });
  const double first = next == points.begin() ? 0 : (next - 1)->value;
  columns.push_back({scale.left, first, first, first});
  for (; next != points.end() && next->time < scale.to; ++next) {
    const double x = std::floor(scale.x(next->time) * 2) / 2;
    Envelope& column = columns.back();
    if (x > column.x) {
      columns.push_back(
          {x, std::min(column.last, next->value), std::max(column.last, next->value), next->value});
    } else {
      column.least = std::min(column.least, next->value);
      column.greatest = std::max(column.greatest, next->value);
      column.last = next->value;
    }
  }
  return columns;
}

}  // namespace

void paint_curve(const GanttScene& scene, const Row& row, const RowBox& box) {
  const TimeScale& scale = scene.plan.layout.scale;
  const std::vector<Envelope> columns = envelope(scene.model.timeline.curve_of(row), scale);
  double top = row.bottom < 0 ? 0 : 1e-9, bottom = 0;
  for (const Envelope& column : columns) {
    top = std::max(top, column.greatest);
    bottom = std::min(bottom, column.least);
  }
  if (row.limit > 0) top = std::max(top, row.limit);
  const double height = box.height - 6, y0 = box.top + 3;
  const auto y = [&](double value) { return y0 + (top - value) / (top - bottom) * height; };

  const Point zero[] = {{scale.left, y(0)}, {scale.right, y(0)}};
  scene.canvas.line(zero, {scene.theme.grid, 1});
  std::vector<Point> line, area = {{scale.left, y(0)}};
  double value = columns.front().last;
  for (const Envelope& column : columns) {
    line.push_back({column.x, y(value)});
    if (column.least != column.greatest) {
      // Down and up within the column, and on to where it ends.
      if (column.greatest != value) line.push_back({column.x, y(column.greatest)});
      if (column.least != value && column.least != column.last) line.push_back({column.x, y(column.least)});
    }
    value = column.last;
    line.push_back({column.x, y(value)});
  }
  line.push_back({scale.right, y(value)});
  area.insert(area.end(), line.begin(), line.end());
  area.push_back({scale.right, y(0)});
  Colour soft = scene.theme.accent;
  soft.alpha = 60;
  scene.canvas.polygon(area, {soft, Hatch::none, soft});
  scene.canvas.line(line, {scene.theme.accent, 1.1});

  // Its scale, where there is room.
  if (box.height < 26) return;
  const TextStyle style = {8, Weight::regular, scene.theme.soft_text, Anchor::left};
  scene.canvas.text({scale.right + 4, y(top) + 5}, top == 0 ? "0" : fmt::format("{:.6g}", top), style);
  if (top > 0 && height > 22) scene.canvas.text({scale.right + 4, y(0) + (bottom < 0 ? 3 : 1)}, "0", style);
  if (bottom < 0 && y(bottom) - y(0) > 9)
    scene.canvas.text({scale.right + 4, y(bottom) + 1}, fmt::format("{:.6g}", bottom), style);
}

}  // namespace takt
