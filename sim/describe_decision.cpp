#include "sim/describe_decision.hpp"

#include <fmt/format.h>

#include "sim/decision_kinds.hpp"
#include "sim/plant/plant.hpp"

namespace takt {

namespace {

/// Whose decision it is.
std::string subject(const Decision& decision) {
  const Scenario& scenario = decision.plant->scenario();
  const auto entity = static_cast<std::size_t>(decision.entity);
  switch (decision.kind) {
    case DecisionKind::dispatch:
      return fmt::format("machine '{}'", machine_name(scenario, decision.machine));
    case DecisionKind::maintain:
      return fmt::format("machine '{}'", machine_name(scenario, decision.entity));
    case DecisionKind::transport:
      return fmt::format("vehicle '{}'", vehicle_name(scenario.transport, decision.entity));
    case DecisionKind::release:
      // The loops of wip limits follow those of the cards.
      if (entity >= scenario.lines.cards.size()) return "a source with a wip limit";
      return fmt::format("card loop '{}'", scenario.lines.cards[entity].name);
    case DecisionKind::replenish: {
      const StockPoint& point = scenario.supply.points[entity];
      return fmt::format("'{}' at site '{}'", point.item,
                         scenario.supply.sites[static_cast<std::size_t>(point.site)].name);
    }
    case DecisionKind::route:
    case DecisionKind::allocate:
      break;
  }
  const Candidate& first = decision.candidates.front();
  return fmt::format("job {}, operation '{}',", first.number,
                     scenario.steps[static_cast<std::size_t>(first.step)].name);
}

}  // namespace

std::string describe(const Decision& decision) {
  return fmt::format("the {} decision of {} at {} s", name_of(decision.kind), subject(decision),
                     to_seconds(decision.now));
}

}  // namespace takt
