#include "sim/model/units.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/suggest.hpp"
#include "sim/model/time.hpp"

namespace takt {
namespace {

constexpr double second = static_cast<double>(ticks_per_second);
constexpr std::array<std::pair<std::string_view, double>, 7> units = {{{"us", 1e-6 * second},
                                                                       {"ms", 1e-3 * second},
                                                                       {"s", second},
                                                                       {"min", 60 * second},
                                                                       {"h", 3600 * second},
                                                                       {"d", 24 * 3600 * second},
                                                                       {"wk", 7 * 24 * 3600 * second}}};

// What people write for them elsewhere.
constexpr std::array<std::pair<std::string_view, std::string_view>, 30> aliases = {
    {{"m", "min"},           {"mins", "min"},  {"minute", "min"}, {"minutes", "min"},
     {"Min", "min"},         {"sec", "s"},     {"secs", "s"},     {"second", "s"},
     {"seconds", "s"},       {"S", "s"},       {"hr", "h"},       {"hrs", "h"},
     {"hour", "h"},          {"hours", "h"},   {"H", "h"},        {"day", "d"},
     {"days", "d"},          {"D", "d"},       {"w", "wk"},       {"week", "wk"},
     {"weeks", "wk"},        {"wks", "wk"},    {"msec", "ms"},    {"milliseconds", "ms"},
     {"usec", "us"},         {"micros", "us"}, {"µs", "us"},      {"μs", "us"},
     {"microseconds", "us"}, {"MIN", "min"}}};

[[noreturn]] void refuse(const std::string& sentence) {
  throw Error(Fault::bad_input, sentence);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Splits "5 min" into "5" and "min". Nothing of the number may be left in the unit.
std::pair<std::string_view, std::string_view> split(std::string_view text) {
  std::size_t i = 0;
  const auto number_character = [&](char c) {
    if (is_digit(c) || c == '.') return true;
    if (c == '-' || c == '+') return i == 0 || text[i - 1] == 'e' || text[i - 1] == 'E';
    // "1e3 s", but not the start of a word
    return (c == 'e' || c == 'E') && i > 0 && i + 1 < text.size() &&
           (is_digit(text[i + 1]) || text[i + 1] == '-' || text[i + 1] == '+');
  };
  while (i < text.size() && number_character(text[i])) ++i;
  return {text.substr(0, i), trim(text.substr(i))};
}

double unit_ticks(std::string_view unit) {
  for (const auto& [name, ticks] : units)
    if (name == unit) return ticks;
  for (const auto& [name, meant] : aliases)
    if (name == unit) refuse(fmt::format("unknown unit '{}'; did you mean '{}'?", unit, meant));
  std::vector<std::string_view> names;
  for (const auto& entry : units) names.push_back(entry.first);
  refuse(fmt::format("unknown unit '{}'{}", unit, did_you_mean(unit, names)));
}

/// The text of a bad value, cut short for the message.
std::string shown(std::string_view text) {
  return std::string(text.substr(0, 40)) + (text.size() > 40 ? "..." : "");
}

}  // namespace

std::optional<double> to_number(std::string_view text) {
  std::string_view digits = text;
  if (!digits.empty() && digits.front() == '-') digits.remove_prefix(1);
  if (digits.size() > 1 && digits.front() == '.') digits.remove_prefix(1);  // ".5"
  if (digits.empty() || !is_digit(digits.front()) || !is_digit(digits.back())) return std::nullopt;
  const bool fraction = digits.data() != text.data() && digits.data()[-1] == '.';
  if (!fraction && digits.size() > 1 && digits[0] == '0' && is_digit(digits[1])) return std::nullopt;
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

double parse_duration(std::string_view text) {
  const std::string_view whole = trim(text);
  const auto [number, unit] = split(whole);
  const std::optional<double> value = to_number(number);
  if (!value) {
    if (number.size() > 1 && number[0] == '0' && is_digit(number[1]))
      refuse(fmt::format("'{}' starts with a zero; write it without", shown(whole)));
    refuse(fmt::format("must be a time such as '5 min', is '{}'", shown(whole)));
  }
  if (unit.empty()) refuse(fmt::format("a time needs a unit; did you mean '{} s'?", shown(number)));
  return *value * unit_ticks(unit);
}

double parse_rate(std::string_view text) {
  const std::string_view whole = trim(text);
  const auto [number, rest] = split(whole);
  const std::optional<double> value = to_number(number);
  std::string_view unit;
  if (rest.starts_with('/')) unit = trim(rest.substr(1));
  if (rest.starts_with("per ")) unit = trim(rest.substr(4));
  if (!value || unit.empty()) refuse(fmt::format("must be a rate such as '5 /h', is '{}'", shown(whole)));
  if (!(*value > 0)) refuse(fmt::format("a rate must be greater than 0, is '{}'", shown(whole)));
  return unit_ticks(unit) / *value;
}

double parse_per_hour(std::string_view text) {
  const std::string_view whole = trim(text);
  const auto [number, rest] = split(whole);
  const std::optional<double> value = to_number(number);
  std::string_view unit;
  if (rest.starts_with('/')) unit = trim(rest.substr(1));
  if (rest.starts_with("per ")) unit = trim(rest.substr(4));
  if (!value || unit != "h")
    refuse(fmt::format("must be a number an hour such as '30 /h', is '{}'", shown(whole)));
  return *value;
}

double parse_unit(std::string_view text) {
  const std::string_view whole = trim(text);
  if (whole.empty() || is_digit(whole.front()) || whole.front() == '-' || whole.front() == '.')
    return parse_duration(whole);
  return unit_ticks(whole);
}

}  // namespace takt
