#include "agents/candidate_text.hpp"

#include <fmt/format.h>

#include "agents/shop_view.hpp"

namespace takt {

std::string describe_candidate(const Decision& decision, const Candidate& candidate) {
  if (candidate.is_wait()) return "wait";
  const Scenario& scenario = decision.plant->scenario();
  const Index order = decision.plant->job(candidate.job).order;
  const std::string order_name = order < 0 ? "" : scenario.orders[static_cast<std::size_t>(order)].name;
  const std::string& step_name = scenario.steps[static_cast<std::size_t>(candidate.step)].name;
  return fmt::format("job {}{}, operation {}{} on group {}", candidate.number,
                     order_name.empty() ? "" : " (" + order_name + ")", candidate.position,
                     step_name.empty() ? "" : " '" + step_name + "'",
                     machine_group(*decision.plant, group_of(decision, candidate)).name);
}

}  // namespace takt
