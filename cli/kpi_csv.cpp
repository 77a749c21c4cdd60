#include "cli/kpi_csv.hpp"

#include <algorithm>

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

std::vector<KpiTable> kpi_tables_of(const KpiReport& report) {
  KpiTable groups{"groups",
                  {{"operations", "1"},
                   {"mean_wait", "s"},
                   {"wait_sd", "s"},
                   {"utilisation", "1"},
                   {"setup_share", "1"},
                   {"down_share", "1"},
                   {"blocked_share", "1"},
                   {"off_share", "1"},
                   {"maintenance_share", "1"}},
                  {}};
  for (const GroupKpi& g : report.groups)
    groups.rows.push_back({g.name,
                           {static_cast<double>(g.operations), g.mean_wait, g.wait_sd, g.utilisation,
                            g.setup_share, g.down_share, g.blocked_share, g.off_share, g.maintenance_share}});
  KpiTable machines{"machines",
                    {{"operations", "1"},
                     {"idle", "1"},
                     {"setup", "1"},
                     {"processing", "1"},
                     {"down", "1"},
                     {"blocked", "1"},
                     {"off", "1"},
                     {"maintenance", "1"}},
                    {}};
  for (const MachineKpi& m : report.machines)
    machines.rows.push_back({m.name,
                             {static_cast<double>(m.operations), m.idle, m.setup, m.processing, m.down,
                              m.blocked, m.off, m.maintenance}});
  std::vector<KpiTable> tables = {std::move(groups), std::move(machines)};
  tables.insert(tables.end(), report.tables.begin(), report.tables.end());
  return tables;
}

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

void write_csv(CsvWriter& out, const ResultInfo& info, const std::string& name) {
  std::vector<std::string> known = {"shop"};
  if (info.kind == "run") {
    if (name == "shop") return write_csv(out, info.kpis.shop);
    for (const KpiTable& table : kpi_tables_of(info.kpis)) {
      if (table.name == name) return write_csv(out, table, true);
      known.push_back(table.name);
    }
  } else {
    if (name == "shop") return write_csv(out, info.intervals);
    if (name == "replications") return write_csv(out, info.replications, true);
    known.emplace_back("replications");
  }
  throw Error(Fault::usage,
              fmt::format("this result has no table \"{}\"; it has: {}", name, fmt::join(known, ", ")));
}

}  // namespace takt
