#pragma once

#include <cstdint>
#include <vector>

#include "sim/plant/line_state.hpp"
#include "sim/plant/records.hpp"

namespace takt {

/// Sums over the window of a scenario with lines; empty for others.
struct LineTally {
  std::vector<double> figures[line_figure_count];  ///< by LineFigure, then by entity; NaN: not known

  double of(LineFigure figure, std::size_t entity) const {
    const std::vector<double>& values = figures[static_cast<std::size_t>(figure)];
    return entity < values.size() ? values[entity] : 0;
  }
};

/// Takes the plant's own sums where the window is that of the run. For another window it follows cards and
/// part stores by their events; what jobs in queues and waiting for cards did, no event tells: those figures
/// are NaN.
class LineTallier {
 public:
  LineTallier(const Scenario& scenario, Time from);

  bool on() const { return on_; }
  void take(const EventRecord& event);
  /// Call once, last.
  LineTally finish(Time end);

 private:
  struct Store {
    LevelOverTime stock;
    std::int64_t stored = 0, taken = 0;
  };

  Time from_;
  bool on_;
  bool of_run_;  ///< the window begins where that of the run does
  bool summed_ = false;
  std::vector<std::int64_t> cards_;    ///< by loop: how many there are
  std::vector<LevelOverTime> in_use_;  ///< by loop
  std::vector<Store> stores_;
  std::size_t groups_;
  LineTally sums_;
};

}  // namespace takt
