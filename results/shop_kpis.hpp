#pragma once

// Internal to results/: the key figures of the run as a whole, one table for what they are and how they come
// about.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "results/kpi.hpp"

namespace takt {

/// What one pass over jobs, groups and machines gathers for them. Sums are of ticks; long double holds them
/// exactly up to 2^64.
struct ShopSums {
  double window = 0;  ///< W
  std::int64_t by_outcome[3] = {};
  Time makespan = -1;
  std::int64_t completed_in_window = 0;
  long double in_shop = 0;

  std::vector<double> flow_times;  ///< of measured jobs
  long double flow = 0, weighted_flow = 0;

  std::int64_t due = 0, tardy = 0;  ///< measured jobs with a due date, and those of them that were late
  long double lateness = 0, tardiness = 0, weighted_tardiness = 0;
  Time max_tardiness = 0;

  std::int64_t operations = 0;
  std::int64_t waited = 0;    ///< operations that got a machine in the window
  long double wait = 0;       ///< of these
  std::int64_t machines = 0;  ///< without those of groups without limit
  double utilisation = 0;     ///< of these, summed
};

ShopSums shop_sums(const Scenario& scenario, const Trace& trace, const std::vector<MachineKpi>& machines);

/// A key figure of the run: its definition, as in KpiDefinition, and its value.
struct ShopKpi {
  const char* name;
  const char* unit;
  std::string_view window, formula;
  double (*value)(ShopSums& sums);  ///< may reorder the flow times
};

/// All of them, in the order in which they are told.
std::span<const ShopKpi> shop_kpis();

}  // namespace takt
