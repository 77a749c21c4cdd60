#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agents/agent_kind.hpp"
#include "sim/agent.hpp"

namespace takt {

/// The agent that a spec (see parse_agent_spec) names, new and ready for begin(). Throws Error(usage) for an
/// unknown kind, name or option and for a value out of range, listing what is known; what a kind reads from a
/// file throws as its reader does.
std::unique_ptr<Agent> make_agent(const std::string& spec);

/// What the same spec is as a policy, which answers for any number of runs and chooses in each what the agent
/// would. Throws as make_agent(), and Error(usage) for a kind whose answers hang on the run so far (replay).
std::unique_ptr<Policy> make_policy(const std::string& spec);

/// All agents, one line each, in a fixed order.
std::vector<AgentListing> list_agents();

/// What `takt agents NAME` prints: NAME is a spec, or a kind on its own ("expr", "replay"). Throws as
/// make_agent().
std::string describe_agent(const std::string& name);

}  // namespace takt
