#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "viz/draw/gantt_parts.hpp"

namespace takt {

namespace {

constexpr double line_height = 20, text_size = 9.5, swatch = 18, swatch_height = 11;
constexpr std::size_t most_classes = 24;

struct Entry {
  std::string name;
  std::function<void(Canvas&, const Area&)> paint;  ///< null: a title
};

/// Which kinds of bars and which classes there are in what is shown.
struct Shown {
  std::array<bool, bar_kind_count> kinds{};
  std::vector<bool> classes;
  bool scrapped = false;
};

Shown shown(const GanttModel& model) {
  Shown found;
  found.classes.resize(model.colouring.classes.size());
  const auto look = [&](const BarRange& range) {
    for (const Bar& bar : overlapping(model.timeline.bars_of(range), model.from, model.to)) {
      at(found.kinds, bar.kind) = true;
      found.scrapped = found.scrapped || (bar.special & mark_scrapped) != 0;
      if (!look_of(bar.kind).of_theme) found.classes[model.colouring.class_of(bar)] = true;
    }
  };
  for (const Row& row : model.timeline.rows) {
    look(row.states);
    for (const BarRange& lane : row.lanes) look(lane);
  }
  return found;
}

void paint_swatch(Canvas& canvas, const Theme& theme, const Area& box, BarKind kind, Colour base) {
  const Fill fill = bar_fill(theme, kind, base);
  switch (look_of(kind).shape) {
    case BarLook::Shape::line:
      return canvas.fill({box.x, box.y + box.height / 2 - 1, box.width, 2}, fill);
    case BarLook::Shape::hollow:
      return canvas.outline({box.x, box.y + 2, box.width, box.height - 4}, {fill.colour, 1}, 2);
    case BarLook::Shape::half:
      canvas.fill({box.x, box.y + 2, box.width, box.height - 4}, fill, 2);
      return canvas.outline({box.x, box.y + 2, box.width, box.height - 4}, {fill.ink, .75}, 2);
    case BarLook::Shape::full:
    case BarLook::Shape::ground:
      break;
  }
  canvas.fill(box, fill, 2);
  if (fill.hatch != Hatch::none) canvas.outline(box, {fill.ink, .75}, 2);
  if (kind == BarKind::off) canvas.outline(box, {theme.grid, .75}, 2);
}

std::vector<Entry> class_entries(const GanttModel& model, const Theme& theme, const Shown& found) {
  std::vector<Entry> entries;
  std::size_t left_out = 0;
  for (std::size_t c = 0; c < found.classes.size() && model.colouring.listed; ++c) {
    const ColourClass& which = model.colouring.classes[c];
    if (!found.classes[c] || which.name.empty()) continue;
    if (entries.size() >= most_classes) {
      ++left_out;
      continue;
    }
    const Colour base = class_colour(theme, which, BarKind::processing);
    entries.push_back({which.name, [base](Canvas& canvas, const Area& box) {
                         canvas.fill(box, {base, Hatch::none, base}, 2);
                       }});
  }
  if (left_out > 0) entries.push_back({fmt::format("and {} more", left_out), [](Canvas&, const Area&) {}});
  if (!entries.empty()) entries.insert(entries.begin(), {std::string(model.colouring.title), nullptr});
  return entries;
}

std::vector<Entry> kind_entries(const GanttModel& model, const Theme& theme, const Shown& found,
                                bool folded) {
  std::vector<Entry> entries;
  const bool by_kind =
      model.colouring.classes.size() == 1 && model.colouring.classes[0].role == ColourRole::kind;
  for (int k = 0; k < bar_kind_count; ++k) {
    const auto kind = static_cast<BarKind>(k);
    if (!at(found.kinds, kind)) continue;
    // Work that is coloured otherwise says by its colour that it is work.
    if (kind == BarKind::processing && !by_kind && model.colouring.listed) continue;
    const Colour base = by_kind || look_of(kind).of_theme ? at(theme.kinds, kind) : theme.neutral;
    entries.push_back(
        {std::string(look_of(kind).name), [&theme, kind, base](Canvas& canvas, const Area& box) {
           paint_swatch(canvas, theme, box, kind, base);
         }});
  }
  if (found.scrapped)
    entries.push_back({"ended in scrap", [&theme](Canvas& canvas, const Area& box) {
                         canvas.fill(box, {theme.neutral, Hatch::none, theme.neutral}, 2);
                         const double x = box.right() - 8, y = box.y + 2.5;
                         const Point down[] = {{x, y}, {x + 6, y + 6}}, up[] = {{x, y + 6}, {x + 6, y}};
                         const Stroke stroke = {label_on(theme, theme.neutral), 1.25};
                         canvas.line(down, stroke);
                         canvas.line(up, stroke);
                       }});
  if (model.show_critical && !model.critical.empty())
    entries.push_back({"critical path", [&theme](Canvas& canvas, const Area& box) {
                         canvas.fill(box, {theme.neutral, Hatch::none, theme.neutral}, 2);
                         canvas.outline(box, {theme.critical, 1.75}, 2);
                       }});
  const auto flag = [&](const char* name, Colour colour) {
    entries.push_back({name, [colour](Canvas& canvas, const Area& box) {
                         const double x = box.x + box.width / 2;
                         const Point points[] = {{x - 4, box.y + 2}, {x + 4, box.y + 2}, {x, box.y + 8.5}};
                         canvas.polygon(points, {colour, Hatch::none, colour});
                       }});
  };
  if (model.show_due) {
    bool on_time = false, late = false;
    for (const DueMark& mark : model.due) (mark.late ? late : on_time) = true;
    for (const Row& row : model.timeline.rows)
      if (row.due != never) (std::min(row.completion, model.timeline.to) > row.due ? late : on_time) = true;
    if (on_time) flag("due, done in time", theme.due);
    if (late) flag("due, done late", theme.late);
  }
  if (folded)
    entries.push_back({"many short ones: height is share of time", [&theme](Canvas& canvas, const Area& box) {
                         const double heights[] = {.5, .8, .35, .65, 1, .45};
                         for (int i = 0; i < 6; ++i)
                           canvas.fill({box.x + 3 * i, box.bottom() - box.height * at(heights, i), 2,
                                        box.height * at(heights, i)},
                                       {theme.neutral, Hatch::none, theme.neutral});
                       }});
  if (!entries.empty()) entries.insert(entries.begin(), {"State", nullptr});
  return entries;
}

}  // namespace

double legend(const GanttModel& model, const Theme& theme, bool folded, const TextRuler& ruler, double left,
              double right, double top, Canvas* canvas) {
  const Shown found = shown(model);
  const std::array parts = {class_entries(model, theme, found), kind_entries(model, theme, found, folded)};
  double indent = left;
  for (const std::vector<Entry>& entries : parts)
    if (!entries.empty())
      indent = std::max(indent, left + ruler.width(entries.front().name, text_size, Weight::bold) + 16);
  double y = top;
  if (canvas != nullptr) canvas->begin({"legend", "", {}});
  for (const std::vector<Entry>& entries : parts) {
    if (entries.empty()) continue;
    double x = left;
    for (const Entry& entry : entries) {
      const bool title = !entry.paint;
      const Weight weight = title ? Weight::bold : Weight::regular;
      const std::string name = fitted(ruler, entry.name, text_size, weight, 240);
      const double width = ruler.width(name, text_size, weight) + (title ? 0 : swatch + 5 + 16);
      if (x + width - 16 > right && x > indent) {
        x = indent;
        y += line_height;
      }
      if (canvas != nullptr) {
        if (!title) entry.paint(*canvas, {x, y + 4, swatch, swatch_height});
        canvas->text({title ? x : x + swatch + 5, y + 13}, name,
                     {text_size, weight, title ? theme.text : theme.soft_text, Anchor::left});
      }
      x = title ? indent : x + width;
    }
    y += line_height;
  }
  if (canvas != nullptr) canvas->end();
  return y - top;
}

}  // namespace takt
