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

/// Means and confidence intervals over replications.
void print_intervals(const std::vector<KpiInterval>& intervals);

/// Tables by name, in them rows by name, in them figures by name.
nlohmann::json tables_to_json(const std::vector<KpiTable>& tables);

/// Name to value, null where there is nothing to measure.
nlohmann::json kpis_to_json(const std::vector<Kpi>& kpis);

}  // namespace takt
