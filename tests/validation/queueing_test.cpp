// Queues with exact answers, those that take seconds; queueing_long_test.cpp
// has the others to the full width.

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "results/kpi.hpp"
#include "tests/validation/closed_forms.hpp"
#include "tests/validation/queueing_cases.hpp"

namespace takt::test {
namespace {

class Published : public ::testing::TestWithParam<QueueingCase> {};
class Further : public ::testing::TestWithParam<QueueingCase> {};
const auto name_of = [](const auto& info) { return info.param.name; };

/// M/M/1 and the breakdowns at the full width of 2 %; the others a tenth as long here.
TEST_P(Published, mean_wait_is_the_exact_one) {
  const QueueingCase& c = GetParam();
  if (c.name == "mmc1") return expect_exact_wait(c, 12e6, 30, 0.02);
  if (c.name == "mg1bd") return expect_exact_wait(c, 8e6, 30, 0.02);
  expect_exact_wait(c, 4e6, 20, 0.10);
}
INSTANTIATE_TEST_SUITE_P(queueing, Published, ::testing::ValuesIn(published_cases()), name_of);

TEST_P(Further, mean_wait_is_the_exact_one) {
  expect_exact_wait(GetParam(), 1e6, 20, 0.07);
}
INSTANTIATE_TEST_SUITE_P(queueing, Further, ::testing::ValuesIn(further_cases()), name_of);

/// The closed forms against values that others computed: two ways to the same number.
TEST(queueing, closed_forms_give_the_published_values) {
  EXPECT_NEAR(mmc_wait(0.8, 1, 1), 4.0, 1e-12);
  EXPECT_NEAR(mmc_wait(1.6, 1, 2), 1.77778, 5e-6);
  EXPECT_NEAR(mmc_wait(4.5, 1, 5), 1.52499, 5e-6);
  const Moments completion = resumed(exponential_moments(1), 1 / 20.0, exponential_moments(4));
  EXPECT_NEAR(completion.mean, 1.2, 1e-12);
  EXPECT_NEAR(completion.second, 4.48, 1e-12);
  EXPECT_NEAR(mg1_wait(0.5, completion), 2.8, 1e-12);
  // Limits in which they must agree with each other.
  EXPECT_NEAR(mg1_wait(0.8, exponential_moments(1)), mmc_wait(0.8, 1, 1), 1e-12);
  // A rare failure costs half the operation and the repair.
  EXPECT_NEAR(repeated_constant(1, 1e-6, constant_moments(2)).mean, 1 + 2.5e-6, 1e-9);
  EXPECT_NEAR(scrapped_exponential(1, 1e-9, constant_moments(2)).second, 2, 1e-7);
  EXPECT_NEAR(mg1_calendar_wait(0.5, exponential_moments(1), 1e-9, constant_moments(1)), 1, 1e-7);
  EXPECT_NEAR(mm1_spt_wait(1e-6, 1), 1e-6, 1e-11);
}

/// The rows as others published them.
TEST(queueing, exact_values_are_those_published) {
  std::ifstream table(TAKT_SOURCE_DIR "/tests/instances/published_values.txt");
  std::map<std::string, double> value_of;
  std::string name;
  for (double value = 0; table >> name >> value;) value_of[name] = value;
  for (const QueueingCase& c : published_cases()) {
    ASSERT_TRUE(value_of.contains(c.row)) << c.row;
    EXPECT_NEAR(value_of[c.row], c.exact, 1e-5) << c.row;
  }
  EXPECT_NEAR(value_of["jackson_rework"], 5.507246376811594, 1e-5);
}

/// Intervals that are called 99 % do hold the exact value 99 times in 100: of 400 experiments of ten short
/// replications, 390 or more (fewer would come by chance once in 300).
TEST(queueing, intervals_hold_the_exact_value_as_often_as_they_say) {
  Scenario scenario = single_queue(0.5, exponential(ticks(1)), 1, {.warm_up = 100, .length = 1600});
  finish_scenario(scenario);
  const double exact = mmc_wait(0.5, 1, 1);
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Interval wait = estimate(scenario, "rule:fifo", seed, 10, mean_wait_of(0));
    held += wait.low() <= exact && exact <= wait.high();
  }
  EXPECT_GE(held, 390);
  EXPECT_LT(held, 400);  // an interval that always holds is too wide
}

TEST(queueing, two_stations_in_series) {
  // Burke: the second sees Poisson arrivals too, so each is an M/M/1 of its own.
  Scenario scenario = empty_shop({.warm_up = 2000, .length = 60'000});
  const Index first = add_group(scenario), second = add_group(scenario);
  add_poisson(
      scenario, 0.6,
      {{add_routing(scenario, {{first, exponential(ticks(1))}, {second, exponential(ticks(1.25))}}), 1}});
  finish_scenario(scenario);
  const auto rows = replicate(scenario, "rule:fifo", 1, 20,
                              {mean_wait_of(first), mean_wait_of(second), kpi("mean_flow_time")});
  const double exact[] = {mmc_wait(0.6, 1, 1), mmc_wait(0.6, 0.8, 1), 1 / (1 - 0.6) + 1 / (0.8 - 0.6)};
  for (int i = 0; i < 3; ++i) {
    const Interval interval = confidence_interval(rows[static_cast<std::size_t>(i)], 0.99);
    EXPECT_GE(exact[i], interval.low()) << i;
    EXPECT_LE(exact[i], interval.high()) << i;
    EXPECT_LE(2 * interval.half_width, 0.07 * exact[i]) << i;
  }
}

/// Nothing is random: the answer is exact.
TEST(queueing, constant_times_give_exact_waits) {
  const auto wait = [](double between, double service, int jobs) {
    Scenario s = empty_shop({});
    s.run.horizon = never;
    const Index group = add_group(s);
    Source source;
    source.name = "source";
    source.products = {{add_routing(s, {{group, constant(ticks(service))}}), 1}};
    source.interarrival = constant(ticks(between));
    source.limit = jobs;
    s.sources.push_back(source);
    finish_scenario(s);
    return replicate(s, "rule:fifo", 1, 1, {mean_wait_of(0)})[0][0];
  };
  EXPECT_EQ(wait(1, 0.9, 1000), 0);
  EXPECT_EQ(wait(1, 1, 1000), 0);
  // Job n of an overloaded machine waits n times what service takes longer than the time between arrivals.
  EXPECT_DOUBLE_EQ(wait(1, 1.5, 1001), 0.5 * 500);
}

TEST(queueing, utilisation_availability_and_flow_balance) {
  // Two machines with calendar breakdowns: up 30 s, down 6 s on average; 0.9 jobs a second of 1 s each.
  Scenario scenario = single_queue(0.9, exponential(ticks(1)), 2, {.warm_up = 2000, .length = 60'000});
  scenario.groups[0].breakdowns.push_back({"cause", FailureClock::calendar, OnFailure::resume,
                                           exponential(ticks(30)), gamma_mean_cv(ticks(6), 0.7)});
  finish_scenario(scenario);
  const auto share = [](MachineState state) {
    return [state](const Scenario&, const Trace& trace) {
      double in_state = 0, all = 0;
      for (const MachineTally& machine : trace.machine_tallies) {
        in_state += static_cast<double>(machine.in_state[static_cast<int>(state)]);
        for (Time time : machine.in_state) all += static_cast<double>(time);
      }
      return in_state / all;
    };
  };
  const auto rows = replicate(scenario, "rule:fifo", 1, 20,
                              {share(MachineState::processing), share(MachineState::down),
                               kpi("mean_utilisation"), kpi("throughput_per_h")});
  // Utilisation law, MTTR / (MTBF + MTTR), and what comes in goes out.
  const double exact[] = {0.45, 6.0 / 36, 0.45, 0.9 * 3600};
  for (std::size_t i = 0; i < 4; ++i) {
    const Interval interval = confidence_interval(rows[i], 0.99);
    EXPECT_GE(exact[i], interval.low()) << i;
    EXPECT_LE(exact[i], interval.high()) << i;
    EXPECT_LE(2 * interval.half_width, 0.03 * exact[i]) << i;
  }
}

/// Little's law, run by run: jobs in the shop = throughput x flow time, but for the jobs at both ends of the
/// window. With few of them against the length of the run, the ratio is 1 within its own interval and within
/// half a per cent.
TEST(queueing, littles_law) {
  Scenario scenario =
      single_queue(1.4, weibull_mean_cv(ticks(1), 0.7), 2, {.warm_up = 1000, .length = 40'000});
  finish_scenario(scenario);
  const auto ratio = [](const Scenario& s, const Trace& trace) {
    const KpiReport report = compute_kpis(s, trace);
    return report.value("mean_wip") /
           (report.value("throughput_per_h") / 3600 * report.value("mean_flow_time"));
  };
  for (const char* agent : {"rule:fifo", "rule:lpt", "rule:random"}) {
    const Interval interval = estimate(scenario, agent, 1, 10, ratio);
    EXPECT_LE(interval.low(), 1) << agent;
    EXPECT_GE(interval.high(), 1) << agent;
    EXPECT_LE(interval.half_width, 0.005) << agent;
  }
}

}  // namespace
}  // namespace takt::test
