// A large re-entrant fab on the CalendarClock, records off.

#include <algorithm>

#include <fmt/format.h>

#include "agents/registry.hpp"
#include "cli/bench/fab.hpp"
#include "cli/bench/measure.hpp"
#include "cli/bench/reference_heap.hpp"
#include "cli/bench/rows.hpp"
#include "results/kpi.hpp"
#include "sim/simulate.hpp"

namespace takt::bench {

BenchRow bench_fab(const BenchOptions& options) {
  const Scenario scenario = make_fab(std::max(20.0, 8000 * options.size));
  const auto agent = make_agent("rule:fifo");
  const auto run = [&] {
    const auto clock = make_calendar_clock(scenario);
    return simulate(scenario, *agent, *clock, SimulateOptions{});
  };
  const Trace trace = run();
  const auto operations = static_cast<double>(trace.operation_count);
  // As many operations of as many machines.
  const BareShop shop = make_bare_shop(sized(4000, options), sized(1000, options), 3);
  BenchRow row;
  row.what = fmt::format(
      "CalendarClock, re-entrant fab of {} machines, 500 steps a lot, {:.0f} lots in process on average",
      scenario.machine_count, compute_kpis(scenario, trace).value("mean_wip"));
  row.reference = fmt::format("the barest heap loop, {}x{} job shop", shop.jobs, shop.machines);
  row.unit = "M operations/s";
  row.aim = 0.2;
  const Rounds rounds = measure_in_turn(
      options.rounds, [&] { return cpu_seconds_of([&] { run(); }) / operations; },
      [&] {
        return cpu_seconds_of([&] { run_reference_heap(shop); }) / static_cast<double>(shop.operations());
      });
  set_rates(row, rounds, 1e-6);
  return row;
}

}  // namespace takt::bench
