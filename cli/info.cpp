#include <cstdio>
#include <memory>
#include <optional>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/explain.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_text.hpp"
#include "cli/kpi_csv.hpp"
#include "cli/number_options.hpp"
#include "cli/print_kpis.hpp"
#include "cli/run_outcome.hpp"
#include "cli/text.hpp"
#include "cli/time_options.hpp"
#include "results/read_run.hpp"
#include "sim/model/error.hpp"

namespace takt {

namespace {

/// The level that is asked for, else that of the file.
double confidence_of(const ResultInfo& info, double asked) {
  if (asked > 0) return asked;
  return info.intervals.empty() ? 0.95 : info.intervals.front().level;
}

nlohmann::json to_json(const ResultInfo& info, double confidence) {
  nlohmann::json json = {{"kind", info.kind},
                         {"format_version", info.format_version},
                         {"software", info.software},
                         {"source_revision", info.run.source_revision},
                         {"created", info.created},
                         {"title", info.title},
                         {"scenario", info.run.scenario_name},
                         {"scenario_sha256", info.scenario_sha256},
                         {"agent", info.run.agent},
                         {"clock", info.run.clock},
                         {"seed", info.run.seed},
                         {"wall_s", info.run.wall_s},
                         {"command", info.run.command}};
  if (info.kind == "run") {
    json["replication"] = info.run.replication;
    json["status"] = describe(info.status);
    if (!info.status_detail.empty()) json["status_detail"] = info.status_detail;
    if (info.stuck_jobs > 0) {
      json["stuck_jobs"] = info.stuck_jobs;
      json["stuck_since_s"] = to_seconds(info.stuck_since);
    }
    json["digest"] = info.digest.hex();
    json["operations"] = info.operation_count;
    json["decisions"] = info.decision_count;
    json["end_s"] = to_seconds(info.end);
    json["kpi"] = kpis_to_json(info.kpis.shop);
    json["tables"] = tables_to_json(all_tables(info.kpis));
    return json;
  }
  add_intervals(json, info.replications, confidence_of(info, confidence));
  json["replications"] = nlohmann::json::array();
  for (const ReplicationRow& row : info.replications)
    json["replications"].push_back(replication_to_json(row));
  return json;
}

void print(const ResultInfo& info, const std::optional<Window>& window, double confidence) {
  fmt::print("{} ({})\n", info.title, info.run.scenario_name);
  fmt::print("  agent     {}\n  clock     {}\n  seed      {}\n", info.run.agent, info.run.clock,
             info.run.seed);
  fmt::print("  written   {} by {} ({})\n  command   {}\n  scenario  SHA-256 {}\n", info.created,
             info.software, info.run.source_revision, info.run.command, info.scenario_sha256);
  if (info.kind == "run") {
    if (info.run.replication != 0) fmt::print("  number    {} of its replications\n", info.run.replication);
    fmt::print("  digest    {}\n  ended     {} at {}{}{}\n  recorded  {}, {}\n\n", info.digest.hex(),
               describe(info.status), human_time(to_seconds(info.end)),
               info.status_detail.empty() ? "" : ": ", info.status_detail,
               counted(info.operation_count, "operation"), counted(info.decision_count, "decision"));
    if (window)
      fmt::print("from {} to {}\n\n", human_time(to_seconds(window->from)),
                 human_time(to_seconds(window->to)));
    print_kpis(info.kpis);
  } else {
    fmt::print("  {} replications; ", info.replications.size());
    print_replications(info.replications, confidence_of(info, confidence));
  }
}

struct InfoOptions {
  std::string path, window, warm_up, csv, explain;
  bool json = false;
  double confidence = 0;  ///< 0: as the file has it
};

/// What the file says, or what its records say of the window that is asked for.
ResultInfo look_into(const InfoOptions& options, std::optional<Window>& window) {
  if (options.window.empty() && options.warm_up.empty()) return read_info(options.path);
  StoredRun run = read_run(options.path, {.detail = false});
  const Time end = run.file.trace.end;
  window = options.warm_up.empty() ? parse_window("--window", options.window, end)
                                   : Window{parse_time("--warm-up", options.warm_up), end};
  run.file.info.kpis = kpis_of(run, *window);
  return std::move(run.file.info);
}

int show(const InfoOptions& options) {
  std::optional<Window> window;
  const ResultInfo info = look_into(options, window);
  if (!options.csv.empty()) {
    CsvWriter out(stdout);
    write_csv(out, info, options.csv, confidence_of(info, options.confidence));
  } else if (options.json) {
    nlohmann::json json = to_json(info, options.confidence);
    if (window) json["window_s"] = {to_seconds(window->from), to_seconds(window->to)};
    fmt::print("{}\n", json_text(json));
  } else {
    print(info, window, options.confidence);
  }
  return 0;
}

}  // namespace

CommandBody attach_info(CLI::App& app) {
  const auto options = std::make_shared<InfoOptions>();
  app.add_option("result", options->path, "Result file");
  app.add_option("--explain", options->explain,
                 "Say what a key figure, a column (TABLE.COLUMN) or a table means; 'all' lists everything");

  CLI::Option* json = app.add_flag("--json", options->json, "Print one JSON object");
  CLI::Option* window = app.add_option("--window", options->window,
                                       "KPIs of another stretch of the run, such as 8h..40h, 8h.. or ..2d: "
                                       "those of a run with this warm-up that ends there");
  app.add_option("--warm-up", options->warm_up, "KPIs with another warm-up, such as 2h")->excludes(window);
  add_confidence(app, options->confidence)->default_str("as the file has it");
  app.add_option("--csv", options->csv, "Print one table of KPIs as CSV: shop, groups, machines, ...")
      ->excludes(json);
  return [options](const std::string&) {
    if (!options->explain.empty()) {
      print_explanation(options->explain);
      return 0;
    }
    if (options->path.empty())
      throw Error(Fault::usage, "a result file, or --explain NAME, is needed; 'takt info --help' tells more");
    const EndAtOnce reading;
    return show(*options);
  };
}

}  // namespace takt
