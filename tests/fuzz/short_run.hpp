#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"

namespace takt::fuzz {

/// Runs an accepted scenario for some instants under choices drawn from `seed`, with records and tallies,
/// where it is small enough for a fuzzer. Whatever scenario was accepted can be run: an Error other than of
/// what the scenario asks for (bad_input) ends the program.
void short_run(const Scenario& scenario, std::uint64_t seed);

}  // namespace takt::fuzz
