// Key figures of a supply chain, a row a stock point: quantities in units, costs and rates a period.

#include <cmath>
#include <limits>

#include "results/kpi_tables.hpp"

namespace takt {
namespace {

constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();

double ratio(double x, double y) {
  return y > 0 ? x / y : not_measured;
}

/// Sample variance of n values from their sums.
double variance(double sum, double squares, double n) {
  return n >= 2 ? (squares - sum * sum / n) / (n - 1) : not_measured;
}

std::vector<double> stock_figures(const StockTally& tally) {
  const double n = tally.periods;
  const auto whole = static_cast<double>(tally.whole_periods);
  const auto orders = static_cast<double>(tally.orders), receipts = static_cast<double>(tally.receipts);
  return {ratio(tally.demand, n),
          1 - ratio(static_cast<double>(tally.short_cycles), receipts),
          1 - ratio(tally.short_of, tally.demand),
          ratio(tally.stocked, n),
          ratio(tally.on_hand, n),
          ratio(tally.owed, n),
          ratio(tally.in_transit, n),
          ratio(tally.lost, n),
          static_cast<double>(tally.shortages),
          orders,
          ratio(tally.ordered, orders),
          ratio(variance(tally.order_sum, tally.order_squares, whole),
                variance(tally.demand_sum, tally.demand_squares, whole))};
}

std::vector<double> cost_figures(const StockCosts& cost, const StockTally& tally) {
  const double n = tally.periods;
  std::vector<double> costs = {
      ratio(cost.holding * tally.on_hand, n), ratio(cost.transit * tally.in_transit, n),
      ratio(cost.shortage * tally.owed + cost.lost * tally.lost, n),
      ratio(cost.order * static_cast<double>(tally.orders), n), ratio(cost.unit * tally.ordered, n)};
  double sum = 0;
  for (const double value : costs) sum += value;
  costs.push_back(sum);
  costs.push_back(sum * n);
  return costs;
}

/// The stock points of which something is known; suppliers have no figures.
bool has_figures(const Scenario& scenario, const Trace& trace, std::size_t point) {
  return trace.stock_tallies.size() == scenario.supply.points.size() &&
         !scenario.supply.points[point].unlimited;
}

}  // namespace

KpiTable stock_table(const Scenario& scenario, const Trace& trace) {
  const SupplyModel& supply = scenario.supply;
  KpiTable table{"stock",
                 {{"demand", "1"},
                  {"type1_service", "1"},
                  {"fill_rate", "1"},
                  {"ready_rate", "1"},
                  {"mean_stock", "1"},
                  {"mean_owed", "1"},
                  {"mean_in_transit", "1"},
                  {"lost", "1"},
                  {"shortages", "1"},
                  {"orders", "1"},
                  {"mean_order", "1"},
                  {"bullwhip", "1"}},
                 {}};
  for (std::size_t p = 0; p < supply.points.size(); ++p) {
    if (!has_figures(scenario, trace, p)) continue;
    table.rows.push_back({stock_name(supply, static_cast<Index>(p)), stock_figures(trace.stock_tallies[p])});
  }
  return table;
}

KpiTable stock_cost_table(const Scenario& scenario, const Trace& trace) {
  const SupplyModel& supply = scenario.supply;
  KpiTable table{"stock_cost",
                 {{"holding", "1"},
                  {"transit", "1"},
                  {"shortage", "1"},
                  {"ordering", "1"},
                  {"goods", "1"},
                  {"per_period", "1"},
                  {"total", "1"}},
                 {}};
  std::vector<double> sums(table.columns.size(), 0.0);
  for (std::size_t p = 0; p < supply.points.size(); ++p) {
    if (!has_figures(scenario, trace, p)) continue;
    table.rows.push_back({stock_name(supply, static_cast<Index>(p)),
                          cost_figures(supply.points[p].costs, trace.stock_tallies[p])});
    for (std::size_t c = 0; c < sums.size(); ++c) sums[c] += table.rows.back().values[c];
  }
  if (!table.rows.empty()) table.rows.push_back({"all", sums});
  return table;
}

}  // namespace takt
