#include "agents/suggest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace takt {

std::string near_and_known(const std::string& /*name*/, std::span<const std::string> known) {
  const std::string list = known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "));
  return fmt::format(". Known are {}.", list);
}

}  // namespace takt
