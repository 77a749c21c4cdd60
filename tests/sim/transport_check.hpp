#pragma once

#include <string>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/record/trace.hpp"

namespace takt::test {

/// What is wrong with the transport events of a recorded run, told from the events and the scenario alone: no
/// vehicle is in two places, none carries more than its capacity, every job is loaded where it waits and set
/// down where it wants to go, rides take their length by their speed, what is on conveyors adds up, and the
/// tallies are the sums of the events.
std::vector<std::string> check_transport_events(const Scenario& scenario, const Trace& trace);

}  // namespace takt::test
