#include "tests/sim/fluid.hpp"

#include <algorithm>
#include <limits>

namespace takt::test {

std::vector<double> fair_rates(const std::vector<double>& capacities, const std::vector<FluidFlow>& flows,
                               const std::vector<bool>& active) {
  std::vector<double> rates(flows.size(), 0);
  std::vector<bool> growing = active;
  // All rates grow together; whoever meets a cap or a full link stops.
  while (std::find(growing.begin(), growing.end(), true) != growing.end()) {
    double step = std::numeric_limits<double>::infinity();
    std::vector<double> room = capacities;
    std::vector<int> users(capacities.size(), 0);
    for (std::size_t f = 0; f < flows.size(); ++f) {
      for (const int link : flows[f].links) {
        room[static_cast<std::size_t>(link)] -= rates[f];
        users[static_cast<std::size_t>(link)] += growing[f];
      }
      if (growing[f]) step = std::min(step, flows[f].cap - rates[f]);
    }
    for (std::size_t l = 0; l < capacities.size(); ++l) {
      if (users[l] > 0) step = std::min(step, room[l] / users[l]);
    }
    for (std::size_t f = 0; f < flows.size(); ++f) rates[f] += growing[f] ? step : 0;
    for (std::size_t f = 0; f < flows.size(); ++f) {
      if (!growing[f]) continue;
      bool stops = flows[f].cap - rates[f] <= 1e-12 * flows[f].cap;
      for (const int link : flows[f].links) {
        const auto l = static_cast<std::size_t>(link);
        stops = stops || room[l] - step * users[l] <= 1e-12 * capacities[l];
      }
      growing[f] = !stops;
    }
  }
  return rates;
}

std::vector<double> fluid_ends(const std::vector<double>& capacities, const std::vector<FluidFlow>& flows) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  std::vector<double> left, ends(flows.size(), infinite);
  for (const FluidFlow& flow : flows) left.push_back(flow.size);
  double now = 0;
  for (;;) {
    std::vector<bool> active(flows.size());
    double next = infinite;
    for (std::size_t f = 0; f < flows.size(); ++f) {
      active[f] = flows[f].start <= now && ends[f] == infinite;
      if (flows[f].start > now) next = std::min(next, flows[f].start);
    }
    const std::vector<double> rates = fair_rates(capacities, flows, active);
    for (std::size_t f = 0; f < flows.size(); ++f) {
      if (active[f]) next = std::min(next, now + left[f] / rates[f]);
    }
    if (next == infinite) return ends;
    for (std::size_t f = 0; f < flows.size(); ++f) {
      if (!active[f]) continue;
      const double end = now + left[f] / rates[f];
      left[f] -= rates[f] * (next - now);
      if (end <= next + 1e-9 * (1 + next)) ends[f] = end;
    }
    now = next;
  }
}

}  // namespace takt::test
