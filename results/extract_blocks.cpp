#include "results/extract_blocks.hpp"

#include <functional>
#include <string_view>

#include <fmt/format.h>

#include "results/extractor.hpp"
#include "results/hdf5_module.hpp"

namespace takt {
namespace {

using hdf5::Extractor;

bool is_wanted(const ColumnSpec& column, bool run, Extract what) {
  if (column.in == ColumnIn::detailed_run) return false;
  if (column.in != ColumnIn::both && (column.in == ColumnIn::run) != run) return false;
  if (what != Extract::info) return true;
  const std::string_view path = column.path;
  return path.starts_with("kpi/") || path.starts_with("replications/");
}

void extract_attributes(Extractor& file, bool run) {
  for (const char* name : {"software", "created", "title", "scenario_sha256", "scenario", "agent", "clock",
                           "source_revision", "command"})
    file.text_attribute(name);
  file.number_attribute("seed", ColumnType::u64);
  file.number_attribute("replication", ColumnType::u64);
  file.number_attribute("wall_s", ColumnType::f64);
  if (!run) return;
  for (const char* name : {"digest", "status", "status_detail"}) file.text_attribute(name);
  for (const char* name : {"end", "operations", "decisions", "instants"})
    file.number_attribute(name, ColumnType::i64);
}

/// Columns whose names are data.
void for_each_data_column(Extractor& file, bool run,
                          const std::function<void(const std::string&, ColumnType)>& use) {
  if (!run) {
    for (const std::string& name : file.names_in("replications/kpi"))
      use("replications/kpi/" + name, ColumnType::f64);
  } else if (file.has("candidates")) {
    for (const ColumnSpec& column : result_columns())
      if (column.in == ColumnIn::detailed_run) use(column.path, column.type);
    for (const std::string& name : file.names_in("candidates/features"))
      use("candidates/features/" + name, ColumnType::f32);
  }
}

}  // namespace

std::vector<Block> hdf5::extract_blocks(const std::string& path, const std::string& open_as, Extract what,
                                        int out) {
  Extractor file(path, open_as, out);
  if (file.text_attribute("format") != result_format) file.fail("not a result file of Takt");
  const std::int64_t version = file.number_attribute("format_version", ColumnType::i64);
  if (version < oldest_format_version || version > result_format_version)
    file.fail(fmt::format("has version {} of the format; this program reads versions {} to {}", version,
                          oldest_format_version, result_format_version));
  const std::string kind = file.text_attribute("kind");
  const bool run = kind == "run";
  if (!run && kind != "replications") file.fail(fmt::format("holds \"{}\", which is unknown", kind));

  extract_attributes(file, run);
  if (run && version >= 3) file.text_attribute("recorded");
  if (run && version >= 4)
    for (const char* name : {"stuck_jobs", "stuck_since"}) file.number_attribute(name, ColumnType::i64);
  if (what != Extract::info) file.text("scenario");
  const auto take = [&](const std::string& column, ColumnType type) {
    what == Extract::catalogue ? file.describe(column, type) : file.column(column, type);
  };
  for (const ColumnSpec& column : result_columns())
    if (is_wanted(column, run, what) && version >= first_version(column, run)) take(column.path, column.type);
  if (!run || what == Extract::detailed_run || what == Extract::catalogue)
    for_each_data_column(file, run, take);
  return std::move(file.blocks);
}

std::vector<Block> hdf5::extract_rows(const std::string& path, const std::string& open_as,
                                      const RowRange& range, int out) {
  Extractor file(path, open_as, out);
  for (const auto& [column, type] : range.columns) file.rows(column, type, range.first, range.count);
  return std::move(file.blocks);
}

}  // namespace takt
