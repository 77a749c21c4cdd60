#include <limits>

#include "agents/rules/rules.hpp"
#include "agents/rules/scored_rule.hpp"
#include "agents/shop_view.hpp"

namespace takt::rules {

RuleInfo mwkr() {
  return {"mwkr", "most work remaining", "-R", "Conway, Maxwell & Miller 1967", {}, [](const OptionValues&) {
            return steady_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant](const Candidate& c) { return -plant.job(c.job).work_remaining; };
            });
          }};
}

RuleInfo lwkr() {
  return {"lwkr", "least work remaining", "R", "Conway, Maxwell & Miller 1967", {}, [](const OptionValues&) {
            return steady_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant](const Candidate& c) { return plant.job(c.job).work_remaining; };
            });
          }};
}

RuleInfo mopnr() {
  return {"mopnr",
          "most operations remaining",
          "-n",
          "Conway, Maxwell & Miller 1967",
          {},
          [](const OptionValues&) {
            return steady_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant](const Candidate& c) {
                const JobState& job = plant.job(c.job);
                return static_cast<Time>(job.position) - static_cast<Time>(job.operation_count);
              };
            });
          }};
}

RuleInfo fdd_mwkr() {
  return {"fdd_mwkr",
          "flow due date over most work remaining",
          "F / R",
          "Sels, Gheysen & Vanhoucke 2012",
          {},
          [](const OptionValues&) {
            return steady_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant](const Candidate& c) {
                const JobState& job = plant.job(c.job);
                if (job.work_remaining <= 0) return std::numeric_limits<double>::infinity();
                return static_cast<double>(work_through(job, c)) / static_cast<double>(job.work_remaining);
              };
            });
          }};
}

}  // namespace takt::rules
