#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "viz/timeline/layout.hpp"

namespace takt {

/// A stretch of the time axis, about a pixel wide, that stands for bars too narrow to be drawn one by one.
struct FoldedCell {
  double left = 0, right = 0;  ///< pixels, within the scale
  std::uint32_t key = 0;       ///< that took most of its time, of equal ones the least
  float share = 0;             ///< of its time that any of them took
  std::uint32_t bars = 0;      ///< how many of them there are in it
};

/// A lane at some zoom: what is drawn one by one, and a summary of the rest.
struct FoldedLane {
  std::vector<const Bar*> wide;   ///< in order of time
  std::vector<FoldedCell> cells;  ///< from left to right; a bar over the edge of two is in both
};

/// Says which bars count as the same in a summary.
using BarKey = std::function<std::uint32_t(const Bar&)>;

/// Bars of at least `narrow` pixels are wide; the others are summed up in columns of one pixel. Looks at
/// every bar; see Pyramid for many.
FoldedLane fold(std::span<const Bar> bars, const TimeScale& scale, double narrow, const BarKey& key);

}  // namespace takt
