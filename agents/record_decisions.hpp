#pragma once

#include <memory>

#include "results/decision_detail.hpp"
#include "sim/agent.hpp"

namespace takt {

/// An agent that answers as `inner` does and appends the candidates of every decision, with all their
/// features, to `out`; begin() empties it and names the features. Both must outlive the agent. About 300
/// bytes a candidate.
std::unique_ptr<Agent> record_decisions(Agent& inner, DecisionDetail& out);

}  // namespace takt
