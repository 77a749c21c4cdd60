#include "viz/draw/gantt_picture.hpp"

#include <algorithm>
#include <cmath>

#include "viz/draw/gantt_parts.hpp"

namespace takt {

namespace {

constexpr double margin = 16, most_label = 190;

double widest_name(const GanttModel& model, const TextRuler& ruler, const RowSizes& sizes) {
  const double size = std::clamp(sizes.lane + sizes.gap - 2, 6.0, 11.0);
  double widest = 40;
  for (const Row& row : model.timeline.rows) {
    if (row.is_curve() || sizes.lane + sizes.gap >= 7 || row.lanes.size() > 1)
      widest = std::max(widest, ruler.width(row.name, row.is_curve() ? 11 : size, Weight::regular));
    if (widest >= most_label) return most_label;
  }
  return widest;
}

bool has_curves(const Timeline& timeline) {
  return std::any_of(timeline.rows.begin(), timeline.rows.end(),
                     [](const Row& row) { return row.is_curve(); });
}

void paint_window(const GanttScene& scene) {
  const Layout& layout = scene.plan.layout;
  const GanttModel& model = scene.model;
  if (model.measured_from <= model.from || model.measured_from >= model.to) return;
  const double x = layout.scale.x(model.measured_from);
  const Point line[] = {{x, layout.top - 4}, {x, layout.bottom}};
  scene.canvas.line(line, {scene.theme.soft_text, 1, 4});
  const double width = scene.canvas.ruler().width("end of warm-up", 8.5, Weight::regular);
  const bool fits = x + 4 + width < layout.scale.right;
  scene.canvas.text({fits ? x + 4 : x - 4, layout.top - 1}, "end of warm-up",
                    {8.5, Weight::regular, scene.theme.soft_text, fits ? Anchor::left : Anchor::right});
}

}  // namespace

GanttPlan plan_gantt(const GanttModel& model, const TextRuler& ruler, double width) {
  GanttPlan plan{.width = width, .axis = {}, .layout = {}};
  double y = margin;
  if (!model.title.empty()) plan.title_y = (y += 16);
  if (!model.subtitle.empty()) plan.subtitle_y = (y += 17);
  if (y > margin) y += 14;
  std::size_t lanes = 0;
  for (const Row& row : model.timeline.rows) lanes += std::max<std::size_t>(1, row.lanes.size());
  RowSizes sizes = sizes_for(lanes);
  // One section needs no heading where its rows speak for themselves.
  if (model.timeline.sections.size() <= 1) sizes.heading = 0;
  plan.label_width = std::min(widest_name(model, ruler, sizes), width * .3);
  const double left = margin + plan.label_width + 10;
  const TimeScale scale = {model.from, model.to, left,
                           width - margin - (has_curves(model.timeline) ? 26 : 6)};
  plan.axis = make_axis(model.from, model.to, std::max(2, static_cast<int>((scale.right - scale.left) / 64)),
                        model.clock);
  if (model.show_due && !model.due.empty()) {
    plan.due_top = y;
    plan.due_height = model.due.size() <= 16 ? 24 : 14;
    y += plan.due_height;
  }
  if (model.measured_from > model.from && model.measured_from < model.to) y += 10;
  plan.layout = lay_out(model.timeline, scale, sizes, y + sizes.gap / 2);
  const double axis_height = plan.axis.spans.empty() ? 24 : 39;
  // A tall picture has its axis at both ends.
  if (plan.layout.bottom - plan.layout.top > 700) {
    plan.layout = lay_out(model.timeline, scale, sizes, y + sizes.gap / 2 + axis_height);
    plan.top_axis = plan.layout.top;
  }
  plan.bottom_axis = plan.layout.bottom;
  plan.legend_top = plan.bottom_axis + axis_height + 8;
  const double legend_height = legend(model, themes().front(), plan.folded = folds(model, scale), ruler,
                                      margin, width - margin, plan.legend_top, nullptr);
  plan.height = std::ceil(plan.legend_top + legend_height + margin - 4);
  return plan;
}

void paint_gantt(const GanttModel& model, const GanttPlan& plan, const Theme& theme, Canvas& canvas) {
  const GanttScene scene = {model, plan, theme, canvas};
  canvas.fill({0, 0, plan.width, plan.height}, {theme.background, Hatch::none, theme.background});
  const double wide = plan.width - 2 * margin;
  if (!model.title.empty())
    canvas.text({margin, plan.title_y}, fitted(canvas.ruler(), model.title, 16, Weight::bold, wide),
                {16, Weight::bold, theme.text, Anchor::left});
  if (!model.subtitle.empty())
    canvas.text({margin, plan.subtitle_y},
                fitted(canvas.ruler(), model.subtitle, 10.5, Weight::regular, wide),
                {10.5, Weight::regular, theme.soft_text, Anchor::left});
  paint_grid(scene);
  paint_window(scene);
  paint_rows(scene);
  paint_critical(scene);
  paint_due(scene);
  if (plan.top_axis >= 0) paint_axis(scene, plan.top_axis, true);
  paint_axis(scene, plan.bottom_axis, false);
  legend(model, theme, plan.folded, canvas.ruler(), margin, plan.width - margin, plan.legend_top, &canvas);
}

void paint_critical(const GanttScene& scene) {
  if (!scene.model.show_critical) return;
  const Timeline& timeline = scene.model.timeline;
  const TimeScale& scale = scene.plan.layout.scale;
  const auto area_of = [&](std::size_t bar) {
    const std::size_t r = row_of_bar(timeline, bar);
    const RowBox& box = *std::find_if(scene.plan.layout.rows.begin(), scene.plan.layout.rows.end(),
                                      [r](const RowBox& b) { return b.row == r; });
    double top = box.top;
    for (const BarRange& lane : timeline.rows[r].lanes) {
      if (bar >= lane.first && bar < lane.first + lane.count) break;
      top += box.lane;
    }
    const double left = scale.x(timeline.bars[bar].start);
    return Area{left, top, scale.x(timeline.bars[bar].end) - left, box.lane};
  };
  const Layout& layout = scene.plan.layout;
  scene.canvas.push_clip(
      {scale.left - 1, layout.top - 2, scale.right - scale.left + 2, layout.bottom - layout.top + 4});
  scene.canvas.begin({"critical-path", "", {}});
  const Stroke stroke = {scene.theme.critical, 1.75};
  for (const CriticalLink& link : scene.model.critical) {
    const Area from = area_of(link.from), to = area_of(link.to);
    if (link.from == link.to) {
      scene.canvas.outline(from, stroke, 2);
      continue;
    }
    if (from.y == to.y) continue;
    const bool down = to.y > from.y;
    const Point line[] = {{from.right(), down ? from.bottom() : from.y}, {to.x, down ? to.y : to.bottom()}};
    scene.canvas.line(line, {scene.theme.critical, 1.25});
  }
  scene.canvas.end();
  scene.canvas.pop_clip();
}

}  // namespace takt
