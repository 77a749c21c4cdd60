#include <dlfcn.h>

#include "results/hdf5_module.hpp"
#include "sim/model/error.hpp"

namespace takt {

const Hdf5Module& hdf5_module() {
  // Never closed: HDF5 has an exit handler.
  auto* module = dlopen("libtakt_hdf5.so", RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr)
    throw Error(Fault::io,
                std::string("cannot load what reads and writes results (libtakt_hdf5.so): ") + dlerror());
  const auto get = reinterpret_cast<const Hdf5Module* (*)()>(dlsym(module, "takt_hdf5_module"));
  if (get == nullptr) throw Error(Fault::io, "libtakt_hdf5.so is not the module of this program");
  return *get();
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

std::vector<Block> extract_blocks(const std::string& path, Extract what, int out) {
  return hdf5_module().extract_blocks(path, what, out);
}

}  // namespace takt
