#pragma once

#include <memory>
#include <optional>
#include <string>

#include "learning/search/effort.hpp"
#include "learning/search/goal.hpp"
#include "sim/agent.hpp"
#include "sim/model/scenario.hpp"

namespace takt::search {

/// The best that a search knows of a scenario, and how to do it.
struct Solution {
  std::string method;  ///< "tabu search", "looking ahead with rule:atc"
  std::string reason;  ///< why it is not tabu search: "machines break down"
  /// The scenario that was solved, and that `agent` is for: in a tabu search machines may wait.
  Scenario scenario;
  std::unique_ptr<Agent> agent;  ///< makes the choices of the best run
  double value = 0;              ///< s, the KPI that was to become small, as the search claims it
  std::optional<double> bound;   ///< s: no schedule has less; nothing where that is not known
  std::int64_t iterations = 0;
  double seconds = 0;
};

/// Searches for the schedule of a scenario, by tabu search where the scenario is a job shop that is known
/// from the start (shop_problem.hpp), else by looking ahead (look_ahead.hpp). Throws Error(bad_input) when
/// the goal means nothing in it, and what the scenario's own rules throw.
Solution solve(const Scenario& scenario, Goal goal, Seed seed, const SearchLimits& limits);

}  // namespace takt::search
