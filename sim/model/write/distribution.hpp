#pragma once

#include <string>

#include "sim/model/distribution.hpp"

namespace takt {

/// A span of time for a scenario file: "90 s", or in us when it is not whole seconds. `ticks` may have a
/// fraction.
std::string time_text(double ticks);
std::string time_text(Time ticks);

/// A distribution for a scenario file, on one line: "{exponential: {mean: 300 s}}", or a time when it is
/// constant.
std::string distribution_text(const Distribution& distribution);

}  // namespace takt
