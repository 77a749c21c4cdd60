#pragma once

// Internal to results/: the tables of key figures, one function a feature. A table without rows is left out.

#include <array>

#include "results/kpi.hpp"

namespace takt {

using MakeKpiTable = KpiTable (*)(const Scenario& scenario, const Trace& trace);

KpiTable pool_table(const Scenario& scenario, const Trace& trace);
KpiTable machine_hours_table(const Scenario& scenario, const Trace& trace);
KpiTable task_table(const Scenario& scenario, const Trace& trace);
KpiTable batch_table(const Scenario& scenario, const Trace& trace);
KpiTable yield_table(const Scenario& scenario, const Trace& trace);
KpiTable quality_table(const Scenario& scenario, const Trace& trace);
KpiTable oee_table(const Scenario& scenario, const Trace& trace);

/// All tables, in the order in which they are shown.
inline constexpr std::array kpi_tables = {MakeKpiTable{pool_table}, MakeKpiTable{machine_hours_table},
                                          MakeKpiTable{task_table}, MakeKpiTable{batch_table}, MakeKpiTable{yield_table}, MakeKpiTable{quality_table}, MakeKpiTable{oee_table}};

}  // namespace takt
