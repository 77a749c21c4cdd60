#pragma once

#include <string>

#include "sim/model/scenario.hpp"

namespace takt {

/// The fields of a machine, "batch: {...}" and so on, that say how it processes; empty for none.
std::vector<std::string> group_rule_fields(const Scenario& scenario, Index group);

/// The same for an operation, each with a ", " before it.
std::string step_rule_text(const Scenario& scenario, Index step);

}  // namespace takt
