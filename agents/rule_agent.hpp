#pragma once

#include <memory>

#include "agents/rule.hpp"
#include "agents/rules/route.hpp"

namespace takt {

/// An agent that dispatches by a rule and routes by a RouteRule.
std::unique_ptr<Agent> make_rule_agent(std::unique_ptr<Rule> rule, RouteRule route);

}  // namespace takt
