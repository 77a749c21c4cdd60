// Machines get worse: from level to level, or by a wear value.

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/plant/condition.hpp"
#include "sim/plant/condition_parts.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/service.hpp"

namespace takt::condition {

namespace {

bool is_timed(const ConditionLaw& law) {
  return law.growth == 0 && law.clock != WearClock::pieces;
}

bool is_last(const ConditionLaw& law, Index level) {
  return level + 1 >= static_cast<Index>(law.levels.size());
}

const ConditionLevel& level_of(const ConditionLaw& law, Index level) {
  return at(law.levels, level);
}

Activity end_of_level(Index m, Time duration) {
  return {duration, ActivityKind::wear, static_cast<std::uint32_t>(m)};
}

Activity failure_of(Index unit, Time duration) {
  return {duration, ActivityKind::failure, static_cast<std::uint32_t>(unit)};
}

/// Processing time that the machine has left of what it does now; 0 when it does not process.
Time work_left(const PlantState& plant, Index m) {
  const MachineUnit& it = at(plant.machines, m);
  const bool works = it.job >= 0 && it.down == 0 && it.activity == MachineState::processing;
  return works ? it.remaining - (plant.now - it.piece_start) : 0;
}

/// The time left to every failure of the machine is multiplied by `ratio`.
void rescale_failures(PlantState& plant, Index m, double ratio, Effects& effects) {
  const MachineUnit& it = at(plant.machines, m);
  const Time work = work_left(plant, m);
  const Time ran = work > 0 ? plant.now - it.piece_start : 0;
  const auto scaled = [&](Time left) {
    return static_cast<Time>(
        std::llround(std::min(static_cast<double>(left) * ratio, static_cast<double>(latest_time))));
  };
  for (Index u = it.first_breakdown; u < it.first_breakdown + it.breakdown_count; ++u) {
    BreakdownUnit& unit = at(plant.breakdowns, u);
    if (unit.broken != 0) continue;
    const bool calendar =
        at(at(plant.scenario->groups, it.group).breakdowns, unit.cause).clock == FailureClock::calendar;
    Time& ends = at(plant.condition.failure_ends, u);
    const Time left = calendar && unit.armed != 0 ? ends - plant.now : unit.time_left - ran;
    if (left <= 0) continue;  // it comes at this very instant
    const Time new_left = scaled(left);
    if (unit.armed != 0) effects.clock.push_back({failure_of(u, 0), false});
    if (calendar) {
      if (unit.armed != 0) {
        effects.clock.push_back({failure_of(u, new_left), true});
        ends = plant.now + new_left;
      } else {
        unit.time_left = new_left;
      }
    } else {
      unit.time_left = new_left + ran;
      unit.armed = new_left < work ? 1 : 0;
      if (unit.armed != 0) effects.clock.push_back({failure_of(u, new_left), true});
    }
  }
}

void set_level(PlantState& plant, Index m, Index level, Effects& effects) {
  const ConditionLaw& law = group_of(plant, m).law;
  MachineCondition& c = of(plant, m);
  if (level == c.level) return;
  const double ratio = level_of(law, c.level).failure_rate / level_of(law, level).failure_rate;
  c.level = level;
  effects.events.push_back(
      {.time = plant.now, .value = c.wear, .kind = EventKind::level, .entity = m, .detail = level});
  if (ratio != 1) rescale_failures(plant, m, ratio, effects);
}

void break_down(PlantState& plant, Index m, Effects& effects) {
  const ConditionLaw& law = group_of(plant, m).law;
  MachineCondition& c = of(plant, m);
  hold_level(plant, m, effects);
  c.broken = 1;
  effects.events.push_back({.time = plant.now,
                            .value = c.wear,
                            .kind = EventKind::condition_failure,
                            .entity = m,
                            .detail = c.level});
  service::stop_machine(plant, m, MachineState::down,
                        law.scraps    ? OnFailure::scrap
                        : law.repeats ? OnFailure::repeat
                                      : OnFailure::resume,
                        effects);
  const Time time = sample(law.time_to_repair, random_uniform(plant.seed, Purpose::condition_repair,
                                                              static_cast<std::uint64_t>(m), c.failures++));
  begin_repair(plant, plant.scenario->breakdown_units + m, time, effects);
}

void reach_level(PlantState& plant, Index m, Index level, Effects& effects) {
  const ConditionLaw& law = group_of(plant, m).law;
  set_level(plant, m, level, effects);
  if (law.fails && is_last(law, level)) {
    break_down(plant, m, effects);
    return;
  }
  begin_level(plant, m, effects);
  consider(plant, m, effects);
}

}  // namespace

double failure_rate(const PlantState& plant, Index m) {
  const ConditionLaw& law = group_of(plant, m).law;
  if (law.levels.empty()) return 1;
  return level_of(law, at(plant.condition.machines, m).level).failure_rate;
}

void begin_level(PlantState& plant, Index m, Effects& effects) {
  const ConditionLaw& law = group_of(plant, m).law;
  MachineCondition& c = of(plant, m);
  if (law.levels.empty() || law.growth > 0 || is_last(law, c.level)) return;
  const ConditionLevel& level = level_of(law, c.level);
  const double u =
      random_uniform(plant.seed, Purpose::condition_level, static_cast<std::uint64_t>(m), c.levels_drawn++);
  if (law.clock == WearClock::pieces) {
    c.pieces_left = std::max<std::int64_t>(
        1, std::llround(level.pieces_cv > 0
                            ? quantile(gamma_mean_cv(level.pieces * 1e3, level.pieces_cv), u) / 1e3
                            : level.pieces));
    return;
  }
  c.level_left = sample(level.lasts, u);
  if (law.clock == WearClock::calendar) {
    run_level(plant, m, effects);
    return;
  }
  const Time left = work_left(plant, m);
  if (left <= 0) return;
  if (c.level_left < left) {
    c.armed = 1;
    effects.clock.push_back({end_of_level(m, c.level_left), true});
  }
  c.level_left +=
      plant.now - at(plant.machines, m).piece_start;  // taken off again when the processing pauses
}

void run_level(PlantState& plant, Index m, Effects& effects) {
  const ConditionLaw& law = group_of(plant, m).law;
  MachineCondition& c = of(plant, m);
  if (law.levels.empty() || !is_timed(law) || law.clock != WearClock::calendar || is_last(law, c.level))
    return;
  c.level_ends = plant.now + c.level_left;
  c.armed = 1;
  effects.clock.push_back({end_of_level(m, c.level_left), true});
}

void hold_level(PlantState& plant, Index m, Effects& effects) {
  MachineCondition& c = of(plant, m);
  if (c.armed == 0 || group_of(plant, m).law.clock != WearClock::calendar) return;
  c.armed = 0;
  c.level_left = c.level_ends - plant.now;
  effects.clock.push_back({end_of_level(m, 0), false});
}

void processing_begins(PlantState& plant, Index m, Effects& effects) {
  const ConditionLaw& law = group_of(plant, m).law;
  MachineCondition& c = of(plant, m);
  if (law.levels.empty() || !is_timed(law) || law.clock != WearClock::busy || is_last(law, c.level)) return;
  // As with failures: what would come with the end of the work waits for the next operation.
  if (c.level_left >= at(plant.machines, m).remaining) return;
  c.armed = 1;
  effects.clock.push_back({end_of_level(m, c.level_left), true});
}

void processing_pauses(PlantState& plant, Index m, Time ran, Effects& effects) {
  const GroupCondition& group = group_of(plant, m);
  MachineCondition& c = of(plant, m);
  const std::size_t first = first_plan(plant, m);
  for (std::size_t p = 0; p < group.plans.size(); ++p) plant.condition.plans[first + p].busy += ran;
  if (group.law.levels.empty() || !is_timed(group.law) || group.law.clock != WearClock::busy) return;
  c.level_left -= ran;
  if (c.armed == 0) return;
  c.armed = 0;
  effects.clock.push_back({end_of_level(m, 0), false});
}

void wear_ended(PlantState& plant, Index entity, Effects& effects) {
  const auto machines = static_cast<Index>(plant.machines.size());
  if (entity >= machines) {
    wake(plant, at(plant.condition.plans, entity - machines), effects);
    return;
  }
  MachineCondition& c = of(plant, entity);
  const bool calendar = group_of(plant, entity).law.clock == WearClock::calendar;
  // The clock of the level was stopped, or set anew, at this very instant.
  if (c.armed == 0 || (calendar && plant.now < c.level_ends)) return;
  c.armed = 0;
  reach_level(plant, entity, c.level + 1, effects);
}

void operation_starts(PlantState& plant, Index m) {
  hold_power(plant, m);
  const ConditionLaw& law = group_of(plant, m).law;
  if (law.levels.empty()) return;
  const double speed = level_of(law, of(plant, m).level).speed;
  if (speed == 1) return;
  MachineUnit& it = at(plant.machines, m);
  const double time = std::min(static_cast<double>(it.full_time) / speed, static_cast<double>(latest_time));
  const auto longer = static_cast<Time>(std::llround(time)) - it.full_time;
  it.full_time += longer;
  it.planned_end += longer;
}

void operation_ends(PlantState& plant, Index m) {
  if (!has_condition(plant, m)) return;
  const GroupCondition& group = group_of(plant, m);
  const std::size_t first = first_plan(plant, m);
  for (std::size_t p = 0; p < group.plans.size(); ++p) ++plant.condition.plans[first + p].pieces;
  MachineCondition& c = of(plant, m);
  c.worked_at = c.level;
  const ConditionLaw& law = group.law;
  if (law.growth == 0) {
    --c.pieces_left;
    return;
  }
  constexpr double hour = 3.6e9;
  const double amount =
      law.clock == WearClock::pieces ? 1 : static_cast<double>(at(plant.machines, m).full_time) / hour;
  if (!(amount > 0)) return;
  if (law.noise == 0) {
    c.wear += law.growth * amount;
    return;
  }
  // A gamma process: the shape grows with time, the scale stays. Below the least shape, the mean is kept.
  const double shape = std::clamp(amount / (law.noise * law.noise), 1e-4, 1e8);
  const double u =
      random_uniform(plant.seed, Purpose::wear, static_cast<std::uint64_t>(m), c.growths_drawn++);
  c.wear += law.growth * amount * quantile(gamma(shape, 1e6), u) / (shape * 1e6);
}

void pass_levels(PlantState& plant, Index m, Effects& effects) {
  const ConditionLaw& law = group_of(plant, m).law;
  const MachineCondition& c = of(plant, m);
  if (law.levels.empty() || c.broken != 0 || c.plan >= 0 || is_last(law, c.level)) return;
  if (law.growth > 0) {
    Index level = c.level;
    while (!is_last(law, level) && level_of(law, level + 1).from_wear <= c.wear) ++level;
    if (level > c.level) reach_level(plant, m, level, effects);
  } else if (law.clock == WearClock::pieces && c.pieces_left <= 0) {
    reach_level(plant, m, c.level + 1, effects);
  }
}

void renew(PlantState& plant, Index m, Effects& effects) {
  hold_level(plant, m, effects);
  of(plant, m).wear = 0;
  set_level(plant, m, 0, effects);
  begin_level(plant, m, effects);
}

void condition_repaired(PlantState& plant, Index m, Effects& effects) {
  assert(of(plant, m).broken != 0);
  of(plant, m).broken = 0;
  renew(plant, m, effects);
  repaired(plant, m, effects);
  service::restart_machine(plant, m, MachineState::down, effects);
  repair_ended(plant, plant.scenario->breakdown_units + m, effects);
}

}  // namespace takt::condition
