#include "tests/sim/small_shop.hpp"

#include <string>

namespace takt::test {

Index add_group(Scenario& scenario, Index count, double speed) {
  MachineGroup group;
  group.name = "station" + std::to_string(scenario.groups.size());
  group.count = count;
  group.speed = speed;
  scenario.groups.push_back(group);
  return static_cast<Index>(scenario.groups.size()) - 1;
}

Index add_routing(Scenario& scenario, const std::vector<Visit>& visits) {
  Routing routing;
  routing.name = "product" + std::to_string(scenario.routings.size());
  routing.first_step = static_cast<Index>(scenario.steps.size());
  routing.step_count = routing.steps_taken = static_cast<Index>(visits.size());
  for (const Visit& visit : visits) {
    Step step;
    step.name = "visit" + std::to_string(scenario.steps.size());
    step.first_mode = static_cast<Index>(scenario.modes.size());
    step.family = visit.family;
    scenario.steps.push_back(step);
    Mode mode;
    mode.group = visit.group;
    mode.time = visit.time;
    scenario.modes.push_back(mode);
  }
  scenario.routings.push_back(routing);
  return static_cast<Index>(scenario.routings.size()) - 1;
}

void add_order(Scenario& scenario, Index routing, double release) {
  Order order;
  order.name = "order" + std::to_string(scenario.orders.size());
  order.routing = routing;
  order.release = static_cast<Time>(ticks(release));
  scenario.orders.push_back(order);
}

Trace run_recorded(Scenario scenario, Agent& agent, Seed seed, std::int64_t stall_limit) {
  finish_scenario(scenario);
  SimulateOptions options;
  options.seed = seed;
  options.record = {true, true};
  options.stall_limit = stall_limit;
  const auto clock = make_calendar_clock(scenario);
  return simulate(scenario, agent, *clock, options);
}

}  // namespace takt::test
