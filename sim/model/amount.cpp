#include "sim/model/amount.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/model/error.hpp"

namespace takt {
namespace {

[[noreturn]] void refuse(const std::string& sentence) {
  throw Error(Fault::bad_input, sentence);
}

void check_units(const char* what, double units) {
  if (!(units >= 0 && units <= greatest_amount))
    refuse(fmt::format("{} must be from 0 to 1000000000 units, is {}", what, units));
}

void check_order(double from, double to) {
  check_units("from", from);
  check_units("to", to);
  if (from > to) refuse("from must not be greater than to");
}

/// The z below which a share u of a standard normal lies.
double normal_quantile(double u) {
  constexpr double root_two = 1.41421356237309504880;
  return u <= 0.5 ? -root_two * boost::math::erfc_inv(2 * u) : root_two * boost::math::erfc_inv(2 - 2 * u);
}

double drawn_from_table(const Amount& x, double u) {
  const auto at = std::lower_bound(x.cumulative.begin(), x.cumulative.end(), u);
  return x.values[static_cast<std::size_t>(at - x.cumulative.begin())];
}

double units_of(const Amount& x, double u, std::uint64_t occurrence) {
  switch (x.kind) {
    case AmountKind::constant:
      return x.a;
    case AmountKind::uniform:
      return x.a + u * (x.b - x.a);
    case AmountKind::whole:
      return std::min(x.b, std::floor(x.a + u * (x.b - x.a + 1)));
    case AmountKind::normal:
      return x.a + x.b * normal_quantile(u);
    case AmountKind::poisson:
    case AmountKind::discrete:
      return drawn_from_table(x, u);
    case AmountKind::geometric:
      return x.a <= 1 ? 1 : 1 + std::floor(std::log1p(-u) / std::log1p(-1 / x.a));
    case AmountKind::gamma:
      return x.a * x.b * x.b * boost::math::gamma_p_inv(1 / (x.b * x.b), u);
    case AmountKind::listed:
      return x.values[std::min<std::uint64_t>(occurrence, x.values.size() - 1)];
    case AmountKind::steps: {
      const auto after =
          std::upper_bound(x.cumulative.begin(), x.cumulative.end(), static_cast<double>(occurrence));
      return after == x.cumulative.begin()
                 ? 0
                 : x.values[static_cast<std::size_t>(after - x.cumulative.begin()) - 1];
    }
  }
  return 0;
}

}  // namespace

Quantity to_quantity(double units) {
  return static_cast<Quantity>(std::llrint(std::clamp(units, -2 * greatest_amount, 2 * greatest_amount) *
                                           static_cast<double>(one_unit)));
}

Amount constant_amount(double units) {
  check_units("the amount", units);
  return {.kind = AmountKind::constant, .a = units};
}

Amount uniform_amount(double from, double to) {
  check_order(from, to);
  return {.kind = AmountKind::uniform, .a = from, .b = to};
}

Amount whole_amount(double from, double to) {
  check_order(from, to);
  if (from != std::floor(from) || to != std::floor(to)) refuse("from and to must be whole numbers");
  return {.kind = AmountKind::whole, .a = from, .b = to};
}

Amount normal_amount(double mean, double sd) {
  check_units("mean", mean);
  check_units("sd", sd);
  return {.kind = AmountKind::normal, .a = mean, .b = sd};
}

Amount poisson_amount(double mean) {
  if (!(mean > 0 && mean <= 1e6))
    refuse(fmt::format("mean must be greater than 0 and at most 1000000, is {}", mean));
  Amount x{.kind = AmountKind::poisson, .a = mean};
  // Beyond these ends lies less than a double can tell apart.
  const double spread = 10 * std::sqrt(mean) + 30;
  double sum = 0;
  for (double k = std::max(0.0, std::floor(mean - spread)); k <= mean + spread; ++k) {
    sum += std::exp(k * std::log(mean) - mean - std::lgamma(k + 1));
    x.values.push_back(k);
    x.cumulative.push_back(sum);
  }
  for (double& share : x.cumulative) share /= sum;
  x.cumulative.back() = 1;
  return x;
}

Amount geometric_amount(double mean) {
  check_units("mean", mean);
  if (mean < 1) refuse(fmt::format("the mean of a geometric size is at least 1, is {}", mean));
  return {.kind = AmountKind::geometric, .a = mean};
}

Amount gamma_amount(double mean, double cv) {
  check_units("mean", mean);
  if (!(cv >= 0.01 && cv <= 100)) refuse(fmt::format("cv must be from 0.01 to 100, is {}", cv));
  return {.kind = AmountKind::gamma, .a = mean, .b = cv};
}

Amount discrete_amount(std::vector<double> values, const std::vector<double>& weights) {
  if (values.empty()) refuse("values must not be empty");
  if (!weights.empty() && weights.size() != values.size())
    refuse(fmt::format("there are {} weights for {} values", weights.size(), values.size()));
  double sum = 0;
  Amount x{.kind = AmountKind::discrete, .values = std::move(values)};
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    check_units("a value", x.values[i]);
    const double weight = weights.empty() ? 1 : weights[i];
    if (!(weight >= 0 && weight <= 1e9)) refuse(fmt::format("a weight must be from 0 to 1e9, is {}", weight));
    x.weights.push_back(weight);
    x.cumulative.push_back(sum += weight);
  }
  if (!(sum > 0)) refuse("at least one weight must be greater than 0");
  for (double& share : x.cumulative) share /= sum;
  x.cumulative.back() = 1;
  return x;
}

Amount listed_amount(std::vector<double> values) {
  if (values.empty()) refuse("the list must not be empty");
  for (const double value : values) check_units("a value", value);
  return {.kind = AmountKind::listed, .values = std::move(values)};
}

Amount stepped_amount(std::vector<double> from, std::vector<double> values) {
  if (values.empty() || from.size() != values.size()) refuse("there must be at least one step");
  for (std::size_t i = 0; i < values.size(); ++i) {
    check_units("an amount", values[i]);
    if (from[i] != std::floor(from[i]) || from[i] < 0 || (i > 0 && from[i] <= from[i - 1]))
      refuse("the periods of the steps must be whole numbers that rise");
  }
  return {.kind = AmountKind::steps, .values = std::move(values), .cumulative = std::move(from)};
}

bool is_random(const Amount& amount) {
  return amount.kind != AmountKind::constant && amount.kind != AmountKind::listed &&
         amount.kind != AmountKind::steps;
}

Quantity sample(const Amount& amount, double u, std::uint64_t occurrence) {
  return to_quantity(std::clamp(units_of(amount, u, occurrence), 0.0, greatest_amount));
}

std::string amount_text(const Amount& x) {
  switch (x.kind) {
    case AmountKind::constant:
      return fmt::format("{}", x.a);
    case AmountKind::uniform:
      return fmt::format("{{uniform: {{from: {}, to: {}}}}}", x.a, x.b);
    case AmountKind::whole:
      return fmt::format("{{whole: {{from: {}, to: {}}}}}", x.a, x.b);
    case AmountKind::normal:
      return fmt::format("{{normal: {{mean: {}, sd: {}}}}}", x.a, x.b);
    case AmountKind::poisson:
      return fmt::format("{{poisson: {{mean: {}}}}}", x.a);
    case AmountKind::geometric:
      return fmt::format("{{geometric: {{mean: {}}}}}", x.a);
    case AmountKind::gamma:
      return fmt::format("{{gamma: {{mean: {}, cv: {}}}}}", x.a, x.b);
    case AmountKind::discrete:
      return fmt::format("{{discrete: {{values: [{}], weights: [{}]}}}}", fmt::join(x.values, ", "),
                         fmt::join(x.weights, ", "));
    case AmountKind::listed:
      return fmt::format("{{listed: [{}]}}", fmt::join(x.values, ", "));
    case AmountKind::steps: {
      std::string steps;
      for (std::size_t i = 0; i < x.values.size(); ++i)
        steps += fmt::format("{}{{from: {}, amount: {}}}", i > 0 ? ", " : "", x.cumulative[i], x.values[i]);
      return fmt::format("{{steps: [{}]}}", steps);
    }
  }
  return {};
}

}  // namespace takt
