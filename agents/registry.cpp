#include "agents/registry.hpp"

#include <fmt/format.h>

#include "agents/suggest.hpp"
#include "sim/model/error.hpp"

namespace takt {
namespace {

/// Every kind of agent, one line each.
std::vector<AgentKind> agent_kinds() {
  return {
      rule_kind(),
      expression_kind(),
      replay_kind(),
  };
}

/// The agent that is listed as KIND:NAME with this name, in lower case; else nothing.
std::string listed_as(std::string name) {
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (const AgentKind& kind : agent_kinds())
    for (const AgentListing& listing : kind.list())
      if (listing.name == kind.name + ":" + name) return listing.name;
  return "";
}

AgentKind kind_of(const AgentSpec& spec) {
  std::vector<std::string> names;
  for (const AgentKind& kind : agent_kinds()) {
    if (kind.name == spec.kind) return kind;
    names.push_back(kind.name);
  }
  // "spt" alone: the name without its kind.
  if (const std::string whole = listed_as(spec.kind); spec.kind == spec.text && !whole.empty())
    throw Error(Fault::usage,
                fmt::format("agent {}: unknown kind {}; did you mean '{}'? `takt agents` lists all agents.",
                            quoted(spec.text), quoted(spec.kind), whole));
  throw Error(Fault::usage,
              fmt::format("agent {}: unknown kind {}{} `takt agents` lists all agents.", quoted(spec.text),
                          quoted(spec.kind), near_and_known(spec.kind, names)));
}

}  // namespace

std::unique_ptr<Agent> make_agent(const std::string& spec) {
  const AgentSpec parsed = parse_agent_spec(spec);
  return kind_of(parsed).make(parsed);
}

std::unique_ptr<Policy> make_policy(const std::string& spec) {
  const AgentSpec parsed = parse_agent_spec(spec);
  const AgentKind kind = kind_of(parsed);
  if (kind.make_policy == nullptr) {
    throw Error(Fault::usage,
                fmt::format("agent {}: a {} answers one run, not many at once", quoted(spec), kind.name));
  }
  return kind.make_policy(parsed);
}

std::vector<AgentListing> list_agents() {
  std::vector<AgentListing> all;
  for (const AgentKind& kind : agent_kinds()) {
    for (AgentListing& listing : kind.list()) all.push_back(std::move(listing));
  }
  return all;
}

std::string describe_agent(const std::string& name) {
  const AgentSpec parsed = parse_agent_spec(name);
  return kind_of(parsed).describe(parsed);
}

}  // namespace takt
