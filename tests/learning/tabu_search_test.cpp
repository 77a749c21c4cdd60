// Schedules of the tabu search, against all schedules there are and against published optima.
#include <string>

#include <gtest/gtest.h>

#include "learning/search/bounds.hpp"
#include "learning/search/relink.hpp"
#include "learning/search/solve_shop.hpp"
#include "sim/model/open_scenario.hpp"
#include "tests/learning/small_shops.hpp"

namespace takt::search {
namespace {

double kpi(const ShopProblem& problem, double cost) {
  const double seconds = cost * static_cast<double>(problem.unit) * problem.scale / ticks_per_second;
  return problem.at_least_zero ? std::max(0.0, seconds) : seconds;
}

ShopSolution solved(const ShopProblem& problem, std::uint64_t seed, std::int64_t iterations) {
  SearchLimits limits;
  limits.seconds = -1;
  limits.iterations = iterations;
  return solve_shop(problem, {}, seed, limits);
}

struct Case {
  const char* name;
  test::SmallShopShape shape;
  int shops;
};

class AllSchedules : public testing::TestWithParam<Case> {};

TEST_P(AllSchedules, NoneIsBetter) {
  for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(GetParam().shops); ++seed) {
    const Scenario scenario = test::small_shop(seed, GetParam().shape);
    for (int g = 0; g < static_cast<int>(goal_names().size()); ++g) {
      const auto goal = static_cast<Goal>(g);
      const ProblemOrReason made = make_problem(scenario, goal);
      ASSERT_EQ(made.reason, "");
      const ShopSolution found = solved(made.problem, seed, 3000);
      const double least = test::least_of_all(scenario, goal);
      EXPECT_NEAR(kpi(made.problem, found.cost), least, 1e-9 * (1 + least))
          << "seed " << seed << ' ' << name_of(goal);
      EXPECT_LE(kpi(made.problem, found.bound), least * (1 + 1e-9))
          << "seed " << seed << ' ' << name_of(goal);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Small, AllSchedules,
                         testing::Values(Case{"JobShop", {3, 3, 3, false}, 60},
                                         Case{"TwoMachines", {4, 2, 2, false}, 40},
                                         Case{"Flexible", {3, 2, 3, true}, 60},
                                         Case{"OneMachine", {5, 1, 1, false}, 40}),
                         [](const auto& each) { return std::string(each.param.name); });

struct Known {
  const char* spec;
  double optimum;
  std::int64_t iterations;
};

class KnownOptimum : public testing::TestWithParam<Known> {};

TEST_P(KnownOptimum, IsFoundAndNotPassed) {
  const std::string spec = GetParam().spec;
  const auto colon = spec.find(':');
  const Scenario scenario =
      open_scenario(spec.substr(0, colon + 1) + TAKT_SOURCE_DIR "/tests/instances/" + spec.substr(colon + 1));
  const ShopProblem problem = make_problem(scenario, Goal::makespan).problem;
  const ShopSolution found = solved(problem, 1, GetParam().iterations);
  EXPECT_EQ(kpi(problem, found.cost), GetParam().optimum);
  EXPECT_LE(kpi(problem, found.bound), GetParam().optimum);
}

INSTANTIATE_TEST_SUITE_P(
    Published, KnownOptimum,
    testing::Values(Known{"jsplib:jsplib/ft06", 55, 2000}, Known{"jsplib:jsplib/la16", 945, 300'000},
                    Known{"jsplib:jsplib/la01", 666, 5000}, Known{"jsplib:jsplib/la06", 926, 5000},
                    Known{"jsplib:jsplib/la11", 1222, 5000}, Known{"fjsp:fjsp/mk03.fjs", 204, 20'000},
                    Known{"fjsp:fjsp/mk08.fjs", 523, 20'000}));

// Weighted tardiness of the job shops of Singer and Pinedo (1998): due 1.3 times the work of a job after the
// start, rounded down; of the ten jobs the first two weigh 4, the next six 2, the last two 1.
TEST(WeightedTardiness, KnownOptimaAreFoundAndNotPassed) {
  for (const auto& [name, optimum] : {std::pair{"la16", 1169}, {"ft10", 1363}}) {
    Scenario scenario =
        open_scenario(std::string("jsplib:" TAKT_SOURCE_DIR "/tests/instances/jsplib/") + name);
    for (std::size_t j = 0; j < scenario.orders.size(); ++j) {
      Order& order = scenario.orders[j];
      const Time work = at(scenario.routings, order.routing).planned / ticks_per_second;
      order.due = {DueRule::fixed, 13 * work / 10 * ticks_per_second, 0};
      order.weight = j < 2 ? 4 : j < 8 ? 2 : 1;
    }
    finish_scenario(scenario);
    const ShopProblem problem = make_problem(scenario, Goal::total_weighted_tardiness).problem;
    EXPECT_EQ(kpi(problem, solved(problem, 1, 150'000).cost), optimum) << name;
  }
}

TEST(TabuSearch, SameSeedSameSchedule) {
  const Scenario scenario = open_scenario("taillard:ta01");
  const ShopProblem problem = make_problem(scenario, Goal::makespan).problem;
  const ShopSolution one = solved(problem, 5, 30'000), other = solved(problem, 5, 30'000);
  EXPECT_EQ(one.orders, other.orders);
  EXPECT_EQ(one.cost, other.cost);
  EXPECT_NE(one.orders, solved(problem, 6, 30'000).orders);
}

TEST(LowerBound, IsPublishedOnes) {
  // Bounds of machines and jobs alone are met by the optimum of these.
  for (const auto& [name, bound] : {std::pair{"la01", 666}, {"la06", 926}, {"la11", 1222}, {"la26", 1218}}) {
    const Scenario scenario =
        open_scenario(std::string("jsplib:" TAKT_SOURCE_DIR "/tests/instances/jsplib/") + name);
    const ShopProblem problem = make_problem(scenario, Goal::makespan).problem;
    EXPECT_EQ(kpi(problem, lower_bound(problem)), bound) << name;
  }
}

}  // namespace
}  // namespace takt::search
