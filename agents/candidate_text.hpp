#pragma once

#include <string>

#include "sim/agent.hpp"

namespace takt {

/// "job 7 (order_7), operation 3 'drill' on group drills", or "wait": names a candidate.
std::string describe_candidate(const Decision& decision, const Candidate& candidate);

}  // namespace takt
