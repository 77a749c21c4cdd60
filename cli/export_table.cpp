#include "cli/export_table.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <tuple>

#include <fmt/format.h>

#include "cli/interrupt.hpp"
#include "sim/model/error.hpp"
#include "sim/record/event_names.hpp"

namespace takt {

namespace {

constexpr std::uint64_t slab = 65536;  ///< rows at a time

/// "operations/end" stands in "operations", "kpi/groups/name" in "kpi_groups", a feature beside its
/// candidate, and each sort of names is a table.
std::string table_of(const std::string& path) {
  const ColumnSpec* spec = nullptr;
  for (const ColumnSpec& column : result_columns())
    if (path == column.path) spec = &column;
  if (spec != nullptr && path.starts_with("names/")) return "names_" + std::string(spec->scale).substr(6);
  std::string folder = path.substr(0, path.rfind('/'));
  if (folder == "candidates/features") return "candidates";
  if (folder == "replications/kpi") return "replications";
  std::replace(folder.begin(), folder.end(), '/', '_');
  return folder;
}

std::string last_part(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::vector<std::string> split(const char* words) {
  std::istringstream in(words);
  std::vector<std::string> list;
  for (std::string word; in >> word;) list.push_back(word);
  return list;
}

/// A column of a slab as text.
class Cells {
 public:
  Cells(const ColumnRows& rows, const std::string& path, ColumnType type) {
    switch (type) {
      case ColumnType::u8:
        whole_ = widen<std::uint8_t>(rows, path);
        return;
      case ColumnType::u32:
        whole_ = widen<std::uint32_t>(rows, path);
        return;
      case ColumnType::i32:
        whole_ = widen<std::int32_t>(rows, path);
        return;
      case ColumnType::i64:
        whole_ = widen<std::int64_t>(rows, path);
        return;
      case ColumnType::u64:
        large_ = rows.numbers<std::uint64_t>(path);
        return;
      case ColumnType::f32:
        small_ = rows.numbers<float>(path);
        return;
      case ColumnType::f64:
        real_ = rows.numbers<double>(path);
        return;
      case ColumnType::text:
        text_ = rows.texts(path);
        return;
    }
  }

  void write(CsvWriter& out, std::size_t row) const {
    if (!whole_.empty()) return out.number(whole_[row]);
    if (!large_.empty()) return out.number(large_[row]);
    if (!small_.empty()) return out.number(small_[row]);
    if (!real_.empty()) return out.number(real_[row]);
    out.text(text_[row]);
  }
  /// Of a column of whole numbers below 2^63.
  std::int64_t whole(std::size_t row) const { return whole_[row]; }
  double real(std::size_t row) const { return real_[row]; }

 private:
  template <class Number>
  static std::vector<std::int64_t> widen(const ColumnRows& rows, const std::string& path) {
    const std::vector<Number> values = rows.numbers<Number>(path);
    return {values.begin(), values.end()};
  }

  std::vector<std::int64_t> whole_;
  std::vector<std::uint64_t> large_;
  std::vector<float> small_;
  std::vector<double> real_;
  std::vector<std::string> text_;
};

/// What an event is about, in words: each only once, as there may be very many of few kinds.
class EventNames {
 public:
  explicit EventNames(const Scenario& scenario) : scenario_(scenario) {}

  const std::pair<std::string, std::string>& of(const EventRecord& event) {
    // A sample's label is a number that may take very many values, and has no name.
    const Index detail = event.kind == EventKind::sample ? 0 : event.detail;
    const auto key = std::tuple(event.kind, event.entity, detail);
    const auto found = known_.find(key);
    if (found != known_.end()) return found->second;
    if (known_.size() > most) known_.clear();
    return known_[key] = {entity_name(scenario_, event), detail_name(scenario_, event)};
  }

 private:
  static constexpr std::size_t most = 1'000'000;
  const Scenario& scenario_;
  std::map<std::tuple<EventKind, Index, Index>, std::pair<std::string, std::string>> known_;
};

}  // namespace

std::vector<ExportTable> export_tables(const ResultColumns& file) {
  std::vector<ExportTable> tables;
  const auto add = [&](const std::string& path) {
    if (path.starts_with("kpi/") || path.starts_with("replications/cells/")) return;
    const std::string name = table_of(path);
    auto found = std::find_if(tables.begin(), tables.end(), [&](const auto& t) { return t.name == name; });
    if (found == tables.end()) found = tables.insert(tables.end(), {name, {}});
    found->columns.push_back(path);
  };
  for (const ColumnSpec& column : result_columns())
    if (file.find(column.path) != nullptr) add(column.path);
  for (const ResultColumns::Column& column : file.columns())
    if (column.path.starts_with("candidates/features/") || column.path.starts_with("replications/kpi/"))
      add(column.path);
  return tables;
}

std::vector<TableExporter::Column> TableExporter::columns_of(const ExportTable& table,
                                                             std::vector<ExportedColumn>& listed) const {
  std::vector<Column> columns;
  const std::uint64_t rows = file_.find(table.columns.front())->rows;
  for (const std::string& path : table.columns) {
    const ResultColumns::Column& stored = *file_.find(path);
    if (stored.rows != rows)
      throw Error(Fault::bad_input, fmt::format("column {} has {} rows, but {} has {}", path, stored.rows,
                                                table.columns.front(), rows));
    Column column;
    column.path = path;
    column.heading = last_part(path);
    column.type = stored.type;
    for (const ColumnSpec& spec : result_columns())
      if (path == spec.path) column.spec = &spec;
    const std::string meaning = column.spec == nullptr ? "" : column.spec->meaning;
    listed.push_back({table.name, column.heading, stored.unit, meaning});
    if (column.spec != nullptr) {
      column.words = split(column.spec->flags);
      column.named = std::string_view(column.spec->index_of).starts_with("names/");
      if (column.named) column.names = file_.read_all(column.spec->index_of).texts(column.spec->index_of);
      if (column.named)
        listed.push_back({table.name, column.heading + "_name", "", "name of it: " + meaning});
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

void TableExporter::write(CsvWriter& out, const ExportTable& table, std::vector<ExportedColumn>& listed) {
  const std::vector<Column> columns = columns_of(table, listed);
  const bool events = table.name == "events" && scenario_ != nullptr;
  for (const Column& column : columns) {
    out.text(column.heading);
    if (column.named) out.text(column.heading + "_name");
  }
  if (events) {
    for (const char* extra : {"entity_name", "detail_name", "value_unit"}) {
      out.text(extra);
      listed.push_back({table.name, extra, "", "in words, by kind"});
    }
  }
  out.end_row();

  std::optional<EventNames> names;
  if (events) names.emplace(*scenario_);
  const std::uint64_t rows = file_.find(table.columns.front())->rows;
  for (std::uint64_t first = 0; first < rows; first += slab) {
    if (interrupted()) throw Error(Fault::interrupted, "interrupted");
    const std::uint64_t count = std::min(slab, rows - first);
    const ColumnRows read = file_.read(table.columns, first, count);
    std::vector<Cells> cells;
    std::map<std::string, const Cells*> by_name;
    cells.reserve(columns.size());
    for (const Column& column : columns) {
      cells.emplace_back(read, column.path, column.type);
      by_name[column.heading] = &cells.back();
    }
    for (std::size_t row = 0; row < count; ++row) {
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const Column& column = columns[c];
        const bool may_lack = column.spec != nullptr && column.spec->may_be_none;
        const bool none = may_lack && (cells[c].whole(row) == -1 || cells[c].whole(row) == never);
        if (none) {
          out.empty();
        } else if (!column.words.empty()) {
          out.text(column.words[static_cast<std::size_t>(cells[c].whole(row))]);
        } else {
          cells[c].write(out, row);
        }
        if (!column.named) continue;
        none ? out.empty() : out.text(column.names[static_cast<std::size_t>(cells[c].whole(row))]);
      }
      if (events) {
        const auto index = [&](const char* name) { return static_cast<Index>(by_name.at(name)->whole(row)); };
        EventRecord event;
        event.kind = static_cast<EventKind>(index("kind"));
        event.entity = index("entity");
        event.detail = index("detail");
        const auto& [entity, detail] = names->of(event);
        out.text(entity);
        out.text(detail);
        out.text(spec_of(event.kind).unit);
      }
      out.end_row();
    }
  }
}

}  // namespace takt
