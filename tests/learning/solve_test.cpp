// What the search promises is what the plant gets.
#include "learning/search/solve.hpp"

#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "agents/registry.hpp"
#include "learning/search/run_cost.hpp"
#include "learning/search/shop_problem.hpp"
#include "results/kpi.hpp"
#include "sim/model/open_scenario.hpp"
#include "sim/simulate.hpp"
#include "tests/learning/small_shops.hpp"
#include "tests/sim/random_scenario.hpp"

namespace takt::search {
namespace {

SearchLimits steps(std::int64_t iterations) {
  SearchLimits limits;
  limits.seconds = -1;
  limits.iterations = iterations;
  return limits;
}

/// The KPI of the plant that follows a solution; checks the run's laws.
double replayed(const Solution& solution, Goal goal, Seed seed) {
  const std::unique_ptr<Clock> clock = make_clock(ClockKind::calendar, solution.scenario);
  SimulateOptions options;
  options.seed = seed;
  options.record = {true, true};
  options.check = true;
  const Trace trace = simulate(solution.scenario, *solution.agent, *clock, options);
  return compute_kpis(solution.scenario, trace).value(name_of(goal));
}

TEST(Solve, ThePlantGetsWhatWasPromised) {
  int shops = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const Scenario scenario =
        test::random_scenario(seed, {.sources = 0, .stochastic = false, .breakdowns = false});
    const auto goal = static_cast<Goal>(seed % goal_names().size());
    if (needs_due_dates(goal)) continue;
    if (!make_problem(scenario, goal).reason.empty()) continue;
    ++shops;
    const Solution solution = solve(scenario, goal, {seed, 0}, steps(100));
    EXPECT_EQ(solution.method, "tabu search");
    const double value = replayed(solution, goal, {seed, 0});
    EXPECT_NEAR(value, solution.value, 1e-9 * (1 + value)) << "seed " << seed;
    EXPECT_LE(*solution.bound, value * (1 + 1e-9)) << "seed " << seed;
  }
  EXPECT_GT(shops, 30);
}

TEST(Solve, SmallShopsOfEveryGoalToo) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Scenario scenario =
        test::small_shop(seed, {.jobs = 5, .steps = 4, .machines = 3, .alternatives = seed % 2 == 0});
    const auto goal = static_cast<Goal>(seed / 2 % goal_names().size());
    const Solution solution = solve(scenario, goal, {seed, 0}, steps(200));
    const double value = replayed(solution, goal, {seed, 0});
    EXPECT_NEAR(value, solution.value, 1e-9 * (1 + value)) << "seed " << seed;
  }
}

/// The KPI of a rule; NaN when it gets stuck.
double by_rule(const Scenario& scenario, const char* rule, Goal goal, Seed seed) {
  const std::unique_ptr<Agent> agent = make_agent(rule);
  const std::unique_ptr<Clock> clock = make_clock(ClockKind::calendar, scenario);
  SimulateOptions options;
  options.seed = seed;
  const Trace trace = simulate(scenario, *agent, *clock, options);
  if (trace.status != RunStatus::all_done) return std::nan("");
  return compute_kpis(scenario, trace).value(name_of(goal));
}

TEST(LookAhead, IsNoWorseThanItsRulesWhereNothingIsLeftToChance) {
  int shops = 0, better = 0;
  for (std::uint64_t seed = 1; seed <= 6000 && shops < 12; ++seed) {
    const Scenario scenario = test::random_scenario(
        seed, {.orders = 8, .sources = 0, .stochastic = false, .breakdowns = false, .mixed = true});
    const Goal goal = seed % 2 == 0 ? Goal::makespan : Goal::mean_flow_time;
    if (make_problem(scenario, goal).reason.empty() || !is_certain(scenario) || scenario.orders.empty())
      continue;
    if (scenario.run.horizon != never || scenario.run.measured_jobs >= 0 || scenario.run.warm_up > 0 ||
        scenario.run.warm_up_jobs > 0)
      continue;
    const Seed of_run{seed, 0};
    double least = std::numeric_limits<double>::infinity();
    for (const char* rule : {"rule:atc", "rule:spt", "rule:fifo", "rule:mwkr", "rule:edd"}) {
      const double value = by_rule(scenario, rule, goal, of_run);
      if (value < least) least = value;
    }
    if (!std::isfinite(least)) continue;
    ++shops;
    Solution solution = solve(scenario, goal, of_run, steps(150));
    EXPECT_NE(solution.reason, "");
    EXPECT_FALSE(solution.bound);
    EXPECT_EQ(replayed(solution, goal, of_run), solution.value) << seed;
    EXPECT_LE(solution.value, least * (1 + 1e-12)) << seed;
    better += solution.value < least * (1 - 1e-9) ? 1 : 0;
  }
  EXPECT_GE(shops, 5);
  EXPECT_GE(better, 1);
}

TEST(LookAhead, SameSeedSameRun) {
  const Scenario scenario = open_scenario(TAKT_SOURCE_DIR "/scenarios/demo.yaml");
  const Solution one = solve(scenario, Goal::mean_flow_time, {3, 0}, steps(60));
  const Solution other = solve(scenario, Goal::mean_flow_time, {3, 0}, steps(60));
  EXPECT_EQ(one.value, other.value);
  EXPECT_EQ(one.method, other.method);
  EXPECT_NE(one.reason, "");
}

}  // namespace
}  // namespace takt::search
