#pragma once

// Internal to results/: the tables of key figures, one function a feature. A table without rows is left out.

#include <array>

#include "results/kpi.hpp"
#include "results/kpi_condition.hpp"

namespace takt {

using MakeKpiTable = KpiTable (*)(const Scenario& scenario, const Trace& trace);

KpiTable pool_table(const Scenario& scenario, const Trace& trace);
KpiTable machine_hours_table(const Scenario& scenario, const Trace& trace);
KpiTable stop_table(const Scenario& scenario, const Trace& trace);
KpiTable wait_table(const Scenario& scenario, const Trace& trace);
KpiTable task_table(const Scenario& scenario, const Trace& trace);
KpiTable vehicle_table(const Scenario& scenario, const Trace& trace);
KpiTable transport_wait_table(const Scenario& scenario, const Trace& trace);
KpiTable lane_table(const Scenario& scenario, const Trace& trace);
KpiTable conveyor_table(const Scenario& scenario, const Trace& trace);

/// Quantities are in units, rates a period of the supply chain: demand (of customers, other stock points and
/// production); type1_service, share of the receipts before which nothing had been short since the receipt
/// before; fill_rate (type 2), share of the demand that was met at once; ready_rate, share of time (or of
/// measured periods) in which nothing was owed; mean stock, owed and in transit; lost demand; numbers of
/// demands not met at once and of orders; mean order; bullwhip, variance of what was ordered in a period by
/// variance of what was asked for.
KpiTable stock_table(const Scenario& scenario, const Trace& trace);
/// Costs a period by kind, and in all over the window.
KpiTable stock_cost_table(const Scenario& scenario, const Trace& trace);

KpiTable buffer_table(const Scenario& scenario, const Trace& trace);
KpiTable card_table(const Scenario& scenario, const Trace& trace);
KpiTable part_table(const Scenario& scenario, const Trace& trace);
KpiTable product_table(const Scenario& scenario, const Trace& trace);
KpiTable batch_table(const Scenario& scenario, const Trace& trace);
KpiTable yield_table(const Scenario& scenario, const Trace& trace);
KpiTable quality_table(const Scenario& scenario, const Trace& trace);
KpiTable oee_table(const Scenario& scenario, const Trace& trace);

/// All tables, in the order in which they are shown.
inline constexpr std::array kpi_tables = {
    MakeKpiTable{pool_table},       MakeKpiTable{machine_hours_table}, MakeKpiTable{stop_table},
    MakeKpiTable{wait_table},       MakeKpiTable{task_table},          MakeKpiTable{stock_table},
    MakeKpiTable{stock_cost_table}, MakeKpiTable{vehicle_table},       MakeKpiTable{transport_wait_table},
    MakeKpiTable{lane_table},       MakeKpiTable{conveyor_table},      MakeKpiTable{product_table},
    MakeKpiTable{buffer_table},     MakeKpiTable{card_table},          MakeKpiTable{part_table},
    MakeKpiTable{condition_table},  MakeKpiTable{energy_table},        MakeKpiTable{cost_table},
    MakeKpiTable{batch_table},      MakeKpiTable{yield_table},         MakeKpiTable{quality_table},
    MakeKpiTable{oee_table}};

}  // namespace takt
