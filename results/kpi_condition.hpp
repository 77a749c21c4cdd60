#pragma once

#include "results/kpi.hpp"

namespace takt {

/// Machines that degrade or are maintained, over the window: availability (share of the time neither down nor
/// in maintenance), how often they went down and were maintained, time in maintenance, share of the time at
/// each level.
KpiTable condition_table(const Scenario& scenario, const Trace& trace);

/// Energy over the window by machine and for the site, mean power, greatest power, cost by the tariff.
KpiTable energy_table(const Scenario& scenario, const Trace& trace);

/// Costs over the window, by what causes them, and their total.
KpiTable cost_table(const Scenario& scenario, const Trace& trace);

/// Joules that a machine has drawn in the window: metered by the clock where it has meters, less what the
/// states before the warm-up account for; else the time in each state times its power.
double energy_joules(const Scenario& scenario, const Trace& trace, std::size_t machine);

}  // namespace takt
