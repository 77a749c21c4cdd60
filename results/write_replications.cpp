#include <cassert>

#include "results/column_sources.hpp"
#include "results/hdf5_module.hpp"
#include "results/replicated_tables.hpp"
#include "results/write_heading.hpp"

namespace takt::hdf5 {
namespace {

/// The figures of the shop: their means and intervals, then those of each replication beside its digest.
void write_shop(ColumnWriter& writer, const std::vector<ReplicationRow>& rows, double level) {
  const std::vector<KpiInterval> intervals = kpi_intervals(rows, level);
  const auto name = [&](std::size_t i) -> const std::string& { return intervals[i].kpi.name; };
  const auto unit = [&](std::size_t i) -> const std::string& { return intervals[i].kpi.unit; };
  ColumnSource means = source_of("kpi/value");
  means.fill = [&intervals](std::size_t first, std::size_t count, std::byte* out) {
    for (std::size_t i = 0; i < count; ++i)
      std::memcpy(out + i * sizeof(double), &intervals[first + i].kpi.value, sizeof(double));
  };
  writer.write_table(intervals.size(), record_sources(kpi_interval_columns, intervals) +
                                           text_source("kpi/name", intervals.size(), name) +
                                           text_source("kpi/unit", intervals.size(), unit) +
                                           std::move(means));

  std::vector<ColumnSource> columns =
      record_sources(replication_columns, rows) +
      names_of<ReplicationRow, &ReplicationRow::digest>("replications/digest", rows);
  columns.push_back(names_of<ReplicationRow, &ReplicationRow::status>("replications/status", rows));
  for (std::size_t k = 0; k < intervals.size(); ++k) {
    ColumnSource column;
    column.path = "replications/kpi/" + intervals[k].kpi.name;
    column.unit = intervals[k].kpi.unit;
    column.meaning = "key figure by replication";
    column.scale = "replications/replication";
    column.fill = [&rows, k](std::size_t first, std::size_t count, std::byte* out) {
      for (std::size_t i = 0; i < count; ++i)
        std::memcpy(out + i * sizeof(double), &rows[first + i].kpis.shop[k].value, sizeof(double));
    };
    columns.push_back(std::move(column));
  }
  writer.write_table(rows.size(), columns);
}

/// Calls use(table, row, column) for all cells, in order.
template <class Use>
void for_each_cell(const std::vector<IntervalTable>& tables, Use use) {
  for (const IntervalTable& table : tables)
    for (const IntervalTable::Row& row : table.rows)
      for (std::size_t c = 0; c < table.columns.size(); ++c) use(table, row, c);
}

/// Means and intervals of all tables, one figure a row, then the same figures of each replication.
void write_tables(ColumnWriter& writer, const ReplicatedTables& all) {
  std::vector<std::string> table, row, column, unit;
  std::vector<double> mean, half_width;
  std::vector<std::int64_t> n;
  for_each_cell(all.tables, [&](const IntervalTable& t, const IntervalTable::Row& r, std::size_t c) {
    table.push_back(t.name);
    row.push_back(r.name);
    column.push_back(t.columns[c].name);
    unit.push_back(t.columns[c].unit);
    mean.push_back(r.cells[c].mean);
    half_width.push_back(r.cells[c].half_width);
    n.push_back(r.cells[c].n);
  });
  writer.write_table(mean.size(), {texts("kpi/tables/table", table), texts("kpi/tables/row", row),
                                   texts("kpi/tables/column", column), texts("kpi/tables/unit", unit),
                                   numbers("kpi/tables/value", mean),
                                   numbers("kpi/tables/half_width", half_width), numbers("kpi/tables/n", n)});

  const std::size_t width = mean.size();
  const auto by_replication = [&](const char* path, auto value) {
    ColumnSource source = source_of(path);
    source.fill = [width, value](std::size_t first, std::size_t count, std::byte* out) {
      for (std::size_t i = first; i < first + count; ++i) {
        const auto number = value(i / width, i % width);
        std::memcpy(out + (i - first) * sizeof(number), &number, sizeof(number));
      }
    };
    return source;
  };
  writer.write_table(
      all.values.size() * width,
      {by_replication("replications/cells/cell", [](std::size_t, std::size_t c) { return std::uint64_t{c}; }),
       by_replication("replications/cells/replication",
                      [](std::size_t r, std::size_t) { return std::uint64_t{r}; }),
       by_replication("replications/cells/value",
                      [&all](std::size_t r, std::size_t c) { return all.values[r][c]; })});
}

}  // namespace

void write_replications(const std::string& path, const Scenario& scenario,
                        const std::vector<ReplicationRow>& rows, const RunInfo& info,
                        const WriteOptions& options) {
  assert(!rows.empty());
  UnfinishedFile file(path);
  ColumnWriter writer(file, options.compress, options.stop);
  write_attributes(writer, "replications", info);
  write_scenario(writer, scenario);
  write_shop(writer, rows, options.confidence);
  write_tables(writer, replicated_tables(rows, options.confidence));
  writer.finish();
  file.commit();
}

}  // namespace takt::hdf5
