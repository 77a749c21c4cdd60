#include <limits>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/read/sections.hpp"
#include "sim/model/units.hpp"

namespace takt {
namespace {

/// Calls a builder. Builders know no positions, so their errors become errors at `spot`.
template <typename... Parameters>
Distribution build(const Spot& spot, Distribution (*make)(Parameters...),
                   std::type_identity_t<Parameters>... parameters) {
  try {
    return make(std::forward<Parameters>(parameters)...);
  } catch (const Error& error) {
    spot.fail(error.what());
  }
}

/// Any finite number: the builders of distributions check ranges and know the better sentence.
double any_number(const Spot& spot) {
  return spot.number(-1e300, 1e300);
}

double optional_time(const Fields& fields, std::string_view key, double otherwise) {
  const std::optional<Spot> spot = fields.find(key);
  return spot ? spot->duration() : otherwise;
}

/// Error unless exactly the keys of one of two ways to say it are there.
bool says_first(const Fields& fields, std::string_view a, std::string_view b, std::string_view c,
                std::string_view d) {
  const bool first = fields.has(a) || fields.has(b);
  const bool second = fields.has(c) || fields.has(d);
  if (first == second)
    fields.spot().fail(fmt::format("needs either '{}' and '{}' or '{}' and '{}'", a, b, c, d));
  return first;
}

Distribution read_uniform(const Spot& spot) {
  const Fields fields(spot, keys::uniform);
  if (says_first(fields, "from", "to", "mean", "cv"))
    return build(spot, uniform, fields.require("from").duration(), fields.require("to").duration());
  return build(spot, uniform_mean_cv, fields.require("mean").duration(), any_number(fields.require("cv")));
}

Distribution read_discrete_uniform(const Spot& spot) {
  const Fields fields(spot, keys::discrete_uniform);
  const double from = any_number(fields.require("from")), to = any_number(fields.require("to"));
  return build(spot, discrete_uniform, from, to, fields.require("unit").parsed(parse_unit));
}

Distribution read_triangular(const Spot& spot) {
  const Fields fields(spot, keys::triangular);
  return build(spot, triangular, fields.require("from").duration(), fields.require("mode").duration(),
               fields.require("to").duration());
}

Distribution read_exponential(const Spot& spot) {
  const Fields fields(spot, keys::exponential);
  fields.exclude("mean", "rate");
  if (!fields.has("rate")) return build(spot, exponential, fields.require("mean").duration());
  return build(spot, exponential, fields.require("rate").parsed(parse_rate));
}

Distribution read_truncated_normal(const Spot& spot) {
  const Fields fields(spot, keys::truncated_normal);
  fields.exclude("sd", "cv");
  const double mean = fields.require("mean").duration();
  const double sd =
      fields.has("cv") ? mean * any_number(fields.require("cv")) : fields.require("sd").duration();
  return build(spot, truncated_normal, mean, sd, optional_time(fields, "from", 0),
               optional_time(fields, "to", std::numeric_limits<double>::infinity()));
}

Distribution read_lognormal(const Spot& spot) {
  const Fields fields(spot, keys::lognormal);
  fields.exclude("cv", "sd");
  const double mean = fields.require("mean").duration();
  if (!fields.has("sd")) return build(spot, lognormal_mean_cv, mean, any_number(fields.require("cv")));
  const double sd = fields.require("sd").duration();
  return build(spot, lognormal_mean_cv, mean, mean > 0 ? sd / mean : 0);
}

Distribution read_gamma(const Spot& spot) {
  const Fields fields(spot, keys::gamma);
  if (says_first(fields, "mean", "cv", "shape", "scale"))
    return build(spot, gamma_mean_cv, fields.require("mean").duration(), any_number(fields.require("cv")));
  return build(spot, gamma, any_number(fields.require("shape")), fields.require("scale").duration());
}

Distribution read_erlang(const Spot& spot) {
  const Fields fields(spot, keys::erlang);
  const double mean = fields.require("mean").duration();
  const double stages = static_cast<double>(fields.require("stages").integer(1, 1'000'000));
  return build(spot, gamma, stages, mean / stages);
}

Distribution read_weibull(const Spot& spot) {
  const Fields fields(spot, keys::weibull);
  if (says_first(fields, "mean", "cv", "shape", "scale"))
    return build(spot, weibull_mean_cv, fields.require("mean").duration(), any_number(fields.require("cv")));
  return build(spot, weibull, any_number(fields.require("shape")), fields.require("scale").duration());
}

Distribution read_empirical(const Spot& spot) {
  const Fields fields(spot, keys::empirical);
  const Spot list = fields.require("values");
  std::vector<double> values(list.list_size()), weights;
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = list.item(i).duration();
  if (const std::optional<Spot> given = fields.find("weights")) {
    weights.resize(given->list_size());
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = given->item(i).number(0, 1e9);
  }
  return build(spot, empirical, std::move(values), weights);
}

Distribution read_geometric(const Spot& spot) {
  const Fields fields(spot, keys::geometric);
  fields.exclude("chance", "mean");
  const Spot step = fields.require("unit");
  const double unit = step.parsed(parse_unit);
  if (!fields.has("mean")) return build(spot, geometric, any_number(fields.require("chance")), unit);
  const Spot mean = fields.require("mean");
  if (!(mean.duration() >= unit)) mean.fail("must be at least the unit");
  return build(spot, geometric, unit / mean.duration(), unit);
}

using Reader = Distribution (*)(const Spot&);

// In the order of keys::distribution.
constexpr std::array<Reader, keys::distribution.size()> readers = {
    [](const Spot& spot) { return constant(spot.duration()); },
    read_uniform,
    read_discrete_uniform,
    read_triangular,
    read_exponential,
    read_truncated_normal,
    read_lognormal,
    read_gamma,
    read_erlang,
    read_weibull,
    read_empirical,
    read_geometric};

}  // namespace

Distribution read_distribution(const Spot& spot) {
  if (spot.is_scalar()) return constant(spot.duration());
  const Fields fields(spot, keys::distribution);
  if (spot.node().entries.size() != 1)
    spot.fail(fmt::format("a distribution has one key, its kind; here are {}", spot.node().entries.size()));
  const YamlEntry& entry = spot.node().entries.front();
  std::size_t kind = 0;
  while (keys::distribution[kind] != entry.key) ++kind;
  return readers[kind](spot.at(entry));
}

}  // namespace takt
