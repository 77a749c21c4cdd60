// A run in the hand: stepping it is simulating it, and a copy is the run itself.

#include "sim/simulation.hpp"

#include <optional>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "sim/model/error.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/small_shop.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

constexpr std::uint64_t scenarios = 500;

CourseOptions options_of(std::uint64_t number) {
  return {.seed = {number * 7919, number % 3}, .record = {true, true}, .stall_limit = 2000};
}

Trace simulated(const Scenario& scenario, const CourseOptions& options) {
  AnyCandidate agent;
  const auto clock = make_calendar_clock(scenario);
  SimulateOptions all;
  all.seed = options.seed;
  all.record = options.record;
  all.stall_limit = options.stall_limit;
  return simulate(scenario, agent, *clock, all);
}

/// Plays on to the end. How many decisions there were.
int play(Simulation& run, AnyCandidate& agent) {
  int asked = 0;
  for (; const auto decision = run.next_decision(); ++asked) run.resolve(agent.decide(*decision));
  return asked;
}

void expect_same(const Trace& x, const Trace& y, std::uint64_t number) {
  ASSERT_EQ(x.digest.hex(), y.digest.hex()) << "random scenario " << number;
  ASSERT_EQ(x.decision_count, y.decision_count) << "random scenario " << number;
  ASSERT_EQ(x.instant_count, y.instant_count) << "random scenario " << number;
  ASSERT_EQ(x.status, y.status) << "random scenario " << number;
  ASSERT_EQ(x.status_detail, y.status_detail) << "random scenario " << number;
  ASSERT_EQ(x.end, y.end) << "random scenario " << number;
}

TEST(Simulation, SteppingIsSimulatingAndAskingTwiceChangesNothing) {
  for (std::uint64_t number = 0; number < scenarios; ++number) {
    const Scenario scenario = random_scenario(number, {.mixed = true});
    const CourseOptions options = options_of(number);
    Simulation run(scenario, options);
    AnyCandidate agent;
    agent.begin(scenario, options.seed);
    while (const auto decision = run.next_decision()) {
      const auto again = run.next_decision();
      ASSERT_TRUE(again && &again->candidates.front() == &decision->candidates.front() &&
                  again->now == run.now());
      run.resolve(agent.decide(*again));
    }
    EXPECT_TRUE(run.over());
    EXPECT_FALSE(run.next_decision());
    expect_same(run.finish(true), simulated(scenario, options), number);
  }
}

TEST(Simulation, ACopyAtAnyDecisionRunsOnAsItsOriginal) {
  int copied = 0;
  for (std::uint64_t number = 0; number < scenarios; ++number) {
    const Scenario scenario = random_scenario(number, {.mixed = true});
    const CourseOptions options = options_of(number);
    const Trace whole = simulated(scenario, options);
    if (whole.decision_count == 0) continue;
    Dice dice(number, 77);
    const auto stop = dice.between(0, whole.decision_count - 1);
    Simulation run(scenario, options);
    AnyCandidate agent;
    agent.begin(scenario, options.seed);
    for (std::int64_t i = 0; i < stop; ++i) run.resolve(agent.decide(*run.next_decision()));
    const auto decision = run.next_decision();
    ASSERT_TRUE(decision);

    // The other future first: it must leave no trace in this one.
    Simulation other = run;
    other.resolve(static_cast<int>(decision->candidates.size()) - 1);
    AnyCandidate another = agent;
    play(other, another);

    Simulation copy = run;
    AnyCandidate same = agent;
    const auto asked = copy.next_decision();
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->plant, &copy.plant());
    ASSERT_EQ(asked->candidates.size(), decision->candidates.size());
    play(copy, same);
    play(run, agent);
    Simulation moved = std::move(copy);
    expect_same(moved.finish(true), whole, number);
    expect_same(run.finish(true), whole, number);
    ++copied;
  }
  EXPECT_GT(copied, 400);
}

TEST(Simulation, RunsUntilATime) {
  for (std::uint64_t number = 0; number < 100; ++number) {
    const Scenario scenario = random_scenario(number, {.mixed = true});
    const CourseOptions options = options_of(number);
    Simulation run(scenario, options);
    AnyCandidate agent;
    agent.begin(scenario, options.seed);
    for (Time until = 0; !run.over(); until += 7 * ticks_per_second) {
      while (const auto decision = run.run_until(until)) {
        ASSERT_LE(decision->now, until);
        run.resolve(agent.decide(*decision));
      }
      ASSERT_LE(run.now(), until);
    }
    expect_same(run.finish(true), simulated(scenario, options), number);
  }
}

TEST(Simulation, WithoutRecordsTheObjectiveIsThatOfTheTrace) {
  for (std::uint64_t number = 0; number < 200; ++number) {
    const Scenario scenario = random_scenario(number, {.mixed = true});
    CourseOptions options = options_of(number);
    const Trace trace = simulated(scenario, options);
    options.recorded = false;
    Simulation run(scenario, options);
    AnyCandidate agent;
    agent.begin(scenario, options.seed);
    play(run, agent);
    Objective expected;
    for (const JobRecord& job : trace.jobs) {
      if (job.outcome != JobOutcome::done) continue;
      ++expected.jobs;
      expected.makespan = std::max(expected.makespan, job.completion);
      expected.flow_time += static_cast<double>(job.completion - job.release);
      if (job.completion > job.due)
        expected.weighted_tardiness += job.weight * static_cast<double>(job.completion - job.due);
    }
    const Objective objective = run.objective();
    EXPECT_EQ(objective.jobs, expected.jobs);
    EXPECT_EQ(objective.makespan, expected.makespan);
    EXPECT_NEAR(objective.flow_time, expected.flow_time, 1e-9 * expected.flow_time);
    EXPECT_NEAR(objective.weighted_tardiness, expected.weighted_tardiness,
                1e-9 * expected.weighted_tardiness);
    EXPECT_EQ(run.finish().end, trace.end);
  }
}

TEST(Simulation, RefusesWhatIsNoChoiceAndGoesOn) {
  const Scenario scenario = random_scenario(3);
  Simulation run(scenario, options_of(3));
  const auto decision = run.next_decision();
  ASSERT_TRUE(decision);
  const auto count = static_cast<int>(decision->candidates.size());
  for (const int choice : {-1, count, count + 1000}) {
    try {
      run.resolve(choice);
      FAIL() << choice;
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::agent);
    }
  }
  AnyCandidate agent;
  agent.begin(scenario, options_of(3).seed);
  play(run, agent);
  expect_same(run.finish(true), simulated(scenario, options_of(3)), 3);
  EXPECT_THROW(run.resolve(0), Error);
}

TEST(Simulation, IsAssignedAlsoToOneThatWasMovedAway) {
  const Scenario scenario = random_scenario(11, {.mixed = true});
  const Simulation start(scenario, options_of(11));
  Simulation run = start;
  Simulation away = std::move(run);
  run = start;
  away = run;
  for (Simulation* one : {&run, &away}) {
    AnyCandidate agent;
    agent.begin(scenario, options_of(11).seed);
    play(*one, agent);
    expect_same(one->finish(true), simulated(scenario, options_of(11)), 11);
  }
}

TEST(Simulation, ClosedBeforeItsEndSaysSo) {
  const Scenario scenario = random_scenario(3);
  Simulation run(scenario, options_of(3));
  ASSERT_TRUE(run.next_decision());
  const Trace trace = run.finish();
  EXPECT_EQ(trace.status, RunStatus::horizon);
  EXPECT_EQ(trace.status_detail, "closed before its end");
}

TEST(Simulation, ManyShareAScenarioSideBySide) {
  const Scenario scenario = random_scenario(11, {.mixed = true});
  const Trace expected = simulated(scenario, options_of(11));
  std::vector<std::optional<Trace>> traces(4);
  std::vector<std::thread> threads;
  for (auto& trace : traces) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        Simulation run(scenario, options_of(11));
        AnyCandidate agent;
        agent.begin(scenario, options_of(11).seed);
        play(run, agent);
        trace = run.finish(true);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& trace : traces) expect_same(*trace, expected, 11);
}

/// Notes all that it is told.
class Notes final : public Observer {
 public:
  void take(const Effects& effects) override {
    operations.insert(operations.end(), effects.operations.begin(), effects.operations.end());
    events += effects.events.size();
    jobs += effects.jobs.size();
  }
  void decided(const Decision& decision, int /*choice*/) override { decided_at.push_back(decision.now); }

  std::vector<OperationRecord> operations;
  std::vector<Time> decided_at;
  std::size_t events = 0, jobs = 0;
};

TEST(Simulation, AnObserverIsToldEverythingInTime) {
  for (std::uint64_t number = 0; number < 100; ++number) {
    const Scenario scenario = random_scenario(number, {.mixed = true});
    Notes notes;
    CourseOptions options = options_of(number);
    options.observer = &notes;
    Simulation run(scenario, options);
    AnyCandidate agent;
    agent.begin(scenario, options.seed);
    while (const auto decision = run.next_decision()) {
      // What it was told by now is what a run that is closed here has recorded.
      Simulation copy = run;
      const std::size_t told = notes.operations.size();
      ASSERT_EQ(told, copy.finish().operations.size());
      ASSERT_EQ(told, notes.operations.size()) << "a copy was observed";
      run.resolve(agent.decide(*decision));
    }
    const Trace trace = run.finish();
    ASSERT_EQ(notes.operations.size(), trace.operations.size());
    for (std::size_t i = 0; i < trace.operations.size(); ++i)
      ASSERT_EQ(notes.operations[i].end, trace.operations[i].end);
    ASSERT_EQ(notes.events, trace.events.size());
    ASSERT_EQ(notes.jobs, trace.jobs.size());
    ASSERT_EQ(notes.decided_at.size(), trace.decisions.size());
  }
}

}  // namespace
}  // namespace takt::test
