#pragma once

// Internal to results/.

#include <string>
#include <vector>

#include "results/extract_blocks.hpp"
#include "results/write_result.hpp"

namespace takt {

namespace hdf5 {

// What the module holds, under the names that the program sees outside of this namespace.
void write_result(const std::string& path, const Scenario& scenario, const Trace& trace,
                  const KpiReport& kpis, const RunInfo& info, const DecisionDetail* detail,
                  const WriteOptions& options);
void write_replications(const std::string& path, const Scenario& scenario,
                        const std::vector<ReplicationRow>& rows, const RunInfo& info,
                        const WriteOptions& options);
std::vector<Block> extract_blocks(const std::string& path, const std::string& open_as, Extract what, int out);
std::vector<Block> extract_rows(const std::string& path, const std::string& open_as, const RowRange& range,
                                int out);

}  // namespace hdf5

/// What of results/ needs HDF5: write_result(), write_replications(), extract_blocks() and extract_rows().
/// HDF5 and the thirty libraries that Debian's build of it needs take 8 ms to load, so all of this sits in a
/// module of its own, libtakt_hdf5.so, that is opened when a result is written or read.
struct Hdf5Module {
  decltype(&takt::write_result) write_result;
  decltype(&takt::write_replications) write_replications;
  decltype(&takt::extract_blocks) extract_blocks;
  decltype(&takt::extract_rows) extract_rows;
};

/// The module's one symbol is `extern "C" const Hdf5Module* takt_hdf5_module()`. Throws Error(io) when the
/// module is not beside the program.
const Hdf5Module& hdf5_module();

}  // namespace takt
