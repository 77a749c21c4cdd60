#include <fmt/format.h>

#include "sim/model/limits.hpp"
#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/read/sections.hpp"
#include "sim/model/read/transport.hpp"

namespace takt {
namespace {

/// For jobs that arrive, a fixed date makes no sense.
Due read_due(const Spot& spot, bool may_be_fixed) {
  const auto refuse_fixed = [&](const Spot& where) {
    if (!may_be_fixed) where.fail("jobs that arrive need 'after_release' or 'total_work', not a fixed date");
  };
  if (spot.is_scalar()) {
    const Time date = spot.time();
    refuse_fixed(spot);
    return {DueRule::fixed, date, 0};
  }
  const Fields fields(spot, keys::due);
  if (spot.node().entries.size() != 1) spot.fail("needs one of 'at', 'after_release' and 'total_work'");
  if (const auto date = fields.find("at")) {
    refuse_fixed(*date);
    return {DueRule::fixed, date->time(), 0};
  }
  if (const auto allowance = fields.find("after_release")) return {DueRule::allowance, allowance->time(), 0};
  return {DueRule::total_work, 0, fields.require("total_work").number(0, greatest_due_factor)};
}

double read_weight(const Fields& fields) {
  const auto weight = fields.find("weight");
  return weight ? weight->number(0, greatest_weight) : 1;
}

Index read_pieces(const Fields& fields) {
  const auto pieces = fields.find("pieces");
  return pieces ? static_cast<Index>(pieces->integer(1, most_pieces)) : 1;
}

/// Adds the order, as often as its quantity says.
void read_order(const Spot& spot, std::size_t number, const Names& names, NameTable& taken,
                Scenario& scenario) {
  const Fields fields(spot, keys::order);
  Order order;
  const auto name = fields.find("name");
  order.name = name ? name->name() : fmt::format("order{}", number);
  if (taken.add(order.name) < 0)
    (name ? *name : spot).fail(fmt::format("there are two orders named '{}'", order.name));
  order.routing = names.routings.resolve(fields.require("routing"));
  if (const auto release = fields.find("release")) order.release = release->time();
  if (const auto due = fields.find("due")) order.due = read_due(*due, true);
  order.weight = read_weight(fields);
  order.pieces = read_pieces(fields);
  const std::size_t first = scenario.orders.size();
  const auto quantity = fields.find("quantity");
  if (!quantity) {
    scenario.orders.push_back(std::move(order));
    read_place_of(fields, "place", names, scenario.transport.order_place, first);
    return;
  }
  const std::int64_t copies = quantity->integer(1, most_listed_jobs);
  if (static_cast<std::int64_t>(scenario.orders.size()) + copies > most_listed_jobs)
    quantity->fail(fmt::format("the orders make more than {} jobs", most_listed_jobs));
  const std::string base = order.name;
  for (std::int64_t i = 1; i <= copies; ++i) {
    // '#' is no letter of a name, so this meets no other order.
    if (copies > 1) order.name = fmt::format("{}#{}", base, i);
    scenario.orders.push_back(order);
    read_place_of(fields, "place", names, scenario.transport.order_place,
                  first + static_cast<std::size_t>(i) - 1);
  }
}

void read_products(const Fields& fields, const NameTable& routings, Source& source) {
  fields.exclude("routing", "products");
  if (const auto routing = fields.find("routing")) {
    source.products.push_back({routings.resolve(*routing), 1});
    return;
  }
  const auto products = fields.find("products");
  if (!products) fields.spot().fail("'routing' (or 'products') is missing");
  for (std::size_t i = 0; i < products->map_size(); ++i) {
    const Spot share = products->entry(i);
    const Index routing = routings.resolve_key(share);
    const double value = share.number(0, greatest_weight);
    if (value <= 0) share.fail("a share must be greater than 0");
    source.products.push_back({routing, value});
  }
}

Source read_source(const Spot& spot, const std::string& name, const Names& names, const RunControl& run) {
  const Fields fields(spot, keys::arrival);
  Source source;
  source.name = name;
  if (!read_source_release(fields).saturated) {
    const Spot interarrival = fields.require("interarrival");
    source.interarrival = read_distribution(interarrival);
    if (mean(source.interarrival) < 1)
      interarrival.fail("the mean time between arrivals must be at least 1 us");
  }
  read_products(fields, names.routings, source);
  if (const auto start = fields.find("start")) source.start = start->time();
  if (const auto limit = fields.find("limit")) source.limit = limit->integer(1, most_jobs_of_source);
  if (const auto due = fields.find("due")) source.due = read_due(*due, false);
  source.weight = read_weight(fields);
  source.pieces = read_pieces(fields);
  if (source.limit < 0 && run.horizon == never && run.measured_jobs < 0)
    spot.fail("these arrivals never end; give them a 'limit', or the run an 'until' time or 'measured_jobs'");
  return source;
}

}  // namespace

void read_orders(const Fields& top, Scenario& scenario, const Names& names) {
  const auto orders = top.find("orders");
  if (!orders) return;
  NameTable taken("order");
  for (std::size_t i = 0; i < orders->list_size(); ++i)
    read_order(orders->item(i), i + 1, names, taken, scenario);
}

void read_arrivals(const Fields& top, Scenario& scenario, const Names& names) {
  const auto arrivals = top.find("arrivals");
  if (!arrivals) return;
  for (std::size_t i = 0; i < arrivals->map_size(); ++i) {
    const Spot source = arrivals->entry(i);
    scenario.sources.push_back(read_source(source, source.key_name(), names, scenario.run));
    scenario.lines.sources.push_back(read_source_release(Fields(source, keys::arrival)));
    read_place_of(Fields(source, keys::arrival), "place", names, scenario.transport.source_place, i);
  }
}

}  // namespace takt
