// What must hold in every run, over random scenarios of every feature.

#include <gtest/gtest.h>

#include "sim/simulate.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"
#include "tests/sim/trace_check.hpp"

namespace takt::test {
namespace {

Trace recorded(const Scenario& scenario, Agent& agent, Seed seed) {
  SimulateOptions options;
  options.seed = seed;
  options.record = {true, true};
  options.stall_limit = 2000;
  const auto clock = make_calendar_clock(scenario);
  return simulate(scenario, agent, *clock, options);
}

std::string sentences(const std::vector<std::string>& faults) {
  std::string text;
  for (const std::string& fault : faults) text += "\n  " + fault;
  return text;
}

TEST(plant_properties, every_record_follows_from_the_scenario_and_the_draws) {
  int operations = 0;
  for (std::uint64_t seed = 0; seed < 1500; ++seed) {
    const Scenario scenario = random_scenario(seed);
    AnyCandidate agent;
    const Seed run{seed % 7, seed % 3};
    const Trace trace = recorded(scenario, agent, run);
    operations += static_cast<int>(trace.operation_count);
    const auto faults = check_trace(scenario, run, trace);
    EXPECT_TRUE(faults.empty()) << "scenario " << seed << ":" << sentences(faults);
  }
  EXPECT_GT(operations, 15'000);
}

TEST(plant_properties, larger_shops_as_well) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Scenario scenario =
        random_scenario(seed, {.groups = 12, .routings = 8, .steps = 12, .orders = 80, .sources = 5});
    AnyCandidate agent;
    const Trace trace = recorded(scenario, agent, {seed, 0});
    const auto faults = check_trace(scenario, {seed, 0}, trace);
    EXPECT_TRUE(faults.empty()) << "scenario " << seed << ":" << sentences(faults);
  }
}

/// Who always takes the first candidate serves in the order (ready, job number).
TEST(plant_properties, the_first_candidate_is_the_one_that_came_first) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Scenario scenario = random_scenario(seed);
    FirstCandidate agent;
    const Trace trace = recorded(scenario, agent, {seed, 0});
    const auto faults = check_trace(scenario, {seed, 0}, trace);
    EXPECT_TRUE(faults.empty()) << "scenario " << seed << ":" << sentences(faults);
    for (const OperationRecord& x : trace.operations) {
      for (const OperationRecord& y : trace.operations) {
        if (scenario.modes[static_cast<std::size_t>(x.mode)].group !=
            scenario.modes[static_cast<std::size_t>(y.mode)].group)
          continue;
        const bool first = std::pair(x.ready, x.job) < std::pair(y.ready, y.job);
        // y was not ready yet, or x got its machine no later.
        EXPECT_FALSE(first && x.ready < y.setup_start && y.setup_start < x.setup_start)
            << "scenario " << seed << ": job " << y.job << " went before job " << x.job;
      }
    }
  }
}

/// Faults put into a good trace are found: the check above is not blind.
TEST(plant_properties, the_check_finds_faults_that_are_put_in) {
  int operations_seen = 0, jobs_seen = 0, down_seen = 0, decisions_seen = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Scenario scenario = random_scenario(seed);
    AnyCandidate agent;
    const Trace good = recorded(scenario, agent, {seed, 0});
    ASSERT_TRUE(check_trace(scenario, {seed, 0}, good).empty());
    const auto found = [&](auto spoil) {
      Trace bad = good;
      spoil(bad);
      return !check_trace(scenario, {seed, 0}, bad).empty();
    };
    if (!good.operations.empty()) {
      ++operations_seen;
      const std::size_t i = seed % good.operations.size();
      EXPECT_TRUE(found([i](Trace& t) { ++t.operations[i].end; })) << seed;
      EXPECT_TRUE(found([i](Trace& t) { --t.operations[i].setup_start; })) << seed;
      EXPECT_TRUE(found([i](Trace& t) { ++t.operations[i].machine; })) << seed;
      EXPECT_TRUE(found([i](Trace& t) { t.operations.erase(t.operations.begin() + static_cast<int>(i)); }))
          << seed;
      EXPECT_TRUE(found([](Trace& t) { t.group_tallies[t.group_tallies.size() / 2].wait += 1; })) << seed;
      EXPECT_TRUE(found([](Trace& t) { ++t.machine_tallies.front().in_state[2]; })) << seed;
    }
    if (!good.jobs.empty()) {
      ++jobs_seen;
      const std::size_t j = seed % good.jobs.size();
      EXPECT_TRUE(found([j](Trace& t) { t.jobs.erase(t.jobs.begin() + static_cast<int>(j)); })) << seed;
      EXPECT_TRUE(found([j](Trace& t) { t.jobs.insert(t.jobs.begin(), t.jobs[j]); })) << seed;
      EXPECT_TRUE(found([j](Trace& t) { ++t.jobs[j].release; })) << seed;
    }
    for (std::size_t i = 0; i < good.intervals.size(); ++i) {
      if (good.intervals[i].state != MachineState::down) continue;
      ++down_seen;
      EXPECT_TRUE(found([i](Trace& t) { ++t.intervals[i].end; })) << seed;
      break;
    }
    if (!good.decisions.empty()) {
      ++decisions_seen;
      EXPECT_TRUE(found([](Trace& t) { t.decisions.pop_back(); })) << seed;
    }
  }
  EXPECT_TRUE(operations_seen > 30 && jobs_seen > 30 && down_seen > 10 && decisions_seen > 30);
}

}  // namespace
}  // namespace takt::test
