#include "tests/validation/queueing_cases.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "tests/validation/closed_forms.hpp"

namespace takt::test {

namespace {

Distribution exp_s(double mean) {
  return exponential(ticks(mean));
}
Distribution constant_s(double value) {
  return constant(ticks(value));
}

/// The single machine fails at exponential times of this mean and is repaired in times of this law.
Scenario failing(Scenario s, FailureClock clock, OnFailure on_failure, double to_failure,
                 const Distribution& repair) {
  s.groups[0].breakdowns.push_back({"cause", clock, on_failure, exp_s(to_failure), repair});
  return s;
}

Scenario two_products(const Window& window) {
  Scenario s = empty_shop(window);
  const Index group = add_group(s);
  const Index small = add_routing(s, {{group, exp_s(0.5)}});
  const Index large = add_routing(s, {{group, constant_s(2)}});
  add_poisson(s, 0.7, {{small, 3}, {large, 1}});
  return s;
}

/// As many visits to both stations as a geometric number of attempts with a 20 % chance of another; the four
/// jobs in a billion that need more than 12 attempts are let go.
Scenario rework(const Window& window) {
  Scenario s = empty_shop(window);
  const Index first = add_group(s), second = add_group(s);
  std::vector<Source::Product> products;
  std::vector<Visit> visits;
  double share = 0.8;
  for (int attempts = 1; attempts <= 12; ++attempts, share *= 0.2) {
    visits.push_back({first, exp_s(1 / 1.2)});
    visits.push_back({second, exp_s(1)});
    products.push_back({add_routing(s, visits), share});
  }
  add_poisson(s, 0.5, products);
  return s;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const QueueingCase& c) {
  return out << c.name;
}

std::vector<QueueingCase> published_cases() {
  return {{.name = "mmc1",
           .row = "mmc1",
           .exact = mmc_wait(0.8, 1, 1),
           .scenario = [](const Window& w) { return single_queue(0.8, exp_s(1), 1, w); },
           .customers_per_s = 0.8},
          {.name = "mmc2",
           .row = "mmc2",
           .exact = mmc_wait(1.6, 1, 2),
           .scenario = [](const Window& w) { return single_queue(1.6, exp_s(1), 2, w); },
           .customers_per_s = 1.6},
          {.name = "mmc5",
           .row = "mmc5",
           .exact = mmc_wait(4.5, 1, 5),
           .scenario = [](const Window& w) { return single_queue(4.5, exp_s(1), 5, w); },
           .customers_per_s = 4.5},
          {.name = "mg1bd",
           .row = "mg1bd",
           .exact = mg1_wait(0.5, resumed(exponential_moments(1), 1 / 20.0, exponential_moments(4))),
           .scenario =
               [](const Window& w) {
                 return failing(single_queue(0.5, exp_s(1), 1, w), FailureClock::busy, OnFailure::resume, 20,
                                exp_s(4));
               },
           .customers_per_s = 0.5}};
}

std::vector<QueueingCase> further_cases() {
  return {
      {.name = "md1",
       .exact = mg1_wait(0.8, constant_moments(1)),
       .scenario = [](const Window& w) { return single_queue(0.8, constant_s(1), 1, w); },
       .customers_per_s = 0.8},
      {.name = "me2_1",
       .exact = mg1_wait(0.8, gamma_moments(1, std::sqrt(0.5))),
       .scenario = [](const Window& w) { return single_queue(0.8, gamma(2, ticks(0.5)), 1, w); },
       .customers_per_s = 0.8},
      {.name = "mg1_lognormal",
       .exact = mg1_wait(0.6, gamma_moments(1, 1.2)),
       .scenario = [](const Window& w) { return single_queue(0.6, lognormal_mean_cv(ticks(1), 1.2), 1, w); },
       .customers_per_s = 0.6},
      {.name = "mg1_two_products",
       .exact = mg1_wait(0.7, mixture(0.75, exponential_moments(0.5), constant_moments(2))),
       .scenario = two_products,
       .customers_per_s = 0.7},
      {.name = "mm3_at_half_speed",
       .exact = mmc_wait(1.05, 0.5, 3),
       .scenario =
           [](const Window& w) {
             Scenario s = single_queue(1.05, exp_s(1), 3, w);
             s.groups[0].speed = 0.5;
             return s;
           },
       .customers_per_s = 1.05},
      {.name = "md1_preempt_repeat",
       .exact = mg1_wait(0.5, repeated_constant(1, 1 / 8.0, gamma_moments(2, 0.5))),
       .scenario =
           [](const Window& w) {
             return failing(single_queue(0.5, constant_s(1), 1, w), FailureClock::busy, OnFailure::repeat, 8,
                            gamma_mean_cv(ticks(2), 0.5));
           },
       .customers_per_s = 0.5},
      {.name = "mm1_scrap",
       .exact = mg1_wait(0.6, scrapped_exponential(1, 1 / 10.0, constant_moments(3))),
       .scenario =
           [](const Window& w) {
             return failing(single_queue(0.6, exp_s(1), 1, w), FailureClock::busy, OnFailure::scrap, 10,
                            constant_s(3));
           },
       .customers_per_s = 0.6},
      {.name = "mm1_calendar_breakdowns",
       .exact = mg1_calendar_wait(0.5, exponential_moments(1), 1 / 20.0, exponential_moments(4)),
       .scenario =
           [](const Window& w) {
             return failing(single_queue(0.5, exp_s(1), 1, w), FailureClock::calendar, OnFailure::resume, 20,
                            exp_s(4));
           },
       .customers_per_s = 0.5},
      {.name = "md1_calendar_breakdowns_constant_repairs",
       .exact = mg1_calendar_wait(0.6, constant_moments(1), 1 / 15.0, constant_moments(3)),
       .scenario =
           [](const Window& w) {
             return failing(single_queue(0.6, constant_s(1), 1, w), FailureClock::calendar, OnFailure::resume,
                            15, constant_s(3));
           },
       .customers_per_s = 0.6},
      {.name = "mm1_spt",
       .exact = mm1_spt_wait(0.8, 1),
       .scenario = [](const Window& w) { return single_queue(0.8, exp_s(1), 1, w); },
       .agent = "rule:spt",
       .customers_per_s = 0.8},
      // A job's wait per operation: 1 / 0.8^k attempts on average, 2 operations an attempt.
      {.name = "jackson_rework",
       .row = "jackson_rework",
       .exact = (5.507246376811594 - (1 / 1.2 + 1) / 0.8) / 2 * 0.8,
       .scenario = rework,
       .customers_per_s = 0.5}};
}

void expect_exact_wait(const QueueingCase& c, double customers, int replications, double width) {
  const double length = customers / c.customers_per_s / replications;
  Scenario scenario = c.scenario({.warm_up = 5000, .length = length});
  finish_scenario(scenario);
  const Interval wait = estimate(scenario, c.agent, 1, replications, kpi("mean_wait"));
  ::testing::Test::RecordProperty("interval",
                                  std::to_string(wait.low()) + " .. " + std::to_string(wait.high()));
  EXPECT_GE(c.exact, wait.low()) << c.name;
  EXPECT_LE(c.exact, wait.high()) << c.name;
  EXPECT_LE(2 * wait.half_width, width * c.exact) << c.name;
}

}  // namespace takt::test
