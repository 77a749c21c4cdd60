#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/model/distribution.hpp"
#include "sim/model/time.hpp"
#include "sim/vocabulary/machine_states.hpp"

namespace takt {

// What a factory's machines go through and what they cost: maintenance, degradation, sensors, power, costs.
// Indices are those of a Scenario (Index, repeated here so that scenario.hpp can include this file).

/// Units of a pool (ResourceModel::pools) that a repair or a maintenance holds while it lasts.
struct CrewNeed {
  std::int32_t pool = -1;  ///< -1: nobody is needed
  std::int32_t amount = 1;

  bool operator==(const CrewNeed&) const = default;
};

enum class MaintenanceTrigger {
  calendar,  ///< ticks since the last one
  busy,      ///< ticks of processing since the last one
  pieces,    ///< operations finished since the last one
  level,     ///< the level of the machine's condition
  wear       ///< its wear value
};

/// Preventive maintenance of the machines of a group. It is due when its measure reaches `due`, and starts as
/// soon as the machine is up, has no operation and the crew is free.
struct MaintenancePlan {
  std::string name;
  MaintenanceTrigger trigger = MaintenanceTrigger::calendar;
  double due = 0;                   ///< ticks, pieces, level or wear
  double offer = 0;                 ///< an agent may choose it from this measure on (decisions: maintain)
  bool restarts_at_repair = false;  ///< a repair sets its measure back as well: age replacement
  bool restores_condition = true;   ///< level and wear go back to 0
  bool restores_failures = true;    ///< the times to failure of the machine start anew
  Distribution duration = {};
  CrewNeed crew = {};

  bool operator==(const MaintenancePlan&) const = default;
};

/// What drives a condition from level to level.
enum class WearClock { calendar, busy, pieces };

/// One discrete level of a condition. Factors act on operations that start later, the failure rate at once.
struct ConditionLevel {
  std::string name;
  Distribution lasts = {};  ///< calendar, busy: time in this level
  double pieces = 0;        ///< pieces: mean number of operations in this level ...
  double pieces_cv = 0;     ///< ... with this coefficient of variation (gamma, rounded, at least 1)
  double from_wear = 0;     ///< with a wear value: the level is entered when the wear reaches this
  double speed = 1;         ///< processing times are divided by it
  double failure_rate = 1;  ///< times to failure run this much faster

  bool operator==(const ConditionLevel&) const = default;
};

/// How the machines of a group degrade. Without levels there is no condition.
struct ConditionLaw {
  WearClock clock = WearClock::busy;
  std::vector<ConditionLevel> levels;
  /// A wear value in place of timed levels: a gamma process that grows at the end of every operation by
  /// growth x (hours of processing, or 1 a piece) on average; `noise`: standard deviation of what one hour or
  /// piece adds, divided by its mean. 0: there is no wear value.
  double growth = 0;
  double noise = 0;
  bool fails = false;  ///< the machine breaks down when it reaches its last level, and is repaired to level 0
  bool scraps = false, repeats = false;  ///< what the breakdown does to the operation; neither: it goes on
  Distribution time_to_repair = {};
  CrewNeed crew = {};

  bool operator==(const ConditionLaw&) const = default;
};

/// What is told by MachineState, in its order, but for waiting, which is told as idle.
inline constexpr std::size_t condition_states = static_cast<std::size_t>(MachineState::waiting);

/// A sensor on every machine of a group. A sample is
/// by_state + by_level + per_wear x wear + noise x a standard normal draw.
struct Sensor {
  std::string name;
  std::string unit;
  Time interval = 0;  ///< the first sample comes after one interval
  std::array<double, condition_states> by_state = {};
  std::vector<double> by_level;  ///< empty: the level adds nothing
  double per_wear = 0;
  double noise = 0;  ///< standard deviation

  bool operator==(const Sensor&) const = default;
};

/// The price of a kWh through a period (a day, unless stated) that repeats itself.
struct Tariff {
  struct Band {
    Time from = 0;  ///< within the period, to the next band's
    double price = 0;

    bool operator==(const Band&) const = default;
  };
  Time period = 0;          ///< 0: no tariff
  std::vector<Band> bands;  ///< the first starts at 0

  bool operator==(const Tariff&) const = default;
};

/// Sum of price(t) dt over [from, to), in price x ticks. 0 without a tariff.
double price_ticks(const Tariff& tariff, Time from, Time to);

/// What the machines of one group draw.
struct PowerDraw {
  bool stated = false;
  std::array<std::int64_t, condition_states> milliwatts = {};
  Tariff tariff;  ///< of its own; else the site's

  /// Derived: what is set aside of the site's cap for a machine that rests, is maintained, or has an
  /// operation.
  std::int64_t resting = 0, maintained = 0, working = 0;

  bool operator==(const PowerDraw&) const = default;
};

/// All of the above for one machine group.
struct GroupCondition {
  std::vector<MaintenancePlan> plans;
  ConditionLaw law;
  std::vector<Sensor> sensors;
  PowerDraw power;
  std::vector<CrewNeed> repair_crews;  ///< by breakdown of the group; empty: none needs anybody

  std::int32_t first_plan = 0;  ///< derived: unit (machine m, plan p) = first_plan + (m - first) * plans + p
  std::int32_t first_sensor = 0;  ///< derived: the same for sensors

  bool operator==(const GroupCondition&) const = default;
};

/// What things cost, in a currency that nobody names.
struct Costs {
  bool stated = false;
  std::vector<std::array<double, condition_states>> machine_per_h;  ///< by group; empty: none
  double stock_per_h = 0;                                           ///< a job in the shop
  double lateness_per_h = 0;  ///< an hour of tardiness of a job of weight 1
  double scrap = 0;           ///< a scrapped job
  double setup = 0;           ///< a setup that began

  bool operator==(const Costs&) const = default;
};

struct ConditionModel {
  std::vector<GroupCondition> groups;  ///< by group; empty: no group has any of it
  std::int64_t cap_milliwatts = -1;    ///< of the site; -1: none
  Tariff tariff;                       ///< of the site
  Costs costs;

  std::int32_t plan_units = 0, sensor_units = 0;                                ///< derived
  bool any_plan = false, any_law = false, any_power = false, any_crew = false;  ///< derived

  bool operator==(const ConditionModel&) const = default;
};

struct Scenario;

/// Checks and derives, as part of finish_scenario. Throws Error(bad_input).
void finish_condition(Scenario& scenario);

}  // namespace takt
