// Checks and derived fields of supply chains.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/refuse.hpp"
#include "sim/model/scenario.hpp"

namespace takt {
namespace {

bool in_range(Index index, std::size_t size) {
  return index >= 0 && at(index) < size;
}

bool is_stock(Quantity quantity) {
  return quantity >= 0 && quantity <= to_quantity(greatest_amount);
}

bool uses_forecast(PolicyKind kind) {
  return kind == PolicyKind::moving_average || kind == PolicyKind::smoothing ||
         kind == PolicyKind::anchor_adjust;
}

void check_policy(const std::string& who, const StockPoint& point) {
  const OrderPolicy& policy = point.policy;
  const bool quantities = is_stock(policy.lot_size) && is_stock(policy.minimum) && is_stock(policy.maximum) &&
                          std::all_of(policy.opening.begin(), policy.opening.end(), is_stock) &&
                          std::all_of(policy.choices.begin(), policy.choices.end(), is_stock);
  if (!quantities) refuse("{}: quantities must be from 0 to 1000000000 units", who);
  if (policy.review_every < 0) refuse("{}: review_every must not be negative", who);
  if (uses_forecast(policy.kind) && policy.review_every == 0)
    refuse("{}: a policy that forecasts the demand of a period needs review_every", who);
  if (!policy.opening.empty() && policy.review_every == 0)
    refuse("{}: opening orders belong to reviews: give review_every as well", who);
  if (policy.kind == PolicyKind::min_max && policy.level <= policy.reorder)
    refuse("{}: up_to must be greater than reorder_at", who);
  if (policy.kind == PolicyKind::fixed_quantity && policy.level <= 0)
    refuse("{}: the quantity must be greater than 0", who);
  if (policy.kind == PolicyKind::moving_average && (policy.periods < 1 || policy.periods > 100'000))
    refuse("{}: periods must be from 1 to 100000", who);
  if (policy.maximum > 0 && policy.maximum < std::max(policy.minimum, policy.lot_size))
    refuse("{}: maximum_order is less than minimum_order or lot_size", who);
}

/// Whether lanes lead here is asked when they are known: see find_transport_fault.
void check_road(const Scenario& s, const StockPoint& point, const std::string& who) {
  const Haulage& road = point.road;
  if (!road.used()) {
    if (road != Haulage{}) refuse("{}: a road needs a speed greater than 0", who);
    return;
  }
  if (!(road.speed >= least_vehicle_speed && road.speed <= greatest_vehicle_speed))
    refuse("{}: the speed on the road must be from 0.001 to 1000 m/s, is {}", who, road.speed);
  if (!is_stock(road.truckload)) refuse("{}: a truckload must be from 0 to 1000000000 units", who);
  const std::vector<SupplySite>& sites = s.supply.sites;
  if (point.from < 0 || sites[at(point.site)].place < 0 ||
      sites[at(s.supply.points[at(point.from)].site)].place < 0)
    refuse("{}: a road needs a place at both ends: of its site and of the site that supplies it", who);
}

void check_point(const Scenario& s, Index p) {
  const SupplyModel& supply = s.supply;
  const StockPoint& point = supply.points[at(p)];
  const std::string who = "stock '" + stock_name(supply, p) + "'";
  if (!is_stock(point.initial) || !std::all_of(point.in_transit.begin(), point.in_transit.end(), is_stock) ||
      !std::all_of(point.in_mail.begin(), point.in_mail.end(), is_stock))
    refuse("{}: quantities must be from 0 to 1000000000 units", who);
  if (point.from != -1 && !in_range(point.from, supply.points.size())) refuse("{}: nothing supplies it", who);
  if (point.from >= 0 && point.routing >= 0) refuse("{}: it is either made or supplied, not both", who);
  if (point.from >= 0 && supply.points[at(point.from)].item != point.item)
    refuse("{}: its supplier holds another item", who);
  if (point.routing != -1) {
    if (!in_range(point.routing, s.routings.size())) refuse("{}: there is no routing {}", who, point.routing);
    if (point.lot <= 0 || !is_stock(point.lot)) refuse("{}: a job must make more than 0 units", who);
    if (point.policy.lot_size <= 0 || point.policy.lot_size % point.lot != 0)
      refuse("{}: lot_size must be a multiple of what a job makes", who);
    for (const Quantity order : point.policy.opening)
      if (order % point.lot != 0) refuse("{}: opening orders must be multiples of what a job makes", who);
    for (const Quantity order : point.policy.choices)
      if (order % point.lot != 0) refuse("{}: order_choices must be multiples of what a job makes", who);
    if (!point.in_mail.empty()) refuse("{}: what is made here has no orders in the mail", who);
    if (!point.in_transit.empty() || !point.lead_time.is_constant() || point.lead_time.a != 0)
      refuse("{}: what is made here needs no transport; its time is that of its jobs", who);
  }
  if (point.unlimited && (point.routing >= 0 || point.policy.kind != PolicyKind::none))
    refuse("{}: a supplier has everything: it neither orders nor makes", who);
  for (const Requirement& use : point.uses) {
    if (!in_range(use.point, supply.points.size()) || supply.points[at(use.point)].site != point.site)
      refuse("{}: what it is made of must lie at the same site", who);
    if (use.per_lot <= 0 || !is_stock(use.per_lot)) refuse("{}: what it uses must be more than 0 units", who);
  }
  check_road(s, point, who);
  check_policy(who, point);
}

/// Every point before whoever supplies it or is used for it; a circle is an error that names it.
void order_points(SupplyModel& supply) {
  enum class Mark : char { unseen, open, done };
  std::vector<Mark> marks(supply.points.size(), Mark::unseen);
  std::vector<Index> finished, stack;
  const auto supplier_of = [&](const StockPoint& point, std::size_t i) -> Index {
    if (point.from >= 0) return i == 0 ? point.from : -1;
    return i < point.uses.size() ? point.uses[i].point : -1;
  };
  std::vector<std::size_t> next(supply.points.size(), 0);
  for (Index root = static_cast<Index>(supply.points.size()) - 1; root >= 0; --root) {
    if (marks[at(root)] != Mark::unseen) continue;
    stack.push_back(root);
    marks[at(root)] = Mark::open;
    while (!stack.empty()) {
      const Index p = stack.back();
      const Index up = supplier_of(supply.points[at(p)], next[at(p)]++);
      if (up < 0) {
        marks[at(p)] = Mark::done;
        finished.push_back(p);
        stack.pop_back();
      } else if (marks[at(up)] == Mark::open) {
        const auto first = std::find(stack.begin(), stack.end(), up);
        const auto least = std::min_element(first, stack.end());  // the circle begins where the file does
        std::rotate(first, least, stack.end());
        std::string circle;
        for (auto it = first; it != stack.end(); ++it) circle += "'" + stock_name(supply, *it) + "' <- ";
        refuse("stock points supply each other in a circle: {}'{}'", circle, stock_name(supply, *first));
      } else if (marks[at(up)] == Mark::unseen) {
        marks[at(up)] = Mark::open;
        stack.push_back(up);
      }
    }
  }
  supply.review_order.clear();
  for (auto p = finished.rbegin(); p != finished.rend(); ++p) {
    if (!supply.points[at(*p)].unlimited) supply.review_order.push_back(*p);
  }
}

void mark_echelons(SupplyModel& supply) {
  supply.below_echelon.assign(supply.points.size(), 0);
  std::vector<Index> way;
  std::vector<bool> known(supply.points.size());
  for (Index p = 0; p < static_cast<Index>(supply.points.size()); ++p) {
    for (Index up = p; up >= 0 && !known[at(up)]; up = supply.points[at(up)].from) way.push_back(up);
    for (; !way.empty(); way.pop_back()) {
      const Index here = way.back(), up = supply.points[at(here)].from;
      const bool own = supply.points[at(here)].policy.kind == PolicyKind::echelon_base_stock;
      supply.below_echelon[at(here)] = own || (up >= 0 && supply.below_echelon[at(up)] != 0) ? 1 : 0;
      known[at(here)] = true;
    }
  }
  for (const StockPoint& point : supply.points) {
    for (const Requirement& use : point.uses) {
      if (supply.below_echelon[at(use.point)] != 0)
        refuse("stock '{}': an echelon position does not reach through production",
               stock_name(supply, use.point));
    }
  }
}

}  // namespace

void finish_supply(Scenario& s) {
  SupplyModel& supply = s.supply;
  if (!supply.used()) return;
  if (supply.period > latest_time) refuse("supply: the period is longer than 285 years");
  if (supply.points.empty()) refuse("supply: no site holds an item");
  if (s.run.horizon == never) refuse("a supply chain goes on for ever: the run needs an 'until' time");
  for (const SupplySite& site : supply.sites) {
    if (site.place != -1 && !in_range(site.place, s.transport.places.size()))
      refuse("site '{}': there is no place {}", site.name, site.place);
    if (site.disrupted && mean(site.time_to_failure) < 1)
      refuse("site '{}': the mean time_to_failure must be at least 1 us", site.name);
  }
  for (const StockPoint& point : supply.points) {
    if (!in_range(point.site, supply.sites.size())) refuse("supply: there is no such site");
  }
  for (Index p = 0; p < static_cast<Index>(supply.points.size()); ++p) {
    check_point(s, p);
    if (supply.points[at(p)].routing >= 0) s.job_extras = true;
  }
  supply.period_streams.clear();
  for (Index d = 0; d < static_cast<Index>(supply.streams.size()); ++d) {
    const DemandStream& stream = supply.streams[at(d)];
    if (!in_range(stream.point, supply.points.size()) || supply.points[at(stream.point)].unlimited)
      refuse("supply: demand {} has no stock to draw from", d);
    if (stream.periodic) supply.period_streams.push_back(d);
    if (!stream.periodic && mean(stream.interarrival) < 1)
      refuse("stock '{}': the mean time between demands must be at least 1 us",
             stock_name(supply, stream.point));
  }
  order_points(supply);
  mark_echelons(supply);
}

double trucks_for(const StockPoint& point, Quantity quantity) {
  const Quantity load = point.road.truckload;
  const Quantity trucks = load == 0 ? 1 : (quantity + load - 1) / load;
  return static_cast<double>(trucks);
}

std::string stock_name(const SupplyModel& supply, Index point) {
  const StockPoint& p = supply.points[at(point)];
  return supply.sites[at(p.site)].name + " / " + p.item;
}

}  // namespace takt
