// A snapshot of a plant in the middle of a run, into one that is there already, against memcpy of as many
// bytes.

#include <cstring>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "cli/bench/bare_shop.hpp"
#include "cli/bench/measure.hpp"
#include "cli/bench/rows.hpp"
#include "sim/simulation.hpp"

namespace takt::bench {

namespace {

/// A run that has gone on, first come, first served, until this many operations have begun.
Simulation run_after(const Scenario& scenario, std::size_t operations) {
  Simulation run(scenario, {.recorded = false});
  for (; operations > 0 && run.next_decision(); --operations) run.resolve(0);
  return run;
}

BenchRow snapshot_of(const BareShop& shop, const BenchOptions& options) {
  const Scenario scenario = scenario_of(shop);
  const Simulation run = run_after(scenario, shop.operations() / 2);
  const Plant& plant = run.plant();
  Plant snapshot = plant;
  const std::size_t bytes = plant.state_bytes();
  const std::vector<char> from(bytes, 1);
  std::vector<char> to(bytes, 2);

  BenchRow row;
  row.what =
      fmt::format("snapshot of a plant of {} jobs ({:.3g} MB)", shop.jobs, 1e-6 * static_cast<double>(bytes));
  row.reference = "memcpy of its bytes";
  row.unit = "GB/s";
  row.aim = 0.3;
  // About 100 MB a round.
  const int times = static_cast<int>(std::size_t{100'000'000} / bytes) + 1;
  std::size_t kept = 0;
  const Rounds rounds = measure_in_turn(
      options.rounds,
      [&] {
        return cpu_seconds_of([&] {
          for (int i = 0; i < times; ++i) {
            snapshot = plant;
            kept += snapshot.jobs_in_shop();
          }
        });
      },
      [&] {
        return cpu_seconds_of([&] {
          for (int i = 0; i < times; ++i) {
            // Else the compiler could take all copies but the last for needless.
            asm volatile("" : : "r"(from.data()), "r"(to.data()) : "memory");
            std::memcpy(to.data(), from.data(), bytes);
          }
          kept += static_cast<std::size_t>(to.back());
        });
      });
  must_agree(row, static_cast<long long>(snapshot.state_bytes()), static_cast<long long>(bytes));
  set_rates(row, rounds, 1e-9 * times * static_cast<double>(bytes));
  row.met = row.met && kept > 0;
  return row;
}

}  // namespace

BenchRow bench_snapshot(const BenchOptions& options) {
  return snapshot_of(make_bare_shop(sized(20000, options), sized(20, options), 2), options);
}

BenchRow bench_snapshot_2000(const BenchOptions& options) {
  return snapshot_of(make_bare_shop(sized(2000, options), sized(20, options), 2), options);
}

BenchRow bench_snapshot_20(const BenchOptions& options) {
  return snapshot_of(make_bare_shop(20, 20, 2), options);
}

}  // namespace takt::bench
