#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "viz/draw/gantt_parts.hpp"
#include "viz/timeline/pyramid.hpp"
#include "viz/timeline/row_kind.hpp"

namespace takt {

namespace {

/// Bars narrower than this are folded.
constexpr double narrow = 1.2;

/// Lanes with more bars a pixel than this are drawn from a pyramid.
constexpr double many_bars = 4;

/// Beyond so many bars the picture tells no more of each than it shows.
constexpr std::size_t most_marked = 20'000;

/// Part of a lane's height and where it begins, by shape.
Area shaped(const Area& lane, BarLook::Shape shape) {
  switch (shape) {
    case BarLook::Shape::half:
    case BarLook::Shape::hollow:
      return {lane.x, lane.y + lane.height * .18, lane.width, lane.height * .64};
    case BarLook::Shape::line: {
      const double height = std::clamp(lane.height * .14, 1.0, 3.0);
      return {lane.x, lane.y + (lane.height - height) / 2, lane.width, height};
    }
    case BarLook::Shape::full:
    case BarLook::Shape::ground:
      break;
  }
  return lane;
}

class RowPainter {
 public:
  explicit RowPainter(const GanttScene& scene)
      : scene_(scene), model_(scene.model), scale_(scene.plan.layout.scale), canvas_(scene.canvas) {}

  void paint(const Row& row, const RowBox& box) {
    const Timeline& timeline = model_.timeline;
    // Hours and the like reach from row to row.
    paint_lane(timeline.bars_of(row.states), {0, box.top, 0, box.height}, true);
    for (std::size_t i = 0; i < row.lanes.size(); ++i) {
      const double top = box.top + box.lane * static_cast<double>(i);
      const double gap = row.lanes.size() > 1 && box.lane > 4 ? 1 : 0;
      paint_lane(timeline.bars_of(row.lanes[i]), {0, top, 0, box.lane - gap}, false);
    }
  }

 private:
  std::uint32_t key_of(const Bar& bar) const {
    return static_cast<std::uint32_t>(model_.colouring.class_of(bar)) << 8 |
           static_cast<std::uint32_t>(bar.kind);
  }
  Colour base_of(std::uint32_t key) const {
    return class_colour(scene_.theme, model_.colouring.classes[key >> 8], static_cast<BarKind>(key & 255));
  }

  /// `lane` without its x and width.
  void paint_lane(std::span<const Bar> bars, const Area& lane, bool states) {
    const std::span<const Bar> shown = overlapping(bars, model_.from, model_.to);
    const BarKey key = [this](const Bar& bar) { return key_of(bar); };
    // With many bars a pixel, stretches of about a pixel are summed up once.
    const bool many = static_cast<double>(shown.size()) > many_bars * (scale_.right - scale_.left);
    const FoldedLane folded =
        many ? Pyramid(shown, key).fold(scale_, narrow) : fold(shown, scale_, narrow, key);
    paint_cells(folded.cells, lane);
    std::vector<Point> joints;
    Time end = -1;
    for (const Bar* bar : folded.wide) {
      if (!states && bar->start == end) joints.push_back({scale_.x(end), 0});
      end = bar->end;
      paint_bar(*bar, lane);
    }
    if (lane.height < 5) return;
    for (const Point& joint : joints) {
      const Point line[] = {{joint.x, lane.y}, {joint.x, lane.bottom()}};
      canvas_.line(line, {scene_.theme.background, .75});
    }
  }

  void paint_cells(std::span<const FoldedCell> cells, const Area& lane) {
    std::map<std::uint32_t, std::vector<Area>> by_key;
    for (const FoldedCell& cell : cells) {
      const Area area = shaped({cell.left, lane.y, cell.right - cell.left, lane.height},
                               look_of(static_cast<BarKind>(cell.key & 255)).shape);
      // One bar alone is that bar; of several the height tells how much of the time they took.
      const double height =
          area.height * (cell.bars == 1 ? 1 : std::max(.2, static_cast<double>(cell.share)));
      std::vector<Area>& areas = by_key[cell.key];
      const Area now = {area.x, area.bottom() - height, area.width, height};
      if (!areas.empty() && std::abs(areas.back().right() - now.x) < .01 &&
          std::abs(areas.back().height - height) < .5) {
        areas.back().width = now.right() - areas.back().x;
      } else {
        areas.push_back(now);
      }
    }
    for (const auto& [key, areas] : by_key) {
      const Fill fill = bar_fill(scene_.theme, static_cast<BarKind>(key & 255), base_of(key));
      const Colour flat = fill.hatch == Hatch::none ? fill.colour : mix(fill.colour, fill.ink, .4);
      canvas_.fill_all(areas, {flat, Hatch::none, flat});
    }
  }

  void paint_bar(const Bar& bar, const Area& lane) {
    const double left = std::max(scale_.left, scale_.x(bar.start)),
                 right = std::min(scale_.right, scale_.x(bar.end));
    const BarLook& look = look_of(bar.kind);
    const Area area = shaped({left, lane.y, right - left, lane.height}, look.shape);
    const bool marked = drawn_++ < most_marked && look.shape != BarLook::Shape::ground;
    if (marked) canvas_.begin(model_.mark(bar));
    const std::uint32_t key = key_of(bar);
    const Fill fill = bar_fill(scene_.theme, bar.kind, base_of(key));
    const double radius = look.shape == BarLook::Shape::ground || area.height < 6 ? 0 : 2;
    if (look.shape == BarLook::Shape::hollow) {
      canvas_.outline(area, {fill.colour, 1}, radius);
    } else {
      canvas_.fill(area, fill, radius);
      if (fill.hatch != Hatch::none && area.height >= 6 && area.width >= 3)
        canvas_.outline(area, {fill.ink, .75}, radius);
    }
    if (bar.special & mark_scrapped && bar.last && area.height >= 6 && area.width >= 4)
      paint_scrapped(area, fill);
    paint_label(bar, area, fill);
    if (marked) canvas_.end();
  }

  /// A cross over the end.
  void paint_scrapped(const Area& area, const Fill& fill) {
    const double size = std::min({area.width, area.height, 8.0}) - 2;
    const double x = area.right() - size - 1, y = area.y + (area.height - size) / 2;
    const Stroke stroke = {label_on(scene_.theme, fill.colour), 1.25};
    const Point down[] = {{x, y}, {x + size, y + size}}, up[] = {{x, y + size}, {x + size, y}};
    canvas_.line(down, stroke);
    canvas_.line(up, stroke);
  }

  void paint_label(const Bar& bar, const Area& area, const Fill& fill) {
    if (fill.hatch != Hatch::none || area.height < 8.5 || area.width < 8 || look_of(bar.kind).of_theme)
      return;
    const double size = std::min(10.5, area.height - 2.5);
    for (const auto* labeller : {&model_.label, &model_.short_label}) {
      const std::string text = (*labeller)(bar);
      if (text.empty() || static_cast<double>(text.size()) * size * .2 > area.width) continue;
      if (canvas_.ruler().width(text, size, Weight::medium) > area.width - 6) continue;
      canvas_.text({area.x + area.width / 2, area.y + area.height / 2 + size * .36}, text,
                   {size, Weight::medium, label_on(scene_.theme, fill.colour), Anchor::middle});
      return;
    }
  }

  const GanttScene& scene_;
  const GanttModel& model_;
  const TimeScale& scale_;
  Canvas& canvas_;
  std::size_t drawn_ = 0;
};

/// The name at the left, and its due date for a row that has one.
void paint_name(const GanttScene& scene, const Row& row, const RowBox& box) {
  const double pitch = box.height + scene.plan.layout.sizes.gap;
  if (pitch < 7) return;
  const double size = std::clamp(pitch - 2, 6.0, 11.0);
  const std::string name =
      fitted(scene.canvas.ruler(), row.name, size, Weight::regular, scene.plan.label_width);
  scene.canvas.text({scene.plan.layout.scale.left - 10, box.top + box.height / 2 + size * .36}, name,
                    {size, Weight::regular, scene.theme.text, Anchor::right});
}

void paint_row_due(const GanttScene& scene, const Row& row, const RowBox& box) {
  const TimeScale& scale = scene.plan.layout.scale;
  if (!scene.model.show_due || row.due == never) return;
  const bool late = std::min(row.completion, scene.model.timeline.to) > row.due;
  const Colour colour = late ? scene.theme.late : scene.theme.due;
  if (late) {
    const double from = std::max(scale.left, scale.x(row.due));
    const double to = std::min(scale.right, scale.x(std::min(row.completion, scene.model.timeline.to)));
    if (to > from)
      scene.canvas.fill({from, box.top + box.height - 1.5, to - from, 2}, {colour, Hatch::none, colour});
  }
  if (row.due < scene.model.from || row.due > scene.model.to) return;
  const double x = scale.x(row.due);
  const Point stem[] = {{x, box.top - 1}, {x, box.top + box.height + 1}};
  scene.canvas.line(stem, {colour, 1.25});
  const double half = std::min(3.5, box.height / 4);
  const Point flag[] = {{x - half, box.top - 1}, {x + half, box.top - 1}, {x, box.top - 1 + half * 1.4}};
  scene.canvas.polygon(flag, {colour, Hatch::none, colour});
}

}  // namespace

bool folds(const GanttModel& model, const TimeScale& scale) {
  const auto look = [&](const BarRange& range) {
    Time end = -1;
    bool last = false;
    // One alone is drawn; two that touch are summed up.
    for (const Bar& bar : overlapping(model.timeline.bars_of(range), model.from, model.to)) {
      const bool now = scale.pixels(bar.end - bar.start) < narrow;
      if (now && last && scale.pixels(bar.start - end) < 1) return true;
      last = now;
      end = bar.end;
    }
    return false;
  };
  return std::any_of(model.timeline.rows.begin(), model.timeline.rows.end(),
                     [&](const Row& row) { return std::any_of(row.lanes.begin(), row.lanes.end(), look); });
}

void paint_rows(const GanttScene& scene) {
  const Layout& layout = scene.plan.layout;
  for (const HeadingBox& heading : layout.headings) {
    scene.canvas.fill({layout.scale.left - 2, heading.top, layout.scale.right - layout.scale.left + 4,
                       heading.height - layout.sizes.gap / 2},
                      {scene.theme.background, Hatch::none, scene.theme.background});
    const Index kind = scene.model.timeline.sections[heading.section].kind;
    scene.canvas.text(
        {scene.plan.layout.scale.left - 10 - scene.plan.label_width, heading.top + heading.height - 8},
        at(row_kinds(), kind).heading, {10, Weight::bold, scene.theme.soft_text, Anchor::left});
  }
  RowPainter painter(scene);
  for (const RowBox& box : layout.rows) {
    const Row& row = scene.model.timeline.rows[box.row];
    scene.canvas.begin({"row", "", {{"name", row.name}}});
    paint_name(scene, row, box);
    if (row.is_curve()) {
      paint_curve(scene, row, box);
    } else {
      painter.paint(row, box);
      paint_row_due(scene, row, box);
    }
    scene.canvas.end();
  }
}

}  // namespace takt
