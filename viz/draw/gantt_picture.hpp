#pragma once

#include <functional>
#include <string>
#include <vector>

#include "viz/draw/canvas.hpp"
#include "viz/draw/theme.hpp"
#include "viz/timeline/colour_scheme.hpp"
#include "viz/timeline/layout.hpp"
#include "viz/timeline/ticks.hpp"

namespace takt {

/// A due date that is shown above the rows.
struct DueMark {
  Time due = 0;
  std::string name;
  std::uint32_t job = 0;
  bool late = false;
};

/// Two bars on the critical path, one after the other.
struct CriticalLink {
  std::size_t from = 0, to = 0;  ///< Timeline::bars
};

/// Everything that a Gantt chart shows, apart from its size.
struct GanttModel {
  std::string title, subtitle;  ///< "" leaves them out
  Timeline timeline;
  Colouring colouring;
  ClockStyle clock;
  Time from = 0, to = 1;               ///< what is shown
  Time measured_from = 0;              ///< the warm-up ends; 0: there is none
  std::vector<DueMark> due;            ///< by time; above the rows; rows of orders have their own
  std::vector<CriticalLink> critical;  ///< empty: not asked for
  bool show_due = false, show_critical = false;
  std::function<std::string(const Bar&)> label;        ///< in a bar
  std::function<std::string(const Bar&)> short_label;  ///< where that does not fit
  std::function<Mark(const Bar&)> mark;                ///< what a bar stands for
};

/// Where the parts of the picture are.
struct GanttPlan {
  double width = 0, height = 0;
  double title_y = 0, subtitle_y = 0;  ///< baselines
  double label_width = 0;              ///< of the names of rows
  double due_top = 0, due_height = 0;
  double top_axis = -1;  ///< of an axis above the rows; -1: none
  double bottom_axis = 0;
  double legend_top = 0;
  bool folded = false;  ///< some bars are too narrow to be drawn one by one
  TimeAxis axis = {};
  Layout layout = {};
};

/// Fits the chart into a width.
GanttPlan plan_gantt(const GanttModel& model, const TextRuler& ruler, double width);

/// Draws it.
void paint_gantt(const GanttModel& model, const GanttPlan& plan, const Theme& theme, Canvas& canvas);

}  // namespace takt
