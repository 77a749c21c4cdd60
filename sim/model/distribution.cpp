#include "sim/model/distribution.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <fmt/format.h>

#include "sim/model/error.hpp"

namespace takt {
namespace {

namespace policies = boost::math::policies;
// Overflow and underflow give infinity and zero, which quantile() clamps; nothing here may throw while a run
// is on.
using Quiet = policies::policy<
    policies::overflow_error<policies::ignore_error>, policies::underflow_error<policies::ignore_error>,
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>>;
constexpr Quiet quiet{};

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double root_half = 0.70710678118654752440;
constexpr double inverse_root_two_pi = 0.39894228040143267794;
constexpr double greatest_time = static_cast<double>(latest_time);

// Outside these the inverse of the gamma and Weibull functions loses digits, and nobody means it.
constexpr double least_cv = 1e-4, greatest_cv = 100;
constexpr double least_shape = 1e-4, greatest_shape = 1e8;

[[noreturn]] void refuse(const std::string& sentence) {
  throw Error(Fault::bad_input, sentence);
}

void check_time(const char* what, double ticks) {
  if (!(ticks >= 0)) refuse(fmt::format("{} must not be negative", what));
  if (ticks > greatest_time)
    refuse(fmt::format("{} is longer than 285 years, the longest time Takt can hold", what));
}

void check_positive_time(const char* what, double ticks) {
  if (!(ticks > 0)) refuse(fmt::format("{} must be greater than 0", what));
  check_time(what, ticks);
}

void check_range(const char* what, double value, double least, double greatest) {
  if (!(value >= least && value <= greatest))
    refuse(fmt::format("{} must be from {} to {}, is {}", what, least, greatest, value));
}

/// True when cv is 0, which makes any distribution a constant.
bool no_spread(double mean, double cv) {
  check_positive_time("mean", mean);
  if (cv == 0) return true;
  check_range("cv", cv, least_cv, greatest_cv);
  return false;
}

/// Share of a standard normal below z, and above z, each without cancellation.
double normal_below(double z) {
  return 0.5 * boost::math::erfc(-z * root_half, quiet);
}
double normal_above(double z) {
  return 0.5 * boost::math::erfc(z * root_half, quiet);
}
double normal_density(double z) {
  return std::isinf(z) ? 0 : inverse_root_two_pi * std::exp(-0.5 * z * z);
}

/// The z with the share `below` under it and `above` over it, from whichever share is smaller.
double normal_quantile(double below, double above) {
  constexpr double root_two = 1.41421356237309504880;
  return below <= above ? -root_two * boost::math::erfc_inv(2 * below, quiet)
                        : root_two * boost::math::erfc_inv(2 * above, quiet);
}

/// The cut of a truncated normal in units of its sd, with the shares below and above each end.
struct Cut {
  double low, high;
  explicit Cut(const Distribution& x) : low((x.c - x.a) / x.b), high((x.d - x.a) / x.b) {}
  double share() const {
    return low > 0 ? normal_above(low) - normal_above(high) : normal_below(high) - normal_below(low);
  }
};

double triangular_quantile(const Distribution& x, double u) {
  const double width = x.c - x.a;
  if (width <= 0) return x.a;
  const double left = (x.b - x.a) / width;
  return u <= left ? x.a + std::sqrt(u * width * (x.b - x.a))
                   : x.c - std::sqrt((1 - u) * width * (x.c - x.b));
}

double truncated_normal_quantile(const Distribution& x, double u) {
  const Cut cut(x);
  const double below = (1 - u) * normal_below(cut.low) + u * normal_below(cut.high);
  const double above = (1 - u) * normal_above(cut.low) + u * normal_above(cut.high);
  return std::clamp(x.a + x.b * normal_quantile(below, above), x.c, x.d);
}

double gamma_quantile(double shape, double u) {
  return u <= 0.5 ? boost::math::gamma_p_inv(shape, u, quiet) : boost::math::gamma_q_inv(shape, 1 - u, quiet);
}

/// The least n with P(N <= n) = 1 - (1 - chance)^n >= u.
double geometric_trials(double chance, double u) {
  return chance == 1 ? 1 : std::max(1.0, std::ceil(std::log1p(-u) / std::log1p(-chance)));
}

double unclamped_quantile(const Distribution& x, double u) {
  switch (x.kind) {
    case DistributionKind::constant:
      return x.a;
    case DistributionKind::uniform:
      return x.a + u * (x.b - x.a);
    case DistributionKind::discrete_uniform:
      return std::min(x.b, std::floor(x.a + u * (x.b - x.a + 1))) * x.c;
    case DistributionKind::triangular:
      return triangular_quantile(x, u);
    case DistributionKind::exponential:
      return -x.a * std::log1p(-u);
    case DistributionKind::truncated_normal:
      return truncated_normal_quantile(x, u);
    case DistributionKind::lognormal:
      return std::exp(x.a + x.b * normal_quantile(u, 1 - u));
    case DistributionKind::gamma:
      return x.b * gamma_quantile(x.a, u);
    case DistributionKind::weibull:
      return x.b * std::pow(-std::log1p(-u), 1 / x.a);
    case DistributionKind::empirical: {
      const auto at = std::lower_bound(x.cumulative.begin(), x.cumulative.end(), u);
      return x.values[static_cast<std::size_t>(at - x.cumulative.begin())];
    }
    case DistributionKind::geometric:
      return geometric_trials(x.a, u) * x.c;
  }
  return 0;
}

/// log(1 + cv^2) of a Weibull whose shape is 1 / r: log(Gamma(1 + 2r) / Gamma(1 + r)^2).
double weibull_log_spread(double r) {
  return std::log1p(boost::math::tgamma1pm1(2 * r, quiet)) -
         2 * std::log1p(boost::math::tgamma1pm1(r, quiet));
}

}  // namespace

Distribution constant(double value) {
  check_time("the time", value);
  return {.kind = DistributionKind::constant, .a = value};
}

Distribution uniform(double least, double greatest) {
  check_time("from", least);
  check_time("to", greatest);
  if (least > greatest) refuse("from must not be greater than to");
  return {.kind = DistributionKind::uniform, .a = least, .b = greatest};
}

Distribution uniform_mean_cv(double mean, double cv) {
  if (no_spread(mean, cv)) return constant(mean);
  // 1/sqrt(3) = 0.57735..., with room for the digits people write.
  if (cv > 0.5774)
    refuse(fmt::format("cv must be at most 0.577 for a uniform that starts at 0 or later, is {}", cv));
  const double half_width = std::min(mean, mean * cv * std::sqrt(3.0));
  return uniform(mean - half_width, mean + half_width);
}

Distribution discrete_uniform(double least, double greatest, double unit) {
  if (least != std::floor(least) || greatest != std::floor(greatest))
    refuse("from and to must be whole numbers");
  check_range("from", least, 0, 1e9);
  check_range("to", greatest, 0, 1e9);
  if (least > greatest) refuse("from must not be greater than to");
  check_positive_time("unit", unit);
  check_time("to times unit", greatest * unit);
  return {.kind = DistributionKind::discrete_uniform, .a = least, .b = greatest, .c = unit};
}

Distribution triangular(double least, double mode, double greatest) {
  check_time("from", least);
  check_time("mode", mode);
  check_time("to", greatest);
  if (least > mode || mode > greatest) refuse("from, mode and to must not decrease");
  return {.kind = DistributionKind::triangular, .a = least, .b = mode, .c = greatest};
}

Distribution exponential(double mean) {
  check_positive_time("mean", mean);
  return {.kind = DistributionKind::exponential, .a = mean};
}

Distribution truncated_normal(double mean, double sd, double least, double greatest) {
  check_time("mean", mean);
  check_positive_time("sd", sd);
  check_time("from", least);
  if (greatest != infinity) check_time("to", greatest);
  if (!(least < greatest)) refuse("from must be less than to");
  Distribution x{.kind = DistributionKind::truncated_normal, .a = mean, .b = sd, .c = least, .d = greatest};
  if (!(Cut(x).share() >= 1e-9)) refuse("less than a billionth of this normal lies between from and to");
  return x;
}

Distribution lognormal(double log_mean, double log_sd) {
  check_range("mean of the logarithm", log_mean, -50, 50);
  check_range("standard deviation of the logarithm", log_sd, 0, 10);
  Distribution x{.kind = DistributionKind::lognormal, .a = log_mean, .b = log_sd};
  check_time("mean", mean(x));
  return x;
}

Distribution lognormal_mean_cv(double mean, double cv) {
  if (no_spread(mean, cv)) return constant(mean);
  const double log_variance = std::log1p(cv * cv);
  return {.kind = DistributionKind::lognormal,
          .a = std::log(mean) - 0.5 * log_variance,
          .b = std::sqrt(log_variance)};
}

Distribution gamma(double shape, double scale) {
  check_range("shape", shape, least_shape, greatest_shape);
  check_positive_time("scale", scale);
  check_time("mean", shape * scale);
  return {.kind = DistributionKind::gamma, .a = shape, .b = scale};
}

Distribution gamma_mean_cv(double mean, double cv) {
  if (no_spread(mean, cv)) return constant(mean);
  const double shape = 1 / (cv * cv);
  return {.kind = DistributionKind::gamma, .a = shape, .b = mean / shape};
}

Distribution weibull(double shape, double scale) {
  check_range("shape", shape, 0.05, 1e5);
  check_positive_time("scale", scale);
  Distribution x{.kind = DistributionKind::weibull, .a = shape, .b = scale};
  check_time("mean", mean(x));
  return x;
}

Distribution weibull_mean_cv(double mean, double cv) {
  if (no_spread(mean, cv)) return constant(mean);
  // The spread grows with r = 1/shape; halve the interval down to the last bit.
  const double wanted = std::log1p(cv * cv);
  double low = 1e-6, high = 20;
  for (int i = 0; i < 200 && low < high; ++i) {
    const double middle = 0.5 * (low + high);
    if (middle <= low || middle >= high) break;
    (weibull_log_spread(middle) < wanted ? low : high) = middle;
  }
  return {
      .kind = DistributionKind::weibull, .a = 1 / low, .b = mean / (1 + boost::math::tgamma1pm1(low, quiet))};
}

Distribution empirical(std::vector<double> values, const std::vector<double>& weights) {
  if (values.empty()) refuse("values must not be empty");
  if (!weights.empty() && weights.size() != values.size())
    refuse(fmt::format("there are {} weights for {} values", weights.size(), values.size()));
  for (double value : values) check_time("a value", value);
  double total = 0;
  for (double weight : weights) {
    check_range("a weight", weight, 0, 1e9);
    total += weight;
  }
  if (!weights.empty() && total <= 0) refuse("at least one weight must be greater than 0");

  // A quantile must not fall as u rises, so the values stand in rising order whatever order they were given
  // in.
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t i, std::size_t j) { return values[i] < values[j]; });
  Distribution x{.kind = DistributionKind::empirical};
  double sum = 0;
  for (std::size_t i : order) {
    const double weight = weights.empty() ? 1 : weights[i];
    if (weight <= 0) continue;
    sum += weight;
    x.values.push_back(values[i]);
    x.cumulative.push_back(sum);
  }
  for (double& share : x.cumulative) share /= sum;
  x.cumulative.back() = 1;
  return x;
}

Distribution geometric(double chance, double unit) {
  check_range("chance", chance, 1e-9, 1);
  check_positive_time("unit", unit);
  check_time("mean", unit / chance);
  return {.kind = DistributionKind::geometric, .a = chance, .c = unit};
}

double mean(const Distribution& x) {
  switch (x.kind) {
    case DistributionKind::constant:
    case DistributionKind::exponential:
      return x.a;
    case DistributionKind::uniform:
      return 0.5 * (x.a + x.b);
    case DistributionKind::discrete_uniform:
      return 0.5 * (x.a + x.b) * x.c;
    case DistributionKind::triangular:
      return (x.a + x.b + x.c) / 3;
    case DistributionKind::truncated_normal: {
      const Cut cut(x);
      return x.a + x.b * (normal_density(cut.low) - normal_density(cut.high)) / cut.share();
    }
    case DistributionKind::lognormal:
      return std::exp(x.a + 0.5 * x.b * x.b);
    case DistributionKind::gamma:
      return x.a * x.b;
    case DistributionKind::weibull:
      return x.b * (1 + boost::math::tgamma1pm1(1 / x.a, quiet));
    case DistributionKind::empirical: {
      double sum = 0, before = 0;
      for (std::size_t i = 0; i < x.values.size(); ++i) {
        sum += x.values[i] * (x.cumulative[i] - before);
        before = x.cumulative[i];
      }
      return sum;
    }
    case DistributionKind::geometric:
      return x.c / x.a;
  }
  return 0;
}

double quantile(const Distribution& distribution, double u) {
  assert(u > 0 && u < 1);
  const double x = unclamped_quantile(distribution, u);
  if (!(x > 0)) return 0;
  return std::min(x, std::numeric_limits<double>::max());
}

Time sample(const Distribution& distribution, double u) {
  return static_cast<Time>(std::llrint(std::min(quantile(distribution, u), greatest_time)));
}

Time sample_beyond(const Distribution& distribution, Time age, double u) {
  if (age < 0) return sample(distribution, u);
  const auto later = [age](Time time) { return std::min(latest_time, std::max(age + 1, time)); };
  if (distribution.kind == DistributionKind::exponential) return later(age + sample(distribution, u));
  // The share is found where the quantile passes the age, so that it holds for every family, rounding
  // included.
  double share = 0, above = 1;
  for (int halving = 0; halving < 60; ++halving) {
    const double middle = 0.5 * (share + above);
    if (middle >= 1) break;
    (sample(distribution, middle) <= age ? share : above) = middle;
  }
  const double at = share + (1 - share) * u;
  return at >= 1 ? later(age) : later(sample(distribution, at));
}

double normal_quantile(double u) {
  return normal_quantile(u, 1 - u);
}

}  // namespace takt
