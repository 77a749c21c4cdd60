#pragma once

#include <cstdint>

#include "cli/bench/bare_shop.hpp"

namespace takt::bench {

/// First come, first served with a binary heap of endings and a deque a machine, and nothing else: no
/// records, no decisions, no agent. The limit for CalendarClock. Returns the makespan in ticks.
std::int64_t run_reference_heap(const BareShop& shop);

}  // namespace takt::bench
