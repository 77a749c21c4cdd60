#pragma once

#include <cstdint>
#include <vector>

#include "sim/plant/records.hpp"

namespace takt {

/// Sums over a run of a scenario with lines; empty for others.
struct LineTally {
  std::vector<double> figures[line_figure_count];  ///< by LineFigure, then by entity

  double of(LineFigure figure, std::size_t entity) const {
    const std::vector<double>& values = figures[static_cast<std::size_t>(figure)];
    return entity < values.size() ? values[entity] : 0;
  }
  void take(const EventRecord& event);
};

}  // namespace takt
