#pragma once

// Internal to viz/draw: the parts of paint_gantt().

#include "viz/draw/gantt_picture.hpp"

namespace takt {

/// What they all need.
struct GanttScene {
  const GanttModel& model;
  const GanttPlan& plan;
  const Theme& theme;
  Canvas& canvas;
};

/// The grid behind the rows, in the rows' full height.
void paint_grid(const GanttScene& scene);

/// Lines, ticks and labels below (or above) the rows.
void paint_axis(const GanttScene& scene, double y, bool above);

void paint_rows(const GanttScene& scene);
void paint_curve(const GanttScene& scene, const Row& row, const RowBox& box);

/// Due dates above the rows.
void paint_due(const GanttScene& scene);
void paint_critical(const GanttScene& scene);

/// Whether some bars are too narrow to be drawn one by one.
bool folds(const GanttModel& model, const TimeScale& scale);

/// Height that the legend takes in this width; draws it from `top` on where there is a canvas.
double legend(const GanttModel& model, const Theme& theme, bool folded, const TextRuler& ruler, double left,
              double right, double top, Canvas* canvas);

}  // namespace takt
