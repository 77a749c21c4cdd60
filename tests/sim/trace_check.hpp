#pragma once

#include <string>
#include <vector>

#include "sim/model/random.hpp"
#include "sim/record/trace.hpp"

namespace takt::test {

/// Looks at the records of a run (operations and decisions recorded) and tells everything in them that is not
/// as the scenario and the seed demand: one sentence a fault, none when all is right. It works from records,
/// scenario and keyed draws alone, never from the plant.
std::vector<std::string> check_trace(const Scenario& scenario, Seed seed, const Trace& trace);

}  // namespace takt::test
