#pragma once

#include <cmath>

#include "sim/model/scenario.hpp"

namespace takt {

/// Typical processing times in a second.
inline double per_second(const Scenario& scenario) {
  return static_cast<double>(ticks_per_second) / static_cast<double>(scenario.typical_time);
}

inline float scaled_time(double seconds, double per_second) {
  return static_cast<float>(seconds * per_second);
}

inline float scaled_count(double value) {
  return static_cast<float>(std::copysign(std::log(1 + std::abs(value)), value));
}

}  // namespace takt
