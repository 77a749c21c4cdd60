// Machines fail and are repaired.

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/plant/condition_rules.hpp"

namespace takt {

namespace {

const Breakdown& cause_of(const Scenario& scenario, const MachineUnit& machine, const BreakdownUnit& unit) {
  return scenario.groups[static_cast<std::size_t>(machine.group)]
      .breakdowns[static_cast<std::size_t>(unit.cause)];
}

Activity failure_of(Index unit, Time duration) {
  return {duration, ActivityKind::failure, static_cast<std::uint32_t>(unit)};
}

}  // namespace

Time Plant::draw_failure(const BreakdownUnit& unit) const {
  const auto entity = static_cast<std::uint64_t>(&unit - breakdowns_.data());
  const Time time = sample(cause_of(*scenario_, machine(unit.machine), unit).time_to_failure,
                           random_uniform(seed_, Purpose::time_to_failure, entity, unit.occurrence));
  if (condition_.failure_ends.empty()) return time;
  const double rate = ConditionRules::failure_rate(*this, unit.machine);
  return rate == 1 ? time
                   : static_cast<Time>(std::llround(
                         std::min(static_cast<double>(time) / rate, static_cast<double>(latest_time))));
}

void Plant::arm_calendar(Index u, Effects& effects) {
  BreakdownUnit& unit = breakdowns_[static_cast<std::size_t>(u)];
  unit.armed = 1;
  const Time time = draw_failure(unit);
  if (!condition_.failure_ends.empty()) condition_.failure_ends[static_cast<std::size_t>(u)] = now_ + time;
  effects.clock.push_back({failure_of(u, time), true});
}

void Plant::arm_busy(Index machine, Effects& effects) {
  const MachineUnit& at = this->machine(machine);
  for (Index u = at.first_breakdown; u < at.first_breakdown + at.breakdown_count; ++u) {
    BreakdownUnit& unit = breakdowns_[static_cast<std::size_t>(u)];
    if (cause_of(*scenario_, at, unit).clock != FailureClock::busy) continue;
    // A failure that would come with the end of the work waits for the next operation.
    if (unit.time_left < at.remaining) {
      unit.armed = 1;
      effects.clock.push_back({failure_of(u, unit.time_left), true});
    }
  }
  if ((group(at.group).flags & group_condition) != 0)
    ConditionRules::processing_begins(*this, machine, effects);
}

void Plant::pause_busy(Index machine, Time ran, Effects& effects) {
  const MachineUnit& at = this->machine(machine);
  for (Index u = at.first_breakdown; u < at.first_breakdown + at.breakdown_count; ++u) {
    BreakdownUnit& unit = breakdowns_[static_cast<std::size_t>(u)];
    if (cause_of(*scenario_, at, unit).clock != FailureClock::busy) continue;
    unit.time_left -= ran;
    if (unit.armed != 0) {
      unit.armed = 0;
      effects.clock.push_back({failure_of(u, 0), false});
    }
  }
  if ((group(at.group).flags & group_condition) != 0)
    ConditionRules::processing_pauses(*this, machine, ran, effects);
}

void Plant::fail(Index u, Effects& effects) {
  BreakdownUnit& unit = breakdowns_[static_cast<std::size_t>(u)];
  if (unit.armed == 0) return;  // another cause stopped the machine at this very instant
  unit.armed = 0;
  unit.broken = 1;
  const Index m = unit.machine;
  const MachineUnit& at = machine(m);
  const Breakdown& cause = cause_of(*scenario_, at, unit);

  stop_machine(m, MachineState::down, cause.on_failure, effects);
  const Time repair_time =
      sample(cause.time_to_repair,
             random_uniform(seed_, Purpose::time_to_repair, static_cast<std::uint64_t>(u), unit.occurrence));
  ++unit.occurrence;
  if (condition_.crew_units.empty()) {
    effects.clock.push_back({{repair_time, ActivityKind::repair, static_cast<std::uint32_t>(u)}, true});
  } else {
    ConditionRules::begin_repair(*this, u, repair_time, effects);
  }
}

void Plant::repair(Index u, Effects& effects) {
  BreakdownUnit& unit = breakdowns_[static_cast<std::size_t>(u)];
  assert(unit.broken != 0);
  unit.broken = 0;
  const Index m = unit.machine;
  if (cause_of(*scenario_, machine(m), unit).clock == FailureClock::calendar) {
    arm_calendar(u, effects);
  } else {
    unit.time_left = draw_failure(unit);
  }
  if ((group(machine(m).group).flags & group_condition) != 0) ConditionRules::repaired(*this, m, effects);
  restart_machine(m, effects);
  if (!condition_.crew_units.empty()) ConditionRules::repair_ended(*this, u, effects);
}

}  // namespace takt
