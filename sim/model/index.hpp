#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace takt {

/// Numbers machines, groups, jobs, steps and whatever else a scenario or a plant has tables of; -1 often
/// means none.
using Index = std::int32_t;

/// As a vector wants it.
constexpr std::size_t at(Index index) {
  return static_cast<std::size_t>(index);
}

/// The element of this number (an integer or an enumerator), which must be there.
template <typename Values, typename Number>
constexpr decltype(auto) at(Values&& values, Number index) {
  return std::forward<Values>(values)[static_cast<std::size_t>(index)];
}

}  // namespace takt
