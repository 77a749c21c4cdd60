#include <fmt/format.h>

#include "sim/plant/plant.hpp"
#include "sim/simulate.hpp"

namespace takt {

namespace {

/// What is decided, without the time.
std::string subject(const Decision& decision) {
  const Scenario& scenario = decision.plant->scenario();
  const auto entity = static_cast<std::size_t>(decision.entity);
  switch (decision.kind) {
    case DecisionKind::dispatch:
      return fmt::format("the dispatch decision of machine '{}'", machine_name(scenario, decision.machine));
    case DecisionKind::maintain:
      return fmt::format("the maintain decision of machine '{}'", machine_name(scenario, decision.entity));
    case DecisionKind::transport:
      return fmt::format("the transport decision of vehicle '{}'",
                         vehicle_name(scenario.transport, decision.entity));
    case DecisionKind::release:
      // The loops of wip limits follow those of the cards.
      if (entity >= scenario.lines.cards.size()) return "the release decision of a source with a wip limit";
      return fmt::format("the release decision of card loop '{}'", scenario.lines.cards[entity].name);
    case DecisionKind::replenish: {
      const StockPoint& point = scenario.supply.points[entity];
      return fmt::format("the replenish decision of '{}' at site '{}'", point.item,
                         scenario.supply.sites[static_cast<std::size_t>(point.site)].name);
    }
    case DecisionKind::route:
    case DecisionKind::allocate:
      break;
  }
  const Candidate& first = decision.candidates.front();
  return fmt::format("the {} decision of job {}, operation '{}',",
                     decision.kind == DecisionKind::route ? "route" : "allocate", first.number,
                     scenario.steps[static_cast<std::size_t>(first.step)].name);
}

}  // namespace

std::string describe(const Decision& decision) {
  return fmt::format("{} at {} s", subject(decision), to_seconds(decision.now));
}

}  // namespace takt
