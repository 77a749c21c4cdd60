#include "agents/rules/rules.hpp"
#include "agents/rules/scored_rule.hpp"
#include "sim/plant/plant.hpp"

namespace takt::rules {

RuleInfo min_setup() {
  return {"min_setup",
          "least setup time on this machine, then shortest processing time",
          "s, then p",
          "Gavett 1965",
          {},
          [](const OptionValues&) {
            return scored_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant, machine = decision.machine](const Candidate& c) {
                // A card is given to a job, not to a machine.
                const Time setup = machine < 0 ? 0 : plant.setup_time(machine, c.family());
                return std::pair<Time, Time>(setup, c.processing_time);
              };
            });
          }};
}

}  // namespace takt::rules
