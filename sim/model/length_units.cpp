#include "sim/model/length_units.hpp"

#include <array>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/suggest.hpp"
#include "sim/model/units.hpp"

namespace takt {
namespace {

using Unit = std::pair<std::string_view, double>;

constexpr std::array<Unit, 4> lengths = {{{"mm", 1e3}, {"cm", 1e4}, {"m", 1e6}, {"km", 1e9}}};
constexpr std::array<Unit, 8> speeds = {{{"m/s", 1},
                                         {"m/min", 1.0 / 60},
                                         {"km/h", 1 / 3.6},
                                         {"m/h", 1 / 3600.0},
                                         {"cm/s", 1e-2},
                                         {"cm/min", 1e-2 / 60},
                                         {"mm/s", 1e-3},
                                         {"mm/min", 1e-3 / 60}}};

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

[[noreturn]] void refuse(const std::string& sentence) {
  throw Error(Fault::bad_input, sentence);
}

/// A number and one of the units, which starts with the first letter that is no exponent.
double parse(std::string_view text, std::span<const Unit> units, const char* what, const char* example) {
  const std::string_view whole = trim(text);
  std::size_t end = 0;
  while (end < whole.size() && std::string_view("0123456789.+-").find(whole[end]) != std::string_view::npos) {
    ++end;
    const bool exponent = end + 1 < whole.size() && (whole[end] == 'e' || whole[end] == 'E');
    if (exponent && std::string_view("0123456789+-").find(whole[end + 1]) != std::string_view::npos) ++end;
  }
  const std::optional<double> number = to_number(whole.substr(0, end));
  const std::string_view unit = trim(whole.substr(end));
  if (!number) refuse(fmt::format("must be a {} such as '{}', is '{}'", what, example, whole.substr(0, 40)));
  std::vector<std::string_view> names;
  for (const auto& [name, factor] : units) {
    if (name == unit) return *number * factor;
    names.push_back(name);
  }
  if (unit.empty()) refuse(fmt::format("a {} needs a unit, as in '{}'", what, example));
  refuse(fmt::format("unknown unit '{}'{}", unit.substr(0, 40), did_you_mean(unit, names)));
}

}  // namespace

double parse_length(std::string_view text) {
  return parse(text, lengths, "length", "40 m");
}

double parse_speed(std::string_view text) {
  return parse(text, speeds, "speed", "1.5 m/s");
}

std::string length_text(std::int64_t micrometres) {
  return fmt::format("{} m", static_cast<double>(micrometres) / 1e6);
}

std::string speed_text(double metres_per_second) {
  return fmt::format("{} m/s", metres_per_second);
}

}  // namespace takt
