#pragma once

#include "results/read_run.hpp"

namespace takt::test {

/// A run with all its records, as it is read back from a file; any candidate is chosen, by the seed.
StoredRun stored(const Scenario& scenario, std::uint64_t seed);

}  // namespace takt::test
