#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "viz/timeline/fold.hpp"

namespace takt {

/// Summaries of one lane at ever coarser zooms: stretches of equal length on a fixed grid of time, each twice
/// as long as one of the level below, so that a picture does not flicker while it is moved. What a stretch
/// says is exact. Building takes O(n log n), memory a fraction of the bars'.
class Pyramid {
 public:
  /// A summary of the bars in one stretch.
  struct Cell {
    std::uint32_t key = 0;          ///< that took most of the time, of equal ones the least
    std::uint16_t share = 0;        ///< of the time that any took, in 65535ths
    std::uint16_t begun : 15 = 0;   ///< bars that begin in it, at most 32767
    std::uint16_t runs_in : 1 = 0;  ///< one began before it

    std::uint32_t bars() const { return std::uint32_t{begun} + runs_in; }
    bool operator==(const Cell&) const = default;
  };
  static_assert(sizeof(Cell) == 8);

  struct Level {
    Time width = 1;          ///< of a stretch: stretch i is [i * width, (i + 1) * width)
    std::int64_t first = 0;  ///< number of the first one that is stored
    std::vector<Cell> cells;
  };

  /// `bars`, in order and without overlap, must outlive the pyramid.
  Pyramid(std::span<const Bar> bars, BarKey key);

  /// The wide bars are those that takt::fold() finds; stretches are as fine as that takes, at most half of
  /// `narrow` pixels long, and sum up wide bars that reach into them, too. Takes O(pixels log n) where bars
  /// are spread evenly; where they stand closer than the finest level tells apart, all that are seen are
  /// looked at.
  FoldedLane fold(const TimeScale& scale, double narrow) const;

  std::span<const Level> levels() const { return levels_; }  ///< from fine to coarse
  std::size_t bytes() const;

 private:
  std::span<const Bar> bars_;
  BarKey key_;
  std::vector<Level> levels_;
};

}  // namespace takt
