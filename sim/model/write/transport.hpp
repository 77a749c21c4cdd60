#pragma once

#include <string>
#include <vector>

#include "sim/model/scenario.hpp"

namespace takt {

/// The section `transport` of a scenario file; nothing where there is none.
std::string transport_text(const Scenario& scenario);

/// The name of an entry of a table of places; nothing where there is none.
std::string place_text(const TransportModel& model, const std::vector<Index>& table, Index index);

/// `place` and `output_buffer` of a machine group.
std::vector<std::string> place_fields(const Scenario& scenario, Index group);

}  // namespace takt
