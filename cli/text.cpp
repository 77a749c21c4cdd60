#include "cli/text.hpp"

#include <cmath>

#include <fmt/format.h>

namespace takt {

std::string human_time(double seconds) {
  if (std::isnan(seconds)) return "-";
  if (seconds < 0) return "-" + human_time(-seconds);
  if (seconds > 0 && seconds < 0.9995) return fmt::format("{:.3g} ms", 1000 * seconds);
  if (seconds < 59.95)
    return human_number(seconds < 10 ? std::round(seconds * 100) / 100 : std::round(seconds * 10) / 10) +
           " s";
  const auto pair = [](double value, double unit, const char* large, const char* small, double ratio) {
    const auto parts = static_cast<long long>(std::llround(value / unit));
    const auto whole = parts / static_cast<long long>(ratio), rest = parts % static_cast<long long>(ratio);
    return rest == 0 ? fmt::format("{} {}", whole, large)
                     : fmt::format("{} {} {} {}", whole, large, rest, small);
  };
  if (seconds < 3599.5) return pair(seconds, 1, "min", "s", 60);
  if (seconds < 86370) return pair(seconds, 60, "h", "min", 60);
  return pair(seconds, 3600, "d", "h", 24);
}

std::string human_number(double value) {
  if (std::isnan(value)) return "-";
  if (value == std::floor(value) && std::fabs(value) < 1e15) return fmt::format("{:.0f}", value);
  if (std::fabs(value) >= 1e5 && std::fabs(value) < 1e15) return fmt::format("{:.0f}", value);
  return fmt::format("{:.6g}", value);
}

std::string counted(long long count, const std::string& noun) {
  const char* const plural = noun.ends_with('s') || noun.ends_with('x') ? "es" : "s";
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : plural);
}

}  // namespace takt
