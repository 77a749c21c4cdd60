#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <thread>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <CLI/Validators.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "agents/registry.hpp"
#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_text.hpp"
#include "cli/number_options.hpp"
#include "cli/output_file.hpp"
#include "cli/print_kpis.hpp"
#include "cli/replicate.hpp"
#include "cli/streams.hpp"
#include "cli/text.hpp"
#include "results/write_result.hpp"
#include "sim/model/error.hpp"
#include "sim/model/open_scenario.hpp"

namespace takt {

namespace {

struct RunOptions {
  RunRequest request;
  std::string clock = "simgrid";
  std::string record = "operations";
  bool json = false;
  bool dry_run = false;
  int workers = 0;
};

void print_scenario(const Scenario& scenario) {
  fmt::print("{}{}\n", scenario.name, scenario.description.empty() ? "" : ": " + scenario.description);
}

std::string ending(const RunOutcome& outcome) {
  const bool stuck = outcome.stuck_jobs > 0;
  std::string text = fmt::format("{} at {}", describe(outcome.status),
                                 human_time(stuck ? outcome.stuck_since_s : outcome.end_s));
  if (!outcome.status_detail.empty()) text += ": " + outcome.status_detail;
  if (stuck && outcome.end_s > outcome.stuck_since_s)
    text +=
        fmt::format("\nthe rest went on until {}; by then {} stuck", human_time(outcome.end_s),
                    outcome.stuck_jobs == 1 ? "1 job was" : fmt::format("{} jobs were", outcome.stuck_jobs));
  return text;
}

/// What JSON says of jobs that wait for ever.
void add_stuck(nlohmann::json& json, const RunOutcome& outcome) {
  if (!outcome.status_detail.empty()) json["status_detail"] = outcome.status_detail;
  if (outcome.stuck_jobs == 0) return;
  json["stuck_jobs"] = outcome.stuck_jobs;
  json["stuck_since_s"] = outcome.stuck_since_s;
}

int exit_code(const std::vector<RunOutcome>& outcomes) {
  const bool stuck = std::any_of(outcomes.begin(), outcomes.end(),
                                 [](const RunOutcome& outcome) { return got_stuck(outcome.status); });
  return stuck ? exit_stuck : 0;
}

void print_one(const RunRequest& request, const RunOutcome& outcome) {
  fmt::print("agent {}, clock {}, seed {}{}\n", request.agent_spec, clock_name(request.clock), request.seed,
             outcome.replication == 0 ? "" : fmt::format(", replication {}", outcome.replication));
  fmt::print("{}\n{} and {} in {}\n\n", ending(outcome), counted(outcome.operations, "operation"),
             counted(outcome.decisions, "decision"), human_time(outcome.wall_s));
  print_kpis(outcome.kpis);
  if (request.check) fmt::print("\n  checked: nothing is lost or doubled\n");
  fmt::print("\n  digest {}\n", outcome.digest);
}

void print_several(const RunRequest& request, const Replications& all) {
  fmt::print("agent {}, clock {}, seed {}, {} replications\n", request.agent_spec, clock_name(request.clock),
             request.seed, all.outcomes.size());
  std::map<std::string, int> endings;
  for (const RunOutcome& outcome : all.outcomes) ++endings[describe(outcome.status)];
  for (const auto& [status, count] : endings) fmt::print("{}: {}\n", status, count);
  const auto stuck = std::find_if(all.outcomes.begin(), all.outcomes.end(),
                                  [](const RunOutcome& outcome) { return got_stuck(outcome.status); });
  if (stuck != all.outcomes.end()) fmt::print("replication {}: {}\n", stuck->replication, ending(*stuck));
  print_replications(all.rows, request.confidence);
}

nlohmann::json one_to_json(const RunRequest& request, const RunOutcome& outcome) {
  nlohmann::json json = {{"scenario", request.scenario_spec},     {"agent", request.agent_spec},
                         {"clock", clock_name(request.clock)},    {"seed", request.seed},
                         {"replication", outcome.replication},    {"digest", outcome.digest},
                         {"status", describe(outcome.status)},    {"operations", outcome.operations},
                         {"decisions", outcome.decisions},        {"wall_s", outcome.wall_s},
                         {"kpi", kpis_to_json(outcome.kpis.shop)}};
  json["tables"] = tables_to_json(all_tables(outcome.kpis));
  add_stuck(json, outcome);
  if (!request.output.empty() && request.replications == 1) json["result"] = request.output;
  return json;
}

nlohmann::json several_to_json(const RunRequest& request, const Replications& all) {
  std::int64_t operations = 0;
  double wall_s = 0;
  nlohmann::json each = nlohmann::json::array();
  for (std::size_t i = 0; i < all.outcomes.size(); ++i) {
    const RunOutcome& outcome = all.outcomes[i];
    operations += outcome.operations;
    wall_s += outcome.wall_s;
    nlohmann::json one = replication_to_json(all.rows[i]);
    one["status"] = describe(outcome.status);
    add_stuck(one, outcome);
    one["operations"] = outcome.operations;
    each.push_back(std::move(one));
  }
  nlohmann::json json = {{"scenario", request.scenario_spec},  {"agent", request.agent_spec},
                         {"clock", clock_name(request.clock)}, {"seed", request.seed},
                         {"operations", operations},           {"wall_s", wall_s}};
  add_intervals(json, all.rows, request.confidence);
  json["stuck_replications"] =
      std::count_if(all.outcomes.begin(), all.outcomes.end(),
                    [](const RunOutcome& outcome) { return got_stuck(outcome.status); });
  json["replications"] = std::move(each);
  if (!request.output.empty()) json["result"] = request.output;
  return json;
}

int run(RunOptions& options) {
  RunRequest& request = options.request;
  request.clock = options.clock == "simgrid" ? ClockKind::simgrid : ClockKind::calendar;
  request.record_operations = options.record != "kpi";
  request.record_candidates = options.record == "candidates";
  request.workers =
      options.workers > 0 ? options.workers : static_cast<int>(std::thread::hardware_concurrency());
  std::optional<EndAtOnce> reading(std::in_place);
  // A run of hours must not find out at its end that its result has nowhere to go.
  check_output(request.output, OutputKind::result, request.scenario_spec);
  const Scenario scenario = open_scenario(request.scenario_spec);
  if (options.dry_run) {
    make_agent(request.agent_spec);
    fmt::print("would run {} replication{} of '{}' with {} on the {} clock{}\n", request.replications,
               request.replications == 1 ? "" : "s", scenario.name, request.agent_spec,
               clock_name(request.clock), request.output.empty() ? "" : " and write " + request.output);
    return 0;
  }
  reading.reset();
  const Replications all = replicate(request, scenario);
  const bool single = all.outcomes.size() == 1;
  if (options.json) {
    const nlohmann::json json =
        single ? one_to_json(request, all.outcomes.front()) : several_to_json(request, all);
    fmt::print("{}\n", json_text(json));
    return exit_code(all.outcomes);
  }
  print_scenario(scenario);
  if (single) {
    print_one(request, all.outcomes.front());
  } else {
    print_several(request, all);
  }
  if (!request.output.empty()) fmt::print("  result {}\n", request.output);
  return exit_code(all.outcomes);
}

}  // namespace

CommandBody attach_run(CLI::App& app) {
  const auto options = std::make_shared<RunOptions>();
  RunRequest& request = options->request;
  app.add_option("scenario", request.scenario_spec,
                 "Scenario file, or FORMAT:NAME such as taillard:ta01 (times of instances are seconds)")
      ->required();
  app.add_option("-a,--agent", request.agent_spec, "KIND[:ARG][?key=value&...]; 'takt agents' lists them")
      ->capture_default_str();
  app.add_option("-c,--clock", options->clock, "simgrid or calendar: the same results, calendar is faster")
      ->check(CLI::IsMember({"simgrid", "calendar"}))
      ->capture_default_str();
  add_whole(app, "-s,--seed", request.seed, 0, std::numeric_limits<std::uint64_t>::max(),
            "Seed of all random draws");
  CLI::Option* const several = add_whole(app, "-n,--replications", request.replications, 1, 1'000'000,
                                         "Runs that differ in their random draws alone, numbered from 0");
  add_whole(app, "--replication", request.first_replication, 0, 999'999,
            "Run this one of many alone, as it is among them")
      ->excludes(several);
  add_confidence(app, request.confidence);
  add_whole(app, "-j,--jobs", options->workers, 1, 4096, "Replications at a time (default: one a core)")
      ->default_str("");
  app.add_option("-o,--output", request.output, "Result file (HDF5)");
  const CLI::Option* const record =
      app.add_option(
             "--record", options->record,
             "What the result file of a single run holds: kpi (KPIs, jobs, decisions), operations (these "
             "and every "
             "operation), candidates (all that and what the agent saw at each decision)")
          ->check(CLI::IsMember({"kpi", "operations", "candidates"}))
          ->capture_default_str();
  app.add_flag("--compress", request.compress, "Half the result file's size, at a fraction of the speed");
  app.add_flag("--json", options->json, "Print one JSON object");
  app.add_flag("-q,--quiet", request.quiet, "No progress on stderr");
  app.add_flag("--check", request.check,
               "After each run, recount it: nothing lost, nothing doubled, Little's law, time in states");
  app.add_flag("--dry-run", options->dry_run, "Check everything, run nothing");
  return [options, record](const std::string& command_line) {
    options->request.command_line = command_line;
    if (record->count() > 0 && (options->request.replications > 1 || options->request.output.empty()))
      complain(fmt::format("takt: warning: --record does nothing {}\n",
                           options->request.output.empty()
                               ? "without -o"
                               : "with several replications: their file holds the key figures of each"));
    return run(*options);
  };
}

}  // namespace takt
