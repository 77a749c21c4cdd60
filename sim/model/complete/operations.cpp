// Checks and derives what scenario.operations says.

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/refuse.hpp"
#include "sim/model/scenario.hpp"

namespace takt {
namespace {

bool is_share(double p) {
  return p >= 0 && p <= 1;
}

void check_group(const Scenario& s, const MachineGroup& group, GroupRules& row) {
  const BatchRule& batch = row.batch;
  if (batch.maximum < 0 || batch.maximum > largest_batch)
    refuse("machine '{}': a batch may have at most {} jobs", group.name, largest_batch);
  if (batch.maximum > 0 && (batch.minimum < 1 || batch.minimum > batch.maximum))
    refuse("machine '{}': the minimum of a batch must be from 1 to its maximum {}, is {}", group.name,
           batch.maximum, batch.minimum);
  if (batch.wait < 0 || (batch.wait > latest_time && batch.wait != never))
    refuse("machine '{}': a batch cannot wait for a negative time or longer than 285 years", group.name);
  if (row.cascade < 0 || row.cascade > latest_time)
    refuse("machine '{}': cascade is negative or longer than 285 years", group.name);
  for (const GroupParameter& parameter : row.parameters) {
    if (parameter.name < 0 || at(parameter.name) >= s.operations.parameters.size())
      refuse("machine '{}': there is no parameter {}", group.name, parameter.name);
  }
  row.first_key = row.keys = 0;
}

/// One step of a routing, for messages and ranges.
struct Place {
  const Scenario& scenario;
  const Routing& routing;
  Index step;

  std::string who() const {
    return fmt::format("routing '{}', operation '{}'", routing.name, scenario.steps[at(step)].name);
  }
  bool has_before(Index other) const { return other >= routing.first_step && other < step; }
};

void check_chance(const Place& place, const char* what, const Chance& chance) {
  if (!chance.any()) return;
  if (!std::all_of(chance.by_level.begin(), chance.by_level.end(), is_share))
    refuse("{}: every probability of {} must be from 0 to 1", place.who(), what);
  if (chance.parameter < 0) return;
  if (!(chance.slope >= 0 && chance.slope <= greatest_parameter))
    refuse("{}: the slope of {} must be from 0 to 1e9", place.who(), what);
  const Scenario& s = place.scenario;
  if (at(chance.parameter) >= s.operations.parameters.size())
    refuse("{}: there is no parameter {}", place.who(), chance.parameter);
  const Step& step = s.steps[at(place.step)];
  for (Index m = step.first_mode; m < step.first_mode + step.mode_count; ++m) {
    const Index group = s.modes[at(m)].group;
    const auto named = [&](const GroupParameter& p) { return p.name == chance.parameter; };
    const auto* row = s.operations.groups.empty() ? nullptr : &s.operations.groups[at(group)];
    if (row == nullptr || std::none_of(row->parameters.begin(), row->parameters.end(), named))
      refuse("{}: {} depends on the parameter '{}', which machine '{}' does not have", place.who(), what,
             s.operations.parameters[at(chance.parameter)], s.groups[at(group)].name);
  }
}

void check_send_back(const Place& place, const char* what, const SendBack& back) {
  if (back.to < 0) return;
  if (back.to != place.step && !place.has_before(back.to))
    refuse("{}: {} leads to no earlier operation of the routing", place.who(), what);
  if (back.limit < 1 || back.limit > most_sent_back)
    refuse("{}: the limit of {} must be from 1 to {}, is {}", place.who(), what, most_sent_back, back.limit);
}

void finish_step(const Place& place, StepRules& row, std::vector<StepRules>& rows) {
  check_chance(place, "scrap", row.scrap);
  check_chance(place, "defect", row.defect);
  check_chance(place, "rework", row.rework);
  if (row.rework.any() && row.reworked.to < 0) refuse("{}: rework needs an operation", place.who());
  check_send_back(place, "rework", row.reworked);
  if (row.inspect.stated) {
    if (!is_share(row.inspect.sample) || !is_share(row.inspect.miss) || !is_share(row.inspect.false_alarm))
      refuse("{}: sample, miss and false_alarm must be from 0 to 1", place.who());
    check_send_back(place, "inspect", row.inspect.found);
  }
  if (row.within.limit >= 0) {
    if (row.within.limit > latest_time) refuse("{}: within is longer than 285 years", place.who());
    if (!place.has_before(row.within.of))
      refuse("{}: within counts from no earlier operation of the routing", place.who());
    check_send_back(place, "within", row.within.late);
    rows[at(row.within.of)].time_mark = 0;
  }
  if (row.cascade > latest_time) refuse("{}: cascade is longer than 285 years", place.who());
  const bool sends = row.rework.any() || row.inspect.found.to >= 0 || row.within.late.to >= 0;
  row.count_mark = sends ? 0 : -1;
  const Scenario& s = place.scenario;
  const bool looks_back = sends || row.within.limit >= 0;
  if (looks_back && (place.routing.random_order || place.routing.graph))
    refuse("{}: only an operation of a fixed order can refer to an earlier one", place.who());
  if (row.cascade < 0) return;
  const Step& step = s.steps[at(place.step)];
  for (Index m = step.first_mode; m < step.first_mode + step.mode_count; ++m) {
    const Index group = s.modes[at(m)].group;
    if (s.operations.groups.empty() || s.operations.groups[at(group)].cascade == 0)
      refuse("{}: cascade is given, but machine '{}' has none", place.who(), s.groups[at(group)].name);
  }
}

void finish_steps(Scenario& s) {
  std::vector<StepRules>& rows = s.operations.steps;
  if (!rows.empty() && rows.size() != s.steps.size()) refuse("operations.steps does not have one row a step");
  for (StepRules& row : rows) row.time_mark = row.count_mark = -1;
  if (std::all_of(rows.begin(), rows.end(), [](const StepRules& row) { return row == StepRules(); }))
    rows.clear();
  for (Routing& routing : s.routings) {
    routing.marks = 0;
    if (rows.empty()) continue;
    for (Index i = 0; i < routing.step_count; ++i)
      finish_step({s, routing, routing.first_step + i}, rows[at(routing.first_step + i)], rows);
    for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i) {
      StepRules& row = rows[at(i)];
      if (row.time_mark >= 0) row.time_mark = routing.marks++;
      if (row.count_mark < 0) continue;
      row.count_mark = routing.marks;
      routing.marks += 3;
    }
  }
}

/// What each processing time is for.
void finish_times(Scenario& s) {
  std::vector<TimePer>& per = s.operations.per;
  per.clear();
  bool all_lot = true;
  for (std::size_t i = 0; i < s.steps.size(); ++i) {
    const Step& step = s.steps[i];
    for (Index m = 0; m < step.mode_count; ++m) {
      const Index group = s.modes[at(step.first_mode + m)].group;
      const bool batches = !s.operations.groups.empty() && s.operations.groups[at(group)].batch.maximum > 0;
      TimePer is = s.operations.steps.empty() ? TimePer::automatic : s.operations.steps[i].per;
      if (is == TimePer::automatic) is = batches ? TimePer::batch : TimePer::lot;
      if (is == TimePer::batch && !batches) is = TimePer::lot;
      all_lot = all_lot && is == TimePer::lot;
      per.push_back(is);
    }
  }
  if (all_lot) per.clear();
  for (Routing& routing : s.routings) {
    routing.by_piece = false;
    for (Index m = routing.first_mode; !per.empty() && m < routing.first_mode + routing.mode_count; ++m)
      routing.by_piece = routing.by_piece || per[at(m)] == TimePer::piece;
  }
}

/// Numbers, group by group, what may be told apart when batches are put together.
void finish_batches(Scenario& s) {
  OperationModel& operations = s.operations;
  operations.batch_key.clear();
  operations.batch_keys = 0;
  if (std::none_of(operations.groups.begin(), operations.groups.end(),
                   [](const GroupRules& row) { return row.batch.maximum > 0; }))
    return;
  operations.batch_key.assign(s.modes.size(), -1);
  std::vector<Index> keys(s.groups.size(), 0);
  std::map<std::pair<Index, Index>, Index> known;  // the key of a group and family; of family -1: of any
  for (const Step& step : s.steps) {
    for (Index m = step.first_mode; m < step.first_mode + step.mode_count; ++m) {
      const Index group = s.modes[at(m)].group;
      GroupRules& row = operations.groups[at(group)];
      if (row.batch.maximum == 0) continue;
      const Index family = row.batch.same == BatchSame::family ? step.family : -1;
      Index key = keys[at(group)];
      if (row.batch.same != BatchSame::operation)
        key = known.emplace(std::pair(group, family), key).first->second;
      if (key == keys[at(group)]) ++keys[at(group)];
      operations.batch_key[at(m)] = key;
    }
  }
  for (std::size_t g = 0; g < s.groups.size(); ++g) {
    operations.groups[g].first_key = operations.batch_keys;
    operations.groups[g].keys = keys[g];
    operations.batch_keys += operations.groups[g].keys;
  }
}

/// Tells the plant where to look for all this.
void finish_flags(Scenario& s) {
  OperationModel& operations = s.operations;
  for (std::size_t g = 0; g < s.groups.size(); ++g) {
    const Index matrix = s.groups[g].setup_matrix;
    if (matrix >= 0 && s.setup_matrices[at(matrix)].minimum_run > 1) s.group_flags[g] |= group_minimum_run;
    if (operations.groups.empty()) continue;
    if (operations.groups[g].batch.maximum > 0) s.group_flags[g] |= group_batch;
    if (operations.groups[g].cascade > 0) s.group_flags[g] |= group_cascade;
    s.job_extras = s.job_extras || (s.group_flags[g] & (group_batch | group_cascade)) != 0;
  }
  operations.any_judged = false;
  for (std::size_t i = 0; i < operations.steps.size(); ++i) {
    const StepRules& row = operations.steps[i];
    const bool judged = row.scrap.any() || row.defect.any() || row.rework.any() || row.inspect.stated;
    if (judged || row.time_mark >= 0) s.plans[i].add(step_judged);
    if (row.within.limit >= 0) s.plans[i].add(step_within);
    operations.any_judged = operations.any_judged || judged || row.within.limit >= 0;
  }
  s.job_extras = s.job_extras || operations.any_judged;
}

}  // namespace

void finish_operations(Scenario& s) {
  OperationModel& operations = s.operations;
  if (!operations.groups.empty() && operations.groups.size() != s.groups.size())
    refuse("operations.groups does not have one row a machine group");
  for (std::size_t g = 0; g < operations.groups.size(); ++g)
    check_group(s, s.groups[g], operations.groups[g]);
  if (std::all_of(operations.groups.begin(), operations.groups.end(),
                  [](const GroupRules& row) { return row == GroupRules(); }))
    operations.groups.clear();
  finish_steps(s);
  finish_times(s);
  finish_batches(s);
  finish_flags(s);
}

}  // namespace takt
