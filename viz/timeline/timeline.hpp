#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "results/read_run.hpp"
#include "viz/timeline/bar.hpp"

namespace takt {

/// Bars first .. first + count - 1 of a timeline: in order of time, and one ends before the next begins.
struct BarRange {
  std::size_t first = 0;
  std::size_t count = 0;
};

/// A value that holds from `time` until the next point of its row.
struct CurvePoint {
  Time time = 0;
  double value = 0;

  bool operator==(const CurvePoint&) const = default;
};

/// One line of the picture: bars in lanes (what can go on at the same time), or a curve.
struct Row {
  std::string name;
  Index kind = -1;                   ///< row_kinds()
  Index index = -1;                  ///< machine, vehicle, pool, job number ...
  BarRange states = {};              ///< over the full height: what keeps the whole row from working
  std::vector<BarRange> lanes = {};  ///< from top to bottom
  std::size_t first_point = 0;       ///< of the curve
  std::size_t point_count = 0;
  double top = 0, bottom = 0;  ///< of the curve: greatest and least value, 0 included
  double limit = 0;            ///< of the curve: what it cannot exceed; 0: nothing known
  Time due = never;            ///< of an order ...
  Time completion = never;     ///< ... and when it was done

  bool is_curve() const { return point_count > 0; }
};

/// Rows of one kind in a row, under one heading.
struct RowSection {
  Index kind = -1;
  std::size_t first_row = 0;
  std::size_t row_count = 0;
};

/// What a run looks like along its time axis: rows with their bars and curves. A value without any drawing.
struct Timeline {
  Time from = 0, to = 0;  ///< the run
  std::vector<Bar> bars;
  std::vector<CurvePoint> points;
  std::vector<Row> rows;
  std::vector<RowSection> sections;

  std::span<const Bar> bars_of(const BarRange& range) const {
    return {bars.data() + range.first, range.count};
  }
  std::span<const CurvePoint> curve_of(const Row& row) const {
    return {points.data() + row.first_point, row.point_count};
  }
};

/// The bars of `all` that overlap [from, to).
std::span<const Bar> overlapping(std::span<const Bar> all, Time from, Time to);

/// The row of a bar, by its number in Timeline::bars.
std::size_t row_of_bar(const Timeline& timeline, std::size_t bar);

/// Puts the bars that may overlap into as few lanes as it takes: each, in order of its start, into the first
/// lane that is free. Returns the lane of each; `bars` must be sorted by start.
std::vector<std::uint32_t> assign_lanes(std::span<const Bar> bars);

/// Adds a row that has these lanes; each must be sorted and without overlap. Returns its number.
std::size_t add_row(Timeline& timeline, Row row, std::span<const Bar> states,
                    std::span<const std::vector<Bar>> lanes);

/// Adds a row with a curve. Points at the same time count as the last of them; equal values are joined.
std::size_t add_curve(Timeline& timeline, Row row, std::span<const CurvePoint> points);

}  // namespace takt
