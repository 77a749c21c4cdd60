// Writing the result file of a recorded run, against write() and fsync() of the same bytes on the same disk.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

#include "agents/registry.hpp"
#include "cli/bench/bare_shop.hpp"
#include "cli/bench/measure.hpp"
#include "cli/bench/plain_write.hpp"
#include "cli/bench/rows.hpp"
#include "results/kpi.hpp"
#include "results/write_result.hpp"
#include "sim/simulate.hpp"

namespace takt::bench {

namespace {

std::string read_whole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

BenchRow bench_result(const BenchOptions& options) {
  const BareShop shop = make_bare_shop(sized(50000, options), sized(20, options), 3);
  const Scenario scenario = scenario_of(shop);
  const auto agent = make_agent("rule:fifo");
  SimulateOptions simulate_options;
  simulate_options.record = {.operations = true, .decisions = true};
  const auto clock = make_calendar_clock(scenario);
  const Trace trace = simulate(scenario, *agent, *clock, simulate_options);
  const KpiReport kpis = compute_kpis(scenario, trace);
  RunInfo info;
  info.scenario_name = scenario.name;
  info.agent = "rule:fifo";
  info.clock = "calendar";

  const std::string stem = fmt::format("{}/takt_bench.{}", options.folder, getpid());
  const std::string path = stem + ".h5", plain_path = stem + ".bin";
  write_result(path, scenario, trace, kpis, info, nullptr, {});
  const std::string bytes = read_whole(path);

  BenchRow row;
  row.what = fmt::format("result file of {} recorded operations ({:.1f} MB)", trace.operation_count,
                         1e-6 * static_cast<double>(bytes.size()));
  row.reference = "plain write and fsync of the same bytes";
  row.unit = "GB/s";
  row.aim = 0.3;
  const Rounds rounds = measure_in_turn(
      options.rounds,
      [&] {
        unlink(path.c_str());
        const double start = undisturbed_seconds();
        write_result(path, scenario, trace, kpis, info, nullptr, {});
        return undisturbed_seconds() - start;
      },
      [&] { return plain_write(plain_path, bytes); });
  unlink(path.c_str());
  unlink(plain_path.c_str());
  set_rates(row, rounds, 1e-9 * static_cast<double>(bytes.size()));
  return row;
}

}  // namespace takt::bench
