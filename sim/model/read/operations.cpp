// How operations are done: batches, cascades, scrap, rework, inspection, limits on waiting.

#include "sim/model/read/operations.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/model/limits.hpp"
#include "sim/model/read/scenario_keys.hpp"

namespace takt {
namespace {

constexpr std::array<std::string_view, 3> same_words = {"operation", "family", "any"};
constexpr std::array<std::string_view, 3> per_words = {"lot", "piece", "batch"};
constexpr std::array<std::string_view, 2> late_words = {"scrap", "rework"};

BatchRule read_batch(const Spot& spot) {
  const Fields fields(spot, keys::batch);
  BatchRule rule;
  rule.maximum = static_cast<Index>(fields.require("maximum").integer(1, largest_batch));
  if (const auto minimum = fields.find("minimum")) {
    rule.minimum = static_cast<Index>(minimum->integer(1, largest_batch));
    if (rule.minimum > rule.maximum)
      minimum->fail(fmt::format("is {}, but a batch has at most {} jobs", rule.minimum, rule.maximum));
  }
  if (const auto same = fields.find("same")) rule.same = static_cast<BatchSame>(same->choice(same_words));
  if (const auto wait = fields.find("wait")) {
    rule.wait = wait->is_scalar() && wait->text() == "full" ? never : wait->time();
  }
  return rule;
}

std::vector<double> read_levels(const Spot& spot) {
  std::vector<double> levels;
  if (spot.is_sequence()) {
    for (std::size_t i = 0; i < spot.list_size(); ++i) levels.push_back(spot.item(i).number(0, 1));
  } else {
    levels.push_back(spot.number(0, 1));
  }
  return levels;
}

/// The groups of the modes from `first` on, those of the operation that is being read.
template <typename Test>
Index first_group_without(const Scenario& scenario, Index first, Test has) {
  for (auto m = static_cast<std::size_t>(first); m < scenario.modes.size(); ++m) {
    const Index group = scenario.modes[m].group;
    if (!has(scenario.operations.groups[static_cast<std::size_t>(group)])) return group;
  }
  return -1;
}

Chance read_chance(const Spot& spot, const Scenario& scenario, Index first_mode, const Names& names) {
  Chance chance;
  if (!spot.is_mapping()) {
    chance.by_level = read_levels(spot);
    return chance;
  }
  const Fields fields(spot, keys::chance);
  chance.by_level = read_levels(fields.require("probability"));
  if (const auto parameter = fields.find("parameter")) {
    chance.parameter = names.parameters.resolve(*parameter);
    const Index without = first_group_without(scenario, first_mode, [&](const GroupRules& group) {
      return std::any_of(group.parameters.begin(), group.parameters.end(),
                         [&](const GroupParameter& p) { return p.name == chance.parameter; });
    });
    if (without >= 0)
      parameter->fail(fmt::format("machine '{}' does not have this parameter",
                                  scenario.groups[static_cast<std::size_t>(without)].name));
    chance.target = fields.require("target").number(-greatest_parameter, greatest_parameter);
    chance.slope = fields.require("slope").number(0, greatest_parameter);
  } else if (fields.has("target") || fields.has("slope")) {
    spot.fail("'target' and 'slope' need a 'parameter'");
  }
  return chance;
}

/// The last of the operations before this one that has this name.
Index find_operation(const Spot& spot, const EarlierOperations& earlier) {
  if (const auto found = earlier.find(spot.text()); found != earlier.end()) return found->second;
  spot.fail(fmt::format("the routing has no operation '{}' before this one", spot.text()));
}

/// `to` may be the operation that is being read itself.
SendBack read_send_back(const Fields& fields, const std::string& name, const EarlierOperations& earlier,
                        const Scenario& scenario, bool needs_to = true) {
  SendBack back;
  const auto to = fields.find("to");
  if (to) {
    back.to = to->text() == name ? static_cast<Index>(scenario.steps.size()) : find_operation(*to, earlier);
  }
  if (const auto limit = fields.find("limit")) {
    if (!to && needs_to) limit->fail("needs 'to'");
    back.limit = static_cast<Index>(limit->integer(1, most_sent_back));
  }
  return back;
}

WithinRule read_within(const Spot& spot, const std::string& name, const EarlierOperations& earlier,
                       const Scenario& scenario) {
  const Fields fields(spot, keys::within);
  WithinRule rule;
  rule.limit = fields.require("time").time();
  if (earlier.empty()) spot.fail("the first operation of a routing has none before it");
  rule.of = static_cast<Index>(scenario.steps.size()) - 1;
  if (const auto of = fields.find("of")) rule.of = find_operation(*of, earlier);
  const auto late = fields.find("late");
  if (late && late->choice(late_words) == 1) {
    rule.late = read_send_back(fields, name, earlier, scenario, false);
    if (rule.late.to < 0) rule.late.to = rule.of;
  } else if (fields.has("to") || fields.has("limit")) {
    spot.fail("'to' and 'limit' need 'late: rework'");
  }
  return rule;
}

}  // namespace

void read_group_rules(const Fields& fields, Scenario& scenario, Names& names) {
  GroupRules group;
  if (const auto batch = fields.find("batch")) group.batch = read_batch(*batch);
  if (const auto cascade = fields.find("cascade")) {
    group.cascade = cascade->time();
    if (group.cascade < 1) cascade->fail("must be longer than 0");
  }
  if (const auto parameters = fields.find("parameters")) {
    if (parameters->map_size() > most_parameters)
      parameters->fail(fmt::format("there are more than {} parameters", most_parameters));
    for (std::size_t i = 0; i < parameters->map_size(); ++i) {
      const Spot value = parameters->entry(i);
      names.parameters.add(value.key_name());
      group.parameters.push_back(
          {names.parameters.resolve_key(value), value.number(-greatest_parameter, greatest_parameter)});
    }
  }
  scenario.operations.groups.push_back(std::move(group));
}

void read_step_rules(const Fields& fields, const Step& read, const EarlierOperations& earlier,
                     Scenario& scenario, const Names& names) {
  const std::string& name = read.name;
  const auto chance = [&](const Spot& spot) { return read_chance(spot, scenario, read.first_mode, names); };
  StepRules step;
  if (const auto per = fields.find("per")) step.per = static_cast<TimePer>(per->choice(per_words) + 1);
  if (const auto cascade = fields.find("cascade")) {
    step.cascade = cascade->time();
    const Index without = first_group_without(scenario, read.first_mode,
                                              [](const GroupRules& group) { return group.cascade > 0; });
    if (without >= 0)
      cascade->fail(fmt::format("machine '{}' has no cascade",
                                scenario.groups[static_cast<std::size_t>(without)].name));
  }
  if (const auto scrap = fields.find("scrap")) step.scrap = chance(*scrap);
  if (const auto defect = fields.find("defect")) step.defect = chance(*defect);
  if (const auto rework = fields.find("rework")) {
    const Fields inner(*rework, keys::rework);
    step.rework = chance(inner.require("probability"));
    inner.require("to");
    step.reworked = read_send_back(inner, name, earlier, scenario);
  }
  if (const auto inspect = fields.find("inspect")) {
    const Fields inner(*inspect, keys::inspect);
    step.inspect.stated = true;
    if (const auto sample = inner.find("sample")) step.inspect.sample = sample->number(0, 1);
    if (const auto miss = inner.find("miss")) step.inspect.miss = miss->number(0, 1);
    if (const auto alarm = inner.find("false_alarm")) step.inspect.false_alarm = alarm->number(0, 1);
    step.inspect.found = read_send_back(inner, name, earlier, scenario);
  }
  if (const auto within = fields.find("within")) step.within = read_within(*within, name, earlier, scenario);
  scenario.operations.steps.push_back(std::move(step));
}

void refuse_look_back(const Spot& order, const Routing& routing, const Scenario& scenario) {
  for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i) {
    const StepRules& row = scenario.operations.steps[static_cast<std::size_t>(i)];
    if (row.rework.any() || row.inspect.found.to >= 0 || row.within.limit >= 0)
      order.fail(fmt::format("operation '{}' refers to an earlier one, which needs a fixed order",
                             scenario.steps[static_cast<std::size_t>(i)].name));
  }
}

}  // namespace takt
