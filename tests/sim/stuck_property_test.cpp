// Over random scenarios of every feature: whoever is called stuck never moves again, and who waits for ever
// is called stuck.

#include <map>
#include <tuple>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/clock/isolate.hpp"
#include "sim/simulate.hpp"
#include "sim/simulation.hpp"
#include "tests/sim/dice.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

/// Hours and units that end, buffers that are tight, batches that must be full: things that leave jobs stuck.
Scenario hard_scenario(std::uint64_t seed) {
  Scenario scenario = random_scenario(seed, {.mixed = true});
  if (seed % 3 == 0) return scenario;
  Dice dice(seed, 4711);
  add_unless_refused(scenario, [&](Scenario& trial) {
    for (Pool& pool : trial.resources.pools)
      if (pool.profile.cycle == never && pool.profile.levels.size() > 1 && dice.chance(60))
        pool.profile.levels.back().level = static_cast<Index>(dice.between(0, pool.capacity));
  });
  add_unless_refused(scenario, [&](Scenario& trial) {
    for (Calendar& calendar : trial.resources.calendars)
      if (calendar.hours.levels.size() > 1 && dice.chance(40)) {
        calendar.hours.cycle = never;
        if (dice.chance(70)) calendar.hours.levels.back().level = 0;
      }
  });
  add_unless_refused(scenario, [&](Scenario& trial) {
    for (Buffer& buffer : trial.lines.buffers)
      if (dice.chance(50)) buffer.places = static_cast<Index>(dice.between(0, 1));
  });
  add_unless_refused(scenario, [&](Scenario& trial) {
    for (GroupRules& group : trial.operations.groups)
      if (group.batch.maximum > 1 && dice.chance(50)) group.batch.wait = never;
  });
  if (dice.chance(40)) scenario.may_wait = false;
  finish_scenario(scenario);
  return scenario;
}

/// What is to be seen of a job that is stuck.
using Sight = std::tuple<JobPhase, std::uint32_t, Index, Index, std::uint32_t, Index, std::uint16_t>;

Sight sight_of(const JobState& job) {
  return {job.phase, job.number, job.machine, job.mode, job.position, job.routing, job.visits};
}

struct Seen {
  int stuck_runs = 0, partial = 0, deadlocks = 0, starved = 0, done = 0;
  int missed = 0;  ///< runs that stood still with jobs that were not called stuck
};

void run_on(std::uint64_t seed, Seen& seen) {
  const Scenario scenario = hard_scenario(seed);
  AnyCandidate agent;
  const Seed draws{seed * 7919, seed % 3};
  agent.begin(scenario, draws);
  Simulation run(scenario, {.seed = draws, .recorded = false, .stall_limit = 2000, .ends_when_stuck = false});
  std::map<Index, Sight> stuck;  // by slot
  std::uint64_t moved_on = 0;
  const auto look = [&] {
    const Plant& plant = run.plant();
    for (const auto& [slot, sight] : stuck)
      ASSERT_EQ(sight_of(plant.job(slot)), sight) << "scenario " << seed << ": job " << plant.job(slot).number
                                                  << " was stuck and moves at " << to_seconds(run.now());
    if (plant.stuck_jobs() == 0) return;
    for (std::size_t slot = 0; slot < plant.job_slots().size(); ++slot)
      if (plant.is_stuck(static_cast<Index>(slot)))
        stuck.emplace(static_cast<Index>(slot), sight_of(plant.job_slots()[slot]));
  };
  for (Time until = 0; !run.over() && !testing::Test::HasFatalFailure();) {
    const auto decision = run.run_until(until);
    look();
    if (decision) {
      if (!stuck.empty()) ++moved_on;
      run.resolve(agent.decide(*decision));
    } else if (!run.over()) {
      until = until == 0 ? 1 : until > latest_time / 2 ? never : until + std::max<Time>(until / 50, 1);
    }
  }
  const Plant& plant = run.plant();
  const bool has_stuck = plant.stuck_jobs() > 0;
  seen.stuck_runs += has_stuck ? 1 : 0;
  seen.partial += has_stuck && moved_on > 5 ? 1 : 0;
  seen.deadlocks += run.status() == RunStatus::deadlock ? 1 : 0;
  seen.starved += run.status() == RunStatus::starved ? 1 : 0;
  seen.done += run.status() == RunStatus::all_done ? 1 : 0;
  EXPECT_FALSE(has_stuck && run.status() == RunStatus::all_done) << "scenario " << seed;
  // A machine that fails for ever before its operation ends, by bad luck or by its nature: the run stalled.
  bool stalled = false;
  for (Index m = 0; m < scenario.machine_count; ++m) {
    const MachineUnit& unit = plant.machine(m);
    stalled = stalled || unit.down > 0 ||
              (unit.job >= 0 && unit.activity != MachineState::blocked && !plant.is_stuck(unit.job));
  }
  // Nothing was under way and no agent chose to wait: all were stuck, and had been called so.
  if (run.status() == RunStatus::starved && !stalled && !scenario.may_wait &&
      run.now() < scenario.run.horizon) {
    seen.missed += plant.stuck_jobs() < plant.jobs_in_shop() ? 1 : 0;
  }
}

TEST(StuckJobs, NeverMoveAgainAndAreAllSeen) {
  Seen seen;
  for (std::uint64_t seed = 0; seed < 2000 && !HasFatalFailure(); ++seed) run_on(seed, seen);
  EXPECT_GT(seen.stuck_runs, 100);
  EXPECT_GT(seen.partial, 30);
  EXPECT_GT(seen.deadlocks, 30);
  EXPECT_GT(seen.starved, 30);
  EXPECT_GT(seen.done, 300);
  // Prospects err on the side of hope: a batch may be filled by jobs that a dead loop of cards keeps out.
  EXPECT_LE(seen.missed, 2);
}

std::string end_of(const Scenario& scenario, ClockKind kind, Seed seed) {
  AnyCandidate agent;
  SimulateOptions options;
  options.seed = seed;
  options.stall_limit = 2000;
  options.check = true;
  const auto clock = make_clock(kind, scenario);
  const Trace trace = simulate(scenario, agent, *clock, options);
  return fmt::format("status {} at {}: {}; {} stuck since {}, digest {}", static_cast<int>(trace.status),
                     trace.end, trace.status_detail, trace.stuck_jobs, trace.stuck_since, trace.digest.hex());
}

TEST(StuckJobs, AreSeenAtTheSameTimeOnBothClocks) {
  preload_simgrid_clock();
  int stuck = 0;
  for (std::uint64_t number = 0; number < 300; ++number) {
    const Scenario scenario = hard_scenario(number);
    const Seed seed{number, 0};
    const std::string calendar = end_of(scenario, ClockKind::calendar, seed);
    ASSERT_EQ(calendar, run_isolated([&] { return end_of(scenario, ClockKind::simgrid, seed); }))
        << "scenario " << number;
    stuck += calendar.find(" 0 stuck") == std::string::npos ? 1 : 0;
  }
  EXPECT_GT(stuck, 40);
}

}  // namespace
}  // namespace takt::test
