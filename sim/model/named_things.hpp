#pragma once

#include <cstdint>
#include <string>

#include "sim/model/scenario.hpp"
#include "sim/vocabulary/refers.hpp"

namespace takt {

/// How many things of a sort the scenario has; -1 where it does not say: of numbers, and of what needs to be
/// known beside the index (levels and plans are those of a machine).
std::int64_t count_of(const Scenario& scenario, Refers what);

/// The name of one of them; "" where it has none, and beyond their number.
std::string name_of(const Scenario& scenario, Refers what, Index index);

}  // namespace takt
