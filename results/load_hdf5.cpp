#include "results/hdf5_module.hpp"
#include "sim/model/load_module.hpp"

namespace takt {

const Hdf5Module& hdf5_module() {
  return *reinterpret_cast<const Hdf5Module* (*)()>(load_module("libtakt_hdf5.so", "takt_hdf5_module"))();
}

void write_result(const std::string& path, const Scenario& scenario, const Trace& trace,
                  const KpiReport& kpis, const RunInfo& info, const DecisionDetail* detail,
                  const WriteOptions& options) {
  hdf5_module().write_result(path, scenario, trace, kpis, info, detail, options);
}

void write_replications(const std::string& path, const Scenario& scenario,
                        const std::vector<ReplicationRow>& rows, const RunInfo& info,
                        const WriteOptions& options) {
  hdf5_module().write_replications(path, scenario, rows, info, options);
}

std::vector<Block> extract_blocks(const std::string& path, const std::string& open_as, Extract what,
                                  int out) {
  return hdf5_module().extract_blocks(path, open_as, what, out);
}

std::vector<Block> extract_rows(const std::string& path, const std::string& open_as, const RowRange& range,
                                int out) {
  return hdf5_module().extract_rows(path, open_as, range, out);
}

}  // namespace takt
