// Working hours: shifts begin and end, machines open and close, operations pause and go on.

#include <algorithm>
#include <cassert>

#include "sim/plant/pools.hpp"
#include "sim/plant/resources.hpp"
#include "sim/plant/service.hpp"
#include "sim/plant/stuck.hpp"

namespace takt::resources {

namespace {

const Timetable& timetable_of(const ResourceModel& resources, const ResourceState& state, Index timetable) {
  if (at(timetable) < resources.calendars.size()) return at(resources.calendars, timetable).hours;
  return at(resources.pools, state.profile_of[at(timetable) - resources.calendars.size()]).profile;
}

Index capacity_now(const PlantState& plant, Index p) {
  const ResourceModel& resources = plant.scenario->resources;
  const ResourceState& state = plant.resources;
  const Pool& pool = at(resources.pools, p);
  if (pool.calendar >= 0) {
    const Timetable& hours = at(resources.calendars, pool.calendar).hours;
    return pool.capacity * at(hours.levels, at(state.clocks, pool.calendar).level).level;
  }
  if (pool.profile.levels.empty()) return pool.capacity;
  const auto place = std::lower_bound(state.profile_of.begin(), state.profile_of.end(), p);
  const std::size_t clock =
      resources.calendars.size() + static_cast<std::size_t>(place - state.profile_of.begin());
  return at(pool.profile.levels, state.clocks[clock].level).level;
}

bool is_open(const PlantState& plant, Index group) {
  const ResourceModel& resources = plant.scenario->resources;
  const Index calendar = at(resources.hours, group).calendar;
  if (calendar < 0) return true;
  return at(at(resources.calendars, calendar).hours.levels, at(plant.resources.clocks, calendar).level)
             .level > 0;
}

void schedule_shift(PlantState& plant, Index t, Effects& effects) {
  const ResourceState::ShiftClock& clock = at(plant.resources.clocks, t);
  const Timetable& table = timetable_of(plant.scenario->resources, plant.resources, t);
  if (table.levels.size() < 2) return;
  const std::size_t next = at(clock.level) + 1;
  if (next == table.levels.size() && table.cycle == never) return;
  const Time change =
      clock.cycle_start + (next < table.levels.size() ? table.levels[next].from : table.cycle);
  if (change > latest_time) return;  // no run lasts so long
  effects.clock.push_back({{change - plant.now, ActivityKind::shift, static_cast<std::uint32_t>(t)}, true});
}

/// The operation stops, gives back all that goes home, and keeps the rest.
void pause_operation(PlantState& plant, Index machine, Effects& effects) {
  drop_holds(plant, machine, true, effects);
  plant.resources.paused.push_back(machine);
  service::stop_machine(plant, machine, MachineState::off, OnFailure::resume, effects);
}

/// Operations that have units of a pool of which too many are used stop: those that started last, first.
void pause_holders(PlantState& plant, Index pool, Effects& effects) {
  ResourceState& state = plant.resources;
  while (at(state.pools, pool).used > at(state.pools, pool).capacity) {
    Index last = -1;
    for (Index m = 0; m < static_cast<Index>(state.first_hold.size()); ++m) {
      bool holds = false;
      for (Index h = at(state.first_hold, m); h >= 0 && !holds; h = at(state.holds, h).next)
        holds = at(state.holds, h).pool == pool;
      if (holds && (last < 0 || at(plant.machines, m).setup_start >= at(plant.machines, last).setup_start))
        last = m;
    }
    if (last < 0) return;  // crews finish what they repair
    pause_operation(plant, last, effects);
  }
}

void close_machines(PlantState& plant, Index g, Effects& effects) {
  ResourceState& state = plant.resources;
  const GroupState& group = at(plant.groups, g);
  const bool pause = at(plant.scenario->resources.hours, g).at_end == AtEnd::pause;
  for (Index m = group.first_machine; m < group.first_machine + group.machine_count; ++m) {
    if (at(state.closed, m) != 0) continue;
    const bool busy = at(plant.machines, m).job >= 0;
    if (busy && !pause) continue;  // closes when the job leaves
    at(state.closed, m) = 1;
    service::stop_machine(plant, m, MachineState::off, OnFailure::resume, effects);
    const bool holds = busy && !state.first_hold.empty() && at(state.first_hold, m) >= 0;
    if (holds && std::find(state.paused.begin(), state.paused.end(), m) == state.paused.end())
      pause_operation(plant, m, effects);
  }
}

void open_machines(PlantState& plant, Index g, Effects& effects) {
  ResourceState& state = plant.resources;
  const GroupState& group = at(plant.groups, g);
  for (Index m = group.first_machine; m < group.first_machine + group.machine_count; ++m) {
    if (at(state.closed, m) == 0) continue;
    at(state.closed, m) = 0;
    service::restart_machine(plant, m, MachineState::off, effects);
  }
}

}  // namespace

void start(PlantState& plant, Effects& effects) {
  const ResourceModel& resources = plant.scenario->resources;
  for (Index t = 0; t < static_cast<Index>(plant.resources.clocks.size()); ++t)
    schedule_shift(plant, t, effects);
  for (Index p = 0; p < static_cast<Index>(resources.pools.size()); ++p)
    set_level(plant, p, capacity_now(plant, p), 0, effects);
  for (Index g = 0; g < static_cast<Index>(resources.hours.size()); ++g)
    if (!is_open(plant, g)) close_machines(plant, g, effects);
}

void shift(PlantState& plant, Index t, Effects& effects) {
  const ResourceModel& resources = plant.scenario->resources;
  ResourceState& state = plant.resources;
  ResourceState::ShiftClock& clock = at(state.clocks, t);
  const Timetable& table = timetable_of(resources, state, t);
  const Index before = at(table.levels, clock.level).level;
  if (at(++clock.level) == table.levels.size()) {
    clock.level = 0;
    clock.cycle_start = plant.now;
  }
  if (at(table.levels, clock.level).level != before) clock.since = plant.now;
  schedule_shift(plant, t, effects);
  stuck::hours_changed(plant);

  for (Index p = 0; p < static_cast<Index>(resources.pools.size()); ++p) {
    const ResourceState::PoolLevel was = at(state.pools, p);
    const Index capacity = capacity_now(plant, p);
    if (capacity == was.capacity) continue;
    set_level(plant, p, capacity, was.used, effects);
    if (capacity > was.capacity) wake(plant, p);
    if (at(resources.pools, p).at_end == AtEnd::pause) pause_holders(plant, p, effects);
  }
  for (Index g = 0; g < static_cast<Index>(resources.hours.size()); ++g) {
    if (at(resources.hours, g).calendar != t) continue;
    if (is_open(plant, g)) {
      open_machines(plant, g, effects);
    } else {
      close_machines(plant, g, effects);
    }
  }
  resume_paused(plant, effects);
}

void machine_left(PlantState& plant, Index machine, Effects& effects) {
  const Index group = at(plant.machines, machine).group;
  ResourceState& state = plant.resources;
  if (at(state.closed, machine) != 0 || is_open(plant, group)) return;
  const Index calendar = at(plant.scenario->resources.hours, group).calendar;
  effects.events.push_back({.time = plant.now,
                            .value = static_cast<double>(plant.now - at(state.clocks, calendar).since),
                            .kind = EventKind::machine_overtime,
                            .entity = machine});
  at(state.closed, machine) = 1;
  service::stop_machine(plant, machine, MachineState::off, OnFailure::resume, effects);
}

}  // namespace takt::resources
