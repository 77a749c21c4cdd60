#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/refuse.hpp"
#include "sim/model/scenario.hpp"

namespace takt {
namespace {

constexpr std::int64_t most_milliwatts = 1'000'000'000'000;
constexpr std::int64_t most_condition_units = 10'000'000;  ///< machines times their plans, or sensors

constexpr std::size_t most_levels = 4096, most_labelled_causes = 32'000;  ///< what a SampleLabel can hold

void check_plans(const MachineGroup& machine, const GroupCondition& group) {
  for (const MaintenancePlan& plan : group.plans) {
    const auto bad = [&](const char* why) {
      refuse("machine '{}', maintenance '{}': {}", machine.name, plan.name, why);
    };
    if (!(plan.due > 0) || !(plan.offer > 0 && plan.offer <= plan.due))
      bad("it must be due after more than 0, and be offered no later");
    const bool by_level = plan.trigger == MaintenanceTrigger::level;
    const bool by_wear = plan.trigger == MaintenanceTrigger::wear;
    if (by_level && !(plan.due < static_cast<double>(group.law.levels.size()))) bad("there is no such level");
    if (by_wear && !(group.law.growth > 0)) bad("the condition has no wear value");
    if ((by_level || by_wear) && !plan.restores_condition)
      bad("it would be due again at once, as it does not restore the condition");
  }
}

void check_law(const MachineGroup& machine, const ConditionLaw& law) {
  const auto bad = [&](const char* why) { refuse("machine '{}': condition: {}", machine.name, why); };
  const std::size_t count = law.levels.size();
  if (law.growth < 0 || (law.growth > 0 && count == 0)) bad("a wear value needs a level to start from");
  if (count > most_levels) bad("it has more than 4096 levels");
  if (law.fails && count < 2) bad("it fails at its last level and so needs two");
  if (law.growth > 0 && law.clock == WearClock::calendar) bad("a wear value grows with work");
  for (std::size_t i = 0; i < count; ++i) {
    const ConditionLevel& level = law.levels[i];
    if (!(level.speed >= least_speed && level.speed <= greatest_speed) ||
        !(level.failure_rate >= 1e-6 && level.failure_rate <= 1e6))
      bad("a factor is out of its range");
    if (law.growth > 0) {
      if (i == 0 ? level.from_wear != 0 : !(level.from_wear > law.levels[i - 1].from_wear))
        bad("levels must begin at ascending wear values, the first at 0");
    } else if (i + 1 < count) {
      if (law.clock == WearClock::pieces ? !(level.pieces >= 1) : mean(level.lasts) < 1)
        bad("a level must last at least 1 us, or 1 piece, on average");
    }
  }
}

void check_sensors(const MachineGroup& machine, const GroupCondition& group) {
  if (!group.sensors.empty() && machine.breakdowns.size() >= most_labelled_causes)
    refuse("machine '{}': with sensors it may have {} breakdowns at most", machine.name,
           most_labelled_causes - 1);
  for (const Sensor& sensor : group.sensors) {
    if (sensor.interval < 1 || sensor.interval > latest_time)
      refuse("machine '{}': sensor '{}' must have an interval of at least 1 us", machine.name, sensor.name);
    if (!sensor.by_level.empty() && sensor.by_level.size() != group.law.levels.size())
      refuse("machine '{}': sensor '{}' must have a value for each level", machine.name, sensor.name);
  }
}

void check_tariff(const Tariff& tariff) {
  if (tariff.period == 0 && tariff.bands.empty()) return;
  if (tariff.period < 1 || tariff.bands.empty() || tariff.bands.front().from != 0)
    refuse("a tariff needs a period and a band that begins with it");
  for (std::size_t i = 1; i < tariff.bands.size(); ++i)
    if (tariff.bands[i].from <= tariff.bands[i - 1].from || tariff.bands[i].from >= tariff.period)
      refuse("the bands of a tariff must follow each other within its period");
}

/// Returns whether anybody is needed.
bool check_crews(const Scenario& s, const MachineGroup& machine, const GroupCondition& group) {
  bool any = false;
  const auto check = [&](const CrewNeed& need) {
    if (need.pool == -1) return;
    any = true;
    const std::vector<Pool>& pools = s.resources.pools;
    if (need.pool < 0 || static_cast<std::size_t>(need.pool) >= pools.size() || need.amount < 1 ||
        need.amount > pools[static_cast<std::size_t>(need.pool)].capacity)
      refuse("machine '{}': there is no such crew", machine.name);
  };
  for (const MaintenancePlan& plan : group.plans) check(plan.crew);
  for (const CrewNeed& need : group.repair_crews) check(need);
  check(group.law.crew);
  if (!group.repair_crews.empty() && group.repair_crews.size() != machine.breakdowns.size())
    refuse("machine '{}': the crews are not one a breakdown", machine.name);
  return any;
}

/// A machine without an operation may be blocked where it blocks before service.
void finish_power(const MachineGroup& machine, bool before_service, PowerDraw& power) {
  for (const std::int64_t draw : power.milliwatts)
    if (draw < 0 || draw > most_milliwatts) refuse("machine '{}': a power is out of range", machine.name);
  check_tariff(power.tariff);
  const auto& [idle, setup, busy, down, blocked, off, maintenance] = power.milliwatts;
  power.resting = std::max({idle, down, off, before_service ? blocked : 0});
  power.maintained = std::max(power.resting, maintenance);
  power.working = std::max({power.resting, busy, blocked, machine.setup_matrix >= 0 ? setup : 0});
}

void check_cap(const Scenario& s) {
  const ConditionModel& model = s.condition;
  if (model.cap_milliwatts < 0) return;
  if (!model.any_power) refuse("energy: the cap has no machine whose power is known");
  std::int64_t resting = 0;
  for (std::size_t g = 0; g < model.groups.size(); ++g)
    resting += model.groups[g].power.resting * s.groups[g].count;
  for (std::size_t g = 0; g < model.groups.size(); ++g) {
    const PowerDraw& power = model.groups[g].power;
    const std::int64_t most =
        model.groups[g].plans.empty() ? power.working : std::max(power.working, power.maintained);
    if (resting - power.resting + most > model.cap_milliwatts)
      refuse(
          "energy: under a cap of {} kW machine '{}' could never work: with the others at rest it takes "
          "the site to {} kW",
          static_cast<double>(model.cap_milliwatts) / 1e6, s.groups[g].name,
          static_cast<double>(resting - power.resting + most) / 1e6);
  }
}

}  // namespace

void finish_condition(Scenario& s) {
  ConditionModel& model = s.condition;
  model.plan_units = model.sensor_units = 0;
  model.any_plan = model.any_law = model.any_power = model.any_crew = false;
  if (!model.groups.empty() && model.groups.size() != s.groups.size())
    refuse("the conditions of machines are not one a machine group");
  std::int64_t plans = 0, sensors = 0;
  for (std::size_t g = 0; g < model.groups.size(); ++g) {
    GroupCondition& group = model.groups[g];
    const MachineGroup& machine = s.groups[g];
    check_plans(machine, group);
    check_law(machine, group.law);
    check_sensors(machine, group);
    finish_power(machine, s.lines.before_service(static_cast<Index>(g)), group.power);
    group.first_plan = static_cast<Index>(plans);
    group.first_sensor = static_cast<Index>(sensors);
    plans += machine.count * static_cast<std::int64_t>(group.plans.size());
    sensors += machine.count * static_cast<std::int64_t>(group.sensors.size());
    if (plans > most_condition_units || sensors > most_condition_units)
      refuse("machine '{}': machines times their plans or sensors exceed {}", machine.name,
             most_condition_units);
    model.any_crew = check_crews(s, machine, group) || model.any_crew;
    model.any_plan = model.any_plan || !group.plans.empty();
    model.any_law = model.any_law || !group.law.levels.empty();
    model.any_power = model.any_power || group.power.stated;
    if (!group.plans.empty() || !group.law.levels.empty()) s.group_flags[g] |= group_condition;
    if (group.power.stated) s.group_flags[g] |= group_power;
  }
  model.plan_units = static_cast<Index>(plans);
  model.sensor_units = static_cast<Index>(sensors);
  check_tariff(model.tariff);
  check_cap(s);
  if (!model.costs.machine_per_h.empty() && model.costs.machine_per_h.size() != s.groups.size())
    refuse("costs: the machines' are not one a machine group");
}

}  // namespace takt
