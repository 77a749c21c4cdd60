// The section `supply`.

#include "sim/model/read/supply.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/read/transport.hpp"

namespace takt {
namespace {

constexpr std::array<std::string_view, 5> kinds = {"warehouse", "supplier", "plant", "shop", "customer"};
constexpr std::array<std::string_view, 2> order_words = {"after_demand", "before_demand"};
constexpr std::array<std::string_view, 2> measures = {"continuous", "per_period"};
constexpr std::array<std::string_view, 2> short_words = {"backorder", "lost"};

constexpr double greatest_cost = 1e12;

class SupplyReader {
 public:
  SupplyReader(Scenario& scenario, const Names& names) : supply_(scenario.supply), names_(names) {}

  void read(const Spot& section) {
    const Fields fields(section, keys::supply);
    supply_.period = fields.require("period").time();
    if (supply_.period < 1) fields.require("period").fail("must be longer than 0");
    if (const auto orders = fields.find("orders")) supply_.orders_first = orders->choice(order_words) == 1;
    const Spot sites = fields.require("sites");
    for (std::size_t i = 0; i < sites.map_size(); ++i) read_site(sites.entry(i));
    for (std::size_t i = 0; i < sites.map_size(); ++i) {
      const Spot site = sites.entry(i);
      const auto* items = site.node().find_entry("items");
      if (items == nullptr) continue;
      const Spot list = site.at(*items);
      for (std::size_t j = 0; j < list.map_size(); ++j)
        read_stock(list.entry(j), point_of(static_cast<Index>(i), list.entry(j).key_name()));
    }
    const bool periodic = std::any_of(supply_.streams.begin(), supply_.streams.end(),
                                      [](const DemandStream& stream) { return stream.periodic; });
    supply_.measure = periodic ? StockMeasure::period : StockMeasure::continuous;
    if (const auto measure = fields.find("measure"))
      supply_.measure = static_cast<StockMeasure>(measure->choice(measures));
  }

 private:
  /// A site and the places of its items, which others may refer to before they are read.
  void read_site(const Spot& spot) {
    const Fields fields(spot, keys::site);
    SupplySite site;
    site.name = spot.key_name();
    sites_.add(site.name);
    if (const auto kind = fields.find("kind")) site.kind = static_cast<SiteKind>(kind->choice(kinds));
    if (const auto place = fields.find("place")) site.place = names_.places.resolve(*place);
    if (const auto disruption = fields.find("disruption")) {
      const Fields times(*disruption, keys::disruption);
      site.disrupted = true;
      const Spot to_failure = times.require("time_to_failure");
      site.time_to_failure = read_distribution(to_failure);
      if (mean(site.time_to_failure) < 1) to_failure.fail("the mean time to failure must be at least 1 us");
      site.time_to_repair = read_distribution(times.require("time_to_repair"));
    }
    const auto index = static_cast<Index>(supply_.sites.size());
    supply_.sites.push_back(site);
    const auto items = fields.find("items");
    if (site.kind == SiteKind::supplier) {
      if (items) items->fail("a supplier has everything; a site that may run out is a warehouse");
      return;
    }
    if (!items) spot.fail("'items' is missing");
    for (std::size_t i = 0; i < items->map_size(); ++i) add_point(index, items->entry(i).key_name(), false);
  }

  Index add_point(Index site, const std::string& item, bool unlimited) {
    const auto index = static_cast<Index>(supply_.points.size());
    StockPoint point;
    point.site = site;
    point.item = item;
    point.unlimited = unlimited;
    supply_.points.push_back(std::move(point));
    points_.emplace(std::pair(site, item), index);
    return index;
  }

  Index point_of(Index site, const std::string& item) const {
    const auto found = points_.find(std::pair(site, item));
    return found == points_.end() ? -1 : found->second;
  }

  void read_stock(const Spot& spot, Index p) {
    const Fields fields(spot, keys::stock);
    StockPoint point = supply_.points[at(p)];
    const bool customer = supply_.sites[at(point.site)].kind == SiteKind::customer;
    if (const auto initial = fields.find("initial")) point.initial = read_quantity(*initial);
    fields.exclude("from", "make");
    if (const auto from = fields.find("from")) point.from = read_from(*from, point);
    if (const auto lead_time = fields.find("lead_time")) point.lead_time = read_distribution(*lead_time);
    if (const auto road = fields.find("road")) point.road = read_road(*road, point);
    if (const auto delay = fields.find("order_delay")) point.order_delay = read_distribution(*delay);
    if (const auto list = fields.find("in_transit")) point.in_transit = read_quantities(*list);
    if (const auto list = fields.find("in_mail")) point.in_mail = read_quantities(*list);
    if (const auto word = fields.find("when_short")) point.lost_sales = word->choice(short_words) == 1;
    if (const auto partial = fields.find("partial_shipments")) point.ship_complete = !partial->boolean();
    point.policy = read_order_policy(fields);
    if (customer && !fields.has("policy")) point.policy.kind = PolicyKind::base_stock;
    if (const auto make = fields.find("make")) read_make(*make, fields, point);
    if (const auto costs = fields.find("costs")) read_costs(*costs, point.costs);
    supply_.points[at(p)] = std::move(point);
    if (const auto demand = fields.find("demand")) read_demands(*demand, p);
  }

  Index read_from(const Spot& spot, const StockPoint& point) {
    const Index site = sites_.resolve(spot);
    const Index found = point_of(site, point.item);
    if (found >= 0) return found;
    if (supply_.sites[at(site)].kind == SiteKind::supplier) return add_point(site, point.item, true);
    spot.fail(fmt::format("'{}' holds no '{}'", supply_.sites[at(site)].name, point.item));
  }

  Haulage read_road(const Spot& spot, const StockPoint& point) const {
    if (point.from < 0) spot.fail("needs 'from': what is made here or comes from outside is on no road");
    for (const Index site : {point.site, supply_.points[at(point.from)].site}) {
      const SupplySite& end = supply_.sites[at(site)];
      if (end.place < 0) spot.fail(fmt::format("site '{}' needs a 'place' at which the road ends", end.name));
    }
    const Fields fields(spot, keys::road);
    Haulage road;
    road.speed = read_speed(fields.require("speed"), least_vehicle_speed, greatest_vehicle_speed);
    if (const auto load = fields.find("truckload")) {
      road.truckload = read_quantity(*load);
      if (road.truckload == 0) load->fail("must be greater than 0");
    }
    return road;
  }

  void read_make(const Spot& spot, const Fields& stock, StockPoint& point) {
    for (const char* key : {"lead_time", "in_transit", "in_mail"}) {
      if (const auto other = stock.find(key))
        other->fail("what is made here needs no transport: its time is that of its jobs");
    }
    const Fields fields(spot, keys::make);
    point.routing = names_.routings.resolve(fields.require("routing"));
    point.lot = one_unit;
    if (const auto lot = fields.find("lot")) {
      point.lot = read_quantity(*lot);
      if (point.lot == 0) lot->fail("must be greater than 0");
    }
    OrderPolicy& policy = point.policy;
    const auto check_multiples = [&](const char* key, Quantity quantity) {
      if (quantity % point.lot != 0)
        stock.require(key).fail(
            fmt::format("a job makes {} units; orders are multiples of that", to_units(point.lot)));
    };
    check_multiples("lot_size", policy.lot_size);
    for (const Quantity quantity : policy.opening) check_multiples("opening_orders", quantity);
    for (const Quantity quantity : policy.choices) check_multiples("order_choices", quantity);
    if (policy.lot_size == 0) policy.lot_size = point.lot;
    if (policy.maximum > 0 && policy.maximum < policy.lot_size)
      stock.require("maximum_order").fail("is less than what one job makes");
    const auto uses = fields.find("uses");
    if (!uses) return;
    for (std::size_t i = 0; i < uses->map_size(); ++i) {
      const Spot use = uses->entry(i);
      const Index raw = point_of(point.site, use.key_name());
      if (raw < 0) use.fail_at_key(fmt::format("the site holds no '{}'", use.key_name()));
      const Quantity quantity = read_quantity(use);
      if (quantity == 0) use.fail("must be greater than 0");
      point.uses.push_back({raw, quantity});
    }
  }

  static void read_costs(const Spot& spot, StockCosts& costs) {
    const Fields fields(spot, keys::stock_costs);
    const auto cost = [&](const char* key) {
      const auto value = fields.find(key);
      return value ? value->number(0, greatest_cost) : 0;
    };
    costs = {.holding = cost("holding"),
             .transit = cost("transit"),
             .shortage = cost("shortage"),
             .lost = cost("lost"),
             .order = cost("order"),
             .unit = cost("unit")};
  }

  void read_demands(const Spot& spot, Index point) {
    if (!spot.is_sequence()) return read_demand(spot, point);
    for (std::size_t i = 0; i < spot.list_size(); ++i) read_demand(spot.item(i), point);
  }

  void read_demand(const Spot& spot, Index point) {
    const Fields fields(spot, keys::demand);
    DemandStream stream;
    stream.point = point;
    const auto interarrival = fields.find("interarrival");
    stream.periodic = !interarrival;
    if (interarrival) {
      stream.interarrival = read_distribution(*interarrival);
      if (mean(stream.interarrival) < 1)
        interarrival->fail("the mean time between demands must be at least 1 us");
    }
    const auto size = fields.find("size");
    if (!size && stream.periodic) spot.fail("'size' is missing: how much is asked for in a period");
    stream.size = size ? read_amount(*size) : constant_amount(1);
    supply_.streams.push_back(std::move(stream));
  }

  SupplyModel& supply_;
  const Names& names_;
  NameTable sites_{"site"};
  std::map<std::pair<Index, std::string>, Index> points_;
};

}  // namespace

void read_supply(const Fields& top, Scenario& scenario, const Names& names) {
  const auto section = top.find("supply");
  if (!section) return;
  SupplyReader(scenario, names).read(*section);
  if (scenario.run.horizon == never)
    section->fail("a supply chain goes on for ever: give the run an 'until' time");
}

}  // namespace takt
