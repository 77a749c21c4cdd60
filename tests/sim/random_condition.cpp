#include "tests/sim/random_condition.hpp"

#include <algorithm>
#include <cmath>

#include "sim/agent.hpp"
#include "tests/sim/dice.hpp"

namespace takt::test {

namespace {

constexpr double second = ticks_per_second;

/// Whole seconds, or an exponential time.
Distribution any_time(Dice& dice, std::int64_t least, std::int64_t greatest) {
  const double ticks = static_cast<double>(dice.between(least, greatest)) * second;
  return dice.chance(50) ? constant(ticks) : exponential(std::max(ticks, second));
}

ConditionLaw any_law(Dice& dice) {
  ConditionLaw law;
  law.clock = static_cast<WearClock>(dice.between(0, 2));
  const bool wear = law.clock != WearClock::calendar && dice.chance(40);
  if (wear) {
    law.growth = law.clock == WearClock::pieces ? 0.125 : 100.0;  // an operation takes some seconds
    law.noise = dice.chance(50) ? 0.5 : 0;
  }
  const auto levels = static_cast<std::size_t>(dice.between(wear ? 1 : 2, 4));
  for (std::size_t i = 0; i < levels; ++i) {
    ConditionLevel level;
    level.name = "l" + std::to_string(i);
    const bool last = i + 1 == levels;
    if (wear) {
      level.from_wear = static_cast<double>(i) * 0.25;
    } else if (!last && law.clock == WearClock::pieces) {
      level.pieces = static_cast<double>(dice.between(1, 6));
      level.pieces_cv = dice.chance(50) ? 0.5 : 0;
    } else if (!last) {
      level.lasts = any_time(dice, 5, 40);
    }
    level.speed = 1 / static_cast<double>(dice.between(1, 2));
    level.failure_rate = static_cast<double>(dice.between(1, 3));
    law.levels.push_back(level);
  }
  if (levels > 1 && dice.chance(60)) {
    law.fails = true;
    law.time_to_repair = any_time(dice, 0, 8);
    const auto rule = dice.between(0, 2);
    law.repeats = rule == 1;
    law.scraps = rule == 2;
  }
  return law;
}

MaintenancePlan any_plan(Dice& dice, const ConditionLaw& law, std::size_t number) {
  MaintenancePlan plan;
  plan.name = "p" + std::to_string(number);
  plan.trigger = static_cast<MaintenanceTrigger>(dice.between(0, 4));
  if (plan.trigger == MaintenanceTrigger::level && law.levels.size() < 2)
    plan.trigger = MaintenanceTrigger::pieces;
  if (plan.trigger == MaintenanceTrigger::wear && !(law.growth > 0)) plan.trigger = MaintenanceTrigger::busy;
  switch (plan.trigger) {
    case MaintenanceTrigger::calendar:
    case MaintenanceTrigger::busy:
      plan.due = static_cast<double>(dice.between(8, 40)) * second;
      break;
    case MaintenanceTrigger::pieces:
      plan.due = static_cast<double>(dice.between(2, 8));
      break;
    case MaintenanceTrigger::level:
      plan.due = static_cast<double>(dice.between(1, static_cast<std::int64_t>(law.levels.size()) - 1));
      break;
    case MaintenanceTrigger::wear:
      plan.due = 0.5;
      break;
  }
  plan.offer = plan.due;
  if (plan.trigger != MaintenanceTrigger::level && dice.chance(50))
    plan.offer = plan.trigger == MaintenanceTrigger::pieces ? std::ceil(plan.due / 2) : plan.due / 2;
  const bool by_condition =
      plan.trigger == MaintenanceTrigger::level || plan.trigger == MaintenanceTrigger::wear;
  plan.restores_condition = by_condition || dice.chance(50);
  plan.restores_failures = dice.chance(50);
  plan.restarts_at_repair = dice.chance(30);
  plan.duration = any_time(dice, 0, 6);
  return plan;
}

Sensor any_sensor(Dice& dice, const ConditionLaw& law, std::size_t number) {
  Sensor sensor;
  sensor.name = "s" + std::to_string(number);
  sensor.unit = "mm/s";
  sensor.interval = dice.between(1, 9) * ticks_per_second;
  for (double& value : sensor.by_state) value = static_cast<double>(dice.between(0, 8)) / 4;
  if (!law.levels.empty() && dice.chance(60)) sensor.by_level.resize(law.levels.size(), 0.5);
  if (law.growth > 0) sensor.per_wear = 2;
  if (dice.chance(60)) sensor.noise = 0.25;
  return sensor;
}

PowerDraw any_power(Dice& dice) {
  PowerDraw power;
  power.stated = true;
  for (std::int64_t& draw : power.milliwatts) draw = dice.between(0, 4) * 250'000;
  power.milliwatts[2] += dice.between(1, 9) * 1'000'001;
  if (dice.chance(30)) power.tariff = {86'400 * ticks_per_second, {{0, 0.125}, {7 * ticks_per_second, 0.5}}};
  return power;
}

/// What the machine may draw at rest, and with an operation or in maintenance.
std::pair<std::int64_t, std::int64_t> least_and_most(const PowerDraw& power) {
  const auto& w = power.milliwatts;
  return {std::max({w[0], w[3], w[5]}), *std::max_element(w.begin(), w.end())};
}

}  // namespace

void add_condition(Scenario& scenario, std::uint64_t seed) {
  Dice dice(seed, 7);
  ConditionModel& model = scenario.condition;
  model.groups.resize(scenario.groups.size());
  const bool powered = dice.chance(60);
  bool sensed = false;
  for (GroupCondition& group : model.groups) {
    if (dice.chance(50)) group.law = any_law(dice);
    for (std::int64_t i = dice.chance(50) ? dice.between(1, 2) : 0; i > 0; --i)
      group.plans.push_back(any_plan(dice, group.law, group.plans.size()));
    if (dice.chance(30)) group.sensors.push_back(any_sensor(dice, group.law, 0));
    if (powered && dice.chance(80)) group.power = any_power(dice);
    sensed = sensed || !group.sensors.empty();
  }
  if (dice.chance(40)) {
    // A crew of its own: whoever draws pools as well does so with its own dice.
    Pool crew;
    crew.name = "fitters";
    crew.capacity = static_cast<Index>(dice.between(1, 2));
    const CrewNeed need{.pool = static_cast<Index>(scenario.resources.pools.size())};
    scenario.resources.pools.push_back(crew);
    for (std::size_t g = 0; g < model.groups.size(); ++g) {
      GroupCondition& group = model.groups[g];
      for (MaintenancePlan& plan : group.plans)
        if (dice.chance(60)) plan.crew = need;
      if (group.law.fails && dice.chance(60)) group.law.crew = need;
      if (!scenario.groups[g].breakdowns.empty() && dice.chance(60)) {
        group.repair_crews.resize(scenario.groups[g].breakdowns.size());
        for (CrewNeed& repair : group.repair_crews) repair = need;
      }
    }
  }
  if (dice.chance(50)) scenario.asked |= 1U << static_cast<std::uint32_t>(DecisionKind::maintain);
  std::int64_t resting = 0, greatest_step = 0, all = 0;
  for (std::size_t g = 0; g < model.groups.size(); ++g) {
    if (!model.groups[g].power.stated) continue;
    const auto [least, most] = least_and_most(model.groups[g].power);
    resting += least * scenario.groups[g].count;
    all += most * scenario.groups[g].count;
    greatest_step = std::max(greatest_step, most - least);
  }
  if (all > 0 && dice.chance(60))
    model.cap_milliwatts = std::max(resting + greatest_step, all * dice.between(10, 90) / 100);
  if (dice.chance(50)) model.tariff = {20 * ticks_per_second, {{0, 0.25}, {9 * ticks_per_second, 0.75}}};
  if (dice.chance(50)) {
    model.costs.stated = true;
    model.costs.stock_per_h = 3;
    model.costs.lateness_per_h = 20;
    model.costs.scrap = 7;
    model.costs.setup = 2;
    if (dice.chance(50)) model.costs.machine_per_h.assign(scenario.groups.size(), {1, 2, 30, 4, 5, 0, 7});
  }
  if (sensed && scenario.run.horizon == never)
    scenario.run.horizon = dice.between(50, 200) * ticks_per_second;
  const auto is_plain = [](const GroupCondition& group) { return group == GroupCondition{}; };
  if (std::all_of(model.groups.begin(), model.groups.end(), is_plain)) model.groups.clear();
}

}  // namespace takt::test
