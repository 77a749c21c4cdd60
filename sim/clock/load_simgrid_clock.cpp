#include <dlfcn.h>

#include "sim/clock/clock.hpp"
#include "sim/model/error.hpp"

namespace takt {

namespace {

using Make = Clock* (*)(const Scenario*);

Make open_module() {
  // Never closed: SimGrid keeps state of its own until the process ends.
  auto* module = dlopen("libtakt_simgrid.so", RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) {
    throw Error(Fault::io, std::string("cannot load the SimGrid clock (libtakt_simgrid.so): ") + dlerror() +
                               "; '--clock calendar' runs without it");
  }
  const auto make = reinterpret_cast<Make>(dlsym(module, "takt_make_simgrid_clock"));
  if (make == nullptr) throw Error(Fault::io, "libtakt_simgrid.so is not the module of this program");
  return make;
}

}  // namespace

void preload_simgrid_clock() {
  open_module();
}

std::unique_ptr<Clock> make_simgrid_clock(const Scenario& scenario) {
  return std::unique_ptr<Clock>(open_module()(&scenario));
}

}  // namespace takt
