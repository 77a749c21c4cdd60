#include "cli/time_options.hpp"

#include <cmath>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/units.hpp"

namespace takt {

Time parse_time(const char* option, const std::string& text) {
  try {
    const double ticks = std::round(parse_duration(text));
    if (ticks >= 0 && ticks < static_cast<double>(latest_time)) return static_cast<Time>(ticks);
  } catch (const Error& error) {
    throw Error(Fault::usage, fmt::format("{}: {}", option, error.what()));
  }
  throw Error(Fault::usage, fmt::format("{}: '{}' is no time of a run", option, text));
}

Window parse_window(const char* option, const std::string& text, Time end) {
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos)
    throw Error(Fault::usage, fmt::format("{}: '{}' should look like 8h..40h", option, text));
  const std::string from = text.substr(0, dots), to = text.substr(dots + 2);
  return {from.empty() ? 0 : parse_time(option, from), to.empty() ? end : parse_time(option, to)};
}

}  // namespace takt
