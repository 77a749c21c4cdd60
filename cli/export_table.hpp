#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/csv.hpp"
#include "results/read_range.hpp"
#include "sim/model/scenario.hpp"

namespace takt {

/// A column of an exported table, for the list of all of them.
struct ExportedColumn {
  std::string table, column, unit, meaning;
};

/// The columns of a result file that are one table: equally long, and exported to one file.
struct ExportTable {
  std::string name;
  std::vector<std::string> columns;  ///< paths, in the order of the format
};

/// The tables of a file but those of key figures.
std::vector<ExportTable> export_tables(const ResultColumns& file);

/// Writes tables of one file as CSV.
class TableExporter {
 public:
  /// `scenario` names what events are about; null: it is not known. Both must outlive the exporter.
  TableExporter(const ResultColumns& file, const Scenario* scenario) : file_(file), scenario_(scenario) {}

  /// A row a row, names beside indices, the words of a flag in its place, nothing for "never" and "none".
  /// Adds the columns to `listed`. Throws as ResultColumns, and Error(interrupted).
  void write(CsvWriter& out, const ExportTable& table, std::vector<ExportedColumn>& listed);

 private:
  struct Column {
    std::string path, heading;
    const ColumnSpec* spec = nullptr;  ///< null: a column whose name is data
    std::vector<std::string> words;    ///< of a flag
    bool named = false;                ///< an index of something that has names:
    std::vector<std::string> names;
    ColumnType type = ColumnType::text;
  };
  std::vector<Column> columns_of(const ExportTable& table, std::vector<ExportedColumn>& listed) const;

  const ResultColumns& file_;
  const Scenario* scenario_;
};

}  // namespace takt
