#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/agent.hpp"
#include "sim/record/trace.hpp"

namespace takt {

/// An agent that repeats recorded decisions, one after the other. At the first decision of the run that is
/// not the recorded one (another time, kind, machine, number of candidates, or another job or mode at the
/// recorded index), and when the recording is used up, it throws Error(agent) that names both. `origin` says
/// in messages where the recording is from.
std::unique_ptr<Agent> make_replay_agent(std::vector<DecisionRecord> decisions, std::string origin);

}  // namespace takt
