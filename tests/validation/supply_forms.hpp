#pragma once

#include <vector>

// Exact results of inventory theory, each computed here from its formula or recursion, independently of the
// simulator. Costs are h a unit on hand and period, p a unit owed and period, K an order.

namespace takt::test {

/// A newsvendor with normal demand: best order and its cost, and the cost of any other.
double newsvendor_level(double mean, double sd, double h, double p);
double newsvendor_cost(double mean, double sd, double h, double p, double level);

/// Poisson demand, probability of k.
double poisson_share(double mean, int k);

/// (s,S) with periodic review, Poisson demand a period and lead time L, orders before demand (stock is
/// measured after L + 1 periods of demand): cost a period by the renewal argument of Zheng & Federgruen
/// (1991).
double min_max_cost(int s, int S, double demand, int lead_time, double K, double h, double p);
/// The best (s,S) with S - s below 100 by trying all, and its cost.
struct MinMax {
  int s, S;
  double cost;
};
MinMax best_min_max(double demand, int lead_time, double K, double h, double p, int highest);

/// What a continuously reviewed stock point looks like in the long run.
struct StockForm {
  double fill_rate, on_hand, owed;
};
/// Base stock S with Poisson demand, one for one: `load` is rate times mean lead time (Palm's theorem: its
/// distribution does not matter as long as shipments may overtake each other).
StockForm base_stock_form(int S, double load);
/// (r,Q) with Poisson demand and a constant lead time: the position is uniform on r + 1 .. r + Q.
StockForm fixed_quantity_form(int r, int Q, double load);
/// Base stock S before one machine with exponential times, utilisation rho: M/M/1 make to stock.
StockForm make_to_stock_form(int S, double rho);
/// Share of demand lost by base stock S with lost sales: Erlang B.
double erlang_b(int S, double load);

/// Serial system of Clark & Scarf with normal demand a period, stages from the customer's upwards.
struct SerialStage {
  double lead_time;     ///< periods of demand that pass before an order is in the measured stock
  double echelon_cost;  ///< added holding cost of this stage
};
struct SerialForm {
  std::vector<double> levels;  ///< echelon base stock levels
  double cost;                 ///< a period
};
/// The best levels, or with `levels` given, the cost of those: Snyder & Shen (2019), section 6.2, on a grid.
SerialForm serial_form(const std::vector<SerialStage>& stages, double mean, double sd, double p,
                       std::vector<double> levels = {});

/// Variance of orders by variance of independent demands, order-up-to `cover` periods of the mean of the last
/// n (Chen et al. 2000, exact without safety stock), or of exponential smoothing.
double moving_average_bullwhip(double cover, int n);
double smoothing_bullwhip(double cover, double alpha);

}  // namespace takt::test
