#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "results/decision_detail.hpp"
#include "results/kpi.hpp"
#include "results/result_info.hpp"
#include "sim/record/trace.hpp"

namespace takt {

struct WriteOptions {
  bool compress = false;                    ///< shuffle and deflate: half the size, a fraction of the speed
  double confidence = 0.95;                 ///< level of the intervals of several replications
  const std::atomic<bool>* stop = nullptr;  ///< looked at now and then; true ends with Error(interrupted)
};

/// Writes the result file of a run (format: results/schema.hpp). The file is whole or absent: it is written
/// to
/// ".NAME.PID.tmp" in the folder of `path`, flushed to disk and renamed; a former file of this name is
/// replaced. Left-over temporaries of writers that died are removed. `detail` may be null. Needs about 1 MB
/// beside what is written. Throws Error(io) that names the path and the cause, Error(interrupted); then
/// nothing is left behind, a full disk included. Not for two threads at once: HDF5 has global state.
void write_result(const std::string& path, const Scenario& scenario, const Trace& trace,
                  const KpiReport& kpis, const RunInfo& info, const DecisionDetail* detail,
                  const WriteOptions& options);

/// Writes a replications file: the KPIs and tables of each replication (see replication_row()), their means
/// and confidence intervals. `rows` is not empty; 0 < level < 1. info.replication is the first one's,
/// info.wall_s the time of all. Otherwise as write_result.
void write_replications(const std::string& path, const Scenario& scenario,
                        const std::vector<ReplicationRow>& rows, const RunInfo& info,
                        const WriteOptions& options);

}  // namespace takt
