#include <cmath>
#include <memory>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/json_text.hpp"
#include "cli/print_kpis.hpp"
#include "cli/run_outcome.hpp"
#include "cli/text.hpp"
#include "results/read_result.hpp"

namespace takt {

namespace {

nlohmann::json to_json(const ResultInfo& info) {
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
    json["digest"] = info.digest.hex();
    json["operations"] = info.operation_count;
    json["decisions"] = info.decision_count;
    json["end_s"] = to_seconds(info.end);
    json["kpi"] = kpis_to_json(info.kpis.shop);
    if (!info.kpis.tables.empty()) json["tables"] = tables_to_json(info.kpis.tables);
    return json;
  }
  std::vector<Kpi> means, half_widths;
  for (const KpiInterval& interval : info.intervals) {
    means.push_back(interval.kpi);
    half_widths.push_back({interval.kpi.name, interval.kpi.unit, interval.half_width});
  }
  json["kpi"] = kpis_to_json(means);
  json["kpi_half_width_95"] = kpis_to_json(half_widths);
  json["replications"] = nlohmann::json::array();
  for (const ReplicationRow& row : info.replications) {
    json["replications"].push_back(
        {{"replication", row.replication}, {"digest", row.digest}, {"kpi", kpis_to_json(row.kpis.shop)}});
  }
  return json;
}

void print(const ResultInfo& info) {
  fmt::print("{} ({})\n", info.title, info.run.scenario_name);
  fmt::print("  agent     {}\n  clock     {}\n  seed      {}\n", info.run.agent, info.run.clock,
             info.run.seed);
  fmt::print("  written   {} by {} ({})\n  command   {}\n  scenario  SHA-256 {}\n", info.created,
             info.software, info.run.source_revision, info.run.command, info.scenario_sha256);
  if (info.kind == "run") {
    fmt::print("  digest    {}\n  ended     {} at {}{}{}\n  recorded  {}, {}\n\n", info.digest.hex(),
               describe(info.status), human_time(to_seconds(info.end)),
               info.status_detail.empty() ? "" : ": ", info.status_detail,
               counted(info.operation_count, "operation"), counted(info.decision_count, "decision"));
    print_kpis(info.kpis);
  } else {
    fmt::print("  {} replications; mean and 95 % confidence interval\n\n", info.replications.size());
    print_intervals(info.intervals);
  }
}

}  // namespace

CommandBody attach_info(CLI::App& app) {
  struct Options {
    std::string path;
    bool json = false;
  };
  const auto options = std::make_shared<Options>();
  app.add_option("result", options->path, "Result file")->required();
  app.add_flag("--json", options->json, "Print one JSON object");
  return [options](const std::string&) {
    const ResultInfo info = read_info(options->path);
    if (options->json) {
      fmt::print("{}\n", json_text(to_json(info)));
    } else {
      print(info);
    }
    return 0;
  };
}

}  // namespace takt
