// What every maker of scenarios must keep of resources, hours and precedence, and what follows from it.

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/precedence.hpp"
#include "sim/model/refuse.hpp"
#include "sim/model/scenario.hpp"
#include "sim/vocabulary/decision_kinds.hpp"

namespace takt {
namespace {

bool in_range(Index index, std::size_t size) {
  return index >= 0 && at(index) < size;
}

void check_timetable(const std::string& who, const Timetable& table, Index greatest) {
  if (table.levels.empty() || table.levels.front().from != 0) refuse("{}: it must begin at 0", who);
  if (table.cycle != never && (table.cycle < 1 || table.cycle > latest_time))
    refuse("{}: the cycle must be from 1 us to 285 years", who);
  Time before = -1;
  for (const Timetable::Level& level : table.levels) {
    if (level.from <= before || level.from >= std::min(table.cycle, latest_time))
      refuse("{}: its times must ascend and lie within the cycle", who);
    if (level.level < 0 || level.level > greatest) refuse("{}: a level is not from 0 to {}", who, greatest);
    before = level.from;
  }
}

void check_pools(ResourceModel& resources) {
  for (const Calendar& calendar : resources.calendars) {
    const std::string who = "calendar '" + calendar.name + "'";
    check_timetable(who, calendar.hours, 1);
    if (std::none_of(calendar.hours.levels.begin(), calendar.hours.levels.end(),
                     [](const Timetable::Level& level) { return level.level > 0; }))
      refuse("{}: it has no working time", who);
  }
  resources.pools_of_skill.assign(resources.skills.size(), {});
  for (std::size_t p = 0; p < resources.pools.size(); ++p) {
    Pool& pool = resources.pools[p];
    const std::string who = (pool.workers ? "workers '" : "resource '") + pool.name + "'";
    if (pool.capacity < 1 || pool.capacity > most_units)
      refuse("{}: there must be from 1 to {}, not {}", who, most_units, pool.capacity);
    if (pool.calendar != -1 && !in_range(pool.calendar, resources.calendars.size()))
      refuse("{}: there is no calendar {}", who, pool.calendar);
    if (!pool.profile.levels.empty()) {
      if (pool.calendar >= 0) refuse("{}: it has a profile and a calendar", who);
      check_timetable(who, pool.profile, pool.capacity);
    }
    if (pool.workers == pool.skills.empty()) refuse("{}: workers have skills, resources none", who);
    for (const Index skill : pool.skills) {
      if (!in_range(skill, resources.skills.size())) refuse("{}: there is no skill {}", who, skill);
      resources.pools_of_skill[at(skill)].push_back(static_cast<Index>(p));
    }
    if (!(pool.wage >= 0 && pool.wage <= greatest_weight)) refuse("{}: the wage must be from 0 to 1e9", who);
  }
  for (std::vector<Index>& pools : resources.pools_of_skill)
    std::stable_sort(pools.begin(), pools.end(), [&](Index a, Index b) {
      return resources.pools[at(a)].skills.size() < resources.pools[at(b)].skills.size();
    });
}

/// Every operation could be done if it were alone.
void check_needs(const Scenario& s, const Routing& routing, const Step& step, Index mode,
                 const std::vector<Index>& free) {
  const ResourceModel& resources = s.resources;
  const NeedRange range = resources.mode_needs[at(mode)];
  if (range.count < 0 || range.first < 0 || at(range.first) + at(range.count) > resources.needs.size())
    refuse("routing '{}', operation '{}': its needs are not where they should be", routing.name, step.name);
  const std::span<const Need> needs(resources.needs.data() + range.first, at(range.count));
  if (needs.empty()) return;
  if (needs.size() > most_needs)
    refuse("routing '{}', operation '{}': it has more than {} needs", routing.name, step.name, most_needs);
  bool workers = false;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    const Need& need = needs[i];
    const bool ok = need.pool >= 0 ? in_range(need.pool, resources.pools.size()) && !workers
                                   : in_range(need.skill, resources.skills.size());
    if (!ok || need.amount < 1)
      refuse("routing '{}', operation '{}': need {} is none", routing.name, step.name, i);
    workers = workers || need.pool < 0;
    for (std::size_t j = 0; j < i; ++j)
      if (needs[j].pool == need.pool && (need.pool >= 0 || needs[j].skill == need.skill))
        refuse("routing '{}', operation '{}': it states a need twice", routing.name, step.name);
  }
  std::vector<Take> takes;
  const int missing = choose_pools(resources, needs, free, takes);
  if (missing < 0) return;
  const Need& need = needs[static_cast<std::size_t>(missing)];
  refuse("routing '{}', operation '{}': there are never {} of '{}' for it", routing.name, step.name,
         need.amount,
         need.pool >= 0 ? resources.pools[at(need.pool)].name : resources.skills[at(need.skill)]);
}

/// Puts modes of a group with the same needs into one class.
NeedClasses classes_of(const Scenario& s) {
  const ResourceModel& resources = s.resources;
  NeedClasses classes;
  classes.of_mode.resize(s.modes.size());
  classes.modes.resize(s.groups.size());
  const auto needs_of = [&](Index mode) {
    const NeedRange range = resources.mode_needs[at(mode)];
    return std::span(resources.needs).subspan(at(range.first), at(range.count));
  };
  const auto same = [&](Index x, Index y) { return std::ranges::equal(needs_of(x), needs_of(y)); };
  std::vector<char> too_many(s.groups.size());
  for (Index mode = 0; mode < static_cast<Index>(s.modes.size()); ++mode) {
    const std::size_t group = at(s.modes[at(mode)].group);
    std::vector<Index>& known = classes.modes[group];
    if ((s.group_flags[group] & group_needs) == 0 || too_many[group] != 0) continue;
    const auto found =
        std::find_if(known.begin(), known.end(), [&](Index other) { return same(mode, other); });
    if (found == known.end() && known.size() == NeedClasses::most) {
      too_many[group] = 1;
      known.clear();
      continue;
    }
    classes.of_mode[at(mode)] = static_cast<std::uint8_t>(found - known.begin());
    if (found == known.end()) known.push_back(mode);
  }
  return classes;
}

void finish_needs(Scenario& s) {
  ResourceModel& resources = s.resources;
  resources.classes = {};
  resources.groups_of_pool.assign(resources.pools.size(), {});
  resources.cluster.clear();
  if (resources.mode_needs.empty()) return;
  if (resources.mode_needs.size() != s.modes.size()) refuse("there are not as many needs as modes");

  std::vector<Index> free;
  for (const Pool& pool : resources.pools) free.push_back(pool.capacity);
  std::unordered_set<std::uint64_t> uses, skills;  // each with a group
  for (const Routing& routing : s.routings) {
    for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i) {
      const Step& step = s.steps[at(i)];
      for (Index m = step.first_mode; m < step.first_mode + step.mode_count; ++m) {
        check_needs(s, routing, step, m, free);
        const NeedRange range = resources.mode_needs[at(m)];
        if (range.count == 0) continue;
        s.plans[at(i)].add(step_needs);
        s.group_flags[at(s.modes[at(m)].group)] |= group_needs;
        s.job_extras = true;
        for (Index n = range.first; n < range.first + range.count; ++n) {
          const Need& need = resources.needs[at(n)];
          const Index group = s.modes[at(m)].group;
          const auto note = [&](Index pool) {
            if (uses.insert(static_cast<std::uint64_t>(pool) << 32 | static_cast<std::uint32_t>(group))
                    .second)
              resources.groups_of_pool[at(pool)].push_back(group);
          };
          if (need.pool >= 0) note(need.pool);
          // What a skill means for a group is the same for all its operations.
          if (need.pool < 0 &&
              skills.insert(static_cast<std::uint64_t>(need.skill) << 32 | static_cast<std::uint32_t>(group))
                  .second)
            for (const Index pool : resources.pools_of_skill[at(need.skill)]) note(pool);
        }
      }
    }
  }

  std::vector<Index> root(s.groups.size());
  std::iota(root.begin(), root.end(), 0);
  const auto find = [&](Index g) {
    while (root[at(g)] != g) g = root[at(g)] = root[at(root[at(g)])];
    return g;
  };
  for (std::vector<Index>& groups : resources.groups_of_pool) {
    std::sort(groups.begin(), groups.end());
    for (const Index g : groups) {
      const Index a = find(groups.front()), b = find(g);
      root[at(std::max(a, b))] = std::min(a, b);
    }
  }
  resources.classes = classes_of(s);
  resources.cluster.assign(s.groups.size(), -1);
  for (Index g = 0; g < static_cast<Index>(s.groups.size()); ++g)
    if ((s.group_flags[at(g)] & group_needs) != 0) resources.cluster[at(g)] = find(g);
  if ((s.asked & bit_of(DecisionKind::allocate)) == 0) return;
  for (std::size_t g = 0; g < s.groups.size(); ++g)
    if (resources.cluster[g] >= 0) s.group_flags[g] |= group_allocates;
}

void finish_hours(Scenario& s) {
  if (s.resources.hours.empty()) return;
  if (s.resources.hours.size() != s.groups.size()) refuse("there are not as many machine hours as machines");
  for (std::size_t g = 0; g < s.groups.size(); ++g) {
    const MachineHours& hours = s.resources.hours[g];
    if (hours.calendar == -1) continue;
    if (!in_range(hours.calendar, s.resources.calendars.size()))
      refuse("machine '{}': there is no calendar {}", s.groups[g].name, hours.calendar);
    s.group_flags[g] |= group_hours;
  }
}

void finish_graph(Scenario& s, const Routing& routing) {
  if (routing.random_order)
    refuse("routing '{}': operations in random order cannot come after others", routing.name);
  if (s.precedence.tasks.size() != s.steps.size()) refuse("routing '{}': its graph is missing", routing.name);
  std::vector<Time> times;
  PrecedenceEdges edges;
  for (Index i = 0; i < routing.step_count; ++i) {
    const Step& step = s.steps[at(routing.first_step + i)];
    Task& task = s.precedence.tasks[at(routing.first_step + i)];
    times.push_back(step.planned);
    task.before.clear();
    if (!(task.weight >= 0 && task.weight <= greatest_weight))
      refuse("routing '{}', operation '{}': weight must be from 0 to 1e9", routing.name, step.name);
    Index last = -1;
    for (const Index before : task.after) {
      const Index from = before - routing.first_step;
      if (from < 0 || from >= routing.step_count || from <= last || from == i)
        refuse("routing '{}', operation '{}': what it comes after is not in order", routing.name, step.name);
      edges.emplace_back(from, i);
      last = from;
    }
  }
  if (edges.size() * times.size() > most_precedence_work)
    refuse("routing '{}': {} operations with {} precedences are too many: their product exceeds {}",
           routing.name, times.size(), edges.size(), most_precedence_work);
  const std::vector<Index> circle = find_circle(routing.step_count, edges);
  if (!circle.empty()) {
    std::string way;
    for (const Index i : circle) way += "'" + s.steps[at(routing.first_step + i)].name + "' -> ";
    refuse("routing '{}': its operations wait for each other in a circle: {}'{}'", routing.name, way,
           s.steps[at(routing.first_step + circle.front())].name);
  }
  const PrecedenceInfo info = analyse_precedence(times, edges);
  for (Index i = 0; i < routing.step_count; ++i) {
    Task& task = s.precedence.tasks[at(routing.first_step + i)];
    task.path = info.path[at(i)];
    task.on_path = info.on_path[at(i)] < 0 ? -1 : routing.first_step + info.on_path[at(i)];
    task.successors = info.successors[at(i)];
    s.plans[at(routing.first_step + i)].add(step_task);
    s.precedence.last_first[at(routing.first_step + i)] = routing.first_step + info.last_first[at(i)];
  }
  for (const auto& [from, to] : edges)
    s.precedence.tasks[at(routing.first_step + from)].before.push_back(routing.first_step + to);
  s.job_extras = true;
}

}  // namespace

void size_unlimited_groups(Scenario& scenario) {
  if (std::none_of(scenario.groups.begin(), scenario.groups.end(),
                   [](const MachineGroup& group) { return group.unlimited; }))
    return;
  std::vector<std::int64_t> jobs(scenario.routings.size());
  for (const Order& order : scenario.orders)
    if (in_range(order.routing, jobs.size())) ++jobs[at(order.routing)];
  for (const Source& source : scenario.sources)
    for (const Source::Product& product : source.products)
      if (in_range(product.routing, jobs.size()))
        jobs[at(product.routing)] += source.limit < 0 ? most_unlimited_machines : source.limit;
  for (const StepParts& parts : scenario.lines.steps)
    for (const ChildJobs& child : parts.releases)
      if (in_range(child.routing, jobs.size())) jobs[at(child.routing)] += most_unlimited_machines;
  for (const StockPoint& point : scenario.supply.points)
    if (in_range(point.routing, jobs.size())) jobs[at(point.routing)] += most_unlimited_machines;
  for (std::int64_t& count : jobs) count = std::min(count, most_unlimited_machines);

  std::vector<std::int64_t> most(scenario.groups.size());
  for (std::size_t r = 0; r < jobs.size(); ++r) {
    const Routing& routing = scenario.routings[r];
    if (jobs[r] == 0) continue;
    std::unordered_map<Index, std::int64_t> of_job;
    for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i) {
      if (!in_range(i, scenario.steps.size())) return;  // refused later, as what is out of range below
      const Step& step = scenario.steps[at(i)];
      for (Index m = step.first_mode; m < step.first_mode + step.mode_count; ++m) {
        if (!in_range(m, scenario.modes.size())) return;
        const Index group = scenario.modes[at(m)].group;
        if (!in_range(group, scenario.groups.size())) return;
        of_job[group] = routing.graph ? of_job[group] + 1 : 1;
      }
    }
    for (const auto& [group, count] : of_job)
      most[at(group)] = std::min(most[at(group)] + count * jobs[r], most_unlimited_machines);
  }
  for (std::size_t g = 0; g < most.size(); ++g)
    if (scenario.groups[g].unlimited)
      scenario.groups[g].count = static_cast<Index>(std::max<std::int64_t>(1, most[g]));
}

void finish_resources(Scenario& scenario) {
  check_pools(scenario.resources);
  finish_needs(scenario);
  finish_hours(scenario);
  scenario.precedence.last_first.assign(scenario.precedence.tasks.size(), -1);
  for (const Routing& routing : scenario.routings)
    if (routing.graph) finish_graph(scenario, routing);
}

}  // namespace takt
