#include "cli/run_outcome.hpp"

#include <nlohmann/json.hpp>

namespace takt {

// CBOR, not JSON text: it keeps NaN and every bit of a double.

namespace {

nlohmann::json pack(const KpiReport& kpis) {
  nlohmann::json shop = nlohmann::json::array(), groups = shop, machines = shop;
  for (const Kpi& k : kpis.shop) shop.push_back({k.name, k.unit, k.value});
  for (const GroupKpi& g : kpis.groups) {
    groups.push_back({g.name, g.operations, g.mean_wait, g.wait_sd, g.utilisation, g.setup_share,
                      g.down_share, g.blocked_share, g.off_share, g.maintenance_share, g.waiting_share,
                      g.down_in_hours_share});
  }
  for (const MachineKpi& m : kpis.machines) {
    machines.push_back({m.name, m.operations, m.idle, m.setup, m.processing, m.down, m.blocked, m.off,
                        m.maintenance, m.waiting, m.down_in_hours});
  }
  nlohmann::json tables = nlohmann::json::array();
  for (const KpiTable& t : kpis.tables) {
    nlohmann::json columns = nlohmann::json::array(), rows = nlohmann::json::array();
    for (const KpiTable::Column& c : t.columns) columns.push_back({c.name, c.unit});
    for (const KpiTable::Row& r : t.rows) rows.push_back({nlohmann::json(r.name), nlohmann::json(r.values)});
    tables.push_back({nlohmann::json(t.name), columns, rows});
  }
  return {{"shop", shop}, {"groups", groups}, {"machines", machines}, {"tables", tables}};
}

KpiReport unpack(const nlohmann::json& packed) {
  KpiReport kpis;
  for (const auto& k : packed.at("shop")) kpis.shop.push_back({k.at(0), k.at(1), k.at(2)});
  for (const auto& g : packed.at("groups")) {
    kpis.groups.push_back({g.at(0), g.at(1), g.at(2), g.at(3), g.at(4), g.at(5), g.at(6), g.at(7), g.at(8),
                           g.at(9), g.at(10), g.at(11)});
  }
  for (const auto& m : packed.at("machines")) {
    kpis.machines.push_back(
        {m.at(0), m.at(1), m.at(2), m.at(3), m.at(4), m.at(5), m.at(6), m.at(7), m.at(8), m.at(9), m.at(10)});
  }
  for (const auto& t : packed.at("tables")) {
    KpiTable table;
    table.name = t.at(0);
    for (const auto& c : t.at(1)) table.columns.push_back({c.at(0), c.at(1)});
    for (const auto& r : t.at(2)) table.rows.push_back({r.at(0), r.at(1).get<std::vector<double>>()});
    kpis.tables.push_back(std::move(table));
  }
  return kpis;
}

}  // namespace

std::string to_bytes(const RunOutcome& outcome) {
  const nlohmann::json packed = {{"replication", outcome.replication},
                                 {"status", static_cast<int>(outcome.status)},
                                 {"status_detail", outcome.status_detail},
                                 {"digest", outcome.digest},
                                 {"end_s", outcome.end_s},
                                 {"stuck_jobs", outcome.stuck_jobs},
                                 {"stuck_since_s", outcome.stuck_since_s},
                                 {"operations", outcome.operations},
                                 {"decisions", outcome.decisions},
                                 {"wall_s", outcome.wall_s},
                                 {"kpis", pack(outcome.kpis)}};
  std::string bytes;
  nlohmann::json::to_cbor(packed, bytes);
  return bytes;
}

RunOutcome outcome_from_bytes(const std::string& bytes) {
  const nlohmann::json packed = nlohmann::json::from_cbor(bytes);
  RunOutcome outcome;
  outcome.replication = packed.at("replication");
  outcome.status = static_cast<RunStatus>(packed.at("status").get<int>());
  outcome.status_detail = packed.at("status_detail");
  outcome.digest = packed.at("digest");
  outcome.end_s = packed.at("end_s");
  outcome.stuck_jobs = packed.at("stuck_jobs");
  outcome.stuck_since_s = packed.at("stuck_since_s");
  outcome.operations = packed.at("operations");
  outcome.decisions = packed.at("decisions");
  outcome.wall_s = packed.at("wall_s");
  outcome.kpis = unpack(packed.at("kpis"));
  return outcome;
}

bool got_stuck(RunStatus status) {
  return status == RunStatus::starved || status == RunStatus::deadlock;
}

std::string describe(RunStatus status) {
  switch (status) {
    case RunStatus::all_done:
      return "all done";
    case RunStatus::horizon:
      return "horizon reached";
    case RunStatus::starved:
      return "starved";
    case RunStatus::deadlock:
      return "deadlock";
  }
  return "?";
}

}  // namespace takt
