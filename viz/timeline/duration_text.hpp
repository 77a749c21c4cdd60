#pragma once

#include <string>

#include "sim/model/time.hpp"

namespace takt {

/// "3 s", "12.5 s", "25 min", "1 h 30 min", "2 d 4 h": two units at most.
std::string duration_text(Time ticks);

}  // namespace takt
