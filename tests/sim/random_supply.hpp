#pragma once

#include "tests/sim/dice.hpp"

namespace takt::test {

/// Adds a small supply chain whose plants use the routings of the scenario: every policy, demand and shipping
/// rule, disruptions, agents that order. Gives the run an end where it has none.
void add_random_supply(Scenario& scenario, Dice& dice);

/// The same with no shop around it.
Scenario random_supply_chain(std::uint64_t seed);

}  // namespace takt::test
