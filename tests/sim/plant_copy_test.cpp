// A copy of a run is a snapshot, also between decisions: it runs on by itself exactly as the original would
// have. And the plant keeps its laws at every instant.

#include <memory>

#include <gtest/gtest.h>

#include "sim/simulation.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/recounted_run.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

/// A run in the hands of an agent that takes any candidate: both are copied together.
struct Drive {
  Simulation run;
  AnyCandidate agent;

  Drive(const Scenario& scenario, Seed seed)
      : run(scenario, {.seed = seed, .record = {true, true}, .stall_limit = 2000}) {
    agent.begin(scenario, seed);
  }
  void until(Time time) {
    while (const auto decision = run.run_until(time)) run.resolve(agent.decide(*decision));
  }
  std::string digest() {
    until(never);
    return run.finish(true).digest.hex();
  }
  /// Of the whole run, and when it ends.
  static std::pair<std::string, Time> whole(const Scenario& scenario, Seed seed) {
    Drive drive(scenario, seed);
    const std::string digest = drive.digest();
    return {digest, drive.run.now()};
  }
};

TEST(plant_copy, the_plant_keeps_its_laws_at_every_instant) {
  std::int64_t recounts = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Scenario scenario = random_scenario(seed, {.mixed = seed % 2 == 1});
    AnyCandidate agent;
    const RecountedRun run(scenario, agent, {seed, 1});
    EXPECT_TRUE(run.broken().empty()) << seed << ": " << run.broken().front();
    recounts += run.recounts();
  }
  EXPECT_GT(recounts, 10'000);
}

TEST(plant_copy, a_copy_between_decisions_runs_on_like_its_original) {
  for (std::uint64_t seed = 0; seed < 250; ++seed) {
    const Scenario scenario = random_scenario(seed, {.mixed = seed % 2 == 1});
    const auto [undisturbed, end] = Drive::whole(scenario, {seed, 0});
    Dice dice(seed, 5);
    Drive original(scenario, {seed, 0});
    for (Time at = 0; at < end; at += dice.between(1, end / 4 + 1)) {
      original.until(at);
      Drive copy = original;
      EXPECT_EQ(copy.run.plant().state_bytes(), original.run.plant().state_bytes());
      EXPECT_EQ(copy.digest(), undisturbed) << "scenario " << seed << ", copied at " << at;
    }
    // The copies that ran to their end left no mark on the original.
    EXPECT_EQ(original.digest(), undisturbed) << "scenario " << seed;
  }
}

TEST(plant_copy, a_copy_outlives_its_original_and_can_be_assigned_back) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Scenario scenario = random_scenario(seed, {.mixed = seed % 2 == 1});
    const auto [undisturbed, end] = Drive::whole(scenario, {seed, 0});
    auto original = std::make_unique<Drive>(scenario, Seed{seed, 0});
    original->until(end / 3);
    const Drive snapshot = *original;
    original->until(never);
    original.reset();
    Drive again = snapshot;
    EXPECT_EQ(again.digest(), undisturbed) << "scenario " << seed;
    again = snapshot;  // back in time
    EXPECT_EQ(again.digest(), undisturbed) << "scenario " << seed;
  }
}

}  // namespace
}  // namespace takt::test
