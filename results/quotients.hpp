#pragma once

#include <limits>

#include "sim/model/time.hpp"

namespace takt {

/// Of a key figure where there is nothing to measure.
inline constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();

/// A quotient that is "nothing to measure" without a divisor.
inline double ratio(double x, double y) {
  return y > 0 ? x / y : not_measured;
}

inline double seconds(long double ticks) {
  return static_cast<double>(ticks / ticks_per_second);
}

}  // namespace takt
