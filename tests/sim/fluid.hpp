#pragma once

#include <vector>

namespace takt::test {

/// A flow on shared links: `size` at a rate of at most `cap`, over all its links at once, from `start` on.
struct FluidFlow {
  double start = 0;
  double size = 0;
  double cap = 0;
  std::vector<int> links;
};

/// When each flow is through if the links' capacities are shared max-min fairly: progressive filling
/// (Bertsekas and Gallager, Data Networks, 6.5.2), anew whenever a flow comes or goes.
std::vector<double> fluid_ends(const std::vector<double>& capacities, const std::vector<FluidFlow>& flows);

/// The max-min fair rates of the flows that are active.
std::vector<double> fair_rates(const std::vector<double>& capacities, const std::vector<FluidFlow>& flows,
                               const std::vector<bool>& active);

}  // namespace takt::test
