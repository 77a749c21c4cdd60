#pragma once

#include <optional>
#include <string>

#include "results/read_run.hpp"
#include "viz/draw/paper.hpp"

namespace takt {

/// What `takt gantt` is asked for.
struct GanttRequest {
  Time from = 0, to = never;  ///< never: to the end of the run
  std::string rows;           ///< names of rows, see matches() in timeline/row_kind.hpp; "": all
  std::string group;          ///< kinds of rows, separated by commas; "": those shown by default
  std::string colour;         ///< a colour scheme; "": product, or machine where only orders are shown
  std::string theme = "light";
  std::optional<std::string> title;  ///< in place of the scenario's name; "": none, and no line below it
  std::optional<Time> start;         ///< the date of time 0, as parse_date() gives it
  double width = 0;                  ///< in pixels, 96 to the inch; 0: 1200
  double scale = 2;                  ///< png: dots a pixel
  bool critical_path = false, due_dates = false;
};

/// The picture of a run as the bytes of a file. Throws Error(usage) for a kind, scheme or theme that there is
/// none of, a range outside of the run, no row left, or a picture too large for its format; Error(bad_input)
/// for a run without records.
std::string draw_gantt(const StoredRun& run, const GanttRequest& request, PaperFormat format);

}  // namespace takt
