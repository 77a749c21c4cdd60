#pragma once

#include <string>
#include <unordered_map>

#include "sim/model/read/sections.hpp"

namespace takt {

/// The keys of a machine that say how it processes: batch, cascade, parameters. Adds the group's row to
/// scenario.process.
void read_group_rules(const Fields& fields, Scenario& scenario, Names& names);

/// The operations of a routing that have been read, by name; of several with one name, the last.
using EarlierOperations = std::unordered_map<std::string, Index>;

/// The keys of an operation that say how it is done and what may go wrong. Adds the row of `step`, whose
/// modes are the scenario's last.
void read_step_rules(const Fields& fields, const Step& step, const EarlierOperations& earlier,
                     Scenario& scenario, const Names& names);

/// Fails at `order` when an operation of the routing refers to an earlier one.
void refuse_look_back(const Spot& order, const Routing& routing, const Scenario& scenario);

}  // namespace takt
