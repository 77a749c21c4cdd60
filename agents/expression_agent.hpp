#pragma once

#include <memory>
#include <optional>
#include <string>

#include "agents/rules/route.hpp"
#include "sim/agent.hpp"

namespace takt {

struct ExpressionOptions {
  std::optional<RouteRule> route = RouteRule::ect;  ///< how to route; none: by the expression as well
  bool wait = false;  ///< whether the wait candidate is scored too; else it never wins
};

/// An agent that takes the candidate with the greatest value of an arithmetic expression over features
/// (agents/features.hpp); of equal values the lowest job number, then position, then the earlier candidate.
/// Infinite values are compared like any; at a NaN decide() throws Error(agent) that names decision and
/// candidate. Throws Error(usage) with the place in the expression for what is not one expression of known
/// names.
std::unique_ptr<Agent> make_expression_agent(const std::string& expression, const ExpressionOptions& options);

}  // namespace takt
