// What machines draw, the site's cap, and what sensors read.

#include <algorithm>

#include "sim/plant/condition.hpp"
#include "sim/plant/condition_parts.hpp"
#include "sim/plant/idleness.hpp"
#include "sim/plant/look_up.hpp"

namespace takt::condition {

namespace {

/// What counts for the power of a machine.
MachineState drawn_state(const PlantState& plant, Index m) {
  return counted_as(idleness::state_of(plant, m));
}

std::int64_t held_of(const PowerDraw& power, PowerHold hold) {
  return hold == PowerHold::working      ? power.working
         : hold == PowerHold::maintained ? power.maintained
                                         : power.resting;
}

EventRecord sample_of(const PlantState& plant, const SensorUnit& unit) {
  const ConditionState& all = plant.condition;
  const Sensor& sensor = at(group_of(plant, unit.machine).sensors, unit.sensor);
  const MachineUnit& it = at(plant.machines, unit.machine);
  const auto key = static_cast<std::uint64_t>(&unit - all.sensors.data());
  SampleLabel label{.state = drawn_state(plant, unit.machine)};
  double value = at(sensor.by_state, label.state);
  for (Index c = it.breakdown_count - 1; c >= 0; --c)
    if (at(plant.breakdowns, it.first_breakdown + c).broken != 0) label.failure = c;
  if (!all.machines.empty()) {
    const MachineCondition& c = at(all.machines, unit.machine);
    label.level = c.level;
    if (!sensor.by_level.empty()) value += at(sensor.by_level, c.level);
    value += sensor.per_wear * c.wear;
    if (label.failure < 0 && c.broken != 0) label.failure = it.breakdown_count;
  }
  if (sensor.noise > 0)
    value += sensor.noise * normal_quantile(random_uniform(plant.seed, Purpose::sensor, key, unit.samples));
  return {.time = plant.now,
          .value = value,
          .kind = EventKind::sample,
          .entity = static_cast<Index>(key),
          .detail = label.packed()};
}

}  // namespace

void set_up(PlantState& plant) {
  const Scenario& s = *plant.scenario;
  const ConditionModel& model = s.condition;
  if (model.groups.empty()) return;
  ConditionState& all = plant.condition;
  const std::size_t machines = plant.machines.size();
  if (model.any_plan || model.any_law) {
    all.machines.resize(machines);
    all.failure_ends.resize(plant.breakdowns.size());
  }
  if (model.any_crew) all.crew_units.resize(s.resources.pools.size());
  all.plans.reserve(at(model.plan_units));
  all.sensors.reserve(at(model.sensor_units));
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

void start(PlantState& plant, Effects& effects) {
  ConditionState& all = plant.condition;
  for (PlanUnit& unit : all.plans) restart(plant, unit, effects);
  for (std::size_t m = 0; m < all.machines.size(); ++m) begin_level(plant, static_cast<Index>(m), effects);
  for (std::size_t u = 0; u < all.sensors.size(); ++u) {
    const SensorUnit& unit = all.sensors[u];
    const Time interval = at(group_of(plant, unit.machine).sensors, unit.sensor).interval;
    effects.clock.push_back({{interval, ActivityKind::sample, static_cast<std::uint32_t>(u)}, true});
  }
}

void machine_freed(PlantState& plant, Index m, Effects& effects) {
  set_aside(plant, m, PowerHold::resting, effects);
  state_changed(plant, m, effects);
  if (!has_condition(plant, m)) return;
  pass_levels(plant, m, effects);
  consider(plant, m, effects);
}

void state_changed(PlantState& plant, Index m, Effects& effects) {
  if (!group_of(plant, m).power.stated) return;
  effects.states.push_back({m, drawn_state(plant, m)});
  plant.condition.touched.push_back(m);
  plant.condition.unsettled = true;
}

bool fits(const PlantState& plant, Index m, std::int64_t power) {
  const ConditionState& all = plant.condition;
  const std::int64_t held = held_of(group_of(plant, m).power, at(all.holds, m));
  return all.set_aside - held + power <= plant.scenario->condition.cap_milliwatts;
}

bool may_start(const PlantState& plant, Index m) {
  return plant.condition.holds.empty() || fits(plant, m, group_of(plant, m).power.working);
}

void set_aside(PlantState& plant, Index m, PowerHold hold, Effects& effects) {
  ConditionState& all = plant.condition;
  if (all.holds.empty()) return;
  const PowerDraw& power = group_of(plant, m).power;
  PowerHold& holds = at(all.holds, m);
  const std::int64_t more = held_of(power, hold) - held_of(power, holds);
  holds = hold;
  all.set_aside += more;
  if (more >= 0) return;
  for (Index g = 0; g < static_cast<Index>(plant.groups.size()); ++g) {
    const GroupState& group = at(plant.groups, g);
    if ((group.flags & group_power) != 0 && group.idle > 0) mark_dirty(plant, g);
  }
  retry(plant, effects);
}

void hold_power(PlantState& plant, Index m) {
  ConditionState& all = plant.condition;
  if (all.holds.empty()) return;
  const PowerDraw& power = group_of(plant, m).power;
  PowerHold& holds = at(all.holds, m);
  all.set_aside += power.working - held_of(power, holds);
  holds = PowerHold::working;
}

void sample_ended(PlantState& plant, Index u, Effects& effects) {
  const SensorUnit& unit = at(plant.condition.sensors, u);
  const Time interval = at(group_of(plant, unit.machine).sensors, unit.sensor).interval;
  effects.clock.push_back({{interval, ActivityKind::sample, static_cast<std::uint32_t>(u)}, true});
  plant.condition.sampled.push_back(u);
  plant.condition.unsettled = true;
}

void settle(PlantState& plant, Effects& effects) {
  ConditionState& all = plant.condition;
  all.unsettled = false;
  std::int64_t site = all.site;
  for (const Index m : all.touched) {
    std::int64_t& drawn = at(all.drawn, m);
    const std::int64_t draws = at(group_of(plant, m).power.milliwatts, drawn_state(plant, m));
    site += draws - drawn;
    drawn = draws;
  }
  all.touched.clear();
  if (site != all.site)
    effects.events.push_back(
        {.time = plant.now, .value = static_cast<double>(site) / 1e3, .kind = EventKind::power});
  all.site = site;
  for (const Index u : all.sampled) {
    SensorUnit& unit = at(all.sensors, u);
    effects.events.push_back(sample_of(plant, unit));
    ++unit.samples;
  }
  all.sampled.clear();
}

void close(const PlantState& plant, Effects& effects) {
  const ConditionState& all = plant.condition;
  if (!all.touched.empty()) {
    std::int64_t site = 0;
    for (Index m = 0; m < static_cast<Index>(all.drawn.size()); ++m)
      site += at(group_of(plant, m).power.milliwatts, drawn_state(plant, m));
    if (site != all.site)
      effects.events.push_back(
          {.time = plant.now, .value = static_cast<double>(site) / 1e3, .kind = EventKind::power});
  }
  for (const Index u : all.sampled) effects.events.push_back(sample_of(plant, at(all.sensors, u)));
}

}  // namespace takt::condition
