#include "sim/model/write/distribution.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace takt {
namespace {

/// The number near `guess` for which `function`, which does not fall, gives `wanted`; `guess` when there is
/// none. It undoes a computation of the loader to the last bit.
template <typename Function>
double undo(double guess, double wanted, Function function) {
  double below = guess, above = guess;
  for (int i = 0; i < 2000; ++i) {
    if (function(above) == wanted) return above;
    if (function(below) == wanted) return below;
    above = std::nextafter(above, std::numeric_limits<double>::infinity());
    below = std::nextafter(below, 0);
  }
  return guess;
}

/// By mean and cv, as the loader wants it.
std::string lognormal_text(const Distribution& x) {
  const double cv =
      undo(std::sqrt(std::expm1(x.b * x.b)), x.b, [](double v) { return std::sqrt(std::log1p(v * v)); });
  const double log_variance = std::log1p(cv * cv);
  const double mean = undo(std::exp(x.a + 0.5 * log_variance), x.a,
                           [&](double v) { return std::log(v) - 0.5 * log_variance; });
  return fmt::format("{{lognormal: {{mean: {}, cv: {}}}}}", time_text(mean), cv);
}

std::string empirical_text(const Distribution& x) {
  std::string values, weights;
  bool equal = true;
  double before = 0;
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    const double share = x.cumulative[i];
    equal = equal && share == static_cast<double>(i + 1) / static_cast<double>(x.values.size());
    const double weight = undo(share - before, share, [&](double v) { return before + v; });
    values += (i > 0 ? ", " : "") + time_text(x.values[i]);
    weights += fmt::format("{}{}", i > 0 ? ", " : "", weight);
    before = share;
  }
  return equal ? fmt::format("{{empirical: {{values: [{}]}}}}", values)
               : fmt::format("{{empirical: {{values: [{}], weights: [{}]}}}}", values, weights);
}

}  // namespace

std::string time_text(double ticks) {
  const double seconds = std::floor(ticks / ticks_per_second);
  if (seconds * ticks_per_second == ticks && seconds < 1e12) return fmt::format("{:.0f} s", seconds);
  return fmt::format("{} us", ticks);
}

std::string time_text(Time ticks) {
  return time_text(static_cast<double>(ticks));
}

std::string distribution_text(const Distribution& x) {
  switch (x.kind) {
    case DistributionKind::constant:
      return time_text(x.a);
    case DistributionKind::uniform:
      return fmt::format("{{uniform: {{from: {}, to: {}}}}}", time_text(x.a), time_text(x.b));
    case DistributionKind::discrete_uniform:
      return fmt::format("{{discrete_uniform: {{from: {:.0f}, to: {:.0f}, unit: {}}}}}", x.a, x.b,
                         time_text(x.c));
    case DistributionKind::triangular:
      return fmt::format("{{triangular: {{from: {}, mode: {}, to: {}}}}}", time_text(x.a), time_text(x.b),
                         time_text(x.c));
    case DistributionKind::exponential:
      return fmt::format("{{exponential: {{mean: {}}}}}", time_text(x.a));
    case DistributionKind::truncated_normal:
      return fmt::format("{{truncated_normal: {{mean: {}, sd: {}, from: {}{}}}}}", time_text(x.a),
                         time_text(x.b), time_text(x.c), std::isfinite(x.d) ? ", to: " + time_text(x.d) : "");
    case DistributionKind::lognormal:
      return lognormal_text(x);
    case DistributionKind::gamma:
      return fmt::format("{{gamma: {{shape: {}, scale: {}}}}}", x.a, time_text(x.b));
    case DistributionKind::weibull:
      return fmt::format("{{weibull: {{shape: {}, scale: {}}}}}", x.a, time_text(x.b));
    case DistributionKind::empirical:
      return empirical_text(x);
    case DistributionKind::geometric:
      return fmt::format("{{geometric: {{chance: {}, unit: {}}}}}", x.a, time_text(x.c));
  }
  return {};
}

}  // namespace takt
