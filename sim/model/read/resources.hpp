#pragma once

#include <vector>

#include "sim/model/read/sections.hpp"

namespace takt {

// Readers of hours, resources, workers and of what operations say of them. They throw Error(bad_input) with
// the position.
void read_calendars(const Fields& top, Scenario& scenario, Names& names);
void read_resources(const Fields& top, Scenario& scenario, Names& names);
void read_workers(const Fields& top, Scenario& scenario, Names& names);

/// `calendar` and `at_end` of the machine group that is read next.
void read_machine_hours(const Fields& machine, Scenario& scenario, const Names& names);

/// `needs` and `worker` of an operation or an alternative.
std::vector<Need> read_needs(const Fields& fields, const Scenario& scenario, const Names& names);

/// Gives a mode its needs: those of the operation and of the alternative together.
void set_needs(Scenario& scenario, Index mode, const std::vector<Need>& of_operation,
               const std::vector<Need>& of_alternative);

/// `after` and `weight` of all operations of a routing, whose steps have been read from `list`. Makes it a
/// graph when any operation comes after others, or when `graph` says so.
void read_precedence(const Spot& list, Scenario& scenario, Routing& routing, bool graph);

}  // namespace takt
