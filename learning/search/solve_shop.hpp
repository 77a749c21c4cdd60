#pragma once

#include <cstdint>
#include <vector>

#include "learning/search/effort.hpp"
#include "learning/search/schedule.hpp"

namespace takt::search {

/// The best schedule that was found.
struct ShopSolution {
  MachineOrders orders;
  double cost = 0;
  double bound = 0;  ///< no schedule costs less
  std::int64_t iterations = 0;
  double seconds = 0;
};

/// Tabu search from many starts, and from between the best schedules so far (TS/PR: Peng, Lu and Cheng 2015).
/// Ends early when no schedule can be better. `starts` come first; there may be none.
ShopSolution solve_shop(const ShopProblem& problem, const std::vector<MachineOrders>& starts,
                        std::uint64_t seed, const SearchLimits& limits);

}  // namespace takt::search
