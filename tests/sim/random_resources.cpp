#include "tests/sim/random_resources.hpp"

#include <algorithm>
#include <string>

#include "sim/agent.hpp"
#include "tests/sim/dice.hpp"

namespace takt::test {
namespace {

/// Changes at whole seconds between 0 and `greatest`, never 0 all the time.
Timetable any_timetable(Dice& dice, Index greatest, bool repeats) {
  Timetable table;
  const std::int64_t cycle = dice.between(10, 60);
  if (repeats) table.cycle = cycle * ticks_per_second;
  Time from = 0;
  Index level = dice.chance(50) ? greatest : 0;
  for (;;) {
    table.levels.push_back({from, level});
    from += dice.between(2, 20) * ticks_per_second;
    if (from >= cycle * ticks_per_second) break;
    Index next = static_cast<Index>(dice.between(0, greatest));
    if (next == level) next = level == greatest ? 0 : greatest;
    level = next;
  }
  // What is needed at most is there once in a cycle, or in the end.
  if (table.cycle == never || table.levels.size() == 1) table.levels.back().level = greatest;
  if (std::none_of(table.levels.begin(), table.levels.end(),
                   [&](const auto& l) { return l.level == greatest; }))
    table.levels.front().level = greatest;
  const auto same = [](const Timetable::Level& a, const Timetable::Level& b) { return a.level == b.level; };
  table.levels.erase(std::unique(table.levels.begin(), table.levels.end(), same), table.levels.end());
  return table;
}

void add_pools(ResourceModel& resources, Dice& dice) {
  const auto calendars = dice.between(0, 2);
  for (std::int64_t c = 0; c < calendars; ++c)
    resources.calendars.push_back({"calendar" + std::to_string(c), any_timetable(dice, 1, true)});
  const auto hours = [&](Pool& pool) {
    if (!resources.calendars.empty() && dice.chance(50))
      pool.calendar = dice.index(resources.calendars.size());
  };
  const auto tools = dice.between(0, 3);
  for (std::int64_t r = 0; r < tools; ++r) {
    Pool pool;
    pool.name = "resource" + std::to_string(r);
    pool.capacity = static_cast<Index>(dice.between(1, 4));
    hours(pool);
    if (pool.calendar < 0 && dice.chance(30))
      pool.profile = any_timetable(dice, pool.capacity, dice.chance(50));
    if (pool.leaves() && dice.chance(50)) pool.at_end = AtEnd::pause;
    resources.pools.push_back(pool);
  }
  const auto workers = dice.between(0, 3);
  if (workers > 0) resources.skills = {"weld", "paint", "test"};
  for (std::int64_t w = 0; w < workers; ++w) {
    Pool pool;
    pool.name = "workers" + std::to_string(w);
    pool.workers = true;
    pool.capacity = static_cast<Index>(dice.between(1, 3));
    for (Index skill = 0; skill < 3; ++skill)
      if (dice.chance(50)) pool.skills.push_back(skill);
    if (w == 0) pool.skills = {0, 1, 2};  // somebody can do everything
    if (pool.skills.empty()) pool.skills = {dice.index(3)};
    hours(pool);
    if (pool.calendar >= 0 && dice.chance(50)) pool.at_end = AtEnd::pause;
    pool.wage = static_cast<double>(dice.between(0, 40));
    resources.pools.push_back(pool);
  }
}

std::vector<Need> any_needs(const ResourceModel& resources, Dice& dice) {
  std::vector<Need> needs;
  if (dice.chance(40)) return needs;
  for (std::size_t p = 0; p < resources.pools.size(); ++p)
    if (!resources.pools[p].workers && dice.chance(40))
      needs.push_back(
          {static_cast<Index>(p), -1, static_cast<Index>(dice.between(1, resources.pools[p].capacity))});
  for (std::size_t skill = 0; skill < resources.skills.size(); ++skill)
    if (dice.chance(25))
      needs.push_back({-1, static_cast<Index>(skill), static_cast<Index>(dice.between(1, 2))});
  return needs;
}

void add_needs(Scenario& s, Dice& dice) {
  ResourceModel& resources = s.resources;
  if (resources.pools.empty()) return;
  // As finish_resources will have it, to keep needs that can be met.
  std::vector<Index> all;
  for (const Pool& pool : resources.pools) all.push_back(pool.capacity);
  resources.pools_of_skill.assign(resources.skills.size(), {});
  for (std::size_t p = 0; p < resources.pools.size(); ++p)
    for (const Index skill : resources.pools[p].skills)
      resources.pools_of_skill[at(skill)].push_back(static_cast<Index>(p));
  for (std::size_t m = 0; m < s.modes.size(); ++m) {
    std::vector<Need> needs = any_needs(resources, dice);
    std::vector<Take> takes;
    while (!needs.empty() && choose_pools(resources, needs, all, takes) >= 0) needs.pop_back();
    resources.mode_needs.emplace_back();
    if (needs.empty()) continue;
    resources.mode_needs.back() = {static_cast<Index>(resources.needs.size()),
                                   static_cast<Index>(needs.size())};
    resources.needs.insert(resources.needs.end(), needs.begin(), needs.end());
  }
}

bool refers_to_others(const Scenario& s, const Routing& routing) {
  if (s.operations.steps.empty()) return false;
  for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i) {
    const StepRules& row = s.operations.steps[at(i)];
    if (row.rework.any() || row.inspect.found.to >= 0 || row.within.limit >= 0) return true;
  }
  return false;
}

void add_graphs(Scenario& s, Dice& dice) {
  // Neither most of lines nor transport can do graphs.
  if (!(s.lines == LineModel{}) || s.transport.used()) return;
  for (Routing& routing : s.routings) {
    if (routing.random_order || refers_to_others(s, routing) || !dice.chance(40)) continue;
    routing.graph = true;
    s.precedence.tasks.resize(s.steps.size());
    std::vector<Index> order(at(routing.step_count));
    for (std::size_t i = 0; i < order.size(); ++i) {
      order[i] = routing.first_step + static_cast<Index>(i);
      std::swap(order[i], order[at(dice.index(i + 1))]);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      Task& task = s.precedence.tasks[at(order[i])];
      if (dice.chance(30)) task.weight = static_cast<double>(dice.between(0, 4));
      for (std::size_t j = 0; j < i; ++j)
        if (dice.chance(35)) task.after.push_back(order[j]);
      std::sort(task.after.begin(), task.after.end());
    }
  }
}

}  // namespace

void add_random_resources(Scenario& scenario, std::uint64_t seed) {
  Dice dice(seed, 77);
  ResourceModel& resources = scenario.resources;
  add_pools(resources, dice);
  add_needs(scenario, dice);
  if (!resources.calendars.empty() && dice.chance(40)) {
    resources.hours.resize(scenario.groups.size());
    for (MachineHours& hours : resources.hours)
      if (dice.chance(50))
        hours = {dice.index(resources.calendars.size()), dice.chance(50) ? AtEnd::pause : AtEnd::finish};
  }
  if (std::none_of(resources.hours.begin(), resources.hours.end(),
                   [](const MachineHours& h) { return h.calendar >= 0; }))
    resources.hours.clear();
  if (resources.needs.empty()) resources.mode_needs.clear();
  add_graphs(scenario, dice);
  if (scenario.condition.groups.empty())
    for (MachineGroup& group : scenario.groups)
      if (group.breakdowns.empty() && dice.chance(15)) group.unlimited = true;
  if (dice.chance(30)) scenario.asked |= 1U << static_cast<unsigned>(DecisionKind::allocate);
}

}  // namespace takt::test
