#include "learning/search/solve.hpp"

#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Error.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_text.hpp"
#include "cli/number_options.hpp"
#include "cli/output_file.hpp"
#include "cli/print_kpis.hpp"
#include "cli/progress.hpp"
#include "cli/run_outcome.hpp"
#include "cli/streams.hpp"
#include "cli/text.hpp"
#include "cli/version.hpp"
#include "results/kpi.hpp"
#include "results/write_result.hpp"
#include "sim/model/error.hpp"
#include "sim/model/open_scenario.hpp"
#include "sim/model/units.hpp"
#include "sim/simulate.hpp"

namespace takt {

namespace {

struct SolveOptions {
  std::string scenario;
  std::string time;
  std::string objective = "makespan";
  std::int64_t iterations = -1;
  std::uint64_t seed = 1;
  std::string output;
  std::string command_line;
  bool json = false;
  bool quiet = false;
};

constexpr double standard_seconds = 10, most_seconds = 1e7;

/// The run of the best schedule, by the plant.
struct Replayed {
  Trace trace;
  KpiReport kpis;
  double value = 0;  ///< s
};

search::SearchLimits limits_of(const SolveOptions& options) {
  search::SearchLimits limits;
  limits.iterations = options.iterations;
  if (options.time.empty()) {
    limits.seconds = options.iterations >= 0 ? -1 : standard_seconds;
  } else {
    try {
      limits.seconds = parse_duration(options.time) / ticks_per_second;
    } catch (const Error& error) {
      throw Error(Fault::usage, fmt::format("--time: {}", error.what()));
    }
    if (!(limits.seconds > 0 && limits.seconds <= most_seconds))
      throw Error(Fault::usage, fmt::format("--time: must be more than 0 s and at most {} s, is '{}'",
                                            most_seconds, options.time));
  }
  limits.stop = &interrupted();
  return limits;
}

/// Throws Error(broken_law) when the plant does not get what the search promised.
Replayed replay(search::Solution& solution, const SolveOptions& options) {
  const auto clock = make_clock(ClockKind::calendar, solution.scenario);
  SimulateOptions simulation;
  simulation.seed = {options.seed, 0};
  simulation.record = {!options.output.empty(), !options.output.empty()};
  Replayed run;
  run.trace = simulate(solution.scenario, *solution.agent, *clock, simulation);
  run.kpis = compute_kpis(solution.scenario, run.trace);
  run.value = run.kpis.value(options.objective);
  const bool same = std::abs(run.value - solution.value) <= 1e-9 * std::max(1.0, std::abs(run.value));
  if (!same && !(std::isnan(run.value) && std::isnan(solution.value)))
    throw Error(
        Fault::broken_law,
        fmt::format("the search promised a {} of {:.15g} s, but the plant needs {:.15g} s ({}), which is a "
                    "fault of this program",
                    options.objective, solution.value, run.value, describe(run.trace.status)));
  return run;
}

/// In %, of what is left above the bound; nothing where that has no meaning.
std::optional<double> gap_of(const search::Solution& solution) {
  if (!solution.bound) return std::nullopt;
  if (solution.value <= *solution.bound) return 0;
  if (*solution.bound <= 0) return std::nullopt;
  return 100 * (solution.value / *solution.bound - 1);
}

nlohmann::json to_json(const SolveOptions& options, const search::Solution& solution, const Replayed& run,
                       bool was_interrupted) {
  const auto number = [](const std::optional<double>& value) {
    return value && std::isfinite(*value) ? nlohmann::json(*value) : nlohmann::json(nullptr);
  };
  nlohmann::json json = {{"scenario", options.scenario},
                         {"objective", options.objective},
                         {"method", solution.method},
                         {"seed", options.seed},
                         {"value", number(solution.value)},
                         {"bound", number(solution.bound)},
                         {"gap_percent", number(gap_of(solution))},
                         {"iterations", solution.iterations},
                         {"search_s", solution.seconds},
                         {"interrupted", was_interrupted},
                         {"digest", run.trace.digest.hex()},
                         {"status", describe(run.trace.status)},
                         {"kpi", kpis_to_json(run.kpis.shop)}};
  if (!solution.reason.empty()) json["not_tabu_search"] = solution.reason;
  if (!options.output.empty()) json["result"] = options.output;
  return json;
}

void print(const SolveOptions& options, const search::Solution& solution, const Replayed& run) {
  fmt::print("{} by {}{}, seed {}\n", options.objective, solution.method,
             solution.reason.empty() ? "" : " (" + solution.reason + ")", options.seed);
  fmt::print("{}",
             std::isfinite(solution.value) ? fmt::format("{:.15g} s", solution.value) : "no schedule found");
  if (const auto gap = gap_of(solution)) {
    if (*gap == 0) {
      fmt::print(", which is as little as there can be");
    } else {
      fmt::print(", at most {:.2f} % above the least there can be ({:.15g} s)", *gap, *solution.bound);
    }
  }
  fmt::print("\n{} in {}; {} when the plant did it\n\n", counted(solution.iterations, "iteration"),
             human_time(solution.seconds), describe(run.trace.status));
  print_kpis(run.kpis);
  fmt::print("\n  digest {}\n", run.trace.digest.hex());
  if (!options.output.empty()) fmt::print("  result {}\n", options.output);
}

int solve(const SolveOptions& options) {
  std::optional<EndAtOnce> reading(std::in_place);
  const search::Goal goal = search::goal_named(options.objective);
  search::SearchLimits limits = limits_of(options);
  check_output(options.output, OutputKind::result, options.scenario);
  const Scenario scenario = open_scenario(options.scenario);
  reading.reset();

  std::optional<ProgressLine> line(std::in_place, "searching", options.quiet);
  limits.progress = [&line](const search::SearchProgress& progress) {
    line->update(progress.share, fmt::format("best {:.10g} s", progress.best));
  };
  search::Solution solution = search::solve(scenario, goal, {options.seed, 0}, limits);
  line.reset();
  const bool was_interrupted = interrupted();
  const Replayed run = replay(solution, options);
  if (!options.output.empty()) {
    const RunInfo info = {.scenario_name = options.scenario,
                          .agent = "solve:" + options.objective,
                          .clock = "calendar",
                          .seed = options.seed,
                          .replication = 0,
                          .wall_s = solution.seconds,
                          .source_revision = source_revision(),
                          .command = options.command_line};
    write_result(options.output, solution.scenario, run.trace, run.kpis, info, nullptr, {});
  }
  if (options.json) {
    fmt::print("{}\n", json_text(to_json(options, solution, run, was_interrupted)));
  } else {
    print(options, solution, run);
  }
  const bool stuck = got_stuck(run.trace.status);
  if (stuck) complain(fmt::format("takt: the plant got stuck: {}\n", run.trace.status_detail));
  if (!was_interrupted) return stuck ? exit_stuck : 0;
  complain("takt: interrupted: this is the best so far\n");
  return static_cast<int>(Fault::interrupted);
}

}  // namespace

CommandBody attach_solve(CLI::App& app) {
  const auto options = std::make_shared<SolveOptions>();
  app.add_option("scenario", options->scenario,
                 "Scenario file, or FORMAT:NAME such as taillard:ta01 (times of instances are seconds)")
      ->required();
  std::string objectives;
  for (const std::string& name : search::goal_names()) objectives += (objectives.empty() ? "" : ", ") + name;
  app.add_option("-t,--time", options->time,
                 "How long to search, with a unit: 10s, 5min (default: 10 s, or no limit with --iterations)");
  app.add_option("--objective", options->objective, "What is to become small: " + objectives)
      ->capture_default_str();
  add_whole(app, "-i,--iterations", options->iterations, 1, std::numeric_limits<std::int64_t>::max(),
            "How many steps to search: unlike with --time, the same seed gives the same schedule")
      ->default_str("");
  add_whole(app, "-s,--seed", options->seed, 0, std::numeric_limits<std::uint64_t>::max(),
            "Seed of the search and of all random draws");
  app.add_option("-o,--output", options->output,
                 "Result file (HDF5) of the plant that follows the best schedule");
  app.add_flag("--json", options->json, "Print one JSON object");
  app.add_flag("-q,--quiet", options->quiet, "No progress on stderr");
  return [options](const std::string& command_line) {
    options->command_line = command_line;
    return solve(*options);
  };
}

}  // namespace takt
