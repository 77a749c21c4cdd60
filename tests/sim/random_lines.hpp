#pragma once

#include "sim/model/scenario.hpp"
#include "tests/sim/dice.hpp"

namespace takt::test {

/// Gives a scenario that is complete but not finished buffers, cards, part stores, saturated sources and
/// child jobs, each with some probability. Where what was drawn does not fit together, it stays as it was.
void add_random_lines(Scenario& scenario, Dice& dice);

}  // namespace takt::test
