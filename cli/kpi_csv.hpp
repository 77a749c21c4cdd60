#pragma once

#include <string>
#include <vector>

#include "cli/csv.hpp"
#include "results/kpi.hpp"
#include "results/replicated_tables.hpp"
#include "results/result_info.hpp"

namespace takt {

/// A table: names of rows, then its columns; a unit other than "1" stands in the heading, "mean_wait [s]",
/// where `units` is set.
void write_csv(CsvWriter& out, const KpiTable& table, bool units);

/// The figures of the shop: name, unit, value.
void write_csv(CsvWriter& out, const std::vector<Kpi>& shop);

/// The same over replications: name, unit, mean, half_width, n.
void write_csv(CsvWriter& out, const std::vector<KpiInterval>& shop);

/// Replications, one a row, with the figures of the shop.
void write_csv(CsvWriter& out, const std::vector<ReplicationRow>& rows, bool units);

/// A table over replications, a cell a line: name, column, unit, mean, half_width, n.
void write_csv(CsvWriter& out, const IntervalTable& table);

/// A table of each replication: replication, name, then its columns.
void write_csv(CsvWriter& out, const std::vector<ReplicationRow>& rows, const std::string& table, bool units);

/// Writes one table of a result by its name: "shop", "groups", "machines", a table of a feature. Of several
/// replications these hold means and intervals of this level; "replications" has the figures of the shop by
/// replication, and "replications.TABLE" those of a table. Throws Error(usage) that lists the names when
/// there is none.
void write_csv(CsvWriter& out, const ResultInfo& info, const std::string& table, double level);

}  // namespace takt
