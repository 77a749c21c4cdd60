// Queues in which workers, not machines, are scarce: they are those of Erlang.

#include <gtest/gtest.h>

#include "results/kpi.hpp"
#include "tests/validation/closed_forms.hpp"
#include "tests/validation/queueing_cases.hpp"

namespace takt::test {
namespace {

/// Operators for every operation, in pools of these sizes that all can do it.
Scenario with_operators(Scenario scenario, const std::vector<Index>& sizes) {
  scenario.resources.skills = {"operate"};
  for (const Index size : sizes) {
    Pool pool;
    pool.name = "operators" + std::to_string(scenario.resources.pools.size());
    pool.workers = true;
    pool.capacity = size;
    pool.skills = {0};
    scenario.resources.pools.push_back(pool);
  }
  scenario.resources.needs.push_back({-1, 0, 1});
  scenario.resources.mode_needs.assign(scenario.modes.size(), {0, 1});
  return scenario;
}

TEST(operators, five_machines_and_two_of_them_are_a_queue_with_two_servers) {
  const auto scenario = [](const Window& window) {
    return with_operators(single_queue(1.2, exponential(1e6), 5, window), {1, 1});
  };
  expect_exact_wait({.name = "five_machines_two_operators",
                     .exact = mmc_wait(1.2, 1, 2),
                     .scenario = scenario,
                     .customers_per_s = 1.2},
                    4e6, 30, 0.02);
}

TEST(operators, more_of_them_than_machines_do_not_help) {
  const auto scenario = [](const Window& window) {
    return with_operators(single_queue(1.5, exponential(1e6), 3, window), {4});
  };
  expect_exact_wait({.name = "three_machines_four_operators",
                     .exact = mmc_wait(1.5, 1, 3),
                     .scenario = scenario,
                     .customers_per_s = 1.5},
                    5e6, 30, 0.02);
}

/// Every step of work takes an operator: their use is the load, whatever the machines do.
TEST(operators, are_busy_as_long_as_there_is_work) {
  Scenario scenario = with_operators(single_queue(1.2, exponential(1e6), 5, {1000, 100'000}), {2});
  finish_scenario(scenario);
  const Interval used = estimate(scenario, "rule:fifo", 1, 20, [](const Scenario&, const Trace& trace) {
    const PoolTally& pool = trace.resources.pools[0];
    return pool.used_time / pool.capacity_time;
  });
  EXPECT_TRUE(used.low() <= 0.6 && 0.6 <= used.high()) << used.low() << " " << used.high();
  EXPECT_LE(used.high() - used.low(), 0.02 * 0.6);
}

}  // namespace
}  // namespace takt::test
