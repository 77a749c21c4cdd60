#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agents/agent_spec.hpp"
#include "agents/policy.hpp"
#include "sim/agent.hpp"

namespace takt {

/// A line of `takt agents`.
struct AgentListing {
  std::string name;         ///< "rule:spt", "expr:EXPRESSION"
  std::string description;  ///< one line
  std::string example;      ///< a spec that make_agent() takes as it stands; empty when it needs a file
};

/// A kind of agent: what stands before the ':' of a spec, and what to do with the rest.
struct AgentKind {
  std::string name;
  std::vector<AgentListing> (*list)();
  std::unique_ptr<Agent> (*make)(
      const AgentSpec& spec);                      ///< throws Error(usage) for a spec that is none of its own
  std::string (*describe)(const AgentSpec& spec);  ///< options and formula, for people; ends with a newline
  std::unique_ptr<Policy> (*make_policy)(const AgentSpec& spec) =
      nullptr;  ///< as `make`; null where an answer hangs on those before
};

AgentKind rule_kind();        ///< rule_agent.cpp
AgentKind expression_kind();  ///< expression_agent.cpp
AgentKind replay_kind();      ///< replay_agent.cpp

}  // namespace takt
