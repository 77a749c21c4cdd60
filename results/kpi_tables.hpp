#pragma once

// Internal to results/: the tables of key figures, one function a feature. A table without rows is left out.

#include <array>

#include "results/kpi.hpp"

namespace takt {

using MakeKpiTable = KpiTable (*)(const Scenario& scenario, const Trace& trace);

/// All tables, in the order in which they are shown.
inline constexpr std::array<MakeKpiTable, 0> kpi_tables = {};

}  // namespace takt
