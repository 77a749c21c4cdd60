#include "sim/model/write/condition.hpp"

#include <array>

#include <fmt/format.h>

#include "sim/model/power_units.hpp"
#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/write/distribution.hpp"

namespace takt {
namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string crew_text_of(const Scenario& scenario, const CrewNeed& need) {
  if (need.pool < 0) return {};
  return fmt::format(", crew: {{resource: {}, amount: {}}}",
                     quoted(scenario.resources.pools[static_cast<std::size_t>(need.pool)].name), need.amount);
}

std::string plan_text(const Scenario& scenario, const MaintenancePlan& plan) {
  static constexpr std::array<const char*, 5> measures = {"every", "every", "pieces", "level", "wear"};
  const bool timed = plan.trigger == MaintenanceTrigger::calendar || plan.trigger == MaintenanceTrigger::busy;
  const auto measure = [&](double value) { return timed ? time_text(value) : fmt::format("{}", value); };
  std::string out = fmt::format("      - {{name: {}, {}: {}", quoted(plan.name),
                                measures[static_cast<std::size_t>(plan.trigger)], measure(plan.due));
  if (plan.trigger == MaintenanceTrigger::busy) out += ", clock: busy";
  if (plan.offer != plan.due) out += ", offer: " + measure(plan.offer);
  if (!plan.restores_condition || !plan.restores_failures)
    out += std::string(", restores: ") + (plan.restores_condition  ? "condition"
                                          : plan.restores_failures ? "failures"
                                                                   : "nothing");
  if (plan.restarts_at_repair) out += ", restart_at_repair: true";
  return out + fmt::format(", duration: {}{}}}\n", distribution_text(plan.duration),
                           crew_text_of(scenario, plan.crew));
}

std::string level_text(const ConditionLaw& law, std::size_t index) {
  const ConditionLevel& level = law.levels[index];
  std::string out = fmt::format("        - {{name: {}", quoted(level.name));
  const bool last = index + 1 == law.levels.size();
  if (law.growth > 0) {
    if (index > 0) out += fmt::format(", from_wear: {}", level.from_wear);
  } else if (!last && law.clock == WearClock::pieces) {
    out += level.pieces_cv > 0 ? fmt::format(", pieces: {{mean: {}, cv: {}}}", level.pieces, level.pieces_cv)
                               : fmt::format(", pieces: {{mean: {}}}", level.pieces);
  } else if (!last) {
    out += ", lasts: " + distribution_text(level.lasts);
  }
  if (level.speed != 1) out += fmt::format(", speed: {}", level.speed);
  if (level.failure_rate != 1) out += fmt::format(", failure_rate: {}", level.failure_rate);
  return out + "}\n";
}

std::string law_text(const Scenario& scenario, const ConditionLaw& law) {
  static constexpr std::array<const char*, 3> clocks = {"calendar", "busy", "pieces"};
  std::string out = "    condition:\n";
  if (law.growth > 0) {
    out += fmt::format("      wear: {{{}: {}, noise: {}}}\n",
                       law.clock == WearClock::pieces ? "per_piece" : "per_hour", law.growth, law.noise);
  } else {
    out += fmt::format("      clock: {}\n", clocks[static_cast<std::size_t>(law.clock)]);
  }
  out += "      levels:\n";
  for (std::size_t i = 0; i < law.levels.size(); ++i) out += level_text(law, i);
  if (law.fails)
    out += fmt::format("      failure: {{on_failure: {}, time_to_repair: {}{}}}\n",
                       law.scraps    ? "scrap"
                       : law.repeats ? "repeat"
                                     : "resume",
                       distribution_text(law.time_to_repair), crew_text_of(scenario, law.crew));
  return out;
}

template <typename Value, typename Text>
std::string by_state_text(const std::array<Value, condition_states>& values, Text text) {
  std::string out;
  for (std::size_t i = 0; i < condition_states; ++i)
    out += fmt::format("{}{}: {}", i > 0 ? ", " : "{", keys::by_state[i], text(values[i]));
  return out + "}";
}

std::string sensor_text(const Sensor& sensor) {
  const auto plain = [](double value) { return fmt::format("{}", value); };
  std::string out =
      fmt::format("      - {{name: {}, unit: {}, every: {}, value: {}", quoted(sensor.name),
                  quoted(sensor.unit), time_text(sensor.interval), by_state_text(sensor.by_state, plain));
  if (!sensor.by_level.empty()) out += fmt::format(", levels: [{}]", fmt::join(sensor.by_level, ", "));
  if (sensor.per_wear != 0) out += fmt::format(", wear: {}", sensor.per_wear);
  if (sensor.noise != 0) out += fmt::format(", noise: {}", sensor.noise);
  return out + "}\n";
}

std::string tariff_text(const Tariff& tariff) {
  std::string out;
  for (const Tariff::Band& band : tariff.bands)
    out += fmt::format("{}{{from: {}, price: {} /kWh}}", out.empty() ? "[" : ", ", time_text(band.from),
                       band.price);
  return out + "]";
}

}  // namespace

std::string condition_text(const Scenario& scenario, std::size_t g) {
  if (scenario.condition.groups.empty()) return {};
  const GroupCondition& group = scenario.condition.groups[g];
  std::string out;
  if (!group.law.levels.empty()) out += law_text(scenario, group.law);
  if (!group.plans.empty()) out += "    maintenance:\n";
  for (const MaintenancePlan& plan : group.plans) out += plan_text(scenario, plan);
  if (!group.sensors.empty()) out += "    sensors:\n";
  for (const Sensor& sensor : group.sensors) out += sensor_text(sensor);
  if (group.power.stated) {
    std::string power = by_state_text(group.power.milliwatts, [](std::int64_t milliwatts) {
      return power_text(static_cast<double>(milliwatts));
    });
    if (group.power.tariff.period > 0)
      power.insert(power.size() - 1, ", tariff: " + tariff_text(group.power.tariff));
    out += "    power: " + power + "\n";
  }
  return out;
}

std::string repair_crew_text(const Scenario& scenario, std::size_t group, std::size_t cause) {
  if (scenario.condition.groups.empty() || scenario.condition.groups[group].repair_crews.empty()) return {};
  const std::string crew = crew_text_of(scenario, scenario.condition.groups[group].repair_crews[cause]);
  return crew.empty() ? crew : "        " + crew.substr(2) + "\n";
}

std::string energy_text(const Scenario& scenario) {
  const ConditionModel& model = scenario.condition;
  std::string out;
  if (model.cap_milliwatts >= 0 || model.tariff.period > 0) out += "energy:\n";
  if (model.cap_milliwatts >= 0)
    out += fmt::format("  cap: {}\n", power_text(static_cast<double>(model.cap_milliwatts)));
  if (model.tariff.period > 0)
    out += fmt::format("  period: {}\n  tariff: {}\n", time_text(model.tariff.period),
                       tariff_text(model.tariff));
  const Costs& costs = model.costs;
  if (!costs.stated) return out;
  out += "costs:\n";
  if (!costs.machine_per_h.empty()) out += "  machines:\n";
  for (std::size_t g = 0; g < costs.machine_per_h.size(); ++g)
    out += fmt::format("    {}: {}\n", quoted(scenario.groups[g].name),
                       by_state_text(costs.machine_per_h[g], per_hour_text));
  out +=
      fmt::format("  stock: {}\n  lateness: {}\n  scrap: {}\n  setup: {}\n", per_hour_text(costs.stock_per_h),
                  per_hour_text(costs.lateness_per_h), costs.scrap, costs.setup);
  return out;
}

}  // namespace takt
