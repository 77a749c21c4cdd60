// Machines fail and are repaired.

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/plant/condition.hpp"
#include "sim/plant/service.hpp"
#include "sim/plant/stuck.hpp"

namespace takt::service {

namespace {

const Breakdown& cause_of(const Scenario& scenario, const MachineUnit& machine, const BreakdownUnit& unit) {
  return at(at(scenario.groups, machine.group).breakdowns, unit.cause);
}

Activity failure_of(Index unit, Time duration) {
  return {duration, ActivityKind::failure, static_cast<std::uint32_t>(unit)};
}

}  // namespace

Time draw_failure(const PlantState& plant, const BreakdownUnit& unit) {
  const auto entity = static_cast<std::uint64_t>(&unit - plant.breakdowns.data());
  const Time time = sample(cause_of(*plant.scenario, at(plant.machines, unit.machine), unit).time_to_failure,
                           random_uniform(plant.seed, Purpose::time_to_failure, entity, unit.occurrence));
  if (plant.condition.failure_ends.empty()) return time;
  const double rate = condition::failure_rate(plant, unit.machine);
  return rate == 1 ? time
                   : static_cast<Time>(std::llround(
                         std::min(static_cast<double>(time) / rate, static_cast<double>(latest_time))));
}

void arm_calendar(PlantState& plant, Index u, Effects& effects) {
  BreakdownUnit& unit = at(plant.breakdowns, u);
  unit.armed = 1;
  const Time time = draw_failure(plant, unit);
  if (!plant.condition.failure_ends.empty()) at(plant.condition.failure_ends, u) = plant.now + time;
  effects.clock.push_back({failure_of(u, time), true});
}

void arm_busy(PlantState& plant, Index machine, Effects& effects) {
  const MachineUnit& it = at(plant.machines, machine);
  for (Index u = it.first_breakdown; u < it.first_breakdown + it.breakdown_count; ++u) {
    BreakdownUnit& unit = at(plant.breakdowns, u);
    if (cause_of(*plant.scenario, it, unit).clock != FailureClock::busy) continue;
    // A failure that would come with the end of the work waits for the next operation.
    if (unit.time_left < it.remaining) {
      unit.armed = 1;
      effects.clock.push_back({failure_of(u, unit.time_left), true});
    }
  }
  if ((at(plant.groups, it.group).flags & group_condition) != 0)
    condition::processing_begins(plant, machine, effects);
}

void pause_busy(PlantState& plant, Index machine, Time ran, Effects& effects) {
  const MachineUnit& it = at(plant.machines, machine);
  for (Index u = it.first_breakdown; u < it.first_breakdown + it.breakdown_count; ++u) {
    BreakdownUnit& unit = at(plant.breakdowns, u);
    if (cause_of(*plant.scenario, it, unit).clock != FailureClock::busy) continue;
    unit.time_left -= ran;
    if (unit.armed != 0) {
      unit.armed = 0;
      effects.clock.push_back({failure_of(u, 0), false});
    }
  }
  if ((at(plant.groups, it.group).flags & group_condition) != 0)
    condition::processing_pauses(plant, machine, ran, effects);
}

void fail(PlantState& plant, Index u, Effects& effects) {
  BreakdownUnit& unit = at(plant.breakdowns, u);
  if (unit.armed == 0) return;  // another cause stopped the machine at this very instant
  unit.armed = 0;
  unit.broken = 1;
  const Index m = unit.machine;
  const MachineUnit& it = at(plant.machines, m);
  const Breakdown& cause = cause_of(*plant.scenario, it, unit);

  stop_machine(plant, m, MachineState::down, cause.on_failure, effects);
  const Time repair_time = sample(
      cause.time_to_repair,
      random_uniform(plant.seed, Purpose::time_to_repair, static_cast<std::uint64_t>(u), unit.occurrence));
  ++unit.occurrence;
  if (cause.on_failure == OnFailure::repeat && it.job >= 0) stuck::repeats(plant, it.job);
  if (plant.condition.crew_units.empty()) {
    effects.clock.push_back({{repair_time, ActivityKind::repair, static_cast<std::uint32_t>(u)}, true});
  } else {
    condition::begin_repair(plant, u, repair_time, effects);
  }
}

void repair(PlantState& plant, Index u, Effects& effects) {
  BreakdownUnit& unit = at(plant.breakdowns, u);
  assert(unit.broken != 0);
  unit.broken = 0;
  const Index m = unit.machine;
  if (cause_of(*plant.scenario, at(plant.machines, m), unit).clock == FailureClock::calendar) {
    arm_calendar(plant, u, effects);
  } else {
    unit.time_left = draw_failure(plant, unit);
  }
  if ((at(plant.groups, at(plant.machines, m).group).flags & group_condition) != 0)
    condition::repaired(plant, m, effects);
  restart_machine(plant, m, MachineState::down, effects);
  if (!plant.condition.crew_units.empty()) condition::repair_ended(plant, u, effects);
}

}  // namespace takt::service
