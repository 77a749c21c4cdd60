#pragma once

#include <string>
#include <vector>

#include "cli/csv.hpp"
#include "results/kpi.hpp"
#include "results/result_info.hpp"

namespace takt {

/// Key figures in one form: those of groups, machines and features, a row a thing.
std::vector<KpiTable> kpi_tables_of(const KpiReport& report);

/// A table: names of rows, then its columns; a unit other than "1" stands in the heading, "mean_wait [s]",
/// where `units` is set.
void write_csv(CsvWriter& out, const KpiTable& table, bool units);

/// The figures of the shop: name, unit, value.
void write_csv(CsvWriter& out, const std::vector<Kpi>& shop);

/// The same over replications: name, unit, mean, half_width, n.
void write_csv(CsvWriter& out, const std::vector<KpiInterval>& shop);

/// Replications, one a row, with the figures of the shop.
void write_csv(CsvWriter& out, const std::vector<ReplicationRow>& rows, bool units);

/// Writes one table of a result by its name: "shop", "groups", "machines", a table of a feature; of several
/// replications "shop" and "replications". Throws Error(usage) that lists the names when there is none.
void write_csv(CsvWriter& out, const ResultInfo& info, const std::string& table);

}  // namespace takt
