// Runs in the hand: a stepped run against simulate(), and thousands in lockstep against one after the other.

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "agents/registry.hpp"
#include "cli/bench/bare_shop.hpp"
#include "cli/bench/measure.hpp"
#include "cli/bench/rows.hpp"
#include "sim/simulate.hpp"
#include "sim/simulation.hpp"

namespace takt::bench {

namespace {

/// Plays a run to its end; counts the decisions.
std::int64_t play(Simulation& run, Agent& agent) {
  std::int64_t decisions = 0;
  for (; const auto decision = run.next_decision(); ++decisions) run.resolve(agent.decide(*decision));
  return decisions;
}

/// One decision in each run in turn until all are over.
void play_in_lockstep(std::vector<Simulation>& runs, Agent& agent) {
  for (bool any = true; any;) {
    any = false;
    for (Simulation& run : runs) {
      const auto decision = run.next_decision();
      if (!decision) continue;
      run.resolve(agent.decide(*decision));
      any = true;
    }
  }
}

}  // namespace

BenchRow bench_stepping(const BenchOptions& options) {
  const BareShop shop = make_bare_shop(sized(2000, options), sized(20, options), 1);
  const Scenario scenario = scenario_of(shop);
  const auto agent = make_agent("rule:fifo");
  BenchRow row;
  row.what = fmt::format("a run stepped by hand, {}x{} job shop, fifo", shop.jobs, shop.machines);
  row.reference = "simulate() on the calendar clock";
  row.unit = "M operations/s";
  row.aim = 0.9;
  constexpr int times = 10;  // a run takes some milliseconds
  Time stepped = 0, simulated = 0;
  const Rounds rounds = measure_in_turn(
      options.rounds,
      [&] {
        return cpu_seconds_of([&] {
          for (int i = 0; i < times; ++i) {
            Simulation run(scenario, {});
            play(run, *agent);
            stepped = run.finish().end;
          }
        });
      },
      [&] {
        return cpu_seconds_of([&] {
          for (int i = 0; i < times; ++i)
            simulated = simulate(scenario, *agent, *make_clock(ClockKind::calendar, scenario), {}).end;
        });
      });
  must_agree(row, stepped, simulated);
  set_rates(row, rounds, 1e-6 * times * static_cast<double>(shop.operations()));
  return row;
}

namespace {

BenchRow lockstep_of(std::size_t count, const BenchOptions& options) {
  const BareShop shop = make_bare_shop(20, 20, 1);
  const Scenario scenario = scenario_of(shop);
  const auto agent = make_agent("rule:fifo");
  const Simulation start(scenario, {.recorded = false});
  BenchRow row;
  row.what = fmt::format("{} copies of a run in lockstep, {}x{} job shop, fifo, no records", count, shop.jobs,
                         shop.machines);
  row.reference = "the same copies, one after the other";
  row.unit = "M decisions/s";
  row.aim = 0.4;
  const std::size_t times = std::max<std::size_t>(1, 1024 / count);  // a run takes a tenth of a millisecond
  std::int64_t decisions = 0;
  Time side_by_side = 0, in_turn = 0;  // the makespans together
  const Rounds rounds = measure_in_turn(
      options.rounds,
      [&] {
        double seconds = 0;
        side_by_side = 0;
        for (std::size_t i = 0; i < times; ++i) {
          std::vector<Simulation> runs(count, start);
          seconds += cpu_seconds_of([&] { play_in_lockstep(runs, *agent); });
          for (const Simulation& run : runs) side_by_side += run.objective().makespan;
        }
        return seconds;
      },
      [&] {
        double seconds = 0;  // without the copying, as above
        decisions = in_turn = 0;
        for (std::size_t i = 0; i < times * count; ++i) {
          Simulation run = start;
          seconds += cpu_seconds_of([&] { decisions += play(run, *agent); });
          in_turn += run.objective().makespan;
        }
        return seconds;
      });
  must_agree(row, side_by_side, in_turn);
  set_rates(row, rounds, 1e-6 * static_cast<double>(decisions));
  return row;
}

}  // namespace

BenchRow bench_lockstep(const BenchOptions& options) {
  return lockstep_of(static_cast<std::size_t>(sized(4096, options)), options);
}

BenchRow bench_lockstep_64(const BenchOptions& options) {
  return lockstep_of(64, options);
}

BenchRow bench_lockstep_1(const BenchOptions& options) {
  return lockstep_of(1, options);
}

}  // namespace takt::bench
