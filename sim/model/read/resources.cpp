#include "sim/model/read/resources.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/model/limits.hpp"
#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/units.hpp"

namespace takt {
namespace {

constexpr std::array<std::string_view, 2> at_end_words = {"finish", "pause"};
constexpr std::size_t most_intervals = 100'000;  // of one calendar

AtEnd read_at_end(const Fields& fields) {
  const auto word = fields.find("at_end");
  if (word && !fields.has("calendar") && !fields.has("profile")) word->fail("needs a calendar");
  return word ? static_cast<AtEnd>(word->choice(at_end_words)) : AtEnd::finish;
}

/// Of needs of an operation, and of skills of a worker.
void check_count(const Spot& spot, std::size_t count) {
  if (count > most_needs) spot.fail(fmt::format("has more than {} entries", most_needs));
}

struct Interval {
  Time from, to;
};

/// One or, around the end of the cycle, two intervals each.
std::vector<Interval> read_intervals(const Spot& list, Time cycle) {
  std::vector<Interval> intervals;
  if (list.list_size() > most_intervals) list.fail(fmt::format("has more than {} entries", most_intervals));
  for (std::size_t i = 0; i < list.list_size(); ++i) {
    const Spot item = list.item(i);
    const Fields fields(item, keys::hours);
    const Spot from_spot = fields.require("from"), to_spot = fields.require("to");
    const Time from = from_spot.time(), to = to_spot.time();
    if (from >= cycle) from_spot.fail("must lie within the cycle");
    if (to > cycle) to_spot.fail("must not lie beyond the cycle");
    if (from == to) item.fail("is empty: 'from' and 'to' are the same");
    if (from < to) {
      intervals.push_back({from, to});
    } else {
      intervals.push_back({from, cycle});
      if (to > 0) intervals.push_back({0, to});
    }
  }
  return intervals;
}

/// Working time as levels 0 and 1: what `work` covers and `breaks` do not.
Timetable make_hours(const std::vector<Interval>& work, const std::vector<Interval>& breaks, Time cycle) {
  struct Change {
    Time at;
    int work, pause;
  };
  std::vector<Change> changes;
  for (const Interval& i : work) changes.insert(changes.end(), {{i.from, 1, 0}, {i.to, -1, 0}});
  for (const Interval& i : breaks) changes.insert(changes.end(), {{i.from, 0, 1}, {i.to, 0, -1}});
  std::sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) { return a.at < b.at; });
  Timetable hours;
  hours.cycle = cycle;
  hours.levels.push_back({0, 0});
  int open = 0, paused = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    open += changes[i].work;
    paused += changes[i].pause;
    if (i + 1 < changes.size() && changes[i + 1].at == changes[i].at) continue;
    const Index level = open > 0 && paused == 0 ? 1 : 0;
    if (changes[i].at == 0) {
      hours.levels.front().level = level;
    } else if (changes[i].at < cycle && level != hours.levels.back().level) {
      hours.levels.push_back({changes[i].at, level});
    }
  }
  return hours;
}

Calendar read_calendar(const Spot& spot, const std::string& name) {
  const Fields fields(spot, keys::calendar);
  const Spot cycle_spot = fields.require("cycle");
  const Time cycle = cycle_spot.time();
  if (cycle < 1) cycle_spot.fail("must be longer than 0");
  const Spot work = fields.require("work");
  const auto breaks = fields.find("breaks");
  Calendar calendar{name,
                    make_hours(read_intervals(work, cycle),
                               breaks ? read_intervals(*breaks, cycle) : std::vector<Interval>(), cycle)};
  if (calendar.hours.levels.size() == 1 && calendar.hours.levels.front().level == 0)
    work.fail("the breaks leave no working time");
  return calendar;
}

void read_profile(const Fields& fields, const Spot& list, Pool& pool) {
  fields.exclude("capacity", "profile");
  fields.exclude("calendar", "profile");
  if (const auto cycle = fields.find("cycle")) {
    pool.profile.cycle = cycle->time();
    if (pool.profile.cycle < 1) cycle->fail("must be longer than 0");
  }
  if (list.list_size() > most_intervals) list.fail(fmt::format("has more than {} entries", most_intervals));
  pool.capacity = 0;
  Time before = -1;
  for (std::size_t i = 0; i < list.list_size(); ++i) {
    const Spot item = list.item(i);
    const Fields level(item, keys::level);
    const Spot from_spot = level.require("from");
    const Time from = from_spot.time();
    if (i == 0 && from != 0) from_spot.fail("the first level begins at 0 s");
    if (from <= before) from_spot.fail("levels stand in the order of time");
    if (from >= pool.profile.cycle) from_spot.fail("must lie within the cycle");
    before = from;
    const auto units = static_cast<Index>(level.require("capacity").integer(0, most_units));
    pool.profile.levels.push_back({from, units});
    pool.capacity = std::max(pool.capacity, units);
  }
  if (pool.capacity == 0) list.fail("the capacity is always 0");
}

Pool read_resource(const Spot& spot, const std::string& name, const Names& names) {
  Pool pool;
  pool.name = name;
  if (spot.is_scalar()) {
    pool.capacity = static_cast<Index>(spot.integer(1, most_units));
    return pool;
  }
  const Fields fields(spot, keys::resource);
  if (const auto profile = fields.find("profile")) {
    read_profile(fields, *profile, pool);
  } else {
    if (const auto cycle = fields.find("cycle")) cycle->fail("needs a 'profile'");
    pool.capacity = static_cast<Index>(fields.require("capacity").integer(1, most_units));
  }
  if (const auto calendar = fields.find("calendar")) pool.calendar = names.calendars.resolve(*calendar);
  pool.at_end = read_at_end(fields);
  return pool;
}

Pool read_worker_pool(const Spot& spot, const std::string& name, Scenario& scenario, Names& names) {
  Pool pool;
  pool.name = name;
  pool.workers = true;
  const Fields fields(spot, keys::workers);
  if (const auto count = fields.find("count"))
    pool.capacity = static_cast<Index>(count->integer(1, most_units));
  if (const auto calendar = fields.find("calendar")) pool.calendar = names.calendars.resolve(*calendar);
  pool.at_end = read_at_end(fields);
  if (const auto wage = fields.find("wage")) {
    pool.wage = wage->parsed(parse_per_hour);
    if (!(pool.wage >= 0 && pool.wage <= greatest_weight)) wage->fail("must be from 0 /h to 1e9 /h");
  }
  const auto add = [&](const std::string& skill) {
    Index index = names.skills.find(skill);
    if (index < 0) {
      index = names.skills.add(skill);
      scenario.resources.skills.push_back(skill);
    }
    if (std::find(pool.skills.begin(), pool.skills.end(), index) != pool.skills.end()) return false;
    pool.skills.push_back(index);
    return true;
  };
  if (const auto skills = fields.find("skills")) {
    check_count(*skills, skills->list_size());
    for (std::size_t i = 0; i < skills->list_size(); ++i)
      if (const Spot skill = skills->item(i); !add(skill.name()))
        skill.fail(fmt::format("skill '{}' is listed twice", skill.text()));
  } else {
    add(name);
  }
  std::sort(pool.skills.begin(), pool.skills.end());
  names.units_of_skill.resize(names.skills.names().size(), 0);
  for (const Index skill : pool.skills) names.units_of_skill[at(skill)] += pool.capacity;
  return pool;
}

void add_pool(const Spot& entry, Pool pool, Scenario& scenario, Names& names) {
  if (names.pools.add(pool.name) < 0)
    entry.fail_at_key(fmt::format("resources and workers are both called '{}'", pool.name));
  scenario.resources.pools.push_back(std::move(pool));
}

void read_worker(const Spot& spot, const Names& names, std::vector<Need>& needs) {
  Need need;
  if (spot.is_scalar()) {
    need.skill = names.skills.resolve(spot);
  } else {
    const Fields fields(spot, keys::worker);
    need.skill = names.skills.resolve(fields.require("skill"));
    if (const auto count = fields.find("count"))
      need.amount = static_cast<Index>(count->integer(1, most_units));
  }
  const std::int64_t there = names.units_of_skill[at(need.skill)];
  if (need.amount > there)
    spot.fail(fmt::format("needs {} workers with the skill '{}', but there are only {}", need.amount,
                          names.skills.names()[at(need.skill)], there));
  for (const Need& other : needs)
    if (other.pool < 0 && other.skill == need.skill)
      spot.fail(fmt::format("states the skill '{}' twice", names.skills.names()[at(need.skill)]));
  needs.push_back(need);
}

void merge(std::vector<Need>& needs, const std::vector<Need>& more, bool workers) {
  for (const Need& need : more) {
    if ((need.pool < 0) != workers) continue;
    const auto same = std::find_if(needs.begin(), needs.end(), [&](const Need& other) {
      return other.pool == need.pool && other.skill == need.skill;
    });
    if (same == needs.end()) {
      needs.push_back(need);
    } else {
      same->amount = std::min<Index>(same->amount + need.amount, most_units);
    }
  }
}

}  // namespace

void read_calendars(const Fields& top, Scenario& scenario, Names& names) {
  const auto section = top.find("calendars");
  if (!section) return;
  for (std::size_t i = 0; i < section->map_size(); ++i) {
    const Spot entry = section->entry(i);
    const std::string name = entry.key_name();
    scenario.resources.calendars.push_back(read_calendar(entry, name));
    names.calendars.add(name);
  }
}

void read_resources(const Fields& top, Scenario& scenario, Names& names) {
  const auto section = top.find("resources");
  if (!section) return;
  for (std::size_t i = 0; i < section->map_size(); ++i) {
    const Spot entry = section->entry(i);
    add_pool(entry, read_resource(entry, entry.key_name(), names), scenario, names);
  }
}

void read_workers(const Fields& top, Scenario& scenario, Names& names) {
  const auto section = top.find("workers");
  if (!section) return;
  for (std::size_t i = 0; i < section->map_size(); ++i) {
    const Spot entry = section->entry(i);
    add_pool(entry, read_worker_pool(entry, entry.key_name(), scenario, names), scenario, names);
  }
}

void read_machine_hours(const Fields& machine, Scenario& scenario, const Names& names) {
  const auto calendar = machine.find("calendar");
  const AtEnd at_end = read_at_end(machine);
  if (!calendar) return;
  scenario.resources.hours.resize(scenario.groups.size() + 1);
  scenario.resources.hours.back() = {names.calendars.resolve(*calendar), at_end};
}

std::vector<Need> read_needs(const Fields& fields, const Scenario& scenario, const Names& names) {
  std::vector<Need> needs;
  if (const auto section = fields.find("needs")) {
    check_count(*section, section->map_size());
    for (std::size_t i = 0; i < section->map_size(); ++i) {
      const Spot entry = section->entry(i);
      const Index pool = names.pools.resolve_key(entry);
      const auto amount = static_cast<Index>(entry.integer(1, most_units));
      const Index there = scenario.resources.pools[at(pool)].capacity;
      if (amount > there)
        entry.fail(
            fmt::format("needs {} of '{}', which has only {}", amount, names.pools.names()[at(pool)], there));
      needs.push_back({pool, -1, amount});
    }
  }
  if (const auto worker = fields.find("worker")) {
    if (!worker->is_sequence()) {
      read_worker(*worker, names, needs);
    } else {
      check_count(*worker, worker->list_size());
      for (std::size_t i = 0; i < worker->list_size(); ++i) read_worker(worker->item(i), names, needs);
    }
  }
  return needs;
}

void set_needs(Scenario& scenario, Index mode, const std::vector<Need>& of_operation,
               const std::vector<Need>& of_alternative) {
  if (of_operation.empty() && of_alternative.empty()) return;
  std::vector<Need> all;
  for (const bool workers : {false, true}) {
    merge(all, of_operation, workers);
    merge(all, of_alternative, workers);
  }
  ResourceModel& resources = scenario.resources;
  resources.mode_needs.resize(at(mode) + 1);
  resources.mode_needs.back() = {static_cast<Index>(resources.needs.size()), static_cast<Index>(all.size())};
  resources.needs.insert(resources.needs.end(), all.begin(), all.end());
}

}  // namespace takt
