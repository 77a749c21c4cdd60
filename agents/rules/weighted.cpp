#include <algorithm>
#include <cmath>
#include <limits>

#include "agents/rules/rules.hpp"
#include "agents/rules/scored_rule.hpp"
#include "agents/shop_view.hpp"

namespace takt::rules {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Processing time over weight; a job without weight comes last whatever its time.
double time_per_weight(Time processing_time, double weight) {
  return weight > 0 ? static_cast<double>(processing_time) / weight : infinity;
}

double mean_processing_time(const Decision& decision) {
  const std::size_t count = operation_candidates(decision);
  double sum = 0;
  auto candidate = decision.candidates.begin();
  for (std::size_t i = 0; i < count; ++i, ++candidate) sum += static_cast<double>(candidate->processing_time);
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

OptionInfo k_option(const char* standard) {
  return number_option("k", standard, 0.001, 1000, "how far ahead of its due date a job begins to press");
}

OptionInfo b_option() {
  return number_option("b", "2", 0, 1000,
                       "expected wait of an operation as a multiple of its processing time");
}

OptionInfo weighted_option() {
  return flag_option("weighted", "true", "whether weights count; false takes every w as 1");
}

}  // namespace

RuleInfo wspt() {
  return {"wspt", "weighted shortest processing time", "p / w", "Smith 1956", {}, [](const OptionValues&) {
            return steady_rule([](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant](const Candidate& c) {
                return time_per_weight(c.processing_time, plant.job(c.job).weight);
              };
            });
          }};
}

// The index is compared as its negative logarithm: it neither underflows for jobs that are due late nor loses
// digits.
RuleInfo atc() {
  return {"atc",
          "apparent tardiness cost: weighted shortest processing time, discounted by slack",
          "-ln(w / p) + [d - t - p - (1 + b)(R - p)]+ / (k P); without due dates p / w",
          "Vepsalainen & Morton 1987",
          {k_option("3"), b_option(), weighted_option()},
          [](const OptionValues& options) {
            return scored_rule([k = options.number("k"), b = options.number("b"),
                                weighted = options.flag("weighted")](const Decision& decision) {
              const Plant& plant = *decision.plant;
              const double scale = k * std::max(1.0, mean_processing_time(decision));
              return [&plant, now = decision.now, scale, b, weighted](const Candidate& c) {
                const JobState& job = plant.job(c.job);
                const double cost = time_per_weight(c.processing_time, weighted ? job.weight : 1);
                if (!has_due(job)) return DueScore{true, cost};
                const auto after = static_cast<double>(job.work_remaining - c.processing_time);
                const double spare = static_cast<double>(job.due - now - c.processing_time) - (1 + b) * after;
                return DueScore{false, std::log(cost) + std::max(0.0, spare) / scale};
              };
            });
          }};
}

RuleInfo covert() {
  return {"covert",
          "cost over time: weighted shortest processing time, discounted by slack against expected waits",
          "-(w / p) [1 - [d - t - R]+ / (k b R)]+; without due dates p / w",
          "Carroll 1965; Vepsalainen & Morton 1987; Rajendran & Holthaus 1999",
          {k_option("2"), b_option(), weighted_option()},
          [](const OptionValues& options) {
            return scored_rule([horizon = options.number("k") * options.number("b"),
                                weighted = options.flag("weighted")](const Decision& decision) {
              const Plant& plant = *decision.plant;
              return [&plant, now = decision.now, horizon, weighted](const Candidate& c) {
                const JobState& job = plant.job(c.job);
                const double cost = time_per_weight(c.processing_time, weighted ? job.weight : 1);
                if (!has_due(job)) return DueScore{true, cost};
                const auto spare = static_cast<double>(std::max<Time>(0, job.due - now - job.work_remaining));
                const double wait = horizon * static_cast<double>(job.work_remaining);
                const double urgency = spare <= 0 ? 1 : (spare < wait ? 1 - spare / wait : 0);
                return DueScore{false, urgency > 0 ? -urgency / cost : 0};
              };
            });
          }};
}

}  // namespace takt::rules
