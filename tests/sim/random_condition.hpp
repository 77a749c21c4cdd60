#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"

namespace takt::test {

/// Lays conditions, maintenance, sensors, power, a cap, tariffs and costs over some machines of a scenario
/// that is not finished yet, drawn from `seed`. Horizons are added where sensors would sample for ever.
void add_condition(Scenario& scenario, std::uint64_t seed);

}  // namespace takt::test
