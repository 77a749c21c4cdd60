#include "sim/model/read/condition.hpp"

#include <fmt/format.h>

#include "sim/model/limits.hpp"
#include "sim/model/read/scenario_keys.hpp"

namespace takt {
namespace {

constexpr std::array<std::string_view, 2> plan_clocks = {"calendar", "busy"};
constexpr std::array<std::string_view, 3> wear_clocks = {"calendar", "busy", "pieces"};
constexpr std::array<std::string_view, 4> restorations = {"everything", "condition", "failures", "nothing"};
constexpr std::array<std::string_view, 3> failure_rules = {"resume", "repeat", "scrap"};

double any_number(const Spot& spot) {
  return spot.number(-1e15, 1e15);
}

double positive_number(const Spot& spot) {
  const double value = spot.number(0, 1e15);
  if (!(value > 0)) spot.fail("must be greater than 0");
  return value;
}

double positive_time(const Spot& spot) {
  const Time time = spot.time();
  if (time < 1) spot.fail("must be longer than 0");
  return static_cast<double>(time);
}

/// A level by its number or its name; 0 is the best and cannot be asked for.
double level_number(const Spot& spot, const ConditionLaw& law) {
  for (std::size_t i = 1; i < law.levels.size(); ++i)
    if (law.levels[i].name == spot.text()) return static_cast<double>(i);
  if (law.levels.size() < 2) spot.fail("the machine's condition has no second level");
  return static_cast<double>(spot.integer(1, static_cast<std::int64_t>(law.levels.size()) - 1));
}

/// The name of a pool, or a mapping.
CrewNeed read_crew(const Spot& spot, const Scenario& scenario, const Names& names) {
  CrewNeed need;
  if (spot.is_scalar()) {
    need.pool = names.pools.resolve(spot);
    return need;
  }
  const Fields fields(spot, keys::crew);
  need.pool = names.pools.resolve(fields.require("resource"));
  if (const auto amount = fields.find("amount")) {
    const Index there = scenario.resources.pools[static_cast<std::size_t>(need.pool)].capacity;
    need.amount = static_cast<Index>(amount->integer(1, there));
  }
  return need;
}

/// The trigger of a plan is told by which of these keys is there.
constexpr std::array<std::string_view, 4> measures = {"every", "pieces", "level", "wear"};

double read_measure(const Spot& spot, std::string_view measure, const ConditionLaw& law) {
  if (measure == "every") return positive_time(spot);
  if (measure == "pieces") return static_cast<double>(spot.integer(1, 1'000'000'000'000));
  if (measure == "level") return level_number(spot, law);
  return positive_number(spot);
}

MaintenancePlan read_plan(const Spot& spot, std::size_t number, const ConditionLaw& law, NameTable& names,
                          const Scenario& scenario, const Names& known) {
  const Fields fields(spot, keys::maintenance);
  MaintenancePlan plan;
  const std::optional<Spot> name = fields.find("name");
  plan.name = name ? name->name() : fmt::format("maintenance{}", number);
  if (names.add(plan.name) < 0)
    (name ? *name : spot).fail(fmt::format("the machine has two plans named '{}'", plan.name));
  std::string_view measure;
  for (const std::string_view key : measures) {
    if (!fields.has(key)) continue;
    if (!measure.empty()) fields.exclude(measure, key);
    measure = key;
  }
  if (measure.empty()) spot.fail("needs one of 'every', 'pieces', 'level' and 'wear'");
  plan.trigger = measure == "pieces"  ? MaintenanceTrigger::pieces
                 : measure == "level" ? MaintenanceTrigger::level
                 : measure == "wear"  ? MaintenanceTrigger::wear
                                      : MaintenanceTrigger::calendar;
  const Spot due = fields.require(measure);
  if (measure == "wear" && !(law.growth > 0)) due.fail("the machine's condition has no wear value");
  plan.due = plan.offer = read_measure(due, measure, law);
  if (const auto clock = fields.find("clock")) {
    if (measure != "every") clock->fail("goes with 'every'");
    plan.trigger = static_cast<MaintenanceTrigger>(clock->choice(plan_clocks));
  }
  if (const auto offer = fields.find("offer")) {
    plan.offer = read_measure(*offer, measure, law);
    if (plan.offer > plan.due) offer->fail(fmt::format("must not be later than '{}'", measure));
  }
  if (const auto what = fields.find("restores")) {
    const std::size_t word = what->choice(restorations);
    plan.restores_condition = word == 0 || word == 1;
    plan.restores_failures = word == 0 || word == 2;
  }
  if (const auto restarts = fields.find("restart_at_repair")) plan.restarts_at_repair = restarts->boolean();
  plan.duration = read_distribution(fields.require("duration"));
  if (const auto crew = fields.find("crew")) plan.crew = read_crew(*crew, scenario, known);
  return plan;
}

ConditionLevel read_level(const Spot& spot, std::size_t index, bool last, const ConditionLaw& law) {
  const Fields fields(spot, keys::condition_level);
  ConditionLevel level;
  const auto name = fields.find("name");
  level.name = name ? name->name() : fmt::format("level{}", index);
  if (law.growth > 0) {
    fields.exclude("from_wear", "lasts");
    fields.exclude("from_wear", "pieces");
    if (index > 0)
      level.from_wear = positive_number(fields.require("from_wear"));
    else if (const auto from = fields.find("from_wear"))
      level.from_wear = from->number(0, 0);
    if (index > 0 && !(level.from_wear > law.levels.back().from_wear))
      fields.require("from_wear").fail("must be greater than that of the level before");
  }
  for (const std::string_view key : {"lasts", "pieces", "from_wear"}) {
    const auto found = fields.find(key);
    const bool meant = law.growth > 0                   ? key == "from_wear"
                       : law.clock == WearClock::pieces ? key == "pieces"
                                                        : key == "lasts";
    if (found && !meant) found->fail("does not go with how this condition gets worse");
    if (found && last && law.growth == 0) found->fail("the last level does not end by itself");
    if (!found && meant && !last && law.growth == 0) fields.require(key);
  }
  if (const auto lasts = fields.find("lasts")) {
    level.lasts = read_distribution(*lasts);
    if (mean(level.lasts) < 1) lasts->fail("a level must last at least 1 us on average");
  }
  if (const auto pieces = fields.find("pieces")) {
    if (pieces->is_mapping()) {
      const Fields about(*pieces, keys::level_pieces);
      level.pieces = about.require("mean").number(1, 1e12);
      if (const auto cv = about.find("cv")) level.pieces_cv = cv->number(0, 100);
      if (level.pieces_cv > 0 && level.pieces_cv < 1e-4)
        about.require("cv").fail("must be 0 or at least 0.0001");
    } else {
      level.pieces = static_cast<double>(pieces->integer(1, 1'000'000'000'000));
    }
  }
  if (const auto speed = fields.find("speed")) level.speed = speed->number(least_speed, greatest_speed);
  if (const auto rate = fields.find("failure_rate")) level.failure_rate = rate->number(1e-6, 1e6);
  return level;
}

ConditionLaw read_law(const Spot& spot, const Scenario& scenario, const Names& known) {
  const Fields fields(spot, keys::condition);
  ConditionLaw law;
  if (const auto clock = fields.find("clock")) law.clock = static_cast<WearClock>(clock->choice(wear_clocks));
  if (const auto wear = fields.find("wear")) {
    const Fields about(*wear, keys::wear);
    about.exclude("per_hour", "per_piece");
    const bool by_piece = about.has("per_piece");
    law.growth = positive_number(about.require(by_piece ? "per_piece" : "per_hour"));
    if (const auto noise = about.find("noise")) law.noise = noise->number(0, 100);
    const WearClock clock = by_piece ? WearClock::pieces : WearClock::busy;
    if (fields.has("clock") && law.clock != clock)
      fields.require("clock").fail(by_piece ? "'per_piece' grows by pieces" : "'per_hour' grows while busy");
    law.clock = clock;
  }
  if (!fields.has("levels") && law.growth > 0) {
    law.levels.push_back({.name = "level0"});
  } else {
    const Spot levels = fields.require("levels");
    const std::size_t count = levels.list_size();
    NameTable names("level");
    for (std::size_t i = 0; i < count; ++i) {
      const Spot item = levels.item(i);
      law.levels.push_back(read_level(item, i, i + 1 == count, law));
      if (names.add(law.levels.back().name) < 0)
        item.fail(fmt::format("the condition has two levels named '{}'", law.levels.back().name));
    }
  }
  if (const auto failure = fields.find("failure")) {
    if (law.levels.size() < 2) failure->fail("needs at least two levels: the last is the broken one");
    const Fields about(*failure, keys::condition_failure);
    law.fails = true;
    law.time_to_repair = read_distribution(about.require("time_to_repair"));
    if (const auto crew = about.find("crew")) law.crew = read_crew(*crew, scenario, known);
    if (const auto rule = about.find("on_failure")) {
      const std::size_t word = rule->choice(failure_rules);
      law.repeats = word == 1;
      law.scraps = word == 2;
    }
  }
  return law;
}

Sensor read_sensor(const Spot& spot, const ConditionLaw& law, NameTable& names) {
  const Fields fields(spot, keys::sensor);
  Sensor sensor;
  const Spot name = fields.require("name");
  sensor.name = name.name();
  if (names.add(sensor.name) < 0)
    name.fail(fmt::format("the machine has two sensors named '{}'", sensor.name));
  if (const auto unit = fields.find("unit")) sensor.unit = unit->free_text(32);
  sensor.interval = static_cast<Time>(positive_time(fields.require("every")));
  sensor.by_state = read_by_state(fields.require("value"), any_number);
  if (const auto levels = fields.find("levels")) {
    const std::size_t count = law.levels.size();
    if (levels->list_size() != count)
      levels->fail(
          fmt::format("has {} values; the machine's condition has {} levels", levels->list_size(), count));
    for (std::size_t i = 0; i < count; ++i) sensor.by_level.push_back(any_number(levels->item(i)));
  }
  if (const auto wear = fields.find("wear")) {
    if (!(law.growth > 0)) wear->fail("the machine's condition has no wear value");
    sensor.per_wear = any_number(*wear);
  }
  if (const auto noise = fields.find("noise")) sensor.noise = noise->number(0, 1e15);
  return sensor;
}

}  // namespace

std::array<double, condition_states> read_by_state(const Spot& spot, double (*read)(const Spot&)) {
  std::array<double, condition_states> values = {};
  if (!spot.is_mapping()) {
    values.fill(read(spot));
    return values;
  }
  const Fields fields(spot, keys::by_state);
  for (std::size_t i = 0; i < condition_states; ++i)
    if (const auto value = fields.find(keys::by_state[i])) values[i] = read(*value);
  return values;
}

void read_group_condition(const Fields& machine, Scenario& scenario, const Names& known) {
  GroupCondition group;
  if (const auto condition = machine.find("condition")) group.law = read_law(*condition, scenario, known);
  if (const auto plans = machine.find("maintenance")) {
    NameTable names("maintenance");
    for (std::size_t i = 0; i < plans->list_size(); ++i)
      group.plans.push_back(read_plan(plans->item(i), i + 1, group.law, names, scenario, known));
  }
  if (const auto sensors = machine.find("sensors")) {
    NameTable names("sensor");
    for (std::size_t i = 0; i < sensors->list_size(); ++i)
      group.sensors.push_back(read_sensor(sensors->item(i), group.law, names));
  }
  if (const auto breakdowns = machine.find("breakdowns")) {
    for (std::size_t i = 0; i < breakdowns->list_size(); ++i) {
      const Spot item = breakdowns->item(i);
      const Fields fields(item, keys::breakdown);
      const auto crew = fields.find("crew");
      if (!crew) continue;
      group.repair_crews.resize(breakdowns->list_size());
      group.repair_crews[i] = read_crew(*crew, scenario, known);
    }
  }
  if (const auto power = machine.find("power")) group.power = read_power(*power);
  // One entry a group, from the first group on that has any of it.
  if (group == GroupCondition{} && scenario.condition.groups.empty()) return;
  scenario.condition.groups.resize(scenario.groups.size());
  scenario.condition.groups.back() = group;
}

}  // namespace takt
