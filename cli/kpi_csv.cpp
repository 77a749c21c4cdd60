#include "cli/kpi_csv.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sim/model/error.hpp"

namespace takt {

namespace {

void heading(CsvWriter& out, const std::string& name, const std::string& unit, bool units) {
  out.text(units && unit != "1" ? fmt::format("{} [{}]", name, unit) : name);
}

void heading(CsvWriter& out, std::initializer_list<const char*> names) {
  for (const char* name : names) out.text(name);
  out.end_row();
}

}  // namespace

void write_csv(CsvWriter& out, const KpiTable& table, bool units) {
  out.text("name");
  for (const KpiTable::Column& column : table.columns) heading(out, column.name, column.unit, units);
  out.end_row();
  for (const KpiTable::Row& row : table.rows) {
    out.text(row.name);
    for (const double value : row.values) out.number(value);
    out.end_row();
  }
}

void write_csv(CsvWriter& out, const std::vector<Kpi>& shop) {
  heading(out, {"name", "unit", "value"});
  for (const Kpi& kpi : shop) {
    out.text(kpi.name);
    out.text(kpi.unit);
    out.number(kpi.value);
    out.end_row();
  }
}

void write_csv(CsvWriter& out, const std::vector<KpiInterval>& shop) {
  heading(out, {"name", "unit", "mean", "half_width", "n"});
  for (const KpiInterval& interval : shop) {
    out.text(interval.kpi.name);
    out.text(interval.kpi.unit);
    out.number(interval.kpi.value);
    out.number(interval.half_width);
    out.number(interval.n);
    out.end_row();
  }
}

void write_csv(CsvWriter& out, const std::vector<ReplicationRow>& rows, bool units) {
  for (const char* name : {"replication", "seed", "digest"}) out.text(name);
  heading(out, "wall_s", "s", false);
  if (!rows.empty())
    for (const Kpi& kpi : rows.front().kpis.shop) heading(out, kpi.name, kpi.unit, units);
  out.end_row();
  for (const ReplicationRow& row : rows) {
    out.number(row.replication);
    out.number(row.seed);
    out.text(row.digest);
    out.number(row.wall_s);
    for (const Kpi& kpi : row.kpis.shop) out.number(kpi.value);
    out.end_row();
  }
}

void write_csv(CsvWriter& out, const IntervalTable& table) {
  heading(out, {"name", "column", "unit", "mean", "half_width", "n"});
  for (const IntervalTable::Row& row : table.rows) {
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      out.text(row.name);
      out.text(table.columns[c].name);
      out.text(table.columns[c].unit);
      out.number(row.cells[c].mean);
      out.number(row.cells[c].half_width);
      out.number(row.cells[c].n);
      out.end_row();
    }
  }
}

void write_csv(CsvWriter& out, const std::vector<ReplicationRow>& rows, const std::string& table,
               bool units) {
  bool first = true;
  for (const ReplicationRow& replication : rows) {
    for (const KpiTable& t : replication.kpis.tables) {
      if (t.name != table) continue;
      if (first) {
        for (const char* name : {"replication", "name"}) out.text(name);
        for (const KpiTable::Column& column : t.columns) heading(out, column.name, column.unit, units);
        out.end_row();
      }
      first = false;
      for (const KpiTable::Row& row : t.rows) {
        out.number(replication.replication);
        out.text(row.name);
        for (const double value : row.values) out.number(value);
        out.end_row();
      }
    }
  }
}

namespace {

[[noreturn]] void fail_unknown(const std::string& name, const std::vector<std::string>& known) {
  throw Error(Fault::usage,
              fmt::format("this result has no table \"{}\"; it has: {}", name, fmt::join(known, ", ")));
}

}  // namespace

void write_csv(CsvWriter& out, const ResultInfo& info, const std::string& name, double level) {
  std::vector<std::string> known = {"shop"};
  if (info.kind == "run") {
    if (name == "shop") return write_csv(out, info.kpis.shop);
    for (const KpiTable& table : all_tables(info.kpis)) {
      if (table.name == name) return write_csv(out, table, true);
      known.push_back(table.name);
    }
    fail_unknown(name, known);
  }
  if (name == "shop") return write_csv(out, kpi_intervals(info.replications, level));
  if (name == "replications") return write_csv(out, info.replications, true);
  known.emplace_back("replications");
  constexpr std::string_view each = "replications.";
  for (const IntervalTable& table : replicated_tables(info.replications, level).tables) {
    if (table.name == name) return write_csv(out, table);
    if (name.starts_with(each) && name.substr(each.size()) == table.name)
      return write_csv(out, info.replications, table.name, true);
    known.push_back(table.name);
    known.push_back(std::string(each) + table.name);
  }
  fail_unknown(name, known);
}

}  // namespace takt
