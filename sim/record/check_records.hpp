#pragma once

#include <string>

#include "sim/record/trace.hpp"

namespace takt {

/// Whether records from outside can be tallied: says what does not fit the scenario, or stands in an order in
/// which no run records it, in a sentence; empty when all is well. Indices of operations, intervals and jobs
/// into tables of the scenario must have been checked before.
std::string find_misfit(const Scenario& scenario, const Trace& records);

}  // namespace takt
