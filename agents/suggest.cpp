#include "agents/suggest.hpp"

#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/model/suggest.hpp"

namespace takt {

std::string near_and_known(const std::string& name, std::span<const std::string> known) {
  const std::string near = closest(name, std::vector<std::string_view>(known.begin(), known.end()));
  const std::string list = known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "));
  if (near.empty()) return fmt::format(". Known are {}.", list);
  return fmt::format("; did you mean '{}'? Known are {}.", near, list);
}

}  // namespace takt
