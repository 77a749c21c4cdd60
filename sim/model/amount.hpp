#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace takt {

/// An amount of goods in millionths of a unit: sums and differences are exact, so that stock can be accounted
/// for to the last of them.
using Quantity = std::int64_t;
inline constexpr Quantity one_unit = 1'000'000;
inline constexpr double greatest_amount = 1e9;  ///< of one order, demand or level

inline constexpr double to_units(Quantity quantity) {
  return static_cast<double>(quantity) / static_cast<double>(one_unit);
}
/// The nearest millionth, within +-2 greatest_amount.
Quantity to_quantity(double units);

/// The families of demand sizes, with the meaning of Amount::a and b, in units.
enum class AmountKind {
  constant,   ///< a
  uniform,    ///< any number from a to b
  whole,      ///< whole numbers from a to b, equally likely
  normal,     ///< a: mean, b: standard deviation; what falls below 0 counts as 0
  poisson,    ///< a: mean
  geometric,  ///< a: mean >= 1; 1, 2, ...
  gamma,      ///< a: mean, b: coefficient of variation
  discrete,   ///< values with cumulative shares
  listed,     ///< values one after the other; the last one stays
  steps,      ///< values[i] from occurrence cumulative[i] on (0 is the first), nothing before the first
};

/// How much is asked for at a time, drawn or given by the number of the occurrence. A plain value; build it
/// with the functions below, which throw Error(bad_input) with a sentence but no position.
struct Amount {
  AmountKind kind = AmountKind::constant;
  double a = 0, b = 0;
  std::vector<double> values = {};      ///< discrete, listed, steps; poisson: the numbers in its table
  std::vector<double> weights = {};     ///< discrete: of the values, as given
  std::vector<double> cumulative = {};  ///< shares up to values[i]; steps: from which occurrence on

  bool operator==(const Amount&) const = default;
};

Amount constant_amount(double units);
Amount uniform_amount(double from, double to);
Amount whole_amount(double from, double to);
Amount normal_amount(double mean, double sd);
Amount poisson_amount(double mean);
Amount geometric_amount(double mean);
Amount gamma_amount(double mean, double cv);
/// `weights` may be empty (all equal) or hold one weight >= 0 a value, not all zero.
Amount discrete_amount(std::vector<double> values, const std::vector<double>& weights);
Amount listed_amount(std::vector<double> values);
/// `from` rises strictly and holds whole numbers >= 0.
Amount stepped_amount(std::vector<double> from, std::vector<double> values);

/// True when the size is drawn, so that u matters.
bool is_random(const Amount& amount);

/// The amount of this occurrence, with u in (0, 1); never negative.
Quantity sample(const Amount& amount, double u, std::uint64_t occurrence);

/// As scenario files write it: "8", "{poisson: {mean: 10}}".
std::string amount_text(const Amount& amount);

}  // namespace takt
