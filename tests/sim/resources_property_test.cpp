// What must hold in every run with resources, workers, hours and precedence graphs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/clock/isolate.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/model/write/yaml.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/random_resources.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/recounted_run.hpp"
#include "tests/sim/resources_check.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

using testing::IsEmpty;

Scenario with_resources(std::uint64_t seed, bool breakdowns) {
  Scenario scenario = random_scenario(seed, {.breakdowns = breakdowns});
  add_random_resources(scenario, seed);
  finish_scenario(scenario);
  return scenario;
}

Trace run(const Scenario& scenario, Seed seed, ClockKind kind = ClockKind::calendar) {
  AnyCandidate agent;
  SimulateOptions options;
  options.seed = seed;
  options.record = {true, true};
  options.stall_limit = 2000;
  const auto clock = make_clock(kind, scenario);
  return simulate(scenario, agent, *clock, options);
}

TEST(resources_properties, use_stays_within_capacity_and_order_is_kept) {
  int paused = 0, overtime = 0, waits = 0, graphs = 0, allocations = 0, lost = 0, operations = 0;
  for (std::uint64_t seed = 0; seed < 1200; ++seed) {
    Scenario scenario = with_resources(seed, false);
    scenario.resources.hours.clear();  // the check tells a machine that is off from an operation that paused
    finish_scenario(scenario);
    const Trace trace = run(scenario, {seed % 5, seed % 3});
    EXPECT_THAT(resources_faults(scenario, trace), IsEmpty()) << "scenario " << seed;
    for (const MachineInterval& i : trace.intervals) paused += i.state == MachineState::off;
    for (const PoolTally& pool : trace.resources.pools) {
      overtime += pool.overtime > 0;
      waits += static_cast<int>(pool.waits);
      EXPECT_GE(pool.used_time, 0);
    }
    for (const EventRecord& e : trace.events) graphs += e.kind == EventKind::task_done;
    for (const DecisionRecord& d : trace.decisions)
      allocations += d.kind == static_cast<std::uint32_t>(DecisionKind::allocate);
    for (const JobRecord& job : trace.jobs) lost += job.outcome == JobOutcome::scrapped;
    operations += static_cast<int>(trace.operation_count);
  }
  EXPECT_TRUE(paused > 200 && overtime > 50 && waits > 500 && graphs > 1000 && allocations > 1000)
      << paused << " " << overtime << " " << waits << " " << graphs << " " << allocations;
  EXPECT_GT(operations, 10'000);
}

TEST(resources_properties, nothing_is_lost_or_doubled_at_any_instant) {
  for (std::uint64_t seed = 0; seed < 1200; ++seed) {
    AnyCandidate agent;
    EXPECT_THAT(RecountedRun(with_resources(seed, true), agent, {seed, 0}).broken(), IsEmpty())
        << "scenario " << seed;
  }
}

TEST(resources_properties, both_clocks_tell_the_same_story) {
  preload_simgrid_clock();
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const Scenario scenario = with_resources(seed, true);
    const std::string calendar = run(scenario, {seed, 1}).digest.hex();
    const std::string simgrid = run_isolated([&] {
      return run(scenario, {seed, 1}, ClockKind::simgrid).digest.hex();
    });
    EXPECT_EQ(calendar, simgrid) << "scenario " << seed;
  }
}

TEST(resources_properties, survive_export) {
  int read = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Scenario scenario = with_resources(seed, true);
    bool expressible = true;  // a file names a machine once among the alternatives, a product once
    for (const Step& step : scenario.steps)
      for (Index m = 1; m < step.mode_count; ++m)
        for (Index n = 0; n < m; ++n)
          expressible =
              expressible && scenario.modes[static_cast<std::size_t>(step.first_mode + m)].group !=
                                 scenario.modes[static_cast<std::size_t>(step.first_mode + n)].group;
    for (const Source& source : scenario.sources) expressible = expressible && source.products.size() == 1;
    if (!expressible) continue;
    Scenario again = parse_scenario(to_yaml(scenario), "export.yaml");
    again.source_text = scenario.source_text;
    EXPECT_TRUE(again == scenario) << to_yaml(scenario);
    ++read;
  }
  EXPECT_GT(read, 50);
}

}  // namespace
}  // namespace takt::test
