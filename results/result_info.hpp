#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/kpi.hpp"
#include "sim/record/trace.hpp"

namespace takt {

/// How a run was started, as whoever started it knows it.
struct RunInfo {
  std::string scenario_name;  ///< the scenario as the user named it: "scenarios/demo.yaml", "taillard:ta01"
  std::string agent;          ///< "rule:spt"
  std::string clock;          ///< "simgrid" or "calendar"
  std::uint64_t seed = 1;
  std::uint64_t replication = 0;
  double wall_s = 0;            ///< s; of the simulation alone
  std::string source_revision;  ///< of Takt
  std::string command;          ///< the command line
};

/// One replication of several, as a row of a replications file.
struct ReplicationRow {
  std::uint64_t replication = 0;
  std::uint64_t seed = 0;
  std::string digest;  ///< Digest::hex()
  double wall_s = 0;
  KpiReport kpis;           ///< groups and machines are tables like the others
  std::string status = {};  ///< status_name() of how it ended; empty in files before version 4
};

/// "all_done", "horizon", "starved" or "deadlock"
std::string status_name(RunStatus status);

/// The row of a replication: its key figures with all tables in one form.
ReplicationRow replication_row(std::uint64_t replication, std::uint64_t seed, std::string digest,
                               double wall_s, KpiReport kpis);

/// A KPI over replications: `value` is the mean.
struct KpiInterval {
  Kpi kpi;
  double half_width = 0;  ///< of the Student-t confidence interval of the mean; NaN below two values
  double level = 0.95;
  std::int64_t n = 0;  ///< replications in which there was something to measure
};

/// The means and intervals of all KPIs over replications, in the order of the KPIs.
std::vector<KpiInterval> kpi_intervals(const std::vector<ReplicationRow>& rows, double level = 0.95);

/// What the root attributes and the KPIs of a result file say; every member up to `kpis` is an attribute of
/// that name unless noted.
struct ResultInfo {
  std::string kind;  ///< "run" or "replications"
  std::int64_t format_version = 0;
  std::string software;         ///< "takt 0.1.0"
  std::string created;          ///< UTC, ISO 8601
  std::string title;            ///< the scenario's own name
  std::string scenario_sha256;  ///< of the dataset /scenario, the resolved scenario as text
  RunInfo run;                  ///< attributes scenario, agent, clock, seed, replication, wall_s, ...
  RunStatus status = RunStatus::all_done;  ///< "all_done", "horizon", "starved" or "deadlock"
  std::string status_detail;
  std::int64_t stuck_jobs = 0;       ///< that nothing can ever move again
  Time stuck_since = -1;             ///< when the first of them got stuck, us; -1: none
  Time end = 0;                      ///< attribute `end`, us
  std::int64_t operation_count = 0;  ///< attribute `operations`; likewise `decisions` and `instants`
  std::int64_t decision_count = 0;
  std::int64_t instant_count = 0;
  Digest digest;  ///< 32 hexadecimal digits

  KpiReport kpis;                            ///< kind "run"
  std::vector<KpiInterval> intervals;        ///< kind "replications"
  std::vector<ReplicationRow> replications;  ///< kind "replications"
};

}  // namespace takt
