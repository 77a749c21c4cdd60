#include "viz/timeline/duration_text.hpp"

#include <array>

#include <fmt/format.h>

namespace takt {

std::string duration_text(Time ticks) {
  if (ticks < 0) return "-" + duration_text(-ticks);
  constexpr Time minute = 60 * ticks_per_second;
  if (ticks < minute) return fmt::format("{:.4g} s", to_seconds(ticks));
  struct Unit {
    Time length;
    const char* name;
  };
  constexpr std::array units = {Unit{1440 * minute, "d"}, Unit{60 * minute, "h"}, Unit{minute, "min"},
                                Unit{ticks_per_second, "s"}};
  for (std::size_t u = 0; u + 1 < units.size(); ++u) {
    if (ticks < units[u].length) continue;
    // Rounded first, so that no 60 stands where a unit is full.
    const Time small = units[u + 1].length, whole = (ticks + small / 2) / small * small;
    if (whole / units[u].length == 0) continue;
    const Time rest = whole % units[u].length / small;
    const std::string text = fmt::format("{} {}", whole / units[u].length, units[u].name);
    return rest == 0 ? text : fmt::format("{} {} {}", text, rest, units[u + 1].name);
  }
  return fmt::format("{:.4g} s", to_seconds(ticks));
}

}  // namespace takt
