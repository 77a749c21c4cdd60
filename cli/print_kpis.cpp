#include "cli/print_kpis.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/text.hpp"

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

/// "3.2 h" needs no unit in the heading; every other figure has its unit there.
void print_table(const KpiTable& table) {
  std::size_t width = table.name.size();
  for (const KpiTable::Row& row : table.rows) width = std::max(width, row.name.size());
  std::vector<std::size_t> widths;
  std::string heading = fmt::format("  {:<{}}", spaced(table.name), width);
  for (const KpiTable::Column& column : table.columns) {
    const std::string name = column.unit == "1" || column.unit == "s"
                                 ? spaced(column.name)
                                 : fmt::format("{} [{}]", spaced(column.name), column.unit);
    widths.push_back(std::max<std::size_t>(name.size(), 10));
    heading += fmt::format(" {:>{}}", name, widths.back());
  }
  fmt::print("\n{}\n", heading);
  for (std::size_t i = 0; i < std::min(most_rows, table.rows.size()); ++i) {
    const KpiTable::Row& row = table.rows[i];
    std::string line = fmt::format("  {:<{}}", row.name, width);
    for (std::size_t c = 0; c < row.values.size(); ++c) {
      const bool time = table.columns[c].unit == "s";
      line +=
          fmt::format(" {:>{}}", time ? human_time(row.values[c]) : human_number(row.values[c]), widths[c]);
    }
    fmt::print("{}\n", line);
  }
  if (table.rows.size() > most_rows) fmt::print("  ... and {} more\n", table.rows.size() - most_rows);
}

}  // namespace

namespace {

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

void print_intervals(const std::vector<KpiInterval>& intervals) {
  for (const KpiInterval& interval : intervals) {
    const std::string half =
        std::isnan(interval.half_width) ? "" : fmt::format("  +- {}", human_number(interval.half_width));
    print_figure(interval.kpi.name, interval.kpi.unit, interval.kpi.value, half);
  }
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
