#include "sim/model/precedence.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/model/limits.hpp"
#include "sim/model/read/resources.hpp"
#include "sim/model/read/scenario_keys.hpp"

namespace takt {
namespace {

NameTable names_of_operations(const Spot& list, const Scenario& scenario, const Routing& routing) {
  NameTable names("operation");
  for (Index i = 0; i < routing.step_count; ++i) {
    const std::string& name = scenario.steps[at(routing.first_step + i)].name;
    if (names.add(name) < 0)
      list.item(at(i)).fail(
          fmt::format("two operations are called '{}'; with 'after' each needs a name", name));
  }
  return names;
}

void read_task(const Spot& spot, const NameTable& names, const Routing& routing, Task& task,
               PrecedenceEdges& edges, Index own, std::vector<Index>& named_by) {
  const Fields fields(spot, keys::operation);
  if (const auto weight = fields.find("weight")) task.weight = weight->number(0, greatest_weight);
  const auto after = fields.find("after");
  if (!after) return;
  for (std::size_t i = 0; i < after->list_size(); ++i) {
    const Spot item = after->item(i);
    const Index from = names.resolve(item);
    if (from == own) item.fail("an operation cannot come after itself");
    const Index step = routing.first_step + from;
    if (std::exchange(named_by[at(from)], own) == own)
      item.fail(fmt::format("'{}' is listed twice", item.text()));
    task.after.push_back(step);
    edges.emplace_back(from, own);
  }
  std::sort(task.after.begin(), task.after.end());
}

/// At the `after` of the first operation of the circle.
[[noreturn]] void fail_at_circle(const Spot& list, const NameTable& names, const std::vector<Index>& circle) {
  std::string way;
  for (const Index i : circle) way += fmt::format("'{}' -> ", names.names()[at(i)]);
  const Spot item = list.item(at(circle.front()));
  Fields(item, keys::operation)
      .require("after")
      .fail(fmt::format("the operations wait for each other in a circle: {}'{}'", way,
                        names.names()[at(circle.front())]));
}

}  // namespace

void read_precedence(const Spot& list, Scenario& scenario, Routing& routing, bool graph) {
  const auto says = [&](std::string_view key) {
    for (std::size_t i = 0; i < at(routing.step_count); ++i) {
      const Spot item = list.item(i);
      if (item.node().find(key) != nullptr) return static_cast<Index>(i);
    }
    return Index{-1};
  };
  routing.graph = graph || says("after") >= 0;
  if (!routing.graph) {
    if (const Index i = says("weight"); i >= 0) {
      const Spot item = list.item(at(i));
      Fields(item, keys::operation).require("weight").fail("needs 'after' or 'order: graph'");
    }
    return;
  }
  if (routing.random_order) {
    const Spot item = list.item(at(std::max<Index>(0, says("after"))));
    item.fail("operations in random order cannot come after others");
  }
  const NameTable names = names_of_operations(list, scenario, routing);
  scenario.precedence.tasks.resize(scenario.steps.size());
  PrecedenceEdges edges;
  std::vector<Index> named_by(at(routing.step_count), -1);  // the last operation that comes after this one
  for (Index i = 0; i < routing.step_count; ++i)
    read_task(list.item(at(i)), names, routing, scenario.precedence.tasks[at(routing.first_step + i)], edges,
              i, named_by);
  const std::vector<Index> circle = find_circle(routing.step_count, edges);
  if (!circle.empty()) fail_at_circle(list, names, circle);
}

}  // namespace takt
