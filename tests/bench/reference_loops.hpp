#pragma once

#include <cstdint>
#include <vector>

namespace takt::bench {

/// A static job shop as bare as it can be: job j does operation p on machine[j * machines + p] for time[...] ticks.
struct BareShop {
  int jobs = 0;
  int machines = 0;
  std::vector<std::int32_t> machine;
  std::vector<std::int64_t> time;
};

/// Random routes over all machines, times U[1,99] seconds, from a fixed seed.
BareShop make_bare_shop(int jobs, int machines, std::uint64_t seed);

/// First come, first served with a binary heap of endings and a deque a machine, and nothing else: no records, no
/// decisions, no agent. The limit for CalendarClock. Returns the makespan in ticks.
std::int64_t run_bare_heap(const BareShop& shop);

}  // namespace takt::bench
