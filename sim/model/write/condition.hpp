#pragma once

#include <string>

#include "sim/model/scenario.hpp"

namespace takt {

/// The keys of a machine that read_group_condition reads, as lines of an indented mapping; "" when there are
/// none.
std::string condition_text(const Scenario& scenario, std::size_t group);

/// The crew of a breakdown, as a line of its mapping; "" when it needs none.
std::string repair_crew_text(const Scenario& scenario, std::size_t group, std::size_t cause);

/// The sections `energy` and `costs`.
std::string energy_text(const Scenario& scenario);

}  // namespace takt
