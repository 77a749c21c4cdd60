// Machine groups and machines as tables like those of features.

#include <utility>

#include "results/kpi.hpp"

namespace takt {

std::vector<KpiTable> all_tables(const KpiReport& report) {
  KpiTable groups{"groups",
                  {{"operations", "1"},
                   {"mean_wait", "s"},
                   {"wait_sd", "s"},
                   {"utilisation", "1"},
                   {"setup_share", "1"},
                   {"down_share", "1"},
                   {"blocked_share", "1"},
                   {"off_share", "1"},
                   {"maintenance_share", "1"},
                   {"waiting_share", "1"},
                   {"down_in_hours_share", "1"}},
                  {}};
  for (const GroupKpi& g : report.groups)
    groups.rows.push_back({g.name,
                           {static_cast<double>(g.operations), g.mean_wait, g.wait_sd, g.utilisation,
                            g.setup_share, g.down_share, g.blocked_share, g.off_share, g.maintenance_share,
                            g.waiting_share, g.down_in_hours_share}});
  KpiTable machines{"machines",
                    {{"operations", "1"},
                     {"idle", "1"},
                     {"setup", "1"},
                     {"processing", "1"},
                     {"down", "1"},
                     {"blocked", "1"},
                     {"off", "1"},
                     {"maintenance", "1"},
                     {"waiting", "1"},
                     {"down_in_hours", "1"}},
                    {}};
  for (const MachineKpi& m : report.machines)
    machines.rows.push_back({m.name,
                             {static_cast<double>(m.operations), m.idle, m.setup, m.processing, m.down,
                              m.blocked, m.off, m.maintenance, m.waiting, m.down_in_hours}});
  std::vector<KpiTable> tables;
  if (!groups.rows.empty()) tables.push_back(std::move(groups));
  if (!machines.rows.empty()) tables.push_back(std::move(machines));
  tables.insert(tables.end(), report.tables.begin(), report.tables.end());
  return tables;
}

}  // namespace takt
