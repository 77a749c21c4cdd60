// Preventive maintenance: when it is due, whether it may begin, and what it restores.

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/plant/condition_rules.hpp"

namespace takt {

namespace {

bool asks(const Scenario& scenario) {
  return (scenario.asked >> static_cast<std::uint32_t>(DecisionKind::maintain) & 1) != 0;
}

}  // namespace

std::size_t ConditionRules::first_plan(const Plant& plant, Index m) {
  const GroupCondition& group = group_of(plant, m);
  const Index within = m - plant.group(plant.machine(m).group).first_machine;
  return static_cast<std::size_t>(group.first_plan + within * static_cast<Index>(group.plans.size()));
}

/// How far a plan's measure has come, in its own unit.
double ConditionRules::measure(const Plant& plant, const PlanUnit& unit) {
  const MachineCondition& c = plant.condition_.machines[static_cast<std::size_t>(unit.machine)];
  switch (group_of(plant, unit.machine).plans[static_cast<std::size_t>(unit.plan)].trigger) {
    case MaintenanceTrigger::calendar:
      return static_cast<double>(plant.now_ - unit.since);
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
void ConditionRules::set_wake(Plant& plant, PlanUnit& unit, double measure, Effects& effects) {
  unit.wakes = unit.since + static_cast<Time>(std::llround(measure));
  unit.armed = 1;
  const auto entity = static_cast<std::uint32_t>(
      static_cast<std::size_t>(&unit - plant.condition_.plans.data()) + plant.machines_.size());
  effects.clock.push_back({{unit.wakes - plant.now_, ActivityKind::wear, entity}, true});
}

void ConditionRules::restart(Plant& plant, PlanUnit& unit, Effects& effects) {
  const MaintenancePlan& plan = group_of(plant, unit.machine).plans[static_cast<std::size_t>(unit.plan)];
  unit.since = plant.now_;
  unit.busy = 0;
  unit.pieces = 0;
  if (plan.trigger != MaintenanceTrigger::calendar) return;
  if (unit.armed != 0) {
    const auto entity = static_cast<std::uint32_t>(
        static_cast<std::size_t>(&unit - plant.condition_.plans.data()) + plant.machines_.size());
    effects.clock.push_back({{0, ActivityKind::wear, entity}, false});
  }
  set_wake(plant, unit, asks(*plant.scenario_) ? plan.offer : plan.due, effects);
}

void ConditionRules::wake(Plant& plant, PlanUnit& unit, Effects& effects) {
  if (unit.armed == 0 || plant.now_ < unit.wakes) return;  // it was set anew at this very instant
  unit.armed = 0;
  const MaintenancePlan& plan = group_of(plant, unit.machine).plans[static_cast<std::size_t>(unit.plan)];
  if (measure(plant, unit) < plan.due) set_wake(plant, unit, plan.due, effects);
  consider(plant, unit.machine, effects);
}

void ConditionRules::repaired(Plant& plant, Index m, Effects& effects) {
  if (!has_condition(plant, m)) return;
  const GroupCondition& group = group_of(plant, m);
  const std::size_t first = first_plan(plant, m);
  for (std::size_t p = 0; p < group.plans.size(); ++p)
    if (group.plans[p].restarts_at_repair) restart(plant, plant.condition_.plans[first + p], effects);
}

bool ConditionRules::may_begin(const Plant& plant, Index m, const MaintenancePlan& plan) {
  if (!crew_is_free(plant, plan.crew)) return false;
  return plant.condition_.holds.empty() || fits(plant, m, group_of(plant, m).power.maintained);
}

/// Looks whether a machine that rests is to be maintained: begins, asks, or waits for power or a crew.
void ConditionRules::consider(Plant& plant, Index m, Effects& effects) {
  if (!has_condition(plant, m)) return;
  const MachineUnit& at = plant.machine(m);
  if (at.job >= 0 || at.down > 0) return;
  const GroupCondition& group = group_of(plant, m);
  const std::size_t first = first_plan(plant, m);
  const bool ask = asks(*plant.scenario_);
  for (std::size_t p = 0; p < group.plans.size(); ++p) {
    const double reached = measure(plant, plant.condition_.plans[first + p]);
    if (reached < (ask ? group.plans[p].offer : group.plans[p].due)) continue;
    if (!may_begin(plant, m, group.plans[p])) {
      wait(plant, m);
      continue;
    }
    if (ask) {
      std::vector<Index>& asking = plant.condition_.asking;
      const auto place = std::lower_bound(asking.begin(), asking.end(), m);
      if (place == asking.end() || *place != m) asking.insert(place, m);
    } else {
      begin(plant, m, static_cast<Index>(p), effects);
    }
    return;
  }
}

void ConditionRules::wait(Plant& plant, Index m) {
  if (of(plant, m).waits == 0) plant.condition_.waiting.push_back(m);
  of(plant, m).waits = 1;
}

/// What maintenance waits for has changed.
void ConditionRules::retry(Plant& plant, Effects& effects) {
  if (plant.condition_.waiting.empty()) return;
  const std::vector<Index> waiting = std::move(plant.condition_.waiting);
  plant.condition_.waiting.clear();
  for (const Index m : waiting) of(plant, m).waits = 0;
  for (const Index m : waiting) consider(plant, m, effects);
}

void ConditionRules::begin(Plant& plant, Index m, Index p, Effects& effects) {
  PlanUnit& unit = plant.condition_.plans[first_plan(plant, m) + static_cast<std::size_t>(p)];
  const MaintenancePlan& plan = group_of(plant, m).plans[static_cast<std::size_t>(p)];
  of(plant, m).plan = p;
  effects.events.push_back({.time = plant.now_,
                            .value = measure(plant, unit),
                            .kind = EventKind::maintenance_begins,
                            .entity = m,
                            .detail = p});
  hold_level(plant, m, effects);
  hold_failures(plant, m, effects);
  set_aside(plant, m, PowerHold::maintained, effects);
  take_crew(plant, plan.crew, effects);
  plant.stop_machine(m, MachineState::maintenance, OnFailure::resume, effects);
  const auto key = static_cast<std::uint64_t>(&unit - plant.condition_.plans.data());
  const Time time = sample(plan.duration, random_uniform(plant.seed_, Purpose::maintenance, key, unit.done));
  ++unit.done;
  effects.clock.push_back({{time, ActivityKind::service, static_cast<std::uint32_t>(m)}, true});
}

void ConditionRules::service_ended(Plant& plant, Index m, Effects& effects) {
  MachineCondition& c = of(plant, m);
  assert(c.plan >= 0);
  const Index p = c.plan;
  const MaintenancePlan& plan = group_of(plant, m).plans[static_cast<std::size_t>(p)];
  c.plan = -1;
  effects.events.push_back(
      {.time = plant.now_, .kind = EventKind::maintenance_ends, .entity = m, .detail = p});
  if (plan.restores_condition && !group_of(plant, m).law.levels.empty()) {
    renew(plant, m, effects);
  } else {
    run_level(plant, m, effects);
  }
  release_failures(plant, m, plan.restores_failures, effects);
  restart(plant, plant.condition_.plans[first_plan(plant, m) + static_cast<std::size_t>(p)], effects);
  set_aside(plant, m, PowerHold::resting, effects);
  plant.restart_machine(m, effects);
  return_crew(plant, plan.crew, effects);
}

/// Times to failure of the calendar clock stand still; those of the busy clock do so anyway.
void ConditionRules::hold_failures(Plant& plant, Index m, Effects& effects) {
  const MachineUnit& at = plant.machine(m);
  for (Index u = at.first_breakdown; u < at.first_breakdown + at.breakdown_count; ++u) {
    BreakdownUnit& unit = plant.breakdowns_[static_cast<std::size_t>(u)];
    if (unit.armed == 0) continue;
    unit.armed = 0;
    unit.time_left = plant.condition_.failure_ends[static_cast<std::size_t>(u)] - plant.now_;
    effects.clock.push_back({{0, ActivityKind::failure, static_cast<std::uint32_t>(u)}, false});
  }
}

void ConditionRules::release_failures(Plant& plant, Index m, bool anew, Effects& effects) {
  const MachineUnit& at = plant.machine(m);
  for (Index u = at.first_breakdown; u < at.first_breakdown + at.breakdown_count; ++u) {
    BreakdownUnit& unit = plant.breakdowns_[static_cast<std::size_t>(u)];
    if (unit.broken != 0) continue;
    if (anew) {
      ++unit.occurrence;
      unit.time_left = plant.draw_failure(unit);
    }
    const bool calendar = plant.scenario_->groups[static_cast<std::size_t>(at.group)]
                              .breakdowns[static_cast<std::size_t>(unit.cause)]
                              .clock == FailureClock::calendar;
    if (!calendar) continue;
    unit.armed = 1;
    plant.condition_.failure_ends[static_cast<std::size_t>(u)] = plant.now_ + unit.time_left;
    effects.clock.push_back({{unit.time_left, ActivityKind::failure, static_cast<std::uint32_t>(u)}, true});
  }
}

std::optional<Decision> ConditionRules::next_question(Plant& plant) {
  std::vector<Index>& asking = plant.condition_.asking;
  while (!asking.empty()) {
    const Index m = asking.front();
    const MachineUnit& at = plant.machine(m);
    if (at.job < 0 && at.down == 0) {
      plant.scratch_.clear();
      plant.scratch_.push_back({.ready = plant.now_, .option = 0});
      const GroupCondition& group = group_of(plant, m);
      const std::size_t first = first_plan(plant, m);
      int fallback = 0;
      bool waits = false;
      for (std::size_t p = 0; p < group.plans.size(); ++p) {
        const double reached = measure(plant, plant.condition_.plans[first + p]);
        if (reached < group.plans[p].offer) continue;
        if (!may_begin(plant, m, group.plans[p])) {
          waits = true;
          continue;
        }
        if (fallback == 0 && reached >= group.plans[p].due)
          fallback = static_cast<int>(plant.scratch_.size());
        plant.scratch_.push_back({.ready = plant.now_, .option = static_cast<Index>(p) + 1});
      }
      if (plant.scratch_.size() > 1) {
        return Decision{.kind = DecisionKind::maintain,
                        .now = plant.now_,
                        .candidates = plant.scratch_,
                        .plant = &plant,
                        .entity = m,
                        .fallback = fallback};
      }
      if (waits) wait(plant, m);
    }
    asking.erase(asking.begin());
  }
  return std::nullopt;
}

void ConditionRules::answer(Plant& plant, const Decision& decision, const Candidate& chosen,
                            Effects& effects) {
  std::vector<Index>& asking = plant.condition_.asking;
  asking.erase(asking.begin());
  if (chosen.option > 0) begin(plant, decision.entity, chosen.option - 1, effects);
}

}  // namespace takt
