// How much memory a long run takes: the peak of a child's resident memory over what it started with.

#include <iostream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/bench/fab.hpp"
#include "results/kpi.hpp"
#include "results/write_result.hpp"
#include "sim/clock/isolate.hpp"
#include "sim/plant/plant.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt {
namespace {

constexpr int steps = 10;

/// A flow line of ten machines, 10 s an operation at most, that meets `jobs` jobs.
Scenario flow_line(std::int64_t jobs, double interarrival_s) {
  Scenario scenario;
  scenario.name = "flow line";
  Routing routing;
  routing.name = "product";
  routing.step_count = routing.steps_taken = steps;
  for (Index i = 0; i < steps; ++i) {
    MachineGroup group;
    group.name = "machine " + std::to_string(i);
    scenario.groups.push_back(group);
    Mode mode;
    mode.group = i;
    mode.time = discrete_uniform(1, 10, static_cast<double>(ticks_per_second));
    scenario.modes.push_back(mode);
    Step step;
    step.name = "step " + std::to_string(i);
    step.first_mode = i;
    scenario.steps.push_back(step);
  }
  scenario.routings.push_back(routing);
  Source source;
  source.name = "customers";
  source.products = {{0, 1}};
  source.interarrival = exponential(interarrival_s * static_cast<double>(ticks_per_second));
  source.limit = jobs;
  scenario.sources.push_back(source);
  return scenario;
}

std::int64_t peak_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return 1024 * usage.ru_maxrss;
}

struct Outcome {
  std::int64_t operations = 0;
  std::int64_t extra_bytes = 0;  ///< peak over the start
  std::int64_t jobs = 0;         ///< that ever came
};

/// Runs the scenario in a child of its own and, if it is recorded, writes the result.
Outcome run(Scenario scenario, bool recorded) {
  finish_scenario(scenario);
  const std::string path = testing::TempDir() + "/takt_memory_test." + std::to_string(getpid()) + ".h5";
  const std::string answer = run_isolated([&] {
    const std::int64_t base = peak_bytes();
    test::FirstCandidate agent;
    const auto clock = make_calendar_clock(scenario);
    SimulateOptions options;
    options.record = {.operations = recorded, .decisions = recorded};
    const Trace trace = simulate(scenario, agent, *clock, options);
    if (recorded) {
      write_result(path, scenario, trace, compute_kpis(scenario, trace), RunInfo{}, nullptr, {});
      unlink(path.c_str());
    }
    std::ostringstream text;
    text << trace.operation_count << ' ' << peak_bytes() - base << ' ' << trace.jobs.size();
    return text.str();
  });
  Outcome outcome;
  std::istringstream(answer) >> outcome.operations >> outcome.extra_bytes >> outcome.jobs;
  return outcome;
}

TEST(Memory, TenMillionRecordedOperationsTakeAtMost200BytesEach) {
  const Outcome outcome = run(flow_line(1'000'000, 7), true);
  ASSERT_EQ(outcome.operations, 10'000'000);
  const double bytes = static_cast<double>(outcome.extra_bytes) / static_cast<double>(outcome.operations);
  std::cout << bytes << " bytes an operation\n";
  EXPECT_GT(bytes, 100) << "less than the records themselves: the measurement is wrong";
  EXPECT_LE(bytes, 200);
}

TEST(Memory, WithoutRecordsARunKeepsItsJobsOnly) {
  const Outcome outcome = run(flow_line(1'000'000, 7), false);
  ASSERT_EQ(outcome.operations, 10'000'000);
  ASSERT_EQ(outcome.jobs, 1'000'000);
  const double bytes = static_cast<double>(outcome.extra_bytes) / static_cast<double>(outcome.jobs);
  std::cout << bytes << " bytes a job\n";
  EXPECT_GE(bytes, sizeof(JobRecord)) << "less than the records themselves: the measurement is wrong";
  // A record each, and room to grow.
  EXPECT_LE(bytes, 2 * sizeof(JobRecord) + 8);
}

/// A flow line to which jobs of known times come a hundred times as fast as they are done.
Scenario overloaded_line() {
  Scenario scenario = flow_line(1'000'000, 0.055);
  for (Mode& mode : scenario.modes) mode.time = constant(static_cast<double>(5 * ticks_per_second));
  scenario.run.horizon = 54'000 * ticks_per_second;
  return scenario;
}

TEST(Memory, OperationsInFlightTakeAtMost200BytesEach) {
  Scenario scenario = overloaded_line();
  finish_scenario(scenario);
  for (const std::uint64_t jobs : {1'000, 30'000, 700'000, 800'000, 900'000}) {
    Plant plant(scenario, Seed{});
    Effects effects;
    plant.start(effects);
    while (plant.jobs_in_shop() < jobs) plant.apply({0, ActivityKind::arrival, 0}, plant.now() + 1, effects);
    EXPECT_LE(plant.state_bytes() - sizeof(Plant), 200 * jobs) << jobs;
  }
}

TEST(Memory, ARunWithManyJobsInFlightHoldsNothingMoreThanTwice) {
  const Outcome outcome = run(overloaded_line(), false);
  ASSERT_GT(outcome.jobs, 900'000);
  ASSERT_LT(outcome.operations, outcome.jobs / 2);
  const double bytes = static_cast<double>(outcome.extra_bytes) / static_cast<double>(outcome.jobs);
  std::cout << bytes << " bytes a job in flight\n";
  // Its state, its place in the queue and its record. A vector holds its content twice while it grows.
  EXPECT_LE(bytes, 2 * (sizeof(JobState) + sizeof(Candidate) + sizeof(JobRecord)));
}

/// Beyond the record of each job that left, a fab takes what the lots in process need, however long it runs.
TEST(Memory, AFabTakesNoMoreWhenItRunsTwiceAsLong) {
  const Outcome once = run(bench::make_fab(8000), false), twice = run(bench::make_fab(16'000), false);
  std::cout << once.operations << " and " << twice.operations << " operations, " << once.extra_bytes
            << " and " << twice.extra_bytes << " bytes\n";
  ASSERT_GT(static_cast<double>(twice.operations), 1.8 * static_cast<double>(once.operations));
  const auto records = [](const Outcome& outcome) {
    return static_cast<double>(outcome.jobs) * (2 * sizeof(JobRecord) + 8);  // and room to grow
  };
  EXPECT_LE(static_cast<double>(twice.extra_bytes) - records(twice),
            1.1 * static_cast<double>(once.extra_bytes));  // more lots at the peak
}

}  // namespace
}  // namespace takt
