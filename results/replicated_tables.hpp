#pragma once

#include <span>
#include <string>
#include <vector>

#include "results/result_info.hpp"
#include "results/statistics.hpp"

namespace takt {

/// A table of key figures over replications, cell by cell.
struct IntervalTable {
  struct Row {
    std::string name;
    std::vector<Interval> cells;  ///< by column
  };
  std::string name;
  std::vector<KpiTable::Column> columns;
  std::vector<Row> rows;
};

/// The tables of all replications laid over each other: a cell is known by its table, its row's name (of
/// equal names in one table, the first by the first, ...) and its column's. A replication that lacks a cell,
/// or has NaN there, does not count in that cell: its mean is over the n others.
struct ReplicatedTables {
  std::vector<IntervalTable> tables;        ///< in the order in which replications first have them
  std::vector<std::vector<double>> values;  ///< by replication: all cells, table by table and row by row
};

/// `level`: of the Student-t intervals.
ReplicatedTables replicated_tables(std::span<const ReplicationRow> rows, double level = 0.95);

}  // namespace takt
