#pragma once

#include <cstdint>

#include "sim/model/error.hpp"
#include "sim/model/scenario.hpp"

namespace takt::test {

/// What a random scenario may contain.
struct ScenarioShape {
  int groups = 5;
  int routings = 4;
  int steps = 6;
  int orders = 12;
  int sources = 2;
  bool stochastic = true;
  bool breakdowns = true;
  bool mixed = false;  ///< features of every kind
};

/// A small shop drawn from `seed`: parallel machines with speeds, alternatives, setups by family, every kind
/// of distribution and breakdown, listed orders and sources, due dates, weights, horizons, warm-up, waiting.
/// Times are coarse on purpose: many things happen at one instant, zero-length operations included.
Scenario random_scenario(std::uint64_t seed, const ScenarioShape& shape = {});

/// Adds what `add` draws to a scenario that is not finished yet, unless it would then be refused: say, a
/// batch machine that was to take parts.
template <class Add>
void add_unless_refused(Scenario& scenario, Add add) {
  Scenario trial = scenario;
  add(trial);
  Scenario finished = trial;
  try {
    finish_scenario(finished);
  } catch (const Error&) {
    return;
  }
  scenario = trial;
}

}  // namespace takt::test
