#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "results/kpi.hpp"
#include "results/result_info.hpp"

namespace takt {

/// The tables a person reads: the shop's figures, then a row a machine group.
void print_kpis(const KpiReport& kpis);

/// Means and confidence intervals over replications.
void print_intervals(const std::vector<KpiInterval>& intervals);

/// Name to value, null where there is nothing to measure.
nlohmann::json kpis_to_json(const std::vector<Kpi>& kpis);

}  // namespace takt
