#include <string>

#include <dlfcn.h>

#include "cli/bench/bare_simgrid.hpp"
#include "sim/model/error.hpp"

namespace takt::bench {

namespace {

using Run = std::int64_t (*)(const BareShop*);

Run open_module() {
  // Never closed: SimGrid keeps state of its own until the process ends.
  auto* module = dlopen("libtakt_bare_simgrid.so", RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) {
    throw Error(Fault::io, std::string("cannot load the bare SimGrid program: ") + dlerror());
  }
  const auto run = reinterpret_cast<Run>(dlsym(module, "takt_run_bare_simgrid"));
  if (run == nullptr) throw Error(Fault::io, "libtakt_bare_simgrid.so is not the module of this program");
  return run;
}

}  // namespace

void preload_bare_simgrid() {
  open_module();
}

std::int64_t run_bare_simgrid(const BareShop& shop) {
  return open_module()(&shop);
}

}  // namespace takt::bench
