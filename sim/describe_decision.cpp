#include "sim/describe_decision.hpp"

#include <fmt/format.h>

#include "sim/model/named_things.hpp"
#include "sim/plant/plant.hpp"

namespace takt {

namespace {

/// Whose decision it is, or of which job.
std::string subject(const Decision& decision) {
  const Scenario& scenario = decision.plant->scenario();
  const Refers who = spec_of(decision.kind).entity;
  if (who != Refers::nothing) {
    const Index index = decision.kind == DecisionKind::dispatch ? decision.machine : decision.entity;
    return fmt::format("{} '{}'", word_of(who), name_of(scenario, who, index));
  }
  const Candidate& first = decision.candidates.front();
  return fmt::format("job {}, operation '{}',", first.number, scenario.steps[at(first.step)].name);
}

}  // namespace

std::string describe(const Decision& decision) {
  return fmt::format("the {} decision of {} at {} s", spec_of(decision.kind).name, subject(decision),
                     to_seconds(decision.now));
}

}  // namespace takt
