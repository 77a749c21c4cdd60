// Working hours: shifts begin and end, machines open and close, operations pause and go on.

#include <algorithm>
#include <cassert>

#include "sim/plant/people_rules.hpp"

namespace takt {
namespace {

const Timetable& timetable_of(const PeopleModel& people, const PeopleState& state, Index timetable) {
  if (at(timetable) < people.calendars.size()) return people.calendars[at(timetable)].hours;
  return people.pools[at(state.profile_of[at(timetable) - people.calendars.size()])].profile;
}

}  // namespace

Index PeopleRules::capacity_now(const Plant& plant, Index p) {
  const PeopleModel& people = plant.scenario().people;
  const PeopleState& state = plant.people_;
  const Pool& pool = people.pools[at(p)];
  if (pool.calendar >= 0) {
    const Timetable& hours = people.calendars[at(pool.calendar)].hours;
    return pool.capacity * hours.levels[at(state.clocks[at(pool.calendar)].level)].level;
  }
  if (pool.profile.levels.empty()) return pool.capacity;
  const auto place = std::lower_bound(state.profile_of.begin(), state.profile_of.end(), p);
  const std::size_t clock =
      people.calendars.size() + static_cast<std::size_t>(place - state.profile_of.begin());
  return pool.profile.levels[at(state.clocks[clock].level)].level;
}

bool PeopleRules::is_open(const Plant& plant, Index group) {
  const PeopleModel& people = plant.scenario().people;
  const Index calendar = people.hours[at(group)].calendar;
  if (calendar < 0) return true;
  return people.calendars[at(calendar)].hours.levels[at(plant.people_.clocks[at(calendar)].level)].level > 0;
}

void PeopleRules::start(Plant& plant, Effects& effects) {
  const PeopleModel& people = plant.scenario().people;
  for (Index t = 0; t < static_cast<Index>(plant.people_.clocks.size()); ++t)
    schedule_shift(plant, t, effects);
  for (Index p = 0; p < static_cast<Index>(people.pools.size()); ++p)
    set_level(plant, p, capacity_now(plant, p), 0, effects);
  for (Index g = 0; g < static_cast<Index>(people.hours.size()); ++g)
    if (!is_open(plant, g)) close_machines(plant, g, effects);
}

void PeopleRules::schedule_shift(Plant& plant, Index t, Effects& effects) {
  const PeopleState::ShiftClock& clock = plant.people_.clocks[at(t)];
  const Timetable& table = timetable_of(plant.scenario().people, plant.people_, t);
  if (table.levels.size() < 2) return;
  const std::size_t next = at(clock.level) + 1;
  if (next == table.levels.size() && table.cycle == never) return;
  const Time change =
      clock.cycle_start + (next < table.levels.size() ? table.levels[next].from : table.cycle);
  if (change > latest_time) return;  // no run lasts so long
  effects.clock.push_back({{change - plant.now_, ActivityKind::shift, static_cast<std::uint32_t>(t)}, true});
}

void PeopleRules::shift(Plant& plant, Index t, Effects& effects) {
  const PeopleModel& people = plant.scenario().people;
  PeopleState& state = plant.people_;
  PeopleState::ShiftClock& clock = state.clocks[at(t)];
  const Timetable& table = timetable_of(people, state, t);
  const Index before = table.levels[at(clock.level)].level;
  if (at(++clock.level) == table.levels.size()) {
    clock.level = 0;
    clock.cycle_start = plant.now_;
  }
  if (table.levels[at(clock.level)].level != before) clock.since = plant.now_;
  schedule_shift(plant, t, effects);

  for (Index p = 0; p < static_cast<Index>(people.pools.size()); ++p) {
    const PeopleState::PoolLevel was = state.pools[at(p)];
    const Index capacity = capacity_now(plant, p);
    if (capacity == was.capacity) continue;
    set_level(plant, p, capacity, was.used, effects);
    if (capacity > was.capacity) wake(plant, p);
    if (people.pools[at(p)].at_end == AtEnd::pause) pause_holders(plant, p, effects);
  }
  for (Index g = 0; g < static_cast<Index>(people.hours.size()); ++g) {
    if (people.hours[at(g)].calendar != t) continue;
    if (is_open(plant, g)) {
      open_machines(plant, g, effects);
    } else {
      close_machines(plant, g, effects);
    }
  }
  resume_paused(plant, effects);
}

/// Operations that have units of a pool of which too many are used stop: those that started last, first.
void PeopleRules::pause_holders(Plant& plant, Index pool, Effects& effects) {
  PeopleState& state = plant.people_;
  while (state.pools[at(pool)].used > state.pools[at(pool)].capacity) {
    Index last = -1;
    for (Index m = 0; m < static_cast<Index>(state.first_hold.size()); ++m) {
      bool holds = false;
      for (Index h = state.first_hold[at(m)]; h >= 0 && !holds; h = state.holds[at(h)].next)
        holds = state.holds[at(h)].pool == pool;
      if (holds && (last < 0 || plant.machine(m).setup_start >= plant.machine(last).setup_start)) last = m;
    }
    if (last < 0) return;  // crews finish what they repair
    pause_operation(plant, last, effects);
  }
}

/// The operation stops, gives back all that goes home, and keeps the rest.
void PeopleRules::pause_operation(Plant& plant, Index machine, Effects& effects) {
  drop_holds(plant, machine, true, effects);
  plant.people_.paused.push_back(machine);
  plant.stop_machine(machine, MachineState::off, OnFailure::resume, effects);
}

void PeopleRules::close_machines(Plant& plant, Index g, Effects& effects) {
  PeopleState& state = plant.people_;
  const GroupState& group = plant.groups_[at(g)];
  const bool pause = plant.scenario().people.hours[at(g)].at_end == AtEnd::pause;
  for (Index m = group.first_machine; m < group.first_machine + group.machine_count; ++m) {
    if (state.closed[at(m)] != 0) continue;
    const bool busy = plant.machine(m).job >= 0;
    if (busy && !pause) continue;  // closes when the job leaves
    state.closed[at(m)] = 1;
    plant.stop_machine(m, MachineState::off, OnFailure::resume, effects);
    const bool holds = busy && !state.first_hold.empty() && state.first_hold[at(m)] >= 0;
    if (holds && std::find(state.paused.begin(), state.paused.end(), m) == state.paused.end())
      pause_operation(plant, m, effects);
  }
}

void PeopleRules::open_machines(Plant& plant, Index g, Effects& effects) {
  PeopleState& state = plant.people_;
  const GroupState& group = plant.groups_[at(g)];
  for (Index m = group.first_machine; m < group.first_machine + group.machine_count; ++m) {
    if (state.closed[at(m)] == 0) continue;
    state.closed[at(m)] = 0;
    plant.restart_machine(m, effects);
  }
}

void PeopleRules::machine_left(Plant& plant, Index machine, Effects& effects) {
  const Index group = plant.machine(machine).group;
  PeopleState& state = plant.people_;
  if (state.closed[at(machine)] != 0 || is_open(plant, group)) return;
  const Index calendar = plant.scenario().people.hours[at(group)].calendar;
  effects.events.push_back({.time = plant.now_,
                            .value = static_cast<double>(plant.now_ - state.clocks[at(calendar)].since),
                            .kind = EventKind::machine_overtime,
                            .entity = machine});
  state.closed[at(machine)] = 1;
  plant.stop_machine(machine, MachineState::off, OnFailure::resume, effects);
}

}  // namespace takt
