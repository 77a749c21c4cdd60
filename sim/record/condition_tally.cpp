#include "sim/record/condition_tally.hpp"

#include <algorithm>

namespace takt {

ConditionTallier::ConditionTallier(const Scenario& scenario, Time from)
    : scenario_(&scenario),
      from_(from),
      on_(!scenario.condition.groups.empty() || scenario.condition.costs.stated) {
  if (!on_) return;
  tally_.machines.resize(static_cast<std::size_t>(scenario.machine_count));
  open_.resize(tally_.machines.size());
  for (std::size_t m = 0; m < open_.size(); ++m) {
    const GroupCondition* group = group_of(m);
    if (group == nullptr) continue;
    tally_.machines[m].in_level.resize(group->law.levels.size());
    tally_.machines[m].maintained.resize(group->plans.size());
  }
}

const GroupCondition* ConditionTallier::group_of(std::size_t machine) const {
  if (scenario_->condition.groups.empty()) return nullptr;
  return &scenario_->condition.groups[static_cast<std::size_t>(scenario_->group_of_machine[machine])];
}

/// The machine was in a state during [from, to).
void ConditionTallier::draw(std::size_t machine, std::size_t state, Time from, Time to) {
  ConditionTally::Machine& tally = tally_.machines[machine];
  tally.in_state[state] += to - from;
  const GroupCondition* group = group_of(machine);
  if (group == nullptr || !group->power.stated) return;
  const Tariff& tariff = group->power.tariff.period > 0 ? group->power.tariff : scenario_->condition.tariff;
  if (tariff.period == 0) return;
  constexpr double milliwatt_ticks_of_kwh = 1e6 * 3.6e9;
  tally.energy_cost +=
      static_cast<double>(
          group->power.milliwatts[static_cast<std::size_t>(counted_as(static_cast<MachineState>(state)))]) *
      price_ticks(tariff, std::max(from, from_), to) / milliwatt_ticks_of_kwh;
}

void ConditionTallier::leave_level(std::size_t machine, Time now) {
  Open& open = open_[machine];
  const Time from = std::max(open.level_since, from_);
  std::vector<Time>& in_level = tally_.machines[machine].in_level;
  if (now > from && !in_level.empty()) in_level[static_cast<std::size_t>(open.level)] += now - from;
  open.level_since = now;
}

/// A power counts from the start of the window on; what is drawn when it ends counts as well.
void ConditionTallier::power(Time now, double watts) {
  if (now > from_) tally_.peak_power = std::max(tally_.peak_power, watts_);
  watts_ = watts;
}

void ConditionTallier::take(std::span<const MachineInterval> intervals) {
  for (const MachineInterval& interval : intervals) {
    const auto m = static_cast<std::size_t>(interval.machine);
    Open& open = open_[m];
    if (interval.start > open.tallied)
      draw(m, static_cast<std::size_t>(MachineState::idle), open.tallied, interval.start);
    draw(m, static_cast<std::size_t>(interval.state), interval.start, interval.end);
    open.tallied = interval.end;
    if (interval.start < from_ || interval.goes_on != 0) continue;
    if (interval.state == MachineState::down) ++tally_.machines[m].failures;
    if (interval.state == MachineState::setup) ++tally_.machines[m].setups;
  }
}

void ConditionTallier::take(const EventRecord& event) {
  if (event.kind == EventKind::level) {
    const auto m = static_cast<std::size_t>(event.entity);
    leave_level(m, event.time);
    open_[m].level = event.detail;
  } else if (event.kind == EventKind::maintenance_begins && event.time >= from_) {
    ++tally_.machines[at(event.entity)].maintained[at(event.detail)];
  } else if (event.kind == EventKind::power) {
    power(event.time, event.value);
  }
}

ConditionTally ConditionTallier::finish(Time end, std::vector<double> metered) {
  if (!on_) return {};
  for (std::size_t m = 0; m < open_.size(); ++m) {
    leave_level(m, end);
    if (end > open_[m].tallied) draw(m, static_cast<std::size_t>(MachineState::idle), open_[m].tallied, end);
  }
  power(end, 0);
  tally_.metered = std::move(metered);
  return std::move(tally_);
}

}  // namespace takt
