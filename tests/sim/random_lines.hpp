#pragma once

#include "sim/model/scenario.hpp"
#include "tests/sim/dice.hpp"

namespace takt::test {

/// Gives a scenario that is complete but not finished buffers, cards, part stores, saturated sources and
/// child jobs, each with some probability and only where it fits what is there.
void add_random_lines(Scenario& scenario, Dice& dice);

}  // namespace takt::test
