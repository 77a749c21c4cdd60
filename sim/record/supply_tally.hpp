#pragma once

#include <cstdint>
#include <vector>

#include "sim/plant/records.hpp"

namespace takt {

/// A stock point over the window. Quantities are in units, the integrals in units times periods.
struct StockTally {
  double periods = 0;                            ///< of the window: how many were measured, or its length
  double on_hand = 0, owed = 0, in_transit = 0;  ///< integrals, or sums over measured periods
  double stocked = 0;                            ///< periods in which nothing was owed
  double demand = 0;                             ///< by customers, other stock points and production
  double short_of = 0;                           ///< of demand, what was not there at once
  double lost = 0;                               ///< of short_of, what went away
  double ordered = 0;
  std::int64_t shortages = 0;  ///< demands that were not met at once
  std::int64_t orders = 0;
  std::int64_t receipts = 0;
  std::int64_t short_cycles = 0;  ///< receipts before which something had been short since the receipt before
  std::int64_t whole_periods = 0;  ///< that lie in the window, and over these:
  double order_sum = 0, order_squares = 0, demand_sum = 0,
         demand_squares = 0;  ///< what came together in each
};

/// Follows the stock of a supply chain by its events alone, so that key figures need no recorded events and
/// do not rely on the plant's own accounts. Counts what happens at `from` or later.
class SupplyTallier {
 public:
  SupplyTallier(const Scenario& scenario, Time from);

  bool on() const { return on_; }
  void take(const EventRecord& event);
  /// The sums up to `end`. Call once, last.
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
  Time from_;
  bool on_;
  std::int64_t first_period_ = 0;  ///< that lies wholly at `from` or later
  std::vector<Level> levels_;
  std::vector<StockTally> tallies_;
};

}  // namespace takt
