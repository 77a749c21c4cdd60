#include <algorithm>

#include "sim/model/resource_model.hpp"

namespace takt {
namespace {

/// What of [0, until) lies where the level is 0, until within the cycle.
Time within_cycle(const Timetable& table, Time until) {
  Time sum = 0;
  for (std::size_t i = 0; i < table.levels.size() && table.levels[i].from < until; ++i) {
    const Time end = i + 1 < table.levels.size() ? table.levels[i + 1].from : table.cycle;
    if (table.levels[i].level == 0) sum += std::min(end, until) - table.levels[i].from;
  }
  return sum;
}

}  // namespace

Time time_at_zero(const Timetable& table, Time from, Time to) {
  if (to <= from) return 0;
  if (table.cycle == never) return within_cycle(table, to) - within_cycle(table, from);
  // Whole cycles lie between the beginnings of the two cycles; what is before `from` is taken off again.
  return (to / table.cycle - from / table.cycle) * within_cycle(table, table.cycle) +
         within_cycle(table, to % table.cycle) - within_cycle(table, from % table.cycle);
}

}  // namespace takt
