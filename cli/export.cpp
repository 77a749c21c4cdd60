#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <optional>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Option.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "cli/command.hpp"
#include "cli/export_table.hpp"
#include "cli/kpi_csv.hpp"
#include "cli/text.hpp"
#include "cli/unfinished_folder.hpp"
#include "results/read_result.hpp"
#include "sim/model/error.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/vocabulary/decision_kinds.hpp"
#include "sim/vocabulary/event_kinds.hpp"
#include "sim/vocabulary/machine_states.hpp"

namespace takt {

namespace {

struct ExportOptions {
  std::string path, folder;
  bool force = false;
};

/// The scenario, where it can be opened: without it a file of an older version lacks names of events, no
/// more.
std::optional<Scenario> scenario_of(const ResultColumns& file) {
  try {
    return parse_stored_scenario(file.scenario_text(), "scenario");
  } catch (const Error&) {
    return std::nullopt;
  }
}

/// Writes one file of the folder, down to the disk.
void write_file(const ExportOptions& options, const UnfinishedFolder& folder, const std::string& name,
                const std::function<void(CsvWriter&)>& write) {
  const std::string place = (folder.path() / (name + ".csv")).string();
  const auto fail = [&] {
    throw Error(Fault::io,
                fmt::format("{}: {}.csv cannot be written: {}", options.folder, name, std::strerror(errno)));
  };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(place.c_str(), "w"), std::fclose);
  if (!file) fail();
  CsvWriter out(file.get());
  write(out);
  out.flush();
  if (std::fflush(file.get()) != 0 || std::ferror(file.get()) != 0 || fsync(fileno(file.get())) != 0) fail();
}

void write_kpis(const ResultInfo& info,
                const std::function<void(const std::string&, const std::function<void(CsvWriter&)>&)>& file,
                std::vector<ExportedColumn>& listed) {
  if (info.kind != "run") {
    file("kpi", [&](CsvWriter& out) { write_csv(out, info.intervals); });
    const double level = info.intervals.empty() ? 0.95 : info.intervals.front().level;
    for (const IntervalTable& table : replicated_tables(info.replications, level).tables) {
      file("kpi_" + table.name, [&](CsvWriter& out) { write_csv(out, table); });
      const std::string each = "replications_" + table.name;
      file(each, [&](CsvWriter& out) { write_csv(out, info.replications, table.name, false); });
      for (const KpiTable::Column& column : table.columns)
        listed.push_back({each, column.name, column.unit, "key figure"});
    }
    return;
  }
  file("kpi", [&](CsvWriter& out) { write_csv(out, info.kpis.shop); });
  for (const KpiTable& table : all_tables(info.kpis)) {
    file("kpi_" + table.name, [&](CsvWriter& out) { write_csv(out, table, false); });
    for (const KpiTable::Column& column : table.columns)
      listed.push_back({"kpi_" + table.name, column.name, column.unit, "key figure"});
  }
}

/// What the words in the columns of kinds and states stand for.
void write_kinds(CsvWriter& out) {
  const auto row = [&out](std::initializer_list<std::string_view> cells) {
    for (const std::string_view cell : cells) out.text(cell);
    out.end_row();
  };
  row({"table", "kind", "entity", "detail", "unit", "meaning"});
  for (const DecisionSpec& spec : decision_table)
    row({"decisions", spec.name, word_of(spec.entity), "", spec.unit, spec.meaning});
  for (const EventSpec& spec : event_table)
    row({"events", spec.name, word_of(spec.entity), word_of(spec.detail), spec.unit, spec.meaning});
  for (const MachineStateSpec& spec : machine_state_table)
    row({"machine_intervals", spec.name, word_of(Refers::machine), "", "", spec.meaning});
}

int run_export(const ExportOptions& options) {
  const ResultColumns result(options.path);
  const ResultInfo info = read_info(options.path);
  const std::optional<Scenario> scenario = scenario_of(result);
  UnfinishedFolder folder(options.folder, options.force, ".csv");
  TableExporter exporter(result, scenario ? &*scenario : nullptr);
  std::vector<ExportedColumn> listed;
  long long files = 0;
  const auto file = [&](const std::string& name, const std::function<void(CsvWriter&)>& write) {
    write_file(options, folder, name, write);
    ++files;
  };
  for (const ExportTable& table : export_tables(result))
    file(table.name, [&](CsvWriter& out) { exporter.write(out, table, listed); });
  write_kpis(info, file, listed);
  file("columns", [&](CsvWriter& out) {
    for (const char* name : {"table", "column", "unit", "meaning"}) out.text(name);
    out.end_row();
    for (const ExportedColumn& column : listed) {
      for (const std::string* text : {&column.table, &column.column, &column.unit, &column.meaning})
        out.text(*text);
      out.end_row();
    }
  });
  file("kinds", write_kinds);
  folder.commit();
  fmt::print("{} in {}\n", counted(files, "table"), options.folder);
  return 0;
}

}  // namespace

CommandBody attach_export(CLI::App& app) {
  const auto options = std::make_shared<ExportOptions>();
  app.add_option("result", options->path, "Result file")->required();
  app.add_option("-o,--output", options->folder, "Folder that is made; it must not hold anything yet")
      ->required();
  app.add_flag("--force", options->force, "Replace an earlier export");
  return [options](const std::string&) { return run_export(*options); };
}

}  // namespace takt
