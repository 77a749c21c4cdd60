#include "results/result_info.hpp"

#include <cassert>
#include <utility>

#include "results/statistics.hpp"

namespace takt {

std::string status_name(RunStatus status) {
  switch (status) {
    case RunStatus::all_done:
      return "all_done";
    case RunStatus::horizon:
      return "horizon";
    case RunStatus::starved:
      return "starved";
    case RunStatus::deadlock:
      return "deadlock";
  }
  assert(false);
  return "";
}

ReplicationRow replication_row(std::uint64_t replication, std::uint64_t seed, std::string digest,
                               double wall_s, KpiReport kpis) {
  kpis.tables = all_tables(kpis);
  kpis.groups.clear();
  kpis.machines.clear();
  return {replication, seed, std::move(digest), wall_s, std::move(kpis), {}};
}

std::vector<KpiInterval> kpi_intervals(const std::vector<ReplicationRow>& rows, double level) {
  std::vector<KpiInterval> intervals;
  if (rows.empty()) return intervals;
  for (std::size_t k = 0; k < rows.front().kpis.shop.size(); ++k) {
    std::vector<double> values;
    values.reserve(rows.size());
    for (const ReplicationRow& row : rows) values.push_back(row.kpis.shop[k].value);
    const Interval interval = confidence_interval(values, level);
    const Kpi& kpi = rows.front().kpis.shop[k];
    intervals.push_back(
        {{kpi.name, kpi.unit, interval.mean}, interval.half_width, interval.level, interval.n});
  }
  return intervals;
}

}  // namespace takt
