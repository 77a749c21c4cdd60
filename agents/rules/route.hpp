#pragma once

#include <string>

#include "agents/options.hpp"
#include "sim/agent.hpp"

namespace takt {

/// How rules and expressions choose among the machine groups that can do an operation: least first, ties by
/// the order of the modes. Work and jobs of a group count per machine.
enum class RouteRule {
  ect,          ///< earliest completion: work under way and waiting there, plus setup, plus processing time
  spt,          ///< shortest processing time
  least_work,   ///< least work under way and waiting
  fewest_jobs,  ///< fewest operations under way and waiting
  first         ///< the first mode
};

/// The option `route`; `more` are choices beyond the RouteRules.
OptionInfo route_option(const std::vector<std::string>& more = {});

/// The RouteRule of that name, which must be one.
RouteRule route_rule(const std::string& name);

/// Index of the candidate of a route decision that the rule takes.
int choose_route(RouteRule rule, const Decision& decision);

}  // namespace takt
