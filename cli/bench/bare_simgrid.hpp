#pragma once

#include <cstdint>

#include "cli/bench/bare_shop.hpp"

namespace takt::bench {

/// The schedule of run_reference_heap on SimGrid: one host a machine, one Exec an operation, no actor. Opens
/// libtakt_bare_simgrid.so from beside the program. Once a process, so call it in a child (run_isolated).
/// Returns the makespan in ticks. Throws Error(io) when the module is not there.
std::int64_t run_bare_simgrid(const BareShop& shop);

/// Opens the module and nothing more: children forked after it save the time.
void preload_bare_simgrid();

}  // namespace takt::bench
