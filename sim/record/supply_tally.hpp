#pragma once

#include <cstdint>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/record/trace.hpp"

namespace takt {

/// Follows the stock of a supply chain by its events alone, so that key figures need no recorded events and
/// do not rely on the plant's own accounts. Counts what happens at warm-up or later.
class SupplyTally {
 public:
  explicit SupplyTally(const Scenario& scenario);

  void take(const EventRecord& event);
  /// The sums up to the end of the run.
  std::vector<StockTally> finish(Time end);

 private:
  /// Levels now, and the sums of the current period.
  struct Level {
    Quantity on_hand = 0, owed = 0, in_transit = 0;
    Time since = 0;  ///< the integrals go up to here
    std::int64_t period = 0;
    double ordered = 0, demanded = 0;  ///< in that period
    bool short_in_cycle = false;       ///< since the last receipt
  };

  void integrate(std::size_t point, Time now);
  void count_period(std::size_t point, std::int64_t period);
  void measure(Time now);

  const Scenario* scenario_;
  std::int64_t first_period_ = 0;  ///< that lies wholly after the warm-up
  std::vector<Level> levels_;
  std::vector<StockTally> tallies_;
};

}  // namespace takt
