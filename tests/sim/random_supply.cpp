#include "tests/sim/random_supply.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/sim/random_roads.hpp"

namespace takt::test {

namespace {

/// Quantities of whole units most of the time.
Quantity any_units(Dice& dice, std::int64_t least, std::int64_t greatest) {
  return dice.between(least, greatest) * one_unit + (dice.chance(20) ? dice.between(0, 999'999) : 0);
}

Amount any_amount(Dice& dice) {
  switch (dice.between(0, 9)) {
    case 0:
      return constant_amount(2.5);
    case 1:
      return uniform_amount(0, 5);
    case 2:
      return whole_amount(0, 4);
    case 3:
      return normal_amount(3, 2);
    case 4:
      return poisson_amount(2.5);
    case 5:
      return geometric_amount(2);
    case 6:
      return gamma_amount(3, 0.8);
    case 7:
      return discrete_amount({5, 0, 1}, {1, 2, 3});
    case 8:
      return listed_amount({4, 0, 7, 2});
    default:
      return stepped_amount({1, 4}, {3, 6});
  }
}

OrderPolicy any_policy(Dice& dice, bool echelons) {
  OrderPolicy policy;
  policy.kind = static_cast<PolicyKind>(dice.between(0, 7));
  if (!echelons && policy.kind == PolicyKind::echelon_base_stock) policy.kind = PolicyKind::base_stock;
  const bool forecasts = policy.kind >= PolicyKind::moving_average;
  policy.review_every = forecasts || dice.chance(50) ? static_cast<Index>(dice.between(1, 3)) : 0;
  if (policy.kind != PolicyKind::none) policy.level = any_units(dice, 5, 15);
  switch (policy.kind) {
    case PolicyKind::min_max:
    case PolicyKind::fixed_quantity:
      policy.reorder = any_units(dice, 0, 4);
      break;
    case PolicyKind::moving_average:
      policy.periods = static_cast<Index>(dice.between(1, 4));
      policy.cover = 1.5;
      break;
    case PolicyKind::smoothing:
      policy.alpha = 0.25;
      policy.cover = 2;
      policy.forecast = 1;
      break;
    case PolicyKind::anchor_adjust:
      policy.alpha = 0.5;
      policy.beta = 0.75;
      policy.theta = 0.25;
      policy.forecast = 2;
      break;
    default:
      break;
  }
  if (dice.chance(25)) policy.lot_size = any_units(dice, 1, 3);
  if (dice.chance(25)) policy.minimum = any_units(dice, 1, 4);
  if (dice.chance(25)) policy.maximum = std::max(policy.minimum, policy.lot_size) + any_units(dice, 0, 9);
  if (policy.review_every > 0 && dice.chance(20))
    policy.opening = {any_units(dice, 0, 6), any_units(dice, 0, 6)};
  if (dice.chance(40)) policy.choices = {any_units(dice, 1, 5), any_units(dice, 1, 9)};
  return policy;
}

void make_here(StockPoint& point, Dice& dice, std::size_t routings) {
  point.routing = dice.index(routings);
  point.lot = any_units(dice, 1, 3);
  OrderPolicy& policy = point.policy;
  policy.lot_size = point.lot * dice.between(1, 2);
  if (policy.maximum > 0) policy.maximum = std::max(policy.minimum, policy.lot_size) + policy.maximum;
  for (Quantity& quantity : policy.opening) quantity = point.lot * dice.between(0, 3);
  for (Quantity& quantity : policy.choices) quantity = point.lot * dice.between(1, 3);
}

}  // namespace

void add_random_supply(Scenario& s, Dice& dice) {
  SupplyModel& supply = s.supply;
  if (s.run.horizon == never) s.run.horizon = dice.between(20, 200) * ticks_per_second;
  supply.period = dice.between(2, 10) * ticks_per_second;
  supply.orders_first = dice.chance(50);
  supply.measure = dice.chance(50) ? StockMeasure::period : StockMeasure::continuous;
  const auto sites = dice.between(1, 4), items = dice.between(1, 3);
  const bool plants = !s.routings.empty() && dice.chance(60);
  const auto add_site = [&](std::string name, SiteKind kind) {
    SupplySite site;
    site.name = std::move(name);
    site.kind = kind;
    site.disrupted = dice.chance(25);
    if (site.disrupted) {
      site.time_to_failure = any_distribution(dice, true, 5, 40);
      site.time_to_repair = any_distribution(dice, true, 0, 15);
    }
    supply.sites.push_back(site);
  };
  for (std::int64_t i = 0; i < sites; ++i) add_site("site" + std::to_string(i), SiteKind::warehouse);
  add_site("supplier", SiteKind::supplier);
  // Downstream sites first, so that whoever supplies a point comes later; a product before what it is made
  // of.
  std::vector<Index> bought;
  for (std::int64_t i = 0; i < sites; ++i) {
    for (std::int64_t k = 0; k < items; ++k) {
      StockPoint point;
      point.site = static_cast<Index>(i);
      point.item = "item" + std::to_string(k);
      point.initial = any_units(dice, 0, 12);
      point.policy = any_policy(dice, !plants);
      point.ship_complete = dice.chance(30);
      point.lost_sales = dice.chance(30);
      point.costs = {1, 0.5, 4, 2, 10, 0};
      const auto index = static_cast<Index>(supply.points.size());
      if (plants && dice.chance(40)) {
        make_here(point, dice, s.routings.size());
        if (k + 1 < items && dice.chance(70)) point.uses.push_back({index + 1, any_units(dice, 1, 3)});
      } else {
        if (i + 1 < sites && dice.chance(70)) {
          point.from = static_cast<Index>(dice.between(i + 1, sites - 1) * items + k);
        } else if (dice.chance(60)) {
          bought.push_back(index);
        }
        point.lead_time = any_distribution(dice, true, 0, 12);
        if (dice.chance(30)) point.order_delay = any_distribution(dice, true, 0, 8);
        if (dice.chance(20)) point.in_transit = {any_units(dice, 0, 3), any_units(dice, 0, 3)};
        if (dice.chance(20)) point.in_mail = {any_units(dice, 0, 3), any_units(dice, 0, 3)};
      }
      supply.points.push_back(point);
      while (dice.chance(i == 0 ? 60 : 15)) {
        DemandStream stream;
        stream.point = index;
        stream.periodic = dice.chance(50);
        if (!stream.periodic) stream.interarrival = any_distribution(dice, true, 2, 15);
        stream.size = any_amount(dice);
        supply.streams.push_back(stream);
      }
    }
  }
  // The supplier's items come last, in the order in which they are first asked for, as the reader makes them.
  for (const Index buyer : bought) {
    StockPoint& point = supply.points[static_cast<std::size_t>(buyer)];
    for (std::size_t p = static_cast<std::size_t>(sites * items); p < supply.points.size(); ++p)
      if (supply.points[p].item == point.item) point.from = static_cast<Index>(p);
    if (point.from >= 0) continue;
    point.from = static_cast<Index>(supply.points.size());
    StockPoint stock;
    stock.site = static_cast<Index>(sites);
    stock.item = point.item;
    stock.unlimited = true;
    supply.points.push_back(stock);
  }
  if (dice.chance(40)) s.asked |= 1U << 6U;  // DecisionKind::replenish
}

Scenario random_supply_chain(std::uint64_t seed) {
  Dice dice(seed);
  Scenario s;
  s.name = "supply" + std::to_string(seed);
  if (dice.chance(30)) s.run.warm_up = dice.between(1, 15) * ticks_per_second;
  add_random_supply(s, dice);
  add_random_roads(s, seed);
  finish_scenario(s);
  return s;
}

}  // namespace takt::test
