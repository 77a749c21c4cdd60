// What machines draw, the site's cap, and what sensors read.

#include <algorithm>

#include "sim/plant/condition_rules.hpp"

namespace takt {

namespace {

MachineState state_of(const MachineUnit& at) {
  return at.down > 0 ? at.down_state : at.activity;
}

std::int64_t held_of(const PowerDraw& power, PowerHold hold) {
  return hold == PowerHold::working      ? power.working
         : hold == PowerHold::maintained ? power.maintained
                                         : power.resting;
}

}  // namespace

void ConditionRules::set_up(Plant& plant) {
  const Scenario& s = *plant.scenario_;
  const ConditionModel& model = s.condition;
  if (model.groups.empty()) return;
  ConditionState& all = plant.condition_;
  const std::size_t machines = plant.machines_.size();
  if (model.any_plan || model.any_law) {
    all.machines.resize(machines);
    all.failure_ends.resize(plant.breakdowns_.size());
  }
  if (model.any_crew) all.crew_units.resize(s.people.pools.size());
  all.plans.reserve(static_cast<std::size_t>(model.plan_units));
  all.sensors.reserve(static_cast<std::size_t>(model.sensor_units));
  if (model.any_power) all.drawn.resize(machines);
  if (model.cap_milliwatts >= 0) all.holds.resize(machines, PowerHold::resting);
  for (Index m = 0; m < static_cast<Index>(machines); ++m) {
    const GroupCondition& group = group_of(plant, m);
    for (std::size_t p = 0; p < group.plans.size(); ++p)
      all.plans.push_back({.machine = m, .plan = static_cast<Index>(p)});
    for (std::size_t i = 0; i < group.sensors.size(); ++i)
      all.sensors.push_back({.machine = m, .sensor = static_cast<Index>(i)});
    all.set_aside += group.power.resting;
    if (!group.power.stated) continue;
    all.touched.push_back(m);
    all.unsettled = true;
  }
}

void ConditionRules::start(Plant& plant, Effects& effects) {
  ConditionState& all = plant.condition_;
  for (PlanUnit& unit : all.plans) restart(plant, unit, effects);
  for (std::size_t m = 0; m < all.machines.size(); ++m) begin_level(plant, static_cast<Index>(m), effects);
  for (std::size_t u = 0; u < all.sensors.size(); ++u) {
    const SensorUnit& unit = all.sensors[u];
    const Time interval =
        group_of(plant, unit.machine).sensors[static_cast<std::size_t>(unit.sensor)].interval;
    effects.clock.push_back({{interval, ActivityKind::sample, static_cast<std::uint32_t>(u)}, true});
  }
}

void ConditionRules::machine_freed(Plant& plant, Index m, Effects& effects) {
  set_aside(plant, m, PowerHold::resting, effects);
  state_changed(plant, m, effects);
  if (!has_condition(plant, m)) return;
  pass_levels(plant, m, effects);
  consider(plant, m, effects);
}

void ConditionRules::state_changed(Plant& plant, Index m, Effects& effects) {
  if (!group_of(plant, m).power.stated) return;
  effects.states.push_back({m, state_of(plant.machine(m))});
  plant.condition_.touched.push_back(m);
  plant.condition_.unsettled = true;
}

bool ConditionRules::fits(const Plant& plant, Index m, std::int64_t power) {
  const ConditionState& all = plant.condition_;
  const std::int64_t held = held_of(group_of(plant, m).power, all.holds[static_cast<std::size_t>(m)]);
  return all.set_aside - held + power <= plant.scenario_->condition.cap_milliwatts;
}

bool ConditionRules::may_start(const Plant& plant, Index m) {
  return plant.condition_.holds.empty() || fits(plant, m, group_of(plant, m).power.working);
}

void ConditionRules::set_aside(Plant& plant, Index m, PowerHold hold, Effects& effects) {
  ConditionState& all = plant.condition_;
  if (all.holds.empty()) return;
  const PowerDraw& power = group_of(plant, m).power;
  PowerHold& holds = all.holds[static_cast<std::size_t>(m)];
  const std::int64_t more = held_of(power, hold) - held_of(power, holds);
  holds = hold;
  all.set_aside += more;
  if (more >= 0) return;
  for (Index g = 0; g < static_cast<Index>(plant.groups_.size()); ++g) {
    const GroupState& group = plant.group(g);
    if ((group.flags & group_power) != 0 && group.idle > 0) plant.mark_dirty(g);
  }
  retry(plant, effects);
}

void ConditionRules::hold_power(Plant& plant, Index m) {
  ConditionState& all = plant.condition_;
  if (all.holds.empty()) return;
  const PowerDraw& power = group_of(plant, m).power;
  PowerHold& holds = all.holds[static_cast<std::size_t>(m)];
  all.set_aside += power.working - held_of(power, holds);
  holds = PowerHold::working;
}

void ConditionRules::sample_ended(Plant& plant, Index u, Effects& effects) {
  const SensorUnit& unit = plant.condition_.sensors[static_cast<std::size_t>(u)];
  const Time interval = group_of(plant, unit.machine).sensors[static_cast<std::size_t>(unit.sensor)].interval;
  effects.clock.push_back({{interval, ActivityKind::sample, static_cast<std::uint32_t>(u)}, true});
  plant.condition_.sampled.push_back(u);
  plant.condition_.unsettled = true;
}

EventRecord ConditionRules::sample_of(const Plant& plant, const SensorUnit& unit) {
  const ConditionState& all = plant.condition_;
  const Sensor& sensor = group_of(plant, unit.machine).sensors[static_cast<std::size_t>(unit.sensor)];
  const MachineUnit& at = plant.machine(unit.machine);
  const auto key = static_cast<std::uint64_t>(&unit - all.sensors.data());
  SampleLabel label{.state = state_of(at)};
  double value = sensor.by_state[static_cast<std::size_t>(label.state)];
  for (Index c = at.breakdown_count - 1; c >= 0; --c)
    if (plant.breakdowns_[static_cast<std::size_t>(at.first_breakdown + c)].broken != 0) label.failure = c;
  if (!all.machines.empty()) {
    const MachineCondition& c = all.machines[static_cast<std::size_t>(unit.machine)];
    label.level = c.level;
    if (!sensor.by_level.empty()) value += sensor.by_level[static_cast<std::size_t>(c.level)];
    value += sensor.per_wear * c.wear;
    if (label.failure < 0 && c.broken != 0) label.failure = at.breakdown_count;
  }
  if (sensor.noise > 0)
    value += sensor.noise * normal_quantile(random_uniform(plant.seed_, Purpose::sensor, key, unit.samples));
  return {.time = plant.now_,
          .value = value,
          .kind = EventKind::sample,
          .entity = static_cast<Index>(key),
          .detail = label.packed()};
}

void ConditionRules::settle(Plant& plant, Effects& effects) {
  ConditionState& all = plant.condition_;
  all.unsettled = false;
  std::int64_t site = all.site;
  for (const Index m : all.touched) {
    std::int64_t& drawn = all.drawn[static_cast<std::size_t>(m)];
    const std::int64_t draws =
        group_of(plant, m).power.milliwatts[static_cast<std::size_t>(state_of(plant.machine(m)))];
    site += draws - drawn;
    drawn = draws;
  }
  all.touched.clear();
  if (site != all.site)
    effects.events.push_back(
        {.time = plant.now_, .value = static_cast<double>(site) / 1e3, .kind = EventKind::power});
  all.site = site;
  for (const Index u : all.sampled) {
    SensorUnit& unit = all.sensors[static_cast<std::size_t>(u)];
    effects.events.push_back(sample_of(plant, unit));
    ++unit.samples;
  }
  all.sampled.clear();
}

void ConditionRules::close(const Plant& plant, Effects& effects) {
  const ConditionState& all = plant.condition_;
  if (!all.touched.empty()) {
    std::int64_t site = 0;
    for (Index m = 0; m < static_cast<Index>(all.drawn.size()); ++m)
      site += group_of(plant, m).power.milliwatts[static_cast<std::size_t>(state_of(plant.machine(m)))];
    if (site != all.site)
      effects.events.push_back(
          {.time = plant.now_, .value = static_cast<double>(site) / 1e3, .kind = EventKind::power});
  }
  for (const Index u : all.sampled)
    effects.events.push_back(sample_of(plant, all.sensors[static_cast<std::size_t>(u)]));
}

}  // namespace takt
