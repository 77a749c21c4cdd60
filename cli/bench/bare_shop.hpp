#pragma once

#include <cstdint>
#include <vector>

#include "sim/model/scenario.hpp"

namespace takt::bench {

/// A static job shop as bare as it can be: job j does its operation p on machine[j * machines + p] for
/// time[j * machines + p] ticks. What the reference programs read.
struct BareShop {
  std::int32_t jobs = 0;
  std::int32_t machines = 0;
  std::vector<std::int32_t> machine;
  std::vector<std::int64_t> time;

  std::size_t operations() const { return machine.size(); }
};

/// Random routes over all machines, times U[1,99] seconds: a Taillard instance of any size.
BareShop make_bare_shop(std::int32_t jobs, std::int32_t machines, std::uint64_t seed);

/// The same shop for Takt.
Scenario scenario_of(const BareShop& shop);

}  // namespace takt::bench
