#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "results/kpi.hpp"

namespace takt::search {

/// What a search makes as small as it can: a KPI of that name (results/kpi.hpp).
enum class Goal {
  makespan,
  max_tardiness,
  total_weighted_tardiness,
  mean_tardiness,
  mean_flow_time,
  total_weighted_flow_time
};

/// As the KPI is called: "makespan".
std::string_view name_of(Goal goal);

/// All names, in the order of Goal.
std::vector<std::string> goal_names();

/// Throws Error(usage) that lists the names.
Goal goal_named(const std::string& name);

/// Whether it is about due dates, and means nothing where no job has one.
bool needs_due_dates(Goal goal);

}  // namespace takt::search
