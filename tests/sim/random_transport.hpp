#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"

namespace takt::test {

/// Puts the machines and jobs of an unfinished random scenario at places, with vehicles and conveyors between
/// them. No lane is shared, so that both clocks can run it.
void add_random_transport(Scenario& scenario, std::uint64_t seed);

}  // namespace takt::test
