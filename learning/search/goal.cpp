#include "learning/search/goal.hpp"

#include <array>

#include <fmt/format.h>

#include "agents/suggest.hpp"
#include "sim/model/error.hpp"

namespace takt::search {
namespace {

constexpr std::array<std::string_view, 6> names = {
    "makespan",       "max_tardiness",  "total_weighted_tardiness",
    "mean_tardiness", "mean_flow_time", "total_weighted_flow_time"};

}  // namespace

std::string_view name_of(Goal goal) {
  return names[static_cast<std::size_t>(goal)];
}

std::vector<std::string> goal_names() {
  return {names.begin(), names.end()};
}

Goal goal_named(const std::string& name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<Goal>(i);
  throw Error(Fault::usage, fmt::format("unknown objective '{}'{}", name.substr(0, 64),
                                        near_and_known(name, goal_names())));
}

bool needs_due_dates(Goal goal) {
  return goal == Goal::max_tardiness || goal == Goal::total_weighted_tardiness ||
         goal == Goal::mean_tardiness;
}

}  // namespace takt::search
