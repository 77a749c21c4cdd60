#pragma once

#include "results/read_result.hpp"
#include "sim/model/scenario.hpp"

namespace takt {

/// A run read back from its file. Where the trace has its records (Trace::has_records), all of its tallies
/// are there too and compute_kpis() gives what it gave for the run itself, to the last bit, or for another
/// window. Elsewhere the key figures are those that were stored: file.info.kpis.
struct StoredRun {
  std::string path;
  Scenario scenario;
  ResultFile file;
};

/// Reads the result file of a run. Throws as read_result(), and Error(bad_input) that begins with the path
/// when it holds no single run, its scenario cannot be opened, or its records do not fit the scenario.
StoredRun read_run(const std::string& path, const ReadOptions& options = {});

/// The same of a file of this path that was read, and of the scenario that was simulated.
StoredRun join(const std::string& path, Scenario scenario, ResultFile file);

/// The key figures of a stored run: as they were stored where it has no records, else computed anew.
KpiReport kpis_of(const StoredRun& run);

/// The key figures over another window. Throws Error(bad_input) where the run has no records, and
/// Error(usage) unless 0 <= from < to <= end.
KpiReport kpis_of(const StoredRun& run, const Window& window);

}  // namespace takt
