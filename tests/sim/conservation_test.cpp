// The laws that --check holds every run against: true runs obey them, spoiled records do not.

#include "sim/record/conservation.hpp"

#include <gtest/gtest.h>

#include "sim/model/error.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

Trace checked_run(const Scenario& scenario) {
  AnyCandidate agent;
  const auto clock = make_calendar_clock(scenario);
  SimulateOptions options;
  options.record = {true, false};
  options.stall_limit = 2000;
  options.check = true;
  return simulate(scenario, agent, *clock, options);
}

/// What the plant must have counted if the records are true.
PlantCounts counts_of(const Trace& trace) {
  PlantCounts counts;
  counts.released = trace.jobs.size();
  for (const JobRecord& job : trace.jobs) {
    const Time left = job.outcome == JobOutcome::unfinished ? trace.end : job.completion;
    counts.job_ticks += static_cast<std::uint64_t>(left - job.release);
  }
  return counts;
}

TEST(Conservation, RandomRunsLoseAndDoubleNothing) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Scenario scenario = random_scenario(seed);
    ASSERT_NO_THROW({
      const Trace trace = checked_run(scenario);
      EXPECT_EQ(check_conservation(scenario, trace, counts_of(trace)), std::vector<std::string>{});
    }) << "scenario "
       << seed;
  }
}

class SpoiledTrace : public testing::Test {
 protected:
  void SetUp() override {
    for (std::uint64_t seed = 0; trace.intervals.size() < 20 || trace.jobs.size() < 5; ++seed) {
      scenario = random_scenario(seed);
      trace = checked_run(scenario);
    }
    counts = counts_of(trace);
    ASSERT_TRUE(check_conservation(scenario, trace, counts).empty());
  }
  std::size_t broken() const { return check_conservation(scenario, trace, counts).size(); }

  Scenario scenario;
  Trace trace;
  PlantCounts counts;
};

TEST_F(SpoiledTrace, ALostJobIsMissed) {
  trace.jobs.erase(trace.jobs.begin() + 2);
  EXPECT_GT(broken(), 0u);
}

TEST_F(SpoiledTrace, ADoubledJobIsNoticed) {
  trace.jobs.insert(trace.jobs.begin() + 2, trace.jobs[2]);
  EXPECT_GT(broken(), 0u);
}

TEST_F(SpoiledTrace, ALongerStayBreaksLittlesLaw) {
  trace.jobs[1].release -= 1;
  EXPECT_EQ(broken(), 1u);
}

TEST_F(SpoiledTrace, TimeInStatesAddsUp) {
  trace.machine_tallies.front().in_state[0] += 1;
  EXPECT_EQ(broken(), 1u);
}

TEST_F(SpoiledTrace, AMachineIsInOneStateAtATime) {
  trace.intervals.push_back(trace.intervals.back());
  EXPECT_GT(broken(), 0u);
}

TEST_F(SpoiledTrace, AnOperationEndsAfterItBegins) {
  trace.operations.front().end = trace.operations.front().ready - 1;
  EXPECT_EQ(broken(), 1u);
}

}  // namespace
}  // namespace takt::test
