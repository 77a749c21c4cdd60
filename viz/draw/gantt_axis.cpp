#include <algorithm>

#include <fmt/format.h>

#include "viz/draw/gantt_parts.hpp"

namespace takt {

void paint_grid(const GanttScene& scene) {
  const Layout& layout = scene.plan.layout;
  const TimeScale& scale = layout.scale;
  // Stripes behind every second row guide the eye, where rows are high enough to have one.
  if (layout.sizes.lane >= 9) {
    for (std::size_t r = 0; r < layout.rows.size(); r += 2) {
      const RowBox& box = layout.rows[r];
      scene.canvas.fill({scale.left, box.top - layout.sizes.gap / 2, scale.right - scale.left,
                         box.height + layout.sizes.gap},
                        {scene.theme.stripe, Hatch::none, scene.theme.stripe});
    }
  }
  const auto vertical = [&](Time time, Colour colour) {
    const double x = scale.x(time);
    const Point line[] = {{x, layout.top}, {x, layout.bottom}};
    scene.canvas.line(line, {colour, 1});
  };
  for (const Time time : scene.plan.axis.minor) vertical(time, scene.theme.faint_grid);
  for (const Tick& tick : scene.plan.axis.ticks) vertical(tick.time, scene.theme.grid);
}

namespace {

/// Days or months: each over its stretch, where its name fits.
void paint_spans(const GanttScene& scene, double y) {
  const TimeScale& scale = scene.plan.layout.scale;
  const std::vector<Tick>& spans = scene.plan.axis.spans;
  double free_from = scale.left;
  for (std::size_t s = 0; s < spans.size(); ++s) {
    const double left = std::max(scale.left, scale.x(spans[s].time));
    const double right = s + 1 < spans.size() ? scale.x(spans[s + 1].time) : scale.right;
    const double width = scene.canvas.ruler().width(spans[s].label, 9.5, Weight::medium);
    if (s > 0 && right - left >= 14) {
      const Point mark[] = {{left, y - 9}, {left, y + 2}};
      scene.canvas.line(mark, {scene.theme.axis, 1});
    }
    if (left + 5 < free_from || left + 5 + width > std::max(right, scale.left + 6 + width) ||
        left + 5 + width > scale.right + 8)
      continue;
    scene.canvas.text({left + 5, y}, spans[s].label, {9.5, Weight::medium, scene.theme.text, Anchor::left});
    free_from = left + 5 + width + 8;
  }
}

}  // namespace

void paint_axis(const GanttScene& scene, double y, bool above) {
  const TimeScale& scale = scene.plan.layout.scale;
  const TimeAxis& axis = scene.plan.axis;
  const double out = above ? -1 : 1;
  scene.canvas.begin({"axis", "", {}});
  const Point base[] = {{scale.left, y}, {scale.right, y}};
  scene.canvas.line(base, {scene.theme.axis, 1});
  const double baseline = above ? y - 8 : y + 16;
  for (const Tick& tick : axis.ticks) {
    const double x = scale.x(tick.time);
    const Point mark[] = {{x, y}, {x, y + out * 4}};
    scene.canvas.line(mark, {scene.theme.axis, 1});
    scene.canvas.text({x, baseline}, tick.label,
                      {9.5, Weight::regular, scene.theme.soft_text, Anchor::middle});
  }
  if (!axis.spans.empty()) {
    paint_spans(scene, above ? y - 22 : y + 31);
  }
  if (!axis.unit.empty() || scene.model.clock.plain) {
    const std::string name = axis.unit.empty() ? "time" : fmt::format("time in {}", axis.unit);
    scene.canvas.text({scale.left - 10, baseline}, name,
                      {9.5, Weight::regular, scene.theme.soft_text, Anchor::right});
  }
  scene.canvas.end();
}

void paint_due(const GanttScene& scene) {
  if (!scene.model.show_due || scene.model.due.empty()) return;
  const TimeScale& scale = scene.plan.layout.scale;
  const double bottom = scene.plan.due_top + scene.plan.due_height;
  scene.canvas.begin({"due", "", {}});
  scene.canvas.text({scale.left - 10, bottom - 5}, "due dates",
                    {9.5, Weight::regular, scene.theme.soft_text, Anchor::right});
  const bool few = scene.model.due.size() <= 16;
  double free_from = scale.left - 20, last = -10;
  for (const DueMark& mark : scene.model.due) {
    const double x = scale.x(mark.due);
    const Colour colour = mark.late ? scene.theme.late : scene.theme.due;
    if (few) {
      const Point line[] = {{x, bottom - 3}, {x, scene.plan.layout.bottom}};
      scene.canvas.line(line, {colour, 1, 3});
      const double width = scene.canvas.ruler().width(mark.name, 9, Weight::medium);
      if (x - width / 2 > free_from) {
        scene.canvas.text({x, bottom - 11}, mark.name, {9, Weight::medium, colour, Anchor::middle});
        free_from = x + width / 2 + 4;
      }
    }
    if (x - last < .5) continue;
    last = x;
    const Point flag[] = {{x - 4, bottom - 8}, {x + 4, bottom - 8}, {x, bottom - 2}};
    scene.canvas.begin({"due-mark",
                        fmt::format("{} is due at {}", mark.name, clock_text(mark.due, scene.model.clock)),
                        {{"job", mark.name}, {"due", fmt::format("{}", mark.due)}}});
    scene.canvas.polygon(flag, {colour, Hatch::none, colour});
    scene.canvas.end();
  }
  scene.canvas.end();
}

}  // namespace takt
