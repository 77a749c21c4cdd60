#include <algorithm>

#include "agents/rules/rules.hpp"
#include "agents/rules/scored_rule.hpp"
#include "agents/shop_view.hpp"

namespace takt::rules {

RuleInfo winq() {
  return {"winq",
          "least work in the queue of the next operation",
          "W",
          "Haupt 1989",
          {},
          [](const OptionValues&) {
            return scored_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant](const Candidate& c) { return work_in_next_queue(plant, plant.job(c.job)); };
            });
          }};
}

RuleInfo pt_winq() {
  return {"pt_winq",
          "processing time plus work in the next queue",
          "p + W",
          "Holthaus & Rajendran 1997",
          {},
          [](const OptionValues&) {
            return scored_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant](const Candidate& c) {
                return static_cast<double>(c.processing_time) + work_in_next_queue(plant, plant.job(c.job));
              };
            });
          }};
}

RuleInfo pt_winq_sl() {
  return {"pt_winq_sl",
          "PT+WINQ, with late jobs brought forward by their lateness",
          "p + W + min(0, d - t - R)",
          "Holthaus & Rajendran 1997",
          {},
          [](const OptionValues&) {
            return scored_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant, now = decision.now](const Candidate& c) {
                const JobState& job = plant.job(c.job);
                const Time late = has_due(job) ? std::min<Time>(0, job.due - now - job.work_remaining) : 0;
                return static_cast<double>(c.processing_time + late) + work_in_next_queue(plant, job);
              };
            });
          }};
}

RuleInfo two_pt_winq_npt() {
  return {"2pt_winq_npt",
          "twice the processing time plus work in the next queue plus the next processing time",
          "2 p + W + q",
          "Holthaus & Rajendran 2000",
          {},
          [](const OptionValues&) {
            return scored_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant](const Candidate& c) {
                const JobState& job = plant.job(c.job);
                const Time own = 2 * c.processing_time + next_processing_time(plant, job);
                return static_cast<double>(own) + work_in_next_queue(plant, job);
              };
            });
          }};
}

}  // namespace takt::rules
