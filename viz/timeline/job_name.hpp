#pragma once

#include <string>

#include "sim/plant/records.hpp"

namespace takt {

/// The name of its order ("frame#3" for the third of several), or "shaft 17" for a job that arrived: its
/// routing and its number in the run.
std::string job_name(const Scenario& scenario, const JobRecord& job);

}  // namespace takt
