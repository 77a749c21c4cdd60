// How the time of a run grows with its work: the exponent of time against size, fitted over an eightfold
// range of sizes, against that of n log n over the same sizes.

#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <sstream>

#include <fmt/format.h>

#include "agents/registry.hpp"
#include "cli/bench/measure.hpp"
#include "cli/bench/rows.hpp"
#include "sim/clock/isolate.hpp"
#include "sim/simulate.hpp"

namespace takt::bench {

namespace {

constexpr int sizes = 4;  ///< n / 8 to n

std::int64_t draw(std::int64_t number, std::uint64_t use, std::uint64_t bound) {
  return static_cast<std::int64_t>(
      random_below(random_bits(Seed{5, 0}, Purpose::family, use, static_cast<std::uint64_t>(number)), bound));
}

/// n jobs of one operation each at one group, all there at time 0. `cores`: an operation takes 1 to 8 of 64.
Scenario crowd(std::int64_t n, bool machine_each, bool cores) {
  Scenario s;
  s.name = "crowd";
  MachineGroup group;
  group.name = "group";
  group.unlimited = machine_each;
  s.groups.push_back(group);
  if (cores) {
    Pool pool;
    pool.name = "core";
    pool.capacity = 64;
    s.resources.pools.push_back(pool);
  }
  for (std::int64_t i = 0; i < n; ++i) {
    Routing routing;
    routing.name = "route " + std::to_string(i);
    routing.first_step = static_cast<Index>(i);
    routing.step_count = routing.steps_taken = 1;
    s.routings.push_back(routing);
    Step step;
    step.name = "operation";
    step.first_mode = static_cast<Index>(i);
    s.steps.push_back(step);
    Mode mode;
    mode.time = constant(static_cast<double>((1 + draw(i, 0, 1'000'000)) * ticks_per_second / 1000));
    s.modes.push_back(mode);
    if (cores) {
      s.resources.mode_needs.push_back({static_cast<Index>(i), 1});
      s.resources.needs.push_back({0, -1, static_cast<Index>(1 + draw(i, 1, 8))});
    }
    Order order;
    order.name = "job " + std::to_string(i);
    order.routing = static_cast<Index>(i);
    order.due = {DueRule::fixed, draw(i, 2, 1'000'000'000) * ticks_per_second / 1000, 0};
    s.orders.push_back(order);
  }
  finish_scenario(s);
  return s;
}

double seconds_of(const Scenario& scenario, const std::string& rule, ClockKind kind) {
  const auto agent = make_agent("rule:" + rule);
  return cpu_seconds_of([&] {
    const auto clock = make_clock(kind, scenario);
    simulate(scenario, *agent, *clock, SimulateOptions{});
  });
}

/// CPU seconds of a run, in a process of its own where the clock needs one.
double cost(const Scenario& scenario, const std::string& rule, ClockKind kind) {
  if (kind == ClockKind::calendar) return seconds_of(scenario, rule, kind);
  double seconds = 0;
  std::istringstream(run_isolated([&] { return std::to_string(seconds_of(scenario, rule, kind)); })) >>
      seconds;
  return seconds;
}

/// Slope of the logarithm of y over that of x.
double exponent(const std::array<double, sizes>& x, const std::array<double, sizes>& y) {
  double mean_x = 0, mean_y = 0, xx = 0, xy = 0;
  for (std::size_t i = 0; i < sizes; ++i) {
    mean_x += std::log(x[i]) / sizes;
    mean_y += std::log(y[i]) / sizes;
  }
  for (std::size_t i = 0; i < sizes; ++i) {
    xx += (std::log(x[i]) - mean_x) * (std::log(x[i]) - mean_x);
    xy += (std::log(x[i]) - mean_x) * (std::log(y[i]) - mean_y);
  }
  return xy / xx;
}

struct Work {
  const char* what;
  const char* rule = "fifo";
  ClockKind clock = ClockKind::calendar;
  int most = 64'000;
  bool machine_each = false, cores = false;
};

BenchRow growth(const Work& work, const BenchOptions& options) {
  if (work.clock == ClockKind::simgrid) preload_simgrid_clock();
  const int most = sized(work.most, options, 4096);
  std::vector<Scenario> scenarios;
  std::array<double, sizes> n{}, n_log_n{};
  for (std::size_t i = 0; i < sizes; ++i) {
    n[i] = most >> (sizes - 1 - i);
    n_log_n[i] = n[i] * std::log2(n[i]);
    scenarios.push_back(crowd(static_cast<std::int64_t>(n[i]), work.machine_each, work.cores));
  }
  double longest = 0;
  Rounds rounds;
  for (int round = -1; round < options.rounds; ++round) {
    std::array<double, sizes> seconds{};
    for (std::size_t i = 0; i < sizes; ++i) seconds[i] = cost(scenarios[i], work.rule, work.clock);
    if (round < 0) continue;  // to warm up
    rounds.takt.push_back(exponent(n, seconds));
    rounds.reference.push_back(exponent(n, n_log_n));
    longest = seconds.back();
  }
  BenchRow row;
  row.unit = "power of n";
  row.reference = "n log n";
  row.at_least = false;
  row.aim = 1.2;
  set_ratios(row, rounds);
  row.what = fmt::format("{}, n = {} to {} in {:.2g} s", work.what, n.front(), n.back(), longest);
  return row;
}

}  // namespace

BenchRow bench_growth_fifo(const BenchOptions& options) {
  return growth({.what = "one queue of n jobs, rule:fifo"}, options);
}
BenchRow bench_growth_spt(const BenchOptions& options) {
  return growth({.what = "one queue of n jobs, rule:spt", .rule = "spt"}, options);
}
BenchRow bench_growth_edd(const BenchOptions& options) {
  return growth({.what = "one queue of n jobs, rule:edd", .rule = "edd"}, options);
}
BenchRow bench_growth_mwkr(const BenchOptions& options) {
  return growth({.what = "one queue of n jobs, rule:mwkr", .rule = "mwkr"}, options);
}
BenchRow bench_growth_needs(const BenchOptions& options) {
  return growth({.what = "n ready tasks that need 1 to 8 of 64 cores", .machine_each = true, .cores = true},
                options);
}
BenchRow bench_growth_calendar(const BenchOptions& options) {
  return growth({.what = "n activities at once, CalendarClock", .most = 40'000, .machine_each = true},
                options);
}
BenchRow bench_growth_simgrid(const BenchOptions& options) {
  return growth({.what = "n activities at once, SimGridClock",
                 .clock = ClockKind::simgrid,
                 .most = 40'000,
                 .machine_each = true},
                options);
}

}  // namespace takt::bench
