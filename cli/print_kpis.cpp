#include "cli/print_kpis.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/text.hpp"
#include "results/replicated_tables.hpp"

namespace takt {

namespace {

std::string spaced(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// "1462 s" and, beside it, what that is in larger units.
void print_figure(const std::string& name, const std::string& unit, double value,
                  const std::string& suffix = "") {
  const std::string number = human_number(value);
  const bool plain = unit == "1";
  std::string line = fmt::format("  {:<26} {:>12}{}{}", spaced(name), number,
                                 plain || number == "-" ? "" : " " + unit, suffix);
  if (unit == "s" && std::fabs(value) >= 120 && suffix.empty()) {
    line = fmt::format("{:<46} {}", line, human_time(value));
  }
  fmt::print("{}\n", line);
}

constexpr std::size_t most_rows = 40;

/// A figure of a table as it is shown: "3.2 h" needs no unit in the heading.
std::string cell_text(double value, const std::string& unit) {
  return unit == "s" ? human_time(value) : human_number(value);
}

/// A table whose cells are texts: the unit of a column that is neither "1" nor "s" stands in its heading.
struct Sheet {
  std::string name;
  std::vector<KpiTable::Column> columns;
  std::vector<std::string> rows;
  std::size_t more = 0;                         ///< rows that are left out
  std::vector<std::vector<std::string>> cells;  ///< by row
};

void print_sheet(const Sheet& sheet) {
  std::size_t width = sheet.name.size();
  for (const std::string& row : sheet.rows) width = std::max(width, row.size());
  std::vector<std::size_t> widths;
  std::string heading = fmt::format("  {:<{}}", spaced(sheet.name), width);
  for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
    const KpiTable::Column& column = sheet.columns[c];
    const std::string name = column.unit == "1" || column.unit == "s"
                                 ? spaced(column.name)
                                 : fmt::format("{} [{}]", spaced(column.name), column.unit);
    widths.push_back(std::max<std::size_t>(name.size(), 10));
    for (const auto& row : sheet.cells) widths.back() = std::max(widths.back(), row[c].size());
    heading += fmt::format(" {:>{}}", name, widths.back());
  }
  fmt::print("\n{}\n", heading);
  for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
    std::string line = fmt::format("  {:<{}}", sheet.rows[i], width);
    for (std::size_t c = 0; c < widths.size(); ++c)
      line += fmt::format(" {:>{}}", sheet.cells[i][c], widths[c]);
    fmt::print("{}\n", line);
  }
  if (sheet.more > 0) fmt::print("  ... and {} more\n", sheet.more);
}

/// `text(row, column)`: of a cell.
template <class Table, class Text>
void print_table(const Table& table, Text text) {
  Sheet sheet{table.name, table.columns, {}, 0, {}};
  for (std::size_t i = 0; i < std::min(most_rows, table.rows.size()); ++i) {
    sheet.rows.push_back(table.rows[i].name);
    sheet.cells.emplace_back();
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      sheet.cells.back().push_back(text(table.rows[i], c));
  }
  sheet.more = table.rows.size() - sheet.rows.size();
  print_sheet(sheet);
}

void print_table(const KpiTable& table) {
  print_table(table, [&](const KpiTable::Row& row, std::size_t c) {
    return cell_text(row.values[c], table.columns[c].unit);
  });
}

/// "3.2 h +- 4 min", or no more than the mean where all values are equal; where fewer replications have the
/// figure than others, " (n 7)".
void print_table(const IntervalTable& table, std::size_t replications) {
  print_table(table, [&](const IntervalTable::Row& row, std::size_t c) {
    const Interval& cell = row.cells[c];
    const std::string& unit = table.columns[c].unit;
    std::string text = cell_text(cell.mean, unit);
    if (cell.half_width > 0) text += " +- " + cell_text(cell.half_width, unit);
    if (cell.n > 0 && cell.n < static_cast<std::int64_t>(replications))
      text += fmt::format(" (n {})", cell.n);
    return text;
  });
}

/// Figures of jobs and machines.
void print_shop(const KpiReport& kpis) {
  for (const Kpi& kpi : kpis.shop) print_figure(kpi.name, kpi.unit, kpi.value);
  std::size_t width = 7;
  for (const GroupKpi& group : kpis.groups) width = std::max(width, group.name.size());
  fmt::print("\n  {:<{}} {:>10} {:>14} {:>11} {:>8} {:>8}\n", "machine", width, "operations", "mean wait",
             "processing", "setup", "down");
  const auto share = [](double value) {
    return std::isnan(value) ? std::string("-") : fmt::format("{:.1f} %", 100 * value);
  };
  for (std::size_t i = 0; i < std::min(most_rows, kpis.groups.size()); ++i) {
    const GroupKpi& group = kpis.groups[i];
    fmt::print("  {:<{}} {:>10} {:>14} {:>11} {:>8} {:>8}\n", group.name, width, group.operations,
               human_time(group.mean_wait), share(group.utilisation), share(group.setup_share),
               share(group.down_share));
  }
  if (kpis.groups.size() > most_rows) fmt::print("  ... and {} more\n", kpis.groups.size() - most_rows);
}

}  // namespace

void print_kpis(const KpiReport& kpis) {
  // A supply chain may have no shop in it.
  if (!kpis.machines.empty() || kpis.tables.empty()) print_shop(kpis);
  for (const KpiTable& table : kpis.tables) print_table(table);
}

void print_replications(const std::vector<ReplicationRow>& rows, double level) {
  fmt::print("mean and {:.6g} % confidence interval\n\n", 100 * level);
  const std::vector<IntervalTable> tables = replicated_tables(rows, level).tables;
  // As with a single run.
  const bool shop = tables.empty() || std::any_of(tables.begin(), tables.end(),
                                                  [](const auto& table) { return table.name == "machines"; });
  for (const KpiInterval& interval : shop ? kpi_intervals(rows, level) : std::vector<KpiInterval>{}) {
    std::string half =
        std::isnan(interval.half_width) ? "" : fmt::format("  +- {}", human_number(interval.half_width));
    if (interval.n > 0 && interval.n < static_cast<std::int64_t>(rows.size()))
      half += fmt::format(" (n {})", interval.n);
    print_figure(interval.kpi.name, interval.kpi.unit, interval.kpi.value, half);
  }
  for (const IntervalTable& table : tables) print_table(table, rows.size());
}

nlohmann::json replication_to_json(const ReplicationRow& row) {
  nlohmann::json json = {{"replication", row.replication},
                         {"digest", row.digest},
                         {"kpi", kpis_to_json(row.kpis.shop)},
                         {"tables", tables_to_json(row.kpis.tables)}};
  if (!row.status.empty()) json["status"] = row.status;
  return json;
}

namespace {

/// The tables, with what `pick` takes of each cell; no value where that is NaN.
template <class Pick>
nlohmann::json cells_to_json(const std::vector<IntervalTable>& tables, Pick pick) {
  std::vector<KpiTable> picked;
  for (const IntervalTable& table : tables) {
    picked.push_back({table.name, table.columns, {}});
    for (const IntervalTable::Row& row : table.rows) {
      picked.back().rows.push_back({row.name, {}});
      for (const Interval& cell : row.cells) picked.back().rows.back().values.push_back(pick(cell));
    }
  }
  return tables_to_json(picked);
}

}  // namespace

void add_intervals(nlohmann::json& json, const std::vector<ReplicationRow>& rows, double level) {
  std::vector<Kpi> means, half_widths, counts;
  for (const KpiInterval& interval : kpi_intervals(rows, level)) {
    const auto& [name, unit, mean] = interval.kpi;
    means.push_back(interval.kpi);
    half_widths.push_back({name, unit, interval.half_width});
    counts.push_back({name, "1", static_cast<double>(interval.n)});
  }
  json["confidence"] = level;
  json["kpi"] = kpis_to_json(means);
  json["kpi_half_width"] = kpis_to_json(half_widths);
  json["kpi_n"] = kpis_to_json(counts);
  if (level == 0.95) json["kpi_half_width_95"] = json["kpi_half_width"];  // its name before there were others
  const std::vector<IntervalTable> tables = replicated_tables(rows, level).tables;
  json["tables"] = cells_to_json(tables, [](const Interval& cell) { return cell.mean; });
  json["tables_half_width"] = cells_to_json(tables, [](const Interval& cell) { return cell.half_width; });
  json["tables_n"] = cells_to_json(tables, [](const Interval& cell) { return static_cast<double>(cell.n); });
}

nlohmann::json tables_to_json(const std::vector<KpiTable>& tables) {
  nlohmann::json json = nlohmann::json::object();
  for (const KpiTable& table : tables) {
    for (const KpiTable::Row& row : table.rows) {
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        nlohmann::json& cell = json[table.name][row.name][table.columns[c].name];
        if (std::isfinite(row.values[c])) cell = row.values[c];
      }
    }
  }
  return json;
}

nlohmann::json kpis_to_json(const std::vector<Kpi>& kpis) {
  nlohmann::json json = nlohmann::json::object();
  for (const Kpi& kpi : kpis) {
    json[kpi.name] = std::isfinite(kpi.value) ? nlohmann::json(kpi.value) : nlohmann::json(nullptr);
  }
  return json;
}

}  // namespace takt
