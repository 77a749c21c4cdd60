#include "sim/clock/clock.hpp"
#include "sim/model/error.hpp"
#include "sim/model/load_module.hpp"

namespace takt {

namespace {

using Make = Clock* (*)(const Scenario*);

Make open_module() {
  try {
    return reinterpret_cast<Make>(load_module("libtakt_simgrid.so", "takt_make_simgrid_clock"));
  } catch (const Error& error) {
    throw Error(error.fault(), std::string(error.what()) + "; '--clock calendar' runs without it");
  }
}

}  // namespace

void preload_simgrid_clock() {
  open_module();
}

std::unique_ptr<Clock> make_simgrid_clock(const Scenario& scenario) {
  return std::unique_ptr<Clock>(open_module()(&scenario));
}

}  // namespace takt
