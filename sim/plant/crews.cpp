// Crews: people or other resources that repairs and maintenance wait for. They are units of the pools of
// room resources, held beside those of operations.

#include <numeric>

#include <fmt/format.h>

#include "sim/plant/condition.hpp"
#include "sim/plant/condition_parts.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/resources.hpp"
#include "sim/plant/stuck.hpp"

namespace takt::condition {

namespace {

constexpr CrewNeed nobody = {};

/// Who repairs a breakdown unit, or (behind those) the condition of a machine.
const CrewNeed& crew_of_repair(const PlantState& plant, Index entity) {
  if (entity >= plant.scenario->breakdown_units)
    return group_of(plant, entity - plant.scenario->breakdown_units).law.crew;
  if (plant.condition.crew_units.empty()) return nobody;
  const BreakdownUnit& unit = at(plant.breakdowns, entity);
  const std::vector<CrewNeed>& crews = group_of(plant, unit.machine).repair_crews;
  return crews.empty() ? nobody : at(crews, unit.cause);
}

}  // namespace

bool crew_is_free(const PlantState& plant, const CrewNeed& need) {
  return need.pool < 0 || at(plant.resources.free, need.pool) >= need.amount;
}

void take_crew(PlantState& plant, const CrewNeed& need, Effects& effects) {
  if (need.pool < 0) return;
  at(plant.condition.crew_units, need.pool) += need.amount;
  resources::change_use(plant, need.pool, need.amount, effects);
}

void return_crew(PlantState& plant, const CrewNeed& need, Effects& effects) {
  if (need.pool < 0) return;
  at(plant.condition.crew_units, need.pool) -= need.amount;
  resources::change_use(plant, need.pool, -need.amount, effects);
}

void begin_repair(PlantState& plant, Index entity, Time duration, Effects& effects) {
  const CrewNeed& need = crew_of_repair(plant, entity);
  if (!crew_is_free(plant, need)) {
    plant.condition.repairs_waiting.push_back({duration, entity, 0});
    stuck::hours_changed(plant);
    return;
  }
  take_crew(plant, need, effects);
  effects.clock.push_back({{duration, ActivityKind::repair, static_cast<std::uint32_t>(entity)}, true});
}

void repair_ended(PlantState& plant, Index entity, Effects& effects) {
  return_crew(plant, crew_of_repair(plant, entity), effects);
}

void crews_may_begin(PlantState& plant, Effects& effects) {
  if (plant.condition.crew_units.empty()) return;
  const std::vector<RepairWait> waiting = std::move(plant.condition.repairs_waiting);
  plant.condition.repairs_waiting.clear();
  for (const RepairWait& repair : waiting) begin_repair(plant, repair.entity, repair.duration, effects);
  retry(plant, effects);
}

void check(const PlantState& plant, std::vector<std::string>& problems) {
  const ConditionState& all = plant.condition;
  const auto machines = static_cast<Index>(plant.machines.size());
  std::vector<Index> crews(all.crew_units.size());
  const auto count = [&crews](const CrewNeed& need) {
    if (need.pool >= 0) at(crews, need.pool) += need.amount;
  };
  for (Index m = 0; m < static_cast<Index>(all.machines.size()); ++m) {
    const GroupCondition& group = group_of(plant, m);
    const MachineCondition& c = at(all.machines, m);
    const bool has_level = c.level == 0 || c.level < static_cast<Index>(group.law.levels.size());
    if (!has_level || c.wear < 0)
      problems.push_back(fmt::format("machine {} has level {} and wear {}", m, c.level, c.wear));
    if ((c.broken != 0 || c.plan >= 0) && at(plant.machines, m).down == 0)
      problems.push_back(fmt::format("machine {} is broken or maintained, and in service", m));
    if (c.plan >= 0) count(at(group.plans, c.plan).crew);
    if (c.broken != 0) count(group.law.crew);
  }
  if (!all.crew_units.empty()) {
    for (std::size_t u = 0; u < plant.breakdowns.size(); ++u)
      if (plant.breakdowns[u].broken != 0) count(crew_of_repair(plant, static_cast<Index>(u)));
    for (const RepairWait& repair : all.repairs_waiting) {
      const CrewNeed& need = crew_of_repair(plant, repair.entity);
      at(crews, need.pool) -= need.amount;
    }
    if (crews != all.crew_units)
      problems.push_back("repairs and maintenance do not hold the crews they need");
  }
  if (all.holds.empty()) return;
  std::int64_t set_aside = 0;
  for (Index m = 0; m < machines; ++m) {
    const PowerDraw& power = group_of(plant, m).power;
    const MachineUnit& it = at(plant.machines, m);
    const bool maintained = !all.machines.empty() && at(all.machines, m).plan >= 0;
    set_aside += maintained ? power.maintained : it.job >= 0 ? power.working : power.resting;
  }
  if (set_aside != all.set_aside || set_aside > plant.scenario->condition.cap_milliwatts)
    problems.push_back(fmt::format("{} mW are set aside, {} mW are counted, and the cap is {} mW",
                                   all.set_aside, set_aside, plant.scenario->condition.cap_milliwatts));
}

}  // namespace takt::condition
