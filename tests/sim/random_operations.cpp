#include "tests/sim/random_operations.hpp"

#include <algorithm>

namespace takt::test {

namespace {

Chance any_chance(Dice& dice, bool parameter) {
  Chance chance;
  do chance.by_level.push_back(static_cast<double>(dice.between(0, 40)) / 100);
  while (dice.chance(30));
  if (parameter && dice.chance(40)) {
    chance.parameter = 0;
    chance.target = static_cast<double>(dice.between(-3, 3));
    chance.slope = static_cast<double>(dice.between(0, 10)) / 100;
  }
  return chance;
}

GroupRules any_group(Dice& dice) {
  GroupRules group;
  if (dice.chance(40)) {
    group.batch.maximum = static_cast<Index>(dice.between(1, 4));
    group.batch.minimum = dice.chance(70) ? 1 : static_cast<Index>(dice.between(1, group.batch.maximum));
    group.batch.same = static_cast<BatchSame>(dice.between(0, 2));
    if (dice.chance(50)) group.batch.wait = dice.between(0, 15) * ticks_per_second;
    if (dice.chance(10)) group.batch.wait = never;
  }
  if (dice.chance(25)) group.cascade = dice.between(1, 4) * ticks_per_second;
  group.parameters.push_back({0, static_cast<double>(dice.between(-3, 3))});
  return group;
}

StepRules any_step(Scenario& s, Dice& dice, const Routing& routing, Index step) {
  StepRules row;
  const auto back = [&] {
    SendBack to;
    to.to = routing.first_step + static_cast<Index>(dice.between(0, step - routing.first_step));
    to.limit = static_cast<Index>(dice.between(1, 3));
    return to;
  };
  row.per = static_cast<TimePer>(dice.between(0, 3));
  const Step& of = s.steps[at(step)];
  bool all_cascade = true;
  for (Index m = of.first_mode; m < of.first_mode + of.mode_count; ++m)
    all_cascade = all_cascade && s.operations.groups[at(s.modes[at(m)].group)].cascade > 0;
  if (all_cascade && dice.chance(40)) row.cascade = dice.between(0, 6) * ticks_per_second;
  if (dice.chance(20)) row.scrap = any_chance(dice, true);
  if (dice.chance(25)) row.defect = any_chance(dice, true);
  const bool fixed = !routing.random_order && !routing.graph;
  if (dice.chance(25)) {
    row.inspect = {.stated = true,
                   .sample = static_cast<double>(dice.between(0, 4)) / 4,
                   .miss = static_cast<double>(dice.between(0, 4)) / 8,
                   .false_alarm = static_cast<double>(dice.between(0, 4)) / 16,
                   .found = {}};
    if (fixed && dice.chance(60)) row.inspect.found = back();
  }
  if (!fixed) return row;
  if (dice.chance(25)) {
    row.rework = any_chance(dice, true);
    row.reworked = back();
  }
  if (step > routing.first_step && dice.chance(25)) {
    row.within.limit = dice.between(0, 30) * ticks_per_second;
    row.within.of = routing.first_step + static_cast<Index>(dice.between(0, step - routing.first_step - 1));
    if (dice.chance(60)) row.within.late = back();
  }
  return row;
}

}  // namespace

void add_random_operations(Scenario& s, Dice& dice) {
  s.operations.parameters = {"heat"};
  for (std::size_t g = 0; g < s.groups.size(); ++g) s.operations.groups.push_back(any_group(dice));
  for (const Routing& routing : s.routings)
    for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i)
      s.operations.steps.push_back(any_step(s, dice, routing, i));
  for (SetupMatrix& matrix : s.setup_matrices) matrix.minimum_run = static_cast<Index>(dice.between(1, 3));
  for (Order& order : s.orders) order.pieces = static_cast<Index>(dice.between(1, 4));
  for (Source& source : s.sources) source.pieces = static_cast<Index>(dice.between(1, 3));
}

}  // namespace takt::test
