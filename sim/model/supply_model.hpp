#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/model/amount.hpp"
#include "sim/model/distribution.hpp"
#include "sim/model/index.hpp"
#include "sim/model/time.hpp"

namespace takt {

struct Scenario;

enum class SiteKind { warehouse, supplier, plant, shop, customer };

/// A place that holds goods. A supplier has everything without limit.
struct SupplySite {
  std::string name;
  SiteKind kind = SiteKind::warehouse;
  Index place = -1;        ///< in the transport network; -1: nowhere
  bool disrupted = false;  ///< it fails now and then: what it should send waits until it is back
  Distribution time_to_failure, time_to_repair;

  bool operator==(const SupplySite&) const = default;
};

enum class PolicyKind {
  none,                ///< never orders
  min_max,             ///< (s,S): at `reorder` or below, up to `level`
  fixed_quantity,      ///< (r,Q): at `reorder` or below, as many times `level` as lift it above
  base_stock,          ///< up to `level`
  echelon_base_stock,  ///< the echelon position up to `level` (Clark & Scarf 1960)
  moving_average,      ///< up to forecast * cover + `level`; the forecast is the mean of the last `periods`
  smoothing,           ///< the same with forecast += alpha * (demand - forecast)
  anchor_adjust,  ///< max(0, forecast + alpha * (level - stock - beta * supply line)), forecast smoothed by
                  ///< theta (Sterman 1989)
};

/// When and how much a stock point orders. Positions and levels count what is on hand and on order, less what
/// is owed.
struct OrderPolicy {
  PolicyKind kind = PolicyKind::none;
  Quantity reorder = 0;
  Quantity level = 0;
  double alpha = 0, beta = 0, theta = 0;
  double cover = 0;               ///< periods of demand that the level covers
  Index periods = 0;              ///< moving_average
  double forecast = 0;            ///< demand a period that is expected at first, in units
  Index review_every = 0;         ///< periods between reviews; 0: at every change of the position
  std::vector<Quantity> opening;  ///< what the first reviews order, whatever the policy says
  Quantity lot_size = 0;          ///< orders are rounded up to multiples; 0: any amount
  Quantity minimum = 0;           ///< smaller orders are raised to it
  Quantity maximum = 0;           ///< larger orders are cut down to it; 0: none
  std::vector<Quantity> choices;  ///< order quantities an agent may choose beside the policy's

  bool operator==(const OrderPolicy&) const = default;
};

/// What one job of a plant takes from the stock of its site.
struct Requirement {
  Index point = 0;
  Quantity per_lot = 0;

  bool operator==(const Requirement&) const = default;
};

/// Costs, in money a unit and period unless noted.
struct StockCosts {
  double holding = 0;
  double transit = 0;   ///< of what is on its way to the point
  double shortage = 0;  ///< of what the point owes
  double lost = 0;      ///< a unit of demand that is lost
  double order = 0;     ///< an order
  double unit = 0;      ///< a unit ordered

  bool operator==(const StockCosts&) const = default;
};

/// How goods come over the lanes of the transport network: in trucks that leave together and, on shared
/// lanes, get their share of the road together.
struct Haulage {
  double speed = 0;        ///< m/s of a truck on a free road; 0: goods do not come by road
  Quantity truckload = 0;  ///< what one truck holds; 0: everything

  bool used() const { return speed > 0; }
  bool operator==(const Haulage&) const = default;
};

/// An item at a site.
struct StockPoint {
  Index site = 0;
  std::string item;
  bool unlimited = false;  ///< at a supplier
  Quantity initial = 0;
  Index from = -1;           ///< stock point that supplies it; -1: made here, or from outside without limit
  Distribution lead_time;    ///< of a shipment to here; before it departs where it comes by road
  Haulage road;              ///< how it gets here from its supplier's place
  Distribution order_delay;  ///< of an order on its way to whoever supplies
  std::vector<Quantity> in_transit;  ///< shipments that arrive at the start of period 0, 1, ...
  std::vector<Quantity> in_mail;     ///< orders of this point that reach their supplier then
  bool lost_sales = false;           ///< demand that is not met at once is lost; else owed
  bool ship_complete = false;        ///< an order leaves in one piece; else what there is
  Index routing = -1;                ///< replenished by jobs of this routing; -1: not made here
  Quantity lot = 0;                  ///< what a job makes
  std::vector<Requirement> uses;
  OrderPolicy policy;
  StockCosts costs;

  bool operator==(const StockPoint&) const = default;
};

/// Customers of a stock point.
struct DemandStream {
  Index point = 0;
  bool periodic = false;  ///< once a period; else after each interarrival time
  Distribution interarrival;
  Amount size;

  bool operator==(const DemandStream&) const = default;
};

/// What is measured of stock: its mean over time, or over the moments after the demand of each period.
enum class StockMeasure { continuous, period };

/// A supply chain. Within an instant: shipments arrive, those by road first; orders arrive and are served;
/// then, at the start of a period, its demand is served, stock is measured, orders are placed; or, with
/// orders_first, orders are placed, demand is served, stock is measured. In each step the stock points come
/// in the order of `review_order`.
struct SupplyModel {
  Time period = 0;  ///< unit of costs and of reviews; 0: there is no supply chain
  bool orders_first = false;
  StockMeasure measure = StockMeasure::continuous;
  std::vector<SupplySite> sites;
  std::vector<StockPoint> points;
  std::vector<DemandStream> streams;

  std::vector<Index> review_order;    ///< derived: points that order, each before whoever supplies it
  std::vector<Index> period_streams;  ///< derived: the periodic streams
  std::vector<char> below_echelon;  ///< derived, by point: some point above it looks at the echelon position

  bool used() const { return period > 0; }
  bool operator==(const SupplyModel&) const = default;
};

/// Checks the supply chain of a scenario whose routings are known, and fills in the derived fields. Throws
/// Error(bad_input).
void finish_supply(Scenario& scenario);

/// Trucks that bring so much to a stock point by road: its load on the lanes.
double trucks_for(const StockPoint& point, Quantity quantity);

/// "shop / beer"
std::string stock_name(const SupplyModel& supply, Index point);

/// The section `supply` of a scenario file; empty when there is no supply chain.
std::string supply_text(const Scenario& scenario);

}  // namespace takt
