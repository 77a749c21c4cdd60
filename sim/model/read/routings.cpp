#include <algorithm>
#include <array>
#include <unordered_set>

#include <fmt/format.h>

#include "sim/model/limits.hpp"
#include "sim/model/read/operations.hpp"
#include "sim/model/read/resources.hpp"
#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/read/sections.hpp"
#include "sim/model/read/transport.hpp"

namespace takt {
namespace {

constexpr std::array<std::string_view, 3> orders_of_operations = {"fixed", "random", "graph"};

Mode read_mode(const Fields& fields, const NameTable& machines) {
  Mode mode;
  mode.group = machines.resolve(fields.require("machine"));
  mode.time = read_distribution(fields.require("time"));
  return mode;
}

void read_alternatives(const Spot& list, const Names& names, Scenario& scenario,
                       const std::vector<Need>& needs) {
  std::vector<Mode>& modes = scenario.modes;
  const NameTable& machines = names.machines;
  std::unordered_set<Index> known;
  for (std::size_t i = 0; i < list.list_size(); ++i) {
    const Spot item = list.item(i);
    const Fields fields(item, keys::alternative);
    const Mode mode = read_mode(fields, machines);
    set_needs(scenario, static_cast<Index>(modes.size()), needs, read_needs(fields, scenario, names));
    if (!known.insert(mode.group).second)
      item.fail(fmt::format("machine '{}' is an alternative twice",
                            machines.names()[static_cast<std::size_t>(mode.group)]));
    modes.push_back(mode);
  }
}

Step read_operation(const Spot& spot, std::size_t number, const Names& names,
                    const EarlierOperations& earlier, Scenario& scenario) {
  std::vector<Mode>& modes = scenario.modes;
  const Fields fields(spot, keys::operation);
  Step step;
  const auto name = fields.find("operation");
  step.name = name ? name->name() : fmt::format("{}", number);
  step.first_mode = static_cast<Index>(modes.size());
  fields.exclude("machine", "alternatives");
  fields.exclude("time", "alternatives");
  const std::vector<Need> needs = read_needs(fields, scenario, names);
  if (const auto alternatives = fields.find("alternatives")) {
    read_alternatives(*alternatives, names, scenario, needs);
  } else {
    if (!fields.has("machine")) spot.fail("'machine' (or 'alternatives') is missing");
    set_needs(scenario, step.first_mode, needs, {});
    modes.push_back(read_mode(fields, names.machines));
  }
  step.mode_count = static_cast<Index>(modes.size()) - step.first_mode;
  if (const auto family = fields.find("family")) step.family = names.families.resolve(*family);
  read_step_rules(fields, step, earlier, scenario, names);
  return step;
}

void read_operations(const Spot& list, const Names& names, Scenario& scenario, Routing& routing) {
  const std::size_t count = list.list_size();
  if (count > most_operations_of_routing)
    list.fail(fmt::format("has {} operations; at most {} are possible", count, most_operations_of_routing));
  routing.first_step = static_cast<Index>(scenario.steps.size());
  routing.step_count = static_cast<Index>(count);
  EarlierOperations earlier;
  for (std::size_t i = 0; i < count; ++i) {
    scenario.steps.push_back(read_operation(list.item(i), i + 1, names, earlier, scenario));
    earlier[scenario.steps.back().name] = static_cast<Index>(scenario.steps.size()) - 1;
  }
}

Routing read_routing(const Spot& spot, const std::string& name, const Names& names, Scenario& scenario) {
  Routing routing;
  routing.name = name;
  if (!spot.is_mapping()) {
    read_operations(spot, names, scenario, routing);
    read_precedence(spot, scenario, routing, false);
    if (routing.graph) refuse_look_back(spot, routing, scenario);
    return routing;
  }
  const Fields fields(spot, keys::routing);
  const Spot operations = fields.require("operations");
  read_operations(operations, names, scenario, routing);
  read_place_of(fields, "deliver_to", names, scenario.transport.routing_place, scenario.routings.size());
  const auto order = fields.find("order");
  const std::size_t word = order ? order->choice(orders_of_operations) : 0;
  routing.random_order = word == 1;
  if (routing.random_order && at(routing.step_count) > most_random_operations)
    order->fail(fmt::format("random needs at most {} operations, there are {}", most_random_operations,
                            routing.step_count));
  read_precedence(operations, scenario, routing, word == 2);
  if (routing.graph) refuse_look_back(operations, routing, scenario);
  if (routing.random_order || routing.graph) refuse_look_back(order ? *order : operations, routing, scenario);
  if (const auto take = fields.find("take")) {
    if (!routing.random_order) take->fail("needs 'order: random'");
    routing.steps_taken = static_cast<Index>(take->integer(1, routing.step_count));
  }
  return routing;
}

}  // namespace

void read_routings(const Fields& top, Scenario& scenario, Names& names) {
  if (!top.has("routings") && top.has("supply")) return;
  const Spot routings = top.require("routings");
  for (std::size_t i = 0; i < routings.map_size(); ++i) {
    const Spot routing = routings.entry(i);
    const std::string name = routing.key_name();
    scenario.routings.push_back(read_routing(routing, name, names, scenario));
    names.routings.add(name);
  }
  ResourceModel& resources = scenario.resources;
  if (!resources.mode_needs.empty()) resources.mode_needs.resize(scenario.modes.size());
  if (!scenario.precedence.tasks.empty()) scenario.precedence.tasks.resize(scenario.steps.size());
}

}  // namespace takt
