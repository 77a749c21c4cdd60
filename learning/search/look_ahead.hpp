#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "learning/search/effort.hpp"
#include "learning/search/goal.hpp"
#include "sim/agent.hpp"

namespace takt::search {

/// What looking ahead decided.
struct LookAheadRun {
  std::vector<int> choices;     ///< all of the run, in order
  std::string base;             ///< the rule that was looked ahead with
  std::int64_t iterations = 0;  ///< runs looked ahead
  double seconds = 0;
};

/// Runs a scenario of any kind by the pilot method (Duin and Voss 1999; rollout: Bertsekas 1997): at each
/// decision what some rules propose is tried in copies of the run that go on with the best of these rules,
/// and what does best on average is chosen. Copies know no more of the future than an agent does: theirs is
/// drawn anew, the same for all candidates of a decision; the rule's own choice stands unless another is
/// better beyond chance. Where jobs keep arriving, copies look ahead twice the mean flow time. Where nothing
/// is left to chance, the rest of the time goes into changing choices of the best run, one at a time, and
/// keeping what is no worse.
///
/// Throws Error(bad_input) for a scenario that only SimGrid can run, and for a goal that means nothing in it.
LookAheadRun look_ahead(const Scenario& scenario, Goal goal, Seed seed, const SearchLimits& limits);

/// An agent that makes these choices, whatever it is asked.
std::unique_ptr<Agent> make_reciting_agent(std::vector<int> choices);

}  // namespace takt::search
