#include <dlfcn.h>

#include "sim/clock/clock.hpp"
#include "sim/model/error.hpp"

namespace takt {

std::unique_ptr<Clock> make_simgrid_clock(const Scenario& scenario) {
  // Never closed: SimGrid keeps state of its own until the process ends.
  auto* module = dlopen("libtakt_simgrid.so", RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) {
    throw Error(Fault::io, std::string("cannot load the SimGrid clock (libtakt_simgrid.so): ") + dlerror() +
                               "; '--clock calendar' runs without it");
  }
  using Make = Clock* (*)(const Scenario*);
  const auto make = reinterpret_cast<Make>(dlsym(module, "takt_make_simgrid_clock"));
  if (make == nullptr) throw Error(Fault::io, "libtakt_simgrid.so is not the module of this program");
  return std::unique_ptr<Clock>(make(&scenario));
}

}  // namespace takt
