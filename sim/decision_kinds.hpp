#pragma once

#include <array>
#include <string_view>

#include "sim/agent.hpp"

namespace takt {

/// What the kinds of decisions are called in messages and files, by DecisionKind.
inline constexpr std::array<std::string_view, decision_kind_count> decision_kind_names = {
    "dispatch", "route", "release", "transport", "allocate", "maintain", "replenish"};

inline constexpr std::string_view name_of(DecisionKind kind) {
  return decision_kind_names[static_cast<std::size_t>(kind)];
}

}  // namespace takt
