#include "sim/model/power_units.hpp"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/suggest.hpp"
#include "sim/model/units.hpp"

namespace takt {
namespace {

[[noreturn]] void refuse(const std::string& sentence) {
  throw Error(Fault::bad_input, sentence);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// The number in front and what follows it. Throws with an example of what is meant.
std::pair<double, std::string_view> number_and_rest(std::string_view text, const char* meant) {
  const std::string_view whole = trim(text);
  std::size_t i = 0;
  while (i < whole.size() &&
         (whole[i] == '-' || whole[i] == '.' || (whole[i] >= '0' && whole[i] <= '9') ||
          (whole[i] == 'e' && i > 0) || (whole[i] == '+' && i > 0 && whole[i - 1] == 'e')))
    ++i;
  const std::optional<double> value = to_number(whole.substr(0, i));
  if (!value) refuse(fmt::format("must be {}, is '{}'", meant, whole.substr(0, 40)));
  return {*value, trim(whole.substr(i))};
}

/// What comes after "/" or "per"; empty when there is neither.
std::string_view divisor(std::string_view rest) {
  if (rest.starts_with('/')) return trim(rest.substr(1));
  if (rest.starts_with("per ")) return trim(rest.substr(4));
  return {};
}

template <std::size_t N>
double factor_of(std::string_view unit, const std::array<std::pair<std::string_view, double>, N>& units,
                 const char* meant) {
  std::vector<std::string_view> names;
  for (const auto& [name, factor] : units) {
    if (name == unit) return factor;
    names.push_back(name);
  }
  if (unit.empty()) refuse(fmt::format("needs a unit, as {}", meant));
  refuse(fmt::format("unknown unit '{}'{}", unit, did_you_mean(std::string(unit), names)));
}

}  // namespace

double parse_power(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, double>, 4> units = {
      {{"mW", 1}, {"W", 1e3}, {"kW", 1e6}, {"MW", 1e9}}};
  const char* meant = "a power such as '5 kW'";
  const auto [value, unit] = number_and_rest(text, meant);
  return value * factor_of(unit, units, meant);
}

double parse_energy_price(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, double>, 3> units = {
      {{"Wh", 1e3}, {"kWh", 1}, {"MWh", 1e-3}}};
  const char* meant = "a price such as '0.25 /kWh'";
  const auto [value, rest] = number_and_rest(text, meant);
  return value * factor_of(divisor(rest), units, meant);
}

std::string power_text(double milliwatts) {
  return fmt::format("{} mW", milliwatts);
}

std::string per_hour_text(double amount) {
  return fmt::format("{} /h", amount);
}

}  // namespace takt
