// Crews: people or other resources that repairs and maintenance wait for. They are units of the pools of
// room people, held beside those of operations.

#include <numeric>

#include <fmt/format.h>

#include "sim/plant/condition_rules.hpp"
#include "sim/plant/people_rules.hpp"

namespace takt {

namespace {

constexpr CrewNeed nobody = {};

}  // namespace

bool ConditionRules::crew_is_free(const Plant& plant, const CrewNeed& need) {
  return need.pool < 0 || plant.people_.free[static_cast<std::size_t>(need.pool)] >= need.amount;
}

void ConditionRules::take_crew(Plant& plant, const CrewNeed& need, Effects& effects) {
  if (need.pool < 0) return;
  plant.condition_.crew_units[static_cast<std::size_t>(need.pool)] += need.amount;
  PeopleRules::change_use(plant, need.pool, need.amount, effects);
}

void ConditionRules::return_crew(Plant& plant, const CrewNeed& need, Effects& effects) {
  if (need.pool < 0) return;
  plant.condition_.crew_units[static_cast<std::size_t>(need.pool)] -= need.amount;
  PeopleRules::change_use(plant, need.pool, -need.amount, effects);
}

/// Who repairs a breakdown unit, or (behind those) the condition of a machine.
const CrewNeed& ConditionRules::crew_of_repair(const Plant& plant, Index entity) {
  if (entity >= plant.scenario_->breakdown_units)
    return group_of(plant, entity - plant.scenario_->breakdown_units).law.crew;
  if (plant.condition_.crew_units.empty()) return nobody;
  const BreakdownUnit& unit = plant.breakdowns_[static_cast<std::size_t>(entity)];
  const std::vector<CrewNeed>& crews = group_of(plant, unit.machine).repair_crews;
  return crews.empty() ? nobody : crews[static_cast<std::size_t>(unit.cause)];
}

/// The repair begins now, or when its crew is free.
void ConditionRules::begin_repair(Plant& plant, Index entity, Time duration, Effects& effects) {
  const CrewNeed& need = crew_of_repair(plant, entity);
  if (!crew_is_free(plant, need)) {
    plant.condition_.repairs_waiting.push_back({duration, entity, 0});
    return;
  }
  take_crew(plant, need, effects);
  effects.clock.push_back({{duration, ActivityKind::repair, static_cast<std::uint32_t>(entity)}, true});
}

void ConditionRules::repair_ended(Plant& plant, Index entity, Effects& effects) {
  return_crew(plant, crew_of_repair(plant, entity), effects);
}

/// Units came free: repairs first, in the order in which they were asked for, then maintenance.
void ConditionRules::crews_may_begin(Plant& plant, Effects& effects) {
  if (plant.condition_.crew_units.empty()) return;
  const std::vector<RepairWait> waiting = std::move(plant.condition_.repairs_waiting);
  plant.condition_.repairs_waiting.clear();
  for (const RepairWait& repair : waiting) begin_repair(plant, repair.entity, repair.duration, effects);
  retry(plant, effects);
}

void ConditionRules::check(const Plant& plant, std::vector<std::string>& problems) {
  const ConditionState& all = plant.condition_;
  const auto machines = static_cast<Index>(plant.machines_.size());
  std::vector<Index> crews(all.crew_units.size());
  const auto count = [&crews](const CrewNeed& need) {
    if (need.pool >= 0) crews[static_cast<std::size_t>(need.pool)] += need.amount;
  };
  for (Index m = 0; m < static_cast<Index>(all.machines.size()); ++m) {
    const GroupCondition& group = group_of(plant, m);
    const MachineCondition& c = all.machines[static_cast<std::size_t>(m)];
    const bool has_level = c.level == 0 || c.level < static_cast<Index>(group.law.levels.size());
    if (!has_level || c.wear < 0)
      problems.push_back(fmt::format("machine {} has level {} and wear {}", m, c.level, c.wear));
    if ((c.broken != 0 || c.plan >= 0) && plant.machine(m).down == 0)
      problems.push_back(fmt::format("machine {} is broken or maintained, and in service", m));
    if (c.plan >= 0) count(group.plans[static_cast<std::size_t>(c.plan)].crew);
    if (c.broken != 0) count(group.law.crew);
  }
  if (!all.crew_units.empty()) {
    for (std::size_t u = 0; u < plant.breakdowns_.size(); ++u)
      if (plant.breakdowns_[u].broken != 0) count(crew_of_repair(plant, static_cast<Index>(u)));
    for (const RepairWait& repair : all.repairs_waiting) {
      const CrewNeed& need = crew_of_repair(plant, repair.entity);
      crews[static_cast<std::size_t>(need.pool)] -= need.amount;
    }
    if (crews != all.crew_units)
      problems.push_back("repairs and maintenance do not hold the crews they need");
  }
  if (all.holds.empty()) return;
  std::int64_t set_aside = 0;
  for (Index m = 0; m < machines; ++m) {
    const PowerDraw& power = group_of(plant, m).power;
    const MachineUnit& at = plant.machine(m);
    const bool maintained = !all.machines.empty() && all.machines[static_cast<std::size_t>(m)].plan >= 0;
    set_aside += maintained ? power.maintained : at.job >= 0 ? power.working : power.resting;
  }
  if (set_aside != all.set_aside || set_aside > plant.scenario_->condition.cap_milliwatts)
    problems.push_back(fmt::format("{} mW are set aside, {} mW are counted, and the cap is {} mW",
                                   all.set_aside, set_aside, plant.scenario_->condition.cap_milliwatts));
}

}  // namespace takt
