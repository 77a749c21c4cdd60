#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"

namespace takt::test {

/// Adds resources, workers with skills, calendars, machine hours, precedence graphs and allocate decisions,
/// drawn from `seed`, to a scenario that is not finished yet, or is finished again afterwards. Graphs go to
/// routings of fixed order whose operations refer to no other.
void add_random_resources(Scenario& scenario, std::uint64_t seed);

}  // namespace takt::test
