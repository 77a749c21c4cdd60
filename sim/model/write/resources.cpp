#include "sim/model/write/resources.hpp"

#include <vector>

#include <fmt/format.h>

#include "sim/model/write/distribution.hpp"
#include "sim/model/write/text.hpp"

namespace takt {
namespace {

std::string calendar_line(const Calendar& calendar) {
  const Timetable& hours = calendar.hours;
  std::string work;
  for (std::size_t i = 0; i < hours.levels.size(); ++i) {
    if (hours.levels[i].level == 0) continue;
    const Time to = i + 1 < hours.levels.size() ? hours.levels[i + 1].from : hours.cycle;
    work += fmt::format("{}{{from: {}, to: {}}}", work.empty() ? "" : ", ", time_text(hours.levels[i].from),
                        time_text(to));
  }
  return fmt::format("  {}: {{cycle: {}, work: [{}]}}\n", name_text(calendar.name), time_text(hours.cycle),
                     work);
}

/// What resources and workers have in common, after what they have first.
std::string pool_line(const Scenario& s, const Pool& pool, std::string fields) {
  if (pool.calendar >= 0)
    fields += fmt::format(", calendar: {}", name_text(s.resources.calendars[at(pool.calendar)].name));
  if (pool.at_end == AtEnd::pause) fields += ", at_end: pause";
  return fmt::format("  {}: {{{}}}\n", name_text(pool.name), fields);
}

std::string resource_line(const Scenario& s, const Pool& pool) {
  if (pool.profile.levels.empty()) return pool_line(s, pool, fmt::format("capacity: {}", pool.capacity));
  std::string levels;
  for (const Timetable::Level& level : pool.profile.levels)
    levels += fmt::format("{}{{from: {}, capacity: {}}}", levels.empty() ? "" : ", ", time_text(level.from),
                          level.level);
  std::string fields = fmt::format("profile: [{}]", levels);
  if (pool.profile.cycle != never) fields += ", cycle: " + time_text(pool.profile.cycle);
  return pool_line(s, pool, fields);
}

std::string workers_line(const Scenario& s, const Pool& pool) {
  std::string fields = fmt::format("count: {}, skills: [", pool.capacity);
  for (std::size_t i = 0; i < pool.skills.size(); ++i)
    fields += fmt::format("{}{}", i > 0 ? ", " : "", name_text(s.resources.skills[at(pool.skills[i])]));
  fields += ']';
  if (pool.wage != 0) fields += fmt::format(", wage: {} /h", pool.wage);
  return pool_line(s, pool, fields);
}

}  // namespace

std::string resource_sections(const Scenario& scenario) {
  const ResourceModel& resources = scenario.resources;
  std::string calendars, tools, workers;
  for (const Calendar& calendar : resources.calendars) calendars += calendar_line(calendar);
  for (const Pool& pool : resources.pools) {
    if (pool.workers) {
      workers += workers_line(scenario, pool);
    } else {
      tools += resource_line(scenario, pool);
    }
  }
  std::string out;
  if (!calendars.empty()) out += "calendars:\n" + calendars;
  if (!tools.empty()) out += "resources:\n" + tools;
  if (!workers.empty()) out += "workers:\n" + workers;
  return out;
}

std::vector<std::string> hours_fields(const Scenario& scenario, Index group) {
  if (scenario.resources.hours.empty()) return {};
  const MachineHours& hours = scenario.resources.hours[at(group)];
  if (hours.calendar < 0) return {};
  std::vector<std::string> fields = {"calendar: " +
                                     name_text(scenario.resources.calendars[at(hours.calendar)].name)};
  if (hours.at_end == AtEnd::pause) fields.emplace_back("at_end: pause");
  return fields;
}

std::string needs_text(const Scenario& scenario, Index mode) {
  const ResourceModel& resources = scenario.resources;
  if (resources.mode_needs.empty()) return {};
  const NeedRange range = resources.mode_needs[at(mode)];
  std::string needs, workers;
  for (Index n = range.first; n < range.first + range.count; ++n) {
    const Need& need = resources.needs[at(n)];
    if (need.pool >= 0) {
      needs += fmt::format("{}{}: {}", needs.empty() ? "" : ", ",
                           name_text(resources.pools[at(need.pool)].name), need.amount);
    } else {
      workers += fmt::format("{}{{skill: {}, count: {}}}", workers.empty() ? "" : ", ",
                             name_text(resources.skills[at(need.skill)]), need.amount);
    }
  }
  std::string out;
  if (!needs.empty()) out += fmt::format(", needs: {{{}}}", needs);
  if (!workers.empty()) out += fmt::format(", worker: [{}]", workers);
  return out;
}

std::string task_text(const Scenario& scenario, Index step) {
  if (scenario.precedence.tasks.empty()) return {};
  const Task& task = scenario.precedence.tasks[at(step)];
  std::string after;
  for (const Index before : task.after)
    after += fmt::format("{}{}", after.empty() ? "" : ", ", name_text(scenario.steps[at(before)].name));
  std::string out;
  if (!after.empty()) out += fmt::format(", after: [{}]", after);
  if (task.weight != 1) out += fmt::format(", weight: {}", task.weight);
  return out;
}

}  // namespace takt
