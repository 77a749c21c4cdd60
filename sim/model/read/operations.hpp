#pragma once

#include "sim/model/read/sections.hpp"

namespace takt {

/// The keys of a machine that say how it processes: batch, cascade, parameters. Adds the group's row to
/// scenario.process.
void read_group_rules(const Fields& fields, Scenario& scenario, Names& names);

/// The keys of an operation that say how it is done and what may go wrong. Adds the row of `step`, whose
/// modes are the scenario's last; the routing's earlier steps are in the scenario from `first_step` on.
void read_step_rules(const Fields& fields, const Step& step, Index first_step, Scenario& scenario,
                     const Names& names);

/// Fails at `order` when an operation of the routing refers to an earlier one.
void refuse_look_back(const Spot& order, const Routing& routing, const Scenario& scenario);

}  // namespace takt
