#pragma once

#include "sim/model/read/sections.hpp"

namespace takt {

/// `maintenance`, `condition`, `sensors` and `power` of the machine group that was read last.
void read_group_condition(const Fields& machine, Scenario& scenario, const Names& names);

/// The power keys of a machine (read_energy.cpp).
PowerDraw read_power(const Spot& spot);

/// The sections `energy` and `costs`.
void read_energy(const Fields& top, Scenario& scenario);
void read_costs(const Fields& top, Scenario& scenario, const Names& names);

/// A mapping from machine states to values, or one value for all of them.
std::array<double, condition_states> read_by_state(const Spot& spot, double (*read)(const Spot&));

}  // namespace takt
