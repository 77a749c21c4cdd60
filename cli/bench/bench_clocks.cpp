// Both clocks with the agent rule:fifo on the job shop of DESIGN section 9, against reference programs that
// do the same schedule and nothing else.

#include <cstdint>
#include <functional>
#include <memory>
#include <sstream>

#include <fmt/format.h>

#include "agents/registry.hpp"
#include "cli/bench/bare_simgrid.hpp"
#include "cli/bench/measure.hpp"
#include "cli/bench/reference_heap.hpp"
#include "cli/bench/rows.hpp"
#include "sim/clock/isolate.hpp"
#include "sim/simulate.hpp"

namespace takt::bench {

namespace {

std::string shop_text(const BareShop& shop) {
  return fmt::format("{}x{} job shop, fifo", shop.jobs, shop.machines);
}

Time simulated_makespan(const Scenario& scenario, Agent& agent, ClockKind kind) {
  const auto clock = make_clock(kind, scenario);
  return simulate(scenario, agent, *clock, SimulateOptions{}).end;
}

/// CPU seconds and makespan of work that needs a process of its own.
struct ChildCost {
  double seconds = 0;
  std::int64_t makespan = 0;
};

ChildCost in_child(const std::function<std::int64_t()>& work) {
  const std::string answer = run_isolated([&work] {
    std::int64_t makespan = 0;
    const double seconds = cpu_seconds_of([&] { makespan = work(); });
    return fmt::format("{} {}", seconds, makespan);
  });
  ChildCost cost;
  std::istringstream(answer) >> cost.seconds >> cost.makespan;
  return cost;
}

}  // namespace

BenchRow bench_calendar(const BenchOptions& options) {
  const BareShop shop = make_bare_shop(sized(2000, options), sized(20, options), 1);
  const Scenario scenario = scenario_of(shop);
  const auto agent = make_agent("rule:fifo");
  BenchRow row;
  row.what = "CalendarClock, " + shop_text(shop);
  row.reference = "the barest heap loop doing the same schedule";
  row.unit = "M operations/s";
  row.aim = 0.5;
  must_agree(row, simulated_makespan(scenario, *agent, ClockKind::calendar), run_reference_heap(shop));

  constexpr int times = 10;  // a run takes some milliseconds
  const auto repeated = [](const auto& work) {
    return cpu_seconds_of([&] {
      for (int i = 0; i < times; ++i) work();
    });
  };
  const Rounds rounds = measure_in_turn(
      options.rounds,
      [&] { return repeated([&] { simulated_makespan(scenario, *agent, ClockKind::calendar); }); },
      [&] { return repeated([&] { run_reference_heap(shop); }); });
  set_rates(row, rounds, 1e-6 * times * static_cast<double>(shop.operations()));
  return row;
}

BenchRow bench_simgrid(const BenchOptions& options) {
  const BareShop shop = make_bare_shop(sized(2000, options), sized(20, options), 1);
  const Scenario scenario = scenario_of(shop);
  const auto agent = make_agent("rule:fifo");
  BenchRow row;
  row.what = "SimGridClock, " + shop_text(shop);
  row.reference = "a bare SimGrid program with one Exec per operation";
  row.unit = "M operations/s";
  row.aim = 0.7;
  preload_simgrid_clock();
  preload_bare_simgrid();
  const std::int64_t makespan = run_reference_heap(shop);
  const Rounds rounds = measure_in_turn(
      options.rounds,
      [&] {
        const ChildCost cost =
            in_child([&] { return simulated_makespan(scenario, *agent, ClockKind::simgrid); });
        must_agree(row, cost.makespan, makespan);
        return cost.seconds;
      },
      [&] {
        const ChildCost cost = in_child([&] { return run_bare_simgrid(shop); });
        must_agree(row, makespan, cost.makespan);
        return cost.seconds;
      });
  set_rates(row, rounds, 1e-6 * static_cast<double>(shop.operations()));
  return row;
}

}  // namespace takt::bench
