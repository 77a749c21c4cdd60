// The disjunctive graph of the search, against the same computed from nothing.
#include "learning/search/schedule.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "learning/search/bounds.hpp"
#include "learning/search/neighbourhood.hpp"
#include "learning/search/relink.hpp"
#include "tests/learning/small_shops.hpp"

namespace takt::search {
namespace {

ShopProblem problem_of(std::uint64_t seed, bool alternatives, Goal goal = Goal::makespan) {
  const ProblemOrReason made = make_problem(
      test::small_shop(seed, {.jobs = 6, .steps = 5, .machines = 4, .alternatives = alternatives}), goal);
  EXPECT_EQ(made.reason, "");
  return made.problem;
}

void expect_equal_times(const Schedule& schedule, const Schedule& anew) {
  const ShopProblem& problem = schedule.problem();
  for (Index v = 0; v < problem.nodes(); ++v) {
    if (problem.is_gate(v)) continue;
    ASSERT_EQ(schedule.node(v).end, anew.node(v).end) << v;
    ASSERT_EQ(schedule.node(v).tail, anew.node(v).tail) << v;
    ASSERT_EQ(schedule.node(v).duration, anew.node(v).duration) << v;
    ASSERT_EQ(schedule.topological()[at(schedule.position(v))], v);
  }
  ASSERT_EQ(schedule.cost(), anew.cost());
}

TEST(Schedule, AnyMovesInARowAreAsIfFromNothing) {
  int circles = 0, made = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const ShopProblem problem = problem_of(seed, seed % 2 == 0);
    Dice dice(seed);
    Schedule schedule(problem);
    ASSERT_TRUE(schedule.set(random_orders(problem, dice)));
    schedule.time_again(true);
    for (int i = 0; i < 200; ++i) {
      const Index u = static_cast<Index>(dice.below(static_cast<std::uint32_t>(problem.nodes())));
      if (problem.is_gate(u)) continue;
      const auto options = problem.options_of(u);
      const auto option = static_cast<Index>(
          &options[dice.below(static_cast<std::uint32_t>(options.size()))] - problem.options.data());
      MachineOrders orders = schedule.orders();
      std::vector<Index>& from = at(orders.machines, schedule.machine(u));
      from.erase(std::find(from.begin(), from.end(), u));
      std::vector<Index>& row = at(orders.machines, at(problem.options, option).machine);
      const std::size_t place = dice.below(static_cast<std::uint32_t>(row.size()) + 1);
      const Index after = place == 0 ? schedule.none() : row[place - 1];
      row.insert(row.begin() + static_cast<std::ptrdiff_t>(place), u);

      Schedule anew(problem);
      const bool fits = anew.set(orders);
      const MachineOrders before = schedule.orders();
      ASSERT_EQ(schedule.move(u, option, after), fits);
      (fits ? made : circles) += 1;
      ASSERT_EQ(schedule.orders(), fits ? orders : before);
      if (!fits) {
        ASSERT_TRUE(anew.set(before));
      }
      if (i % 3 != 0) continue;  // several moves may go before the times are asked for
      anew.time_again(true);
      schedule.time_again(true);
      expect_equal_times(schedule, anew);
    }
  }
  EXPECT_GT(circles, 500);
  EXPECT_GT(made, 2000);
}

/// The longest path through an operation as it stands.
Span through(const Schedule& schedule, Index v) {
  return schedule.node(v).start() + schedule.node(v).tail;
}

// With setups they are not: an operation that is passed may change the setup of one that comes much later.
TEST(Neighbourhood, EstimatesOfExchangesAreExactWithoutSetups) {
  int exchanges = 0, others = 0;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    const ShopProblem problem = problem_of(seed, seed % 2 == 0);
    if (problem.has_setups()) continue;
    Dice dice(seed);
    Schedule schedule(problem);
    ASSERT_TRUE(schedule.set(random_orders(problem, dice)));
    schedule.time_again(true);
    Neighbourhood neighbourhood(problem);
    std::vector<Move> moves;
    neighbourhood.of_path(schedule, Neighbourhood::critical_job(schedule, dice), dice, moves);
    for (const Move& move : moves) {
      Schedule moved = schedule;
      if (!moved.move(move.u, move.option, move.after)) continue;
      moved.time_again(true);
      const Span exact = through(moved, move.u);
      if (move.option != schedule.option(move.u)) {
        // Heads and tails are those with the operation still where it was.
        EXPECT_GE(move.estimate, static_cast<double>(exact));
        ++others;
      } else if (move.after != schedule.none() && schedule.node(move.u).after == move.after) {
        EXPECT_EQ(move.estimate, static_cast<double>(std::max(exact, through(moved, move.after))));
        ++exchanges;
      }
    }
  }
  EXPECT_GT(exchanges, 200);
  EXPECT_GT(others, 200);
}

TEST(Relinker, GoesFromOneToTheOther) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const ShopProblem problem = problem_of(seed, seed % 2 == 0);
    Dice dice(seed);
    const MachineOrders from = random_orders(problem, dice), to = random_orders(problem, dice);
    Relinker relinker(problem);
    EXPECT_EQ(relinker.distance(from, from), 0);
    EXPECT_EQ(relinker.between(from, to, 0, dice), from);
    const std::int64_t apart = relinker.distance(from, to);
    const MachineOrders half = relinker.between(from, to, .5, dice);
    Schedule schedule(problem);
    ASSERT_TRUE(schedule.set(half));
    if (apart < 10) continue;
    EXPECT_LT(relinker.distance(half, to), apart);
    EXPECT_NE(half, from);
  }
}

}  // namespace
}  // namespace takt::search
