#pragma once

#include "tests/sim/dice.hpp"

namespace takt::test {

/// Adds batches, cascades, minimum runs, lots of several pieces, scrap, rework, inspections and limits on
/// waiting to a scenario that is not finished yet.
void add_random_operations(Scenario& scenario, Dice& dice);

}  // namespace takt::test
