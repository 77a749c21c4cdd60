#pragma once

#include "learning/search/goal.hpp"
#include "sim/simulation.hpp"

namespace takt::search {

/// What a run costs so far, in ticks, or is bound to: jobs in the shop count as if they were done without
/// waiting. Sums, not means, so that runs that stop at the same time can be compared; infinity for one that
/// got stuck.
double run_cost(const Simulation& run, Goal goal);

/// Whether nothing in a scenario is left to chance. False where that is not certain.
bool is_certain(const Scenario& scenario);

/// Whether jobs go on arriving until the run ends by time or number.
bool ends_while_jobs_come(const Scenario& scenario);

}  // namespace takt::search
