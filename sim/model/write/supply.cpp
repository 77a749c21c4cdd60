#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/model/length_units.hpp"
#include "sim/model/scenario.hpp"
#include "sim/model/write/distribution.hpp"
#include "sim/model/write/text.hpp"

namespace takt {
namespace {

std::string units_text(Quantity quantity) {
  return fmt::format("{}", to_units(quantity));
}

std::string list_text(const std::vector<Quantity>& quantities) {
  std::vector<double> units;
  for (const Quantity quantity : quantities) units.push_back(to_units(quantity));
  return fmt::format("[{}]", fmt::join(units, ", "));
}

std::string policy_text(const OrderPolicy& p) {
  const std::string level = units_text(p.level);
  switch (p.kind) {
    case PolicyKind::none:
      return {};
    case PolicyKind::min_max:
      return fmt::format("{{min_max: {{reorder_at: {}, up_to: {}}}}}", units_text(p.reorder), level);
    case PolicyKind::fixed_quantity:
      return fmt::format("{{fixed_quantity: {{reorder_at: {}, quantity: {}}}}}", units_text(p.reorder),
                         level);
    case PolicyKind::base_stock:
      return fmt::format("{{base_stock: {}}}", level);
    case PolicyKind::echelon_base_stock:
      return fmt::format("{{echelon_base_stock: {}}}", level);
    case PolicyKind::moving_average:
      return fmt::format("{{moving_average: {{periods: {}, cover: {}, safety_stock: {}, forecast: {}}}}}",
                         p.periods, p.cover, level, p.forecast);
    case PolicyKind::smoothing:
      return fmt::format("{{smoothing: {{alpha: {}, cover: {}, safety_stock: {}, forecast: {}}}}}", p.alpha,
                         p.cover, level, p.forecast);
    case PolicyKind::anchor_adjust:
      return fmt::format("{{anchor_adjust: {{target: {}, alpha: {}, beta: {}, theta: {}, forecast: {}}}}}",
                         level, p.alpha, p.beta, p.theta, p.forecast);
  }
  return {};
}

std::string costs_text(const StockCosts& costs) {
  std::vector<std::string> fields;
  const auto add = [&](const char* key, double value) {
    if (value != 0) fields.push_back(fmt::format("{}: {}", key, value));
  };
  add("holding", costs.holding);
  add("transit", costs.transit);
  add("shortage", costs.shortage);
  add("lost", costs.lost);
  add("order", costs.order);
  add("unit", costs.unit);
  return fields.empty() ? "" : fmt::format("{{{}}}", fmt::join(fields, ", "));
}

std::string road_text(const Haulage& road) {
  if (road.truckload == 0) return fmt::format("{{speed: {}}}", speed_text(road.speed));
  return fmt::format("{{speed: {}, truckload: {}}}", speed_text(road.speed), units_text(road.truckload));
}

std::string make_text(const Scenario& s, const StockPoint& point) {
  std::vector<std::string> uses;
  for (const Requirement& use : point.uses)
    uses.push_back(
        fmt::format("{}: {}", name_text(s.supply.points[at(use.point)].item), units_text(use.per_lot)));
  return fmt::format("{{routing: {}, lot: {}{}}}", name_text(s.routings[at(point.routing)].name),
                     units_text(point.lot),
                     uses.empty() ? "" : fmt::format(", uses: {{{}}}", fmt::join(uses, ", ")));
}

std::string demand_text(const SupplyModel& supply, Index p) {
  std::string list;
  for (const DemandStream& stream : supply.streams) {
    if (stream.point != p) continue;
    list += list.empty() ? "{" : ", {";
    if (!stream.periodic) list += "interarrival: " + distribution_text(stream.interarrival) + ", ";
    list += "size: " + amount_text(stream.size) + "}";
  }
  return list.empty() ? "" : "[" + list + "]";
}

void write_stock(const Scenario& s, Index p, std::string& out) {
  const SupplyModel& supply = s.supply;
  const StockPoint& point = supply.points[at(p)];
  const OrderPolicy& policy = point.policy;
  std::vector<std::string> fields;
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) fields.push_back(fmt::format("{}: {}", key, value));
  };
  const auto add_units = [&](const char* key, Quantity quantity) {
    if (quantity != 0) add(key, units_text(quantity));
  };
  const auto add_list = [&](const char* key, const std::vector<Quantity>& quantities) {
    if (!quantities.empty()) add(key, list_text(quantities));
  };
  const auto add_time = [&](const char* key, const Distribution& time) {
    if (!time.is_constant() || time.a != 0) add(key, distribution_text(time));
  };
  add("initial", units_text(point.initial));
  if (point.from >= 0) add("from", name_text(supply.sites[at(supply.points[at(point.from)].site)].name));
  add_time("lead_time", point.lead_time);
  if (point.road.used()) add("road", road_text(point.road));
  add_time("order_delay", point.order_delay);
  add_list("in_transit", point.in_transit);
  add_list("in_mail", point.in_mail);
  if (point.routing >= 0) add("make", make_text(s, point));
  add("policy", policy_text(policy));
  if (policy.review_every > 0) add("review_every", fmt::format("{}", policy.review_every));
  add_list("opening_orders", policy.opening);
  add_units("lot_size", policy.lot_size);
  add_units("minimum_order", policy.minimum);
  add_units("maximum_order", policy.maximum);
  add_list("order_choices", policy.choices);
  if (point.lost_sales) add("when_short", "lost");
  if (point.ship_complete) add("partial_shipments", "false");
  add("demand", demand_text(supply, p));
  add("costs", costs_text(point.costs));
  out += fmt::format("        {}: {{{}}}\n", name_text(point.item), fmt::join(fields, ", "));
}

}  // namespace

std::string supply_text(const Scenario& s) {
  static constexpr std::array<const char*, 5> kinds = {"warehouse", "supplier", "plant", "shop", "customer"};
  const SupplyModel& supply = s.supply;
  if (!supply.used()) return {};
  std::string out =
      fmt::format("supply:\n  period: {}\n  orders: {}\n  measure: {}\n  sites:\n", time_text(supply.period),
                  supply.orders_first ? "before_demand" : "after_demand",
                  supply.measure == StockMeasure::period ? "per_period" : "continuous");
  for (std::size_t i = 0; i < supply.sites.size(); ++i) {
    const SupplySite& site = supply.sites[i];
    out += fmt::format("    {}:\n      kind: {}\n", name_text(site.name),
                       kinds[static_cast<std::size_t>(site.kind)]);
    if (site.place >= 0)
      out += fmt::format("      place: {}\n", name_text(s.transport.places[at(site.place)]));
    if (site.disrupted)
      out += fmt::format("      disruption: {{time_to_failure: {}, time_to_repair: {}}}\n",
                         distribution_text(site.time_to_failure), distribution_text(site.time_to_repair));
    if (site.kind == SiteKind::supplier) continue;
    out += "      items:\n";
    for (Index p = 0; p < static_cast<Index>(supply.points.size()); ++p)
      if (supply.points[at(p)].site == static_cast<Index>(i)) write_stock(s, p, out);
  }
  return out;
}

}  // namespace takt
