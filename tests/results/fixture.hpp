#pragma once

#include <cstdint>

#include "results/decision_detail.hpp"
#include "results/kpi.hpp"
#include "results/result_info.hpp"
#include "sim/record/trace.hpp"

namespace takt::fixture {

/// How much there is of everything that a result file holds.
struct Sizes {
  std::size_t jobs = 50;
  std::size_t operations = 300;
  std::size_t intervals = 400;
  std::size_t decisions = 300;
  std::size_t features = 3;
};

/// Three groups with alternatives, setups, two sources and some orders; names in several scripts.
Scenario scenario();

/// A trace of made-up records that fit the scenario, all of them drawn from the seed.
Trace trace(std::uint64_t seed, const Sizes& sizes);

/// 1 to 5 candidates for each decision of the trace.
DecisionDetail detail(std::uint64_t seed, const Trace& trace, const Sizes& sizes);

RunInfo info(std::uint64_t seed);

}  // namespace takt::fixture
