#pragma once

#include <string>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/record/trace.hpp"

namespace takt::test {

/// What a recorded run breaks of the rules of resources, people and precedence, recomputed from the scenario
/// and the records alone: nothing starts before what it comes after, every task is done once, capacities
/// follow their calendars, no pool is used beyond its capacity but for work that began before, and what the
/// events say is in use is what the operations have. Scenarios with breakdowns or machines with calendars are
/// not for this check.
std::vector<std::string> resources_faults(const Scenario& scenario, const Trace& trace);

}  // namespace takt::test
