#include <algorithm>
#include <array>

#include "viz/timeline/colour_scheme.hpp"
#include "viz/timeline/colours/colours.hpp"

namespace takt {

namespace {

using namespace colours;

constexpr std::array table = {
    ColourScheme{"product", "a colour for each routing", by_product},
    ColourScheme{"order", "a colour for each job", by_order},
    ColourScheme{"machine", "a colour for each machine group, for rows of orders", by_machine},
    ColourScheme{"state", "a colour for each kind of bar", by_state},
    ColourScheme{"lateness", "how late the job was done", by_lateness},
};

}  // namespace

namespace colours {

std::vector<std::uint16_t> job_classes(const StoredRun& run, std::uint16_t all) {
  std::uint32_t numbers = 0;
  for (const JobRecord& job : run.file.trace.jobs) numbers = std::max(numbers, job.number + 1);
  return std::vector<std::uint16_t>(numbers, all);
}

}  // namespace colours

std::span<const ColourScheme> colour_schemes() {
  return table;
}

Index find_colour_scheme(std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const ColourScheme& s) { return s.name == name; });
  return found == table.end() ? -1 : static_cast<Index>(found - table.begin());
}

}  // namespace takt
