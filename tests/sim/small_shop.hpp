#pragma once

#include <vector>

#include "sim/record/trace.hpp"
#include "sim/simulate.hpp"

namespace takt::test {

/// Ticks of a time in seconds.
inline constexpr double ticks(double seconds) {
  return seconds * ticks_per_second;
}

// Scenarios put together by hand. finish_scenario() comes last.

/// Adds a group of `count` equal machines; returns its index.
Index add_group(Scenario& scenario, Index count = 1, double speed = 1);

struct Visit {
  Index group = 0;
  Distribution time;
  Index family = -1;
};
/// Adds a routing of one operation a visit; returns its index.
Index add_routing(Scenario& scenario, const std::vector<Visit>& visits);

/// Adds an order with a release in s.
void add_order(Scenario& scenario, Index routing, double release = 0);

/// Finishes a copy of the scenario and runs it on the CalendarClock with everything recorded.
Trace run_recorded(Scenario scenario, Agent& agent, Seed seed = {}, std::int64_t stall_limit = 1000);

}  // namespace takt::test
