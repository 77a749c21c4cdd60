#pragma once

#include <cstdint>
#include <limits>

namespace takt {

/// A point or span of simulated time in ticks of one microsecond.
using Time = std::int64_t;

inline constexpr Time ticks_per_second = 1'000'000;

/// "Not at any time": no due date, no horizon, not yet completed.
inline constexpr Time never = std::numeric_limits<Time>::max();

/// The largest time a scenario may state or a run may reach (285 years). Below 2^53, so that SimGrid's double
/// clock holds every tick exactly.
inline constexpr Time latest_time = 9'000'000'000'000'000;

inline constexpr double to_seconds(Time t) {
  return static_cast<double>(t) / ticks_per_second;
}

}  // namespace takt
