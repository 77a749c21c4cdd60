#include "cli/bench/bench.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/bench/rows.hpp"
#include "sim/model/error.hpp"

namespace takt {

namespace {

struct Bench {
  const char* name;
  BenchRow (*run)(const BenchOptions& options);
};

constexpr Bench benches[] = {
    {"calendar", bench::bench_calendar},
    {"fab", bench::bench_fab},
    {"simgrid", bench::bench_simgrid},
    {"simpy", bench::bench_simpy},
    {"stepping", bench::bench_stepping},
    {"lockstep", bench::bench_lockstep},
    {"lockstep-64", bench::bench_lockstep_64},
    {"lockstep-1", bench::bench_lockstep_1},
    {"features", bench::bench_features},
    {"snapshot", bench::bench_snapshot},
    {"snapshot-2000x20", bench::bench_snapshot_2000},
    {"snapshot-20x20", bench::bench_snapshot_20},
    {"result", bench::bench_result},
    {"start", bench::bench_start},
    {"start-calendar", bench::bench_start_calendar},
    {"growth-fifo", bench::bench_growth_fifo},
    {"growth-spt", bench::bench_growth_spt},
    {"growth-edd", bench::bench_growth_edd},
    {"growth-mwkr", bench::bench_growth_mwkr},
    {"growth-needs", bench::bench_growth_needs},
    {"growth-calendar", bench::bench_growth_calendar},
    {"growth-simgrid", bench::bench_growth_simgrid},
};

bool is_difference(const BenchRow& row) {
  return row.unit == "ms";
}

std::string number(double value) {
  return fmt::format("{:.{}f}", value, value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

}  // namespace

std::vector<std::string> bench_names() {
  std::vector<std::string> names;
  for (const Bench& bench : benches) names.emplace_back(bench.name);
  return names;
}

BenchRow run_bench(const std::string& name, const BenchOptions& options) {
  for (const Bench& bench : benches) {
    if (bench.name != name) continue;
    BenchRow row = bench.run(options);
    row.name = name;
    return row;
  }
  throw Error(Fault::usage,
              fmt::format("unknown benchmark '{}'; there are {}", name, fmt::join(bench_names(), ", ")));
}

std::string bench_table(const std::vector<BenchRow>& rows) {
  std::string text = fmt::format("{:<16} {:>10} {:>10}  {:<14} {:>9} {:>17} {:>10}\n", "benchmark", "Takt",
                                 "reference", "unit", "ratio", "of the rounds", "aim");
  for (const BenchRow& row : rows) {
    if (!row.skipped.empty()) {
      text += fmt::format("{:<16} skipped: {}\n", row.name, row.skipped);
      continue;
    }
    const std::string sign = is_difference(row) ? "+" : "";
    const std::string spread = number(row.spread_low) + " .. " + number(row.spread_high);
    const std::string aim = fmt::format("{} {}{}", row.at_least ? ">=" : "<=", sign, row.aim);
    text += fmt::format("{:<16} {:>10} {:>10}  {:<14} {:>9} {:>17} {:>10}  {}\n", row.name, number(row.value),
                        number(row.reference_value), row.unit, sign + number(row.ratio), spread, aim,
                        row.met ? "met" : "MISSED");
  }
  text += '\n';
  for (const BenchRow& row : rows) {
    if (row.skipped.empty())
      text += fmt::format("{:<16} {}, against {}\n", row.name, row.what, row.reference);
  }
  return text;
}

std::string bench_json(const std::vector<BenchRow>& rows) {
  nlohmann::ordered_json array = nlohmann::ordered_json::array();
  for (const BenchRow& row : rows) {
    nlohmann::ordered_json object;
    object["name"] = row.name;
    object["what"] = row.what;
    object["reference"] = row.reference;
    if (!row.skipped.empty()) {
      object["skipped"] = row.skipped;
    } else {
      object["value"] = row.value;
      object["reference_value"] = row.reference_value;
      object["unit"] = row.unit;
      object[is_difference(row) ? "difference" : "ratio"] = row.ratio;
      object["spread"] = {row.spread_low, row.spread_high};
      object["aim"] = row.aim;
      object["at_least"] = row.at_least;
      object["met"] = row.met;
    }
    array.push_back(std::move(object));
  }
  return array.dump(2);
}

namespace bench {

int sized(int full, const BenchOptions& options, int least) {
  return std::max(least, static_cast<int>(full * options.size));
}

void must_agree(const BenchRow& row, long long takt, long long reference) {
  if (takt == reference) return;
  throw std::logic_error(fmt::format("{} ends at {} ticks, but {} at {}: not the same schedule", row.what,
                                     takt, row.reference, reference));
}

}  // namespace bench

}  // namespace takt
