#pragma once

#include <cstdint>
#include <vector>

#include "sim/model/scenario.hpp"

namespace takt {

struct EventRecord;

/// What an EventKind::line_sum tells; times in ticks from the end of the warm-up to the end of the run.
enum class LineFigure : std::int32_t {
  buffer_content,  ///< entity: group; jobs in its queue, times how long
  chose_to_wait,   ///< entity: group; machine time that an agent left unused although jobs waited
  cards_in_use,    ///< entity: loop; cards times how long
  card_waiting,    ///< entity: loop; jobs that waited for one of its cards, times how long
  part_stock,      ///< entity: store; parts in it, times how long
  parts_stored,    ///< entity: store; parts that came in over the whole run
  parts_taken,     ///< entity: store; parts that operations took over the whole run
  parts_left,      ///< entity: store; parts in it at the end
};
inline constexpr int line_figure_count = 8;

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
