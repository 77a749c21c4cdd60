// Order policies and demand sizes.

#include <array>
#include <utility>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/read/supply.hpp"

namespace takt {
namespace {

constexpr double greatest_factor = 1e6;

/// Levels may lie below zero: then so much is owed before anything is ordered.
Quantity read_level(const Spot& spot) {
  return to_quantity(spot.number(-greatest_amount, greatest_amount));
}

double optional_number(const Fields& fields, std::string_view key, double least, double greatest,
                       double otherwise) {
  const auto spot = fields.find(key);
  return spot ? spot->number(least, greatest) : otherwise;
}

void read_forecast_keys(const Fields& fields, OrderPolicy& policy) {
  policy.cover = fields.require("cover").number(0, greatest_factor);
  if (const auto stock = fields.find("safety_stock")) policy.level = read_level(*stock);
  policy.forecast = optional_number(fields, "forecast", 0, greatest_amount, 0);
}

void read_kind(const Spot& spot, PolicyKind kind, OrderPolicy& policy) {
  policy.kind = kind;
  switch (kind) {
    case PolicyKind::none:
      break;
    case PolicyKind::min_max: {
      const Fields fields(spot, keys::min_max);
      policy.reorder = read_level(fields.require("reorder_at"));
      policy.level = read_level(fields.require("up_to"));
      if (policy.level <= policy.reorder) fields.require("up_to").fail("must be greater than reorder_at");
      break;
    }
    case PolicyKind::fixed_quantity: {
      const Fields fields(spot, keys::fixed_quantity);
      policy.reorder = read_level(fields.require("reorder_at"));
      policy.level = read_quantity(fields.require("quantity"));
      if (policy.level == 0) fields.require("quantity").fail("must be greater than 0");
      break;
    }
    case PolicyKind::base_stock:
    case PolicyKind::echelon_base_stock:
      policy.level = read_level(spot);
      break;
    case PolicyKind::moving_average: {
      const Fields fields(spot, keys::moving_average);
      policy.periods = static_cast<Index>(fields.require("periods").integer(1, 100'000));
      read_forecast_keys(fields, policy);
      break;
    }
    case PolicyKind::smoothing: {
      const Fields fields(spot, keys::smoothing);
      policy.alpha = fields.require("alpha").number(0, 1);
      read_forecast_keys(fields, policy);
      break;
    }
    case PolicyKind::anchor_adjust: {
      const Fields fields(spot, keys::anchor_adjust);
      policy.level = read_level(fields.require("target"));
      policy.alpha = fields.require("alpha").number(0, greatest_factor);
      policy.beta = fields.require("beta").number(0, greatest_factor);
      policy.theta = fields.require("theta").number(0, 1);
      policy.forecast = fields.require("forecast").number(0, greatest_amount);
      break;
    }
  }
}

/// Calls a builder; its errors become errors at `spot`.
template <typename Make>
Amount build(const Spot& spot, Make make) {
  try {
    return make();
  } catch (const Error& error) {
    spot.fail(error.what());
  }
}

double units(const Spot& spot) {
  return spot.number(-1e300, 1e300);
}

std::vector<double> numbers(const Spot& list) {
  std::vector<double> values(list.list_size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = units(list.item(i));
  return values;
}

Amount read_range(const Spot& spot, Amount (*make)(double, double)) {
  const Fields fields(spot, keys::amount_range);
  return build(spot, [&] { return make(units(fields.require("from")), units(fields.require("to"))); });
}

Amount read_mean(const Spot& spot, Amount (*make)(double)) {
  const Fields fields(spot, keys::amount_mean);
  return build(spot, [&] { return make(units(fields.require("mean"))); });
}

Amount read_normal(const Spot& spot) {
  const Fields fields(spot, keys::amount_normal);
  return build(spot,
               [&] { return normal_amount(units(fields.require("mean")), units(fields.require("sd"))); });
}

Amount read_gamma(const Spot& spot) {
  const Fields fields(spot, keys::amount_gamma);
  return build(spot,
               [&] { return gamma_amount(units(fields.require("mean")), units(fields.require("cv"))); });
}

Amount read_discrete(const Spot& spot) {
  const Fields fields(spot, keys::amount_discrete);
  std::vector<double> weights;
  if (const auto given = fields.find("weights")) weights = numbers(*given);
  return build(spot, [&] { return discrete_amount(numbers(fields.require("values")), weights); });
}

Amount read_steps(const Spot& spot) {
  std::vector<double> from, values;
  for (std::size_t i = 0; i < spot.list_size(); ++i) {
    const Spot step = spot.item(i);
    const Fields fields(step, keys::amount_step);
    from.push_back(units(fields.require("from")));
    values.push_back(units(fields.require("amount")));
  }
  return build(spot, [&] { return stepped_amount(from, values); });
}

// In the order of keys::amount.
constexpr std::array<Amount (*)(const Spot&), keys::amount.size()> readers = {
    [](const Spot& spot) { return read_range(spot, uniform_amount); },
    [](const Spot& spot) { return read_range(spot, whole_amount); },
    read_normal,
    [](const Spot& spot) { return read_mean(spot, poisson_amount); },
    [](const Spot& spot) { return read_mean(spot, geometric_amount); },
    read_gamma,
    read_discrete,
    [](const Spot& spot) { return build(spot, [&] { return listed_amount(numbers(spot)); }); },
    read_steps};

/// The place of the only key of a mapping among the known ones.
std::size_t only_key(const Spot& spot, std::span<const std::string_view> known, const char* what) {
  const Fields fields(spot, known);
  if (spot.node().entries.size() != 1)
    spot.fail(fmt::format("{} has one key, its kind; here are {}", what, spot.node().entries.size()));
  std::size_t kind = 0;
  while (known[kind] != spot.node().entries.front().key) ++kind;
  return kind;
}

}  // namespace

Quantity read_quantity(const Spot& spot) {
  return to_quantity(spot.number(0, greatest_amount));
}

std::vector<Quantity> read_quantities(const Spot& spot) {
  std::vector<Quantity> quantities(spot.list_size());
  for (std::size_t i = 0; i < quantities.size(); ++i) quantities[i] = read_quantity(spot.item(i));
  return quantities;
}

Amount read_amount(const Spot& spot) {
  if (spot.is_scalar()) return build(spot, [&] { return constant_amount(units(spot)); });
  const std::size_t kind = only_key(spot, keys::amount, "a size");
  return readers[kind](spot.at(spot.node().entries.front()));
}

OrderPolicy read_order_policy(const Fields& stock) {
  OrderPolicy policy;
  if (const auto every = stock.find("review_every"))
    policy.review_every = static_cast<Index>(every->integer(1, 1'000'000));
  if (const auto spot = stock.find("policy")) {
    const std::size_t kind = only_key(*spot, keys::order_policy, "a policy");
    read_kind(spot->at(spot->node().entries.front()), static_cast<PolicyKind>(kind + 1), policy);
    if (policy.kind >= PolicyKind::moving_average && policy.review_every == 0)
      spot->fail("a policy that forecasts the demand of a period needs 'review_every'");
  }
  const auto quantity = [&](const char* key) {
    const auto spot = stock.find(key);
    return spot ? read_quantity(*spot) : 0;
  };
  policy.lot_size = quantity("lot_size");
  policy.minimum = quantity("minimum_order");
  policy.maximum = quantity("maximum_order");
  if (const auto most = stock.find("maximum_order");
      most && policy.maximum < std::max(policy.minimum, policy.lot_size))
    most->fail("is less than minimum_order or lot_size");
  if (const auto opening = stock.find("opening_orders")) {
    policy.opening = read_quantities(*opening);
    if (policy.review_every == 0)
      opening->fail("opening orders belong to reviews: give 'review_every' as well");
  }
  if (const auto choices = stock.find("order_choices")) policy.choices = read_quantities(*choices);
  return policy;
}

}  // namespace takt
