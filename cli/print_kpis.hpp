#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "results/kpi.hpp"
#include "results/result_info.hpp"

namespace takt {

/// The tables a person reads: the shop's figures, a row a machine group, then the tables of
/// the features in use.
void print_kpis(const KpiReport& kpis);

/// Means and confidence intervals over replications, of this level, of the shop's figures and of all tables.
void print_replications(const std::vector<ReplicationRow>& rows, double level);

/// The figures of one replication: its number, digest, KPIs and tables.
nlohmann::json replication_to_json(const ReplicationRow& row);

/// Adds the means over replications, `kpi` and `tables`, with half widths of their confidence intervals and
/// numbers of values beside them.
void add_intervals(nlohmann::json& json, const std::vector<ReplicationRow>& rows, double level);

/// Tables by name, in them rows by name, in them figures by name.
nlohmann::json tables_to_json(const std::vector<KpiTable>& tables);

/// Name to value, null where there is nothing to measure.
nlohmann::json kpis_to_json(const std::vector<Kpi>& kpis);

}  // namespace takt
