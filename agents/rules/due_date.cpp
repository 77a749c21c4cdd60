#include <algorithm>

#include "agents/rules/rules.hpp"
#include "agents/rules/scored_rule.hpp"
#include "agents/shop_view.hpp"

namespace takt::rules {
namespace {

/// Time until due over work remaining; a job that needs no time counts as needing one tick.
double critical_ratio(const JobState& job, Time now) {
  return static_cast<double>(job.due - now) / static_cast<double>(std::max<Time>(1, job.work_remaining));
}

}  // namespace

RuleInfo edd() {
  return {"edd", "earliest due date", "d", "Jackson 1955", {}, [](const OptionValues&) {
            return steady_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant](const Candidate& c) { return plant.job(c.job).due; };
            });
          }};
}

RuleInfo slack() {
  return {"slack",
          "least slack: time left beyond the work remaining",
          "d - t - R",
          "Conway, Maxwell & Miller 1967",
          {},
          [](const OptionValues&) {
            const auto at = [](Time now) {
              return [now](const Decision& decision) {
                return
                    [&plant = *decision.plant, now = now == never ? decision.now : now](const Candidate& c) {
                      const JobState& job = plant.job(c.job);
                      return has_due(job) ? job.due - now - job.work_remaining : never;
                    };
              };
            };
            return steady_rule(at(never), at(0));  // time takes the same from all of them
          }};
}

RuleInfo cr() {
  return {"cr",
          "least critical ratio: time until due over work remaining",
          "(d - t) / R",
          "Berry & Rao 1975",
          {},
          [](const OptionValues&) {
            return scored_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant, now = decision.now](const Candidate& c) {
                const JobState& job = plant.job(c.job);
                return has_due(job) ? DueScore{false, critical_ratio(job, now)} : DueScore{true, 0};
              };
            });
          }};
}

RuleInfo mod() {
  return {"mod",
          "modified operation due date: operation due date, or the earliest finish once that is later",
          "max(o, t + p); without due dates p",
          "Baker & Bertrand 1982; Baker & Kanet 1983",
          {},
          [](const OptionValues&) {
            return scored_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant, now = decision.now](const Candidate& c) {
                const JobState& job = plant.job(c.job);
                if (!has_due(job)) return DueScore{true, static_cast<double>(c.processing_time)};
                return DueScore{
                    false, std::max(operation_due(job, c), static_cast<double>(now + c.processing_time))};
              };
            });
          }};
}

RuleInfo cr_spt() {
  return {"cr_spt",
          "critical ratio while a job is early, shortest processing time once it is late",
          "p max(1, (d - t) / R); without due dates p",
          "Anderson & Nyirenda 1990",
          {},
          [](const OptionValues&) {
            return scored_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant, now = decision.now](const Candidate& c) {
                const JobState& job = plant.job(c.job);
                const auto p = static_cast<double>(c.processing_time);
                if (!has_due(job)) return DueScore{true, p};
                return DueScore{false, p * std::max(1.0, critical_ratio(job, now))};
              };
            });
          }};
}

}  // namespace takt::rules
