// What machines do when they have nothing to do, over random scenarios of every feature: no machine starves
// while a job waits for its group, states add up over any window, and both clocks tell the same.

#include <algorithm>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "sim/clock/isolate.hpp"
#include "sim/record/retally.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

Trace recorded(const Scenario& scenario, ClockKind kind, std::uint64_t seed) {
  AnyCandidate agent;
  SimulateOptions options;
  options.seed = {seed, 0};
  options.record = {true, true};
  options.stall_limit = 2000;
  options.check = true;
  const auto clock = make_clock(kind, scenario);
  return simulate(scenario, agent, *clock, options);
}

/// A group at one moment, from the records.
struct Moment {
  Index jobs = 0;   ///< that are ready for it, and not begun
  Index shown = 0;  ///< machines that wait or are blocked
  Index idle = 0;   ///< machines that no interval covers

  Moment(const Scenario& scenario, const Trace& trace, Index g, Time t) {
    const MachineGroup& group = at(scenario.groups, g);
    const auto inside = [&](Index machine) {
      return machine >= group.first_machine && machine < group.first_machine + group.count;
    };
    for (const OperationRecord& o : trace.operations)
      jobs += inside(o.machine) && o.ready < t && t < o.setup_start ? 1 : 0;
    idle = group.count;
    for (const MachineInterval& i : trace.intervals) {
      if (!inside(i.machine) || i.start >= t || t >= i.end) continue;
      --idle;
      shown += i.state == MachineState::waiting || i.state == MachineState::blocked ? 1 : 0;
    }
  }
};

TEST(idle_properties, no_machine_starves_while_a_job_waits_for_it) {
  std::mt19937_64 engine(99);
  int looked = 0, waited = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    const Scenario scenario = random_scenario(seed, {.mixed = true});
    if (scenario.may_wait || scenario.transport.first_shared_lane >= 0) continue;
    // While jobs on a belt hold the places of a queue, those behind them are not meant for a machine yet.
    if (!scenario.transport.conveyors.empty()) continue;
    const Trace trace = recorded(scenario, ClockKind::calendar, seed);
    for (std::size_t n = 0; n < trace.operations.size(); ++n) {
      const OperationRecord& o = trace.operations[n];
      if (o.setup_start - o.ready < 4) continue;
      const Index g = at(scenario.group_of_machine, o.machine);
      if (at(scenario.groups, g).unlimited) continue;
      const auto span = static_cast<std::uint64_t>(o.setup_start - o.ready - 2);
      const Time t = o.ready + 1 + static_cast<Time>(engine() % span);
      // Between two ticks of change: what happens at t itself is on neither side.
      const auto changes = [t](const auto& r, auto from, auto to) { return r.*from == t || r.*to == t; };
      if (std::any_of(trace.intervals.begin(), trace.intervals.end(), [&](const MachineInterval& i) {
            return changes(i, &MachineInterval::start, &MachineInterval::end);
          }))
        continue;
      ++looked;
      const Moment moment(scenario, trace, g, t);
      EXPECT_TRUE(moment.idle == 0 || moment.shown >= moment.jobs)
          << "scenario " << seed << ", '" << at(scenario.groups, g).name << "' at " << to_seconds(t)
          << " s: " << moment.jobs << " jobs, " << moment.idle << " machines idle, " << moment.shown
          << " wait";
      waited += moment.shown > 0 ? 1 : 0;
    }
  }
  EXPECT_GT(looked, 2000);
  EXPECT_GT(waited, 300);
}

TEST(idle_properties, states_add_up_over_any_window) {
  std::mt19937_64 engine(7);
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Scenario scenario = random_scenario(seed, {.mixed = true});
    if (scenario.transport.first_shared_lane >= 0) continue;
    const Trace trace = recorded(scenario, ClockKind::calendar, seed);
    for (int w = 0; w < 3 && trace.end > 1; ++w) {
      const auto draw = [&] { return static_cast<Time>(engine() % static_cast<std::uint64_t>(trace.end)); };
      const Time from = draw(), to = from + 1 + draw() % (trace.end - from);
      const Trace tallied = retally(scenario, trace, {from, to});
      for (Index m = 0; m < scenario.machine_count; ++m) {
        const MachineTally& tally = at(tallied.machine_tallies, m);
        Time sum = 0, waited = 0;
        for (const Time time : tally.in_state) {
          EXPECT_GE(time, 0);
          sum += time;
        }
        EXPECT_EQ(sum, to - from) << "scenario " << seed << ", machine " << m;
        if (tallied.stop_tallies.empty()) continue;
        const StopTally& stops = at(tallied.stop_tallies, m);
        for (const Time time : stops.waited) waited += time;
        const auto in = [&](MachineState state) { return tally.in_state[static_cast<int>(state)]; };
        EXPECT_EQ(waited, in(MachineState::waiting));
        EXPECT_GE(stops.off, in(MachineState::off));
        EXPECT_GE(stops.maintained, in(MachineState::maintenance));
        EXPECT_LE(stops.down_in_hours, in(MachineState::down));
        EXPECT_LE(stops.overtime, in(MachineState::setup) + in(MachineState::processing));
        EXPECT_LE(stops.out_of_hours, to - from - in(MachineState::setup)-in(MachineState::processing));
      }
    }
  }
}

/// All intervals, as they are recorded.
std::string story(const Scenario& scenario, ClockKind kind, std::uint64_t seed) {
  const Trace trace = recorded(scenario, kind, seed);
  std::ostringstream out;
  out << trace.digest.hex();
  for (const MachineInterval& i : trace.intervals)
    out << '\n'
        << i.start << ' ' << i.end << ' ' << i.machine << ' ' << static_cast<int>(i.state) << ' '
        << static_cast<int>(i.also) << ' ' << static_cast<int>(i.goes_on);
  return out.str();
}

TEST(idle_properties, both_clocks_tell_the_same) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Scenario scenario = random_scenario(seed, {.mixed = true});
    if (scenario.transport.first_shared_lane >= 0) continue;
    EXPECT_EQ(story(scenario, ClockKind::calendar, seed),
              run_isolated([&] { return story(scenario, ClockKind::simgrid, seed); }))
        << "scenario " << seed;
  }
}

}  // namespace
}  // namespace takt::test
