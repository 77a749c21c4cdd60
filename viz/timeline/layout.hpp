#pragma once

#include <optional>
#include <vector>

#include "viz/timeline/timeline.hpp"

namespace takt {

/// Times [from, to) on pixels [left, right).
struct TimeScale {
  Time from = 0, to = 1;
  double left = 0, right = 1;

  double x(Time time) const {
    return left + (right - left) * (static_cast<double>(time - from) / static_cast<double>(to - from));
  }
  Time time(double x) const {
    return from + static_cast<Time>((x - left) / (right - left) * static_cast<double>(to - from));
  }
  double pixels(Time span) const {
    return (right - left) * static_cast<double>(span) / static_cast<double>(to - from);
  }
};

/// Heights in pixels.
struct RowSizes {
  double lane = 20;     ///< of a lane
  double gap = 4;       ///< between rows
  double curve = 44;    ///< of a curve
  double heading = 24;  ///< of a section; 0: sections have none
};

/// Sizes for so many lanes: comfortable for few, as small as can be read for hundreds, below that for more.
RowSizes sizes_for(std::size_t lanes);

/// Where a row is: from `top`, without the gap to the next.
struct RowBox {
  std::size_t row = 0;
  double top = 0, height = 0;
  double lane = 0;  ///< height of each of its lanes
};

struct HeadingBox {
  std::size_t section = 0;
  double top = 0, height = 0;
};

/// Where everything is.
struct Layout {
  TimeScale scale;
  RowSizes sizes;
  std::vector<RowBox> rows;  ///< from top to bottom
  std::vector<HeadingBox> headings;
  double top = 0, bottom = 0;
};

Layout lay_out(const Timeline& timeline, const TimeScale& scale, const RowSizes& sizes, double top);

/// What lies under a point.
struct Pick {
  std::size_t row = 0;
  std::optional<std::size_t> bar = {};  ///< in Timeline::bars
  Time time = 0;
};
std::optional<Pick> pick(const Timeline& timeline, const Layout& layout, double x, double y);

}  // namespace takt
