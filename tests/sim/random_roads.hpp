#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"

namespace takt::test {

/// Puts the sites of the scenario's supply chain at places of its transport network, which is made of lanes
/// alone where there is none, and lets some stock points get their shipments by road. No lane is shared.
void add_random_roads(Scenario& scenario, std::uint64_t seed);

}  // namespace takt::test
