// A run that stops at each decision on a clock that cannot be copied: stepping it is simulating it.

#include "sim/stepped_run.hpp"

#include <string>

#include <gtest/gtest.h>

#include "sim/clock/isolate.hpp"
#include "sim/model/error.hpp"
#include "sim/model/open_scenario.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

CourseOptions options_of(std::uint64_t number) {
  return {.seed = {number * 7919, number % 3}, .record = {true, true}, .stall_limit = 2000};
}

std::string story(const Trace& trace) {
  std::string text = trace.digest.hex() + " ends " + std::to_string(trace.end) + " decisions " +
                     std::to_string(trace.decision_count) + " instants " +
                     std::to_string(trace.instant_count) + " " + trace.status_detail;
  for (const double joules : trace.condition.metered) text += " " + std::to_string(joules);
  return text;
}

std::string simulated(const Scenario& scenario, ClockKind kind, std::uint64_t number) {
  AnyCandidate agent;
  const auto clock = make_clock(kind, scenario);
  SimulateOptions all;
  all.seed = options_of(number).seed;
  all.record = {true, true};
  all.stall_limit = 2000;
  return story(simulate(scenario, agent, *clock, all));
}

/// Asks twice, refuses what is not offered, and looks at the run between.
std::string stepped(const Scenario& scenario, ClockKind kind, std::uint64_t number) {
  AnyCandidate agent;
  agent.begin(scenario, options_of(number).seed);
  SteppedRun run(scenario, kind, options_of(number));
  Time before = 0;
  while (const auto decision = run.next_decision()) {
    const auto again = run.next_decision();
    if (!again || again->now != decision->now || again->candidates.size() != decision->candidates.size())
      return "asking twice changed the decision";
    if (run.now() < before || run.now() != decision->now) return "the run went back in time";
    before = run.now();
    try {
      run.resolve(static_cast<int>(decision->candidates.size()));
      return "a choice that is none was taken";
    } catch (const Error& error) {
      if (error.fault() != Fault::agent) return error.what();
    }
    run.resolve(agent.decide(*decision));
  }
  if (!run.over()) return "the run is not over";
  return story(run.finish(true));
}

TEST(SteppedRun, IsSimulatingOnTheCalendar) {
  for (std::uint64_t number = 0; number < 500; ++number) {
    const Scenario scenario = random_scenario(number, {.mixed = true});
    ASSERT_EQ(stepped(scenario, ClockKind::calendar, number),
              simulated(scenario, ClockKind::calendar, number))
        << "random scenario " << number;
  }
}

TEST(SteppedRun, IsSimulatingOnSimGrid) {
  preload_simgrid_clock();
  for (std::uint64_t number = 0; number < 500; ++number) {
    const Scenario scenario = random_scenario(number, {.mixed = true});
    ASSERT_EQ(run_isolated([&] { return stepped(scenario, ClockKind::simgrid, number); }),
              run_isolated([&] { return simulated(scenario, ClockKind::simgrid, number); }))
        << "random scenario " << number;
  }
}

/// Lanes that are shared only SimGrid can simulate; the energy of the machines is its to meter.
TEST(SteppedRun, StepsWhatOnlySimGridCanRun) {
  for (const std::string name : {"agv_shop", "shared_roads", "power_capped_shop"}) {
    const Scenario scenario = open_scenario(std::string(TAKT_SOURCE_DIR) + "/scenarios/" + name + ".yaml");
    EXPECT_EQ(run_isolated([&] { return stepped(scenario, ClockKind::simgrid, 1); }),
              run_isolated([&] { return simulated(scenario, ClockKind::simgrid, 1); }))
        << name;
  }
}

TEST(SteppedRun, CanBeGivenUpAtADecisionAndBeforeTheFirst) {
  const Scenario scenario = open_scenario(std::string(TAKT_SOURCE_DIR) + "/scenarios/demo.yaml");
  for (const ClockKind kind : {ClockKind::calendar, ClockKind::simgrid}) {
    EXPECT_EQ(run_isolated([&] {
                const SteppedRun unused(scenario, kind, {});
                return std::string("gone");
              }),
              "gone");
    EXPECT_EQ(run_isolated([&] {
                SteppedRun run(scenario, kind, {});
                for (int i = 0; i < 5; ++i) {
                  if (run.next_decision()) run.resolve(0);
                }
                run.next_decision();
                return std::string("gone");
              }),
              "gone");
  }
}

TEST(SteppedRun, TellsWhyTheCalendarCannot) {
  const Scenario scenario = open_scenario(std::string(TAKT_SOURCE_DIR) + "/scenarios/agv_shop.yaml");
  EXPECT_THROW(SteppedRun(scenario, ClockKind::calendar, {}), Error);
}

}  // namespace
}  // namespace takt::test
