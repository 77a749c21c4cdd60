// Preventive maintenance: when it is due, whether it may begin, and what it restores.

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/plant/condition.hpp"
#include "sim/plant/condition_parts.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/service.hpp"

namespace takt::condition {

namespace {

bool asks(const Scenario& scenario) {
  return (scenario.asked & bit_of(DecisionKind::maintain)) != 0;
}

/// How far a plan's measure has come, in its own unit.
double measure(const PlantState& plant, const PlanUnit& unit) {
  const MachineCondition& c = at(plant.condition.machines, unit.machine);
  switch (at(group_of(plant, unit.machine).plans, unit.plan).trigger) {
    case MaintenanceTrigger::calendar:
      return static_cast<double>(plant.now - unit.since);
    case MaintenanceTrigger::busy:
      return static_cast<double>(unit.busy);
    case MaintenanceTrigger::pieces:
      return static_cast<double>(unit.pieces);
    case MaintenanceTrigger::level:
      return static_cast<double>(c.level);
    case MaintenanceTrigger::wear:
      return c.wear;
  }
  return 0;
}

/// The calendar plan wants the machine looked at when its measure will be this.
void set_wake(PlantState& plant, PlanUnit& unit, double measure, Effects& effects) {
  unit.wakes = unit.since + static_cast<Time>(std::llround(measure));
  unit.armed = 1;
  const auto entity = static_cast<std::uint32_t>(
      static_cast<std::size_t>(&unit - plant.condition.plans.data()) + plant.machines.size());
  effects.clock.push_back({{unit.wakes - plant.now, ActivityKind::wear, entity}, true});
}

bool may_begin(const PlantState& plant, Index m, const MaintenancePlan& plan) {
  if (!crew_is_free(plant, plan.crew)) return false;
  return plant.condition.holds.empty() || fits(plant, m, group_of(plant, m).power.maintained);
}

void wait(PlantState& plant, Index m) {
  if (of(plant, m).waits == 0) plant.condition.waiting.push_back(m);
  of(plant, m).waits = 1;
}

/// Times to failure of the calendar clock stand still; those of the busy clock do so anyway.
void hold_failures(PlantState& plant, Index m, Effects& effects) {
  const MachineUnit& it = at(plant.machines, m);
  for (Index u = it.first_breakdown; u < it.first_breakdown + it.breakdown_count; ++u) {
    BreakdownUnit& unit = at(plant.breakdowns, u);
    if (unit.armed == 0) continue;
    unit.armed = 0;
    unit.time_left = at(plant.condition.failure_ends, u) - plant.now;
    effects.clock.push_back({{0, ActivityKind::failure, static_cast<std::uint32_t>(u)}, false});
  }
}

void begin(PlantState& plant, Index m, Index p, Effects& effects) {
  PlanUnit& unit = plant.condition.plans[first_plan(plant, m) + at(p)];
  const MaintenancePlan& plan = at(group_of(plant, m).plans, p);
  of(plant, m).plan = p;
  effects.events.push_back({.time = plant.now,
                            .value = measure(plant, unit),
                            .kind = EventKind::maintenance_begins,
                            .entity = m,
                            .detail = p});
  hold_level(plant, m, effects);
  hold_failures(plant, m, effects);
  set_aside(plant, m, PowerHold::maintained, effects);
  take_crew(plant, plan.crew, effects);
  service::stop_machine(plant, m, MachineState::maintenance, OnFailure::resume, effects);
  const auto key = static_cast<std::uint64_t>(&unit - plant.condition.plans.data());
  const Time time = sample(plan.duration, random_uniform(plant.seed, Purpose::maintenance, key, unit.done));
  ++unit.done;
  effects.clock.push_back({{time, ActivityKind::service, static_cast<std::uint32_t>(m)}, true});
}

void release_failures(PlantState& plant, Index m, bool anew, Effects& effects) {
  const MachineUnit& it = at(plant.machines, m);
  for (Index u = it.first_breakdown; u < it.first_breakdown + it.breakdown_count; ++u) {
    BreakdownUnit& unit = at(plant.breakdowns, u);
    if (unit.broken != 0) continue;
    if (anew) {
      ++unit.occurrence;
      unit.time_left = service::draw_failure(plant, unit);
    }
    const bool calendar =
        at(at(plant.scenario->groups, it.group).breakdowns, unit.cause).clock == FailureClock::calendar;
    if (!calendar) continue;
    unit.armed = 1;
    at(plant.condition.failure_ends, u) = plant.now + unit.time_left;
    effects.clock.push_back({{unit.time_left, ActivityKind::failure, static_cast<std::uint32_t>(u)}, true});
  }
}

}  // namespace

std::size_t first_plan(const PlantState& plant, Index m) {
  const GroupCondition& group = group_of(plant, m);
  const Index within = m - at(plant.groups, at(plant.machines, m).group).first_machine;
  return static_cast<std::size_t>(group.first_plan + within * static_cast<Index>(group.plans.size()));
}

void restart(PlantState& plant, PlanUnit& unit, Effects& effects) {
  const MaintenancePlan& plan = at(group_of(plant, unit.machine).plans, unit.plan);
  unit.since = plant.now;
  unit.busy = 0;
  unit.pieces = 0;
  if (plan.trigger != MaintenanceTrigger::calendar) return;
  if (unit.armed != 0) {
    const auto entity = static_cast<std::uint32_t>(
        static_cast<std::size_t>(&unit - plant.condition.plans.data()) + plant.machines.size());
    effects.clock.push_back({{0, ActivityKind::wear, entity}, false});
  }
  set_wake(plant, unit, asks(*plant.scenario) ? plan.offer : plan.due, effects);
}

void wake(PlantState& plant, PlanUnit& unit, Effects& effects) {
  if (unit.armed == 0 || plant.now < unit.wakes) return;  // it was set anew at this very instant
  unit.armed = 0;
  const MaintenancePlan& plan = at(group_of(plant, unit.machine).plans, unit.plan);
  if (measure(plant, unit) < plan.due) set_wake(plant, unit, plan.due, effects);
  consider(plant, unit.machine, effects);
}

void repaired(PlantState& plant, Index m, Effects& effects) {
  if (!has_condition(plant, m)) return;
  const GroupCondition& group = group_of(plant, m);
  const std::size_t first = first_plan(plant, m);
  for (std::size_t p = 0; p < group.plans.size(); ++p)
    if (group.plans[p].restarts_at_repair) restart(plant, plant.condition.plans[first + p], effects);
}

void consider(PlantState& plant, Index m, Effects& effects) {
  if (!has_condition(plant, m)) return;
  const MachineUnit& it = at(plant.machines, m);
  if (it.job >= 0 || it.down > 0) return;
  const GroupCondition& group = group_of(plant, m);
  const std::size_t first = first_plan(plant, m);
  const bool ask = asks(*plant.scenario);
  for (std::size_t p = 0; p < group.plans.size(); ++p) {
    const double reached = measure(plant, plant.condition.plans[first + p]);
    if (reached < (ask ? group.plans[p].offer : group.plans[p].due)) continue;
    if (!may_begin(plant, m, group.plans[p])) {
      wait(plant, m);
      continue;
    }
    if (ask) {
      std::vector<Index>& asking = plant.condition.asking;
      const auto place = std::lower_bound(asking.begin(), asking.end(), m);
      if (place == asking.end() || *place != m) asking.insert(place, m);
    } else {
      begin(plant, m, static_cast<Index>(p), effects);
    }
    return;
  }
}

void retry(PlantState& plant, Effects& effects) {
  if (plant.condition.waiting.empty()) return;
  const std::vector<Index> waiting = std::move(plant.condition.waiting);
  plant.condition.waiting.clear();
  for (const Index m : waiting) of(plant, m).waits = 0;
  for (const Index m : waiting) consider(plant, m, effects);
}

void service_ended(PlantState& plant, Index m, Effects& effects) {
  MachineCondition& c = of(plant, m);
  assert(c.plan >= 0);
  const Index p = c.plan;
  const MaintenancePlan& plan = at(group_of(plant, m).plans, p);
  c.plan = -1;
  effects.events.push_back(
      {.time = plant.now, .kind = EventKind::maintenance_ends, .entity = m, .detail = p});
  if (plan.restores_condition && !group_of(plant, m).law.levels.empty()) {
    renew(plant, m, effects);
  } else {
    run_level(plant, m, effects);
  }
  release_failures(plant, m, plan.restores_failures, effects);
  restart(plant, plant.condition.plans[first_plan(plant, m) + at(p)], effects);
  set_aside(plant, m, PowerHold::resting, effects);
  service::restart_machine(plant, m, MachineState::maintenance, effects);
  return_crew(plant, plan.crew, effects);
}

std::optional<Decision> next_question(PlantState& plant) {
  std::vector<Index>& asking = plant.condition.asking;
  while (!asking.empty()) {
    const Index m = asking.front();
    const MachineUnit& it = at(plant.machines, m);
    if (it.job < 0 && it.down == 0) {
      plant.scratch.clear();
      plant.scratch.push_back({.ready = plant.now, .option = 0});
      const GroupCondition& group = group_of(plant, m);
      const std::size_t first = first_plan(plant, m);
      int fallback = 0;
      bool waits = false;
      for (std::size_t p = 0; p < group.plans.size(); ++p) {
        const double reached = measure(plant, plant.condition.plans[first + p]);
        if (reached < group.plans[p].offer) continue;
        if (!may_begin(plant, m, group.plans[p])) {
          waits = true;
          continue;
        }
        if (fallback == 0 && reached >= group.plans[p].due) fallback = static_cast<int>(plant.scratch.size());
        plant.scratch.push_back({.ready = plant.now, .option = static_cast<Index>(p) + 1});
      }
      if (plant.scratch.size() > 1) {
        return Decision{.kind = DecisionKind::maintain,
                        .now = plant.now,
                        .candidates = plant.scratch,
                        .entity = m,
                        .fallback = fallback};
      }
      if (waits) wait(plant, m);
    }
    asking.erase(asking.begin());
  }
  return std::nullopt;
}

double reached(const PlantState& plant, Index m, Index plan) {
  return measure(plant, plant.condition.plans[first_plan(plant, m) + at(plan)]);
}

void answer(PlantState& plant, const Decision& decision, const Candidate& chosen, Effects& effects) {
  std::vector<Index>& asking = plant.condition.asking;
  asking.erase(asking.begin());
  if (chosen.option > 0) begin(plant, decision.entity, chosen.option - 1, effects);
}

}  // namespace takt::condition
