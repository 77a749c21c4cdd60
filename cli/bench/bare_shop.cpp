#include "cli/bench/bare_shop.hpp"

#include <numeric>
#include <string>
#include <utility>

#include "sim/model/random.hpp"

namespace takt::bench {

BareShop make_bare_shop(std::int32_t jobs, std::int32_t machines, std::uint64_t seed) {
  BareShop shop{jobs, machines, {}, {}};
  const Seed key{seed, 0};
  std::uint64_t draws = 0;
  const auto below = [&](std::int32_t bound) {
    const std::uint64_t bits = random_bits(key, Purpose::family, 0, draws++);
    return static_cast<std::int32_t>(random_below(bits, static_cast<std::uint64_t>(bound)));
  };
  std::vector<std::int32_t> route(static_cast<std::size_t>(machines));
  std::iota(route.begin(), route.end(), 0);
  for (std::int32_t j = 0; j < jobs; ++j) {
    for (std::int32_t p = 0; p < machines; ++p) {
      std::swap(route[static_cast<std::size_t>(p)], route[static_cast<std::size_t>(p + below(machines - p))]);
      shop.machine.push_back(route[static_cast<std::size_t>(p)]);
      shop.time.push_back((1 + below(99)) * ticks_per_second);
    }
  }
  return shop;
}

Scenario scenario_of(const BareShop& shop) {
  Scenario scenario;
  scenario.name = std::to_string(shop.jobs) + "x" + std::to_string(shop.machines) + " job shop";
  for (std::int32_t m = 0; m < shop.machines; ++m) {
    MachineGroup group;
    group.name = "machine " + std::to_string(m);
    scenario.groups.push_back(std::move(group));
  }
  for (std::int32_t j = 0; j < shop.jobs; ++j) {
    Routing routing;
    routing.name = "route " + std::to_string(j);
    routing.first_step = static_cast<Index>(scenario.steps.size());
    routing.step_count = routing.steps_taken = shop.machines;
    for (std::int32_t p = 0; p < shop.machines; ++p) {
      const auto at =
          static_cast<std::size_t>(j) * static_cast<std::size_t>(shop.machines) + static_cast<std::size_t>(p);
      Step step;
      step.name = "operation " + std::to_string(p);
      step.first_mode = static_cast<Index>(scenario.modes.size());
      Mode mode;
      mode.group = shop.machine[at];
      mode.time = constant(static_cast<double>(shop.time[at]));
      scenario.modes.push_back(std::move(mode));
      scenario.steps.push_back(std::move(step));
    }
    scenario.routings.push_back(std::move(routing));
    Order order;
    order.name = "job " + std::to_string(j);
    order.routing = j;
    scenario.orders.push_back(std::move(order));
  }
  finish_scenario(scenario);
  return scenario;
}

}  // namespace takt::bench
