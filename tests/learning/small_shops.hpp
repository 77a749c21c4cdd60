#pragma once

#include <cstdint>

#include "learning/search/goal.hpp"
#include "sim/model/scenario.hpp"

namespace takt::test {

/// What a small shop has; each may be missing in one that is drawn.
struct SmallShopShape {
  int jobs = 3;
  int steps = 3;  ///< at most, of a job
  int machines = 3;
  bool alternatives = false;
};

/// A shop that is known from the start: setups by family (operations without a family too), releases, due
/// dates, weights, machines that jobs come back to, operations that take no time.
Scenario small_shop(std::uint64_t seed, const SmallShopShape& shape);

/// The least KPI of all schedules, in s, found by trying every order in which operations can be begun, on all
/// machines that can do them. It reads nothing but the scenario, and adds up times by itself.
double least_of_all(const Scenario& scenario, search::Goal goal);

}  // namespace takt::test
