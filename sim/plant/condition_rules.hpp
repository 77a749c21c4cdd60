#pragma once

#include <optional>

#include "sim/plant/plant.hpp"

namespace takt {

/// The rules of degradation (degradation.cpp), maintenance (maintenance.cpp), power and sensors (power.cpp).
/// They are part of Plant, in functions of their own; `m` is a machine.
struct ConditionRules {
  static void set_up(Plant& plant);
  static void start(Plant& plant, Effects& effects);

  // What the shop tells, of machines whose group has the flag group_condition or group_power.
  static void operation_starts(Plant& plant, Index m);
  static void operation_ends(Plant& plant, Index m);
  /// It has no operation any more; it may be out of service.
  static void machine_freed(Plant& plant, Index m, Effects& effects);
  /// It came back into service and has no operation.
  static void machine_rests(Plant& plant, Index m, Effects& effects) { consider(plant, m, effects); }
  static void state_changed(Plant& plant, Index m, Effects& effects);
  /// One of its breakdowns was repaired; it is still out of service.
  static void repaired(Plant& plant, Index m, Effects& effects);
  static bool may_start(const Plant& plant, Index m);
  // Only with the flag group_condition:
  static void processing_begins(Plant& plant, Index m, Effects& effects);
  static void processing_pauses(Plant& plant, Index m, Time ran, Effects& effects);

  // What ended.
  static void wear_ended(Plant& plant, Index entity, Effects& effects);
  static void service_ended(Plant& plant, Index m, Effects& effects);
  static void condition_repaired(Plant& plant, Index m, Effects& effects);
  static void repair_ended(Plant& plant, Index entity, Effects& effects);
  static void sample_ended(Plant& plant, Index unit, Effects& effects);

  // Crews (crews.cpp). `entity` as in ActivityKind::repair.
  static void begin_repair(Plant& plant, Index entity, Time duration, Effects& effects);
  static void crews_may_begin(Plant& plant, Effects& effects);
  /// Broken invariants, as sentences.
  static void check(const Plant& plant, std::vector<std::string>& problems);

  // Maintenance as a decision.
  static std::optional<Decision> next_question(Plant& plant);
  static void answer(Plant& plant, const Decision& decision, const Candidate& chosen, Effects& effects);

  /// Records what only the end of an instant tells: the site's power and the samples of sensors.
  static void settle(Plant& plant, Effects& effects);
  /// The same for the last instant, which leaves the plant as it is.
  static void close(const Plant& plant, Effects& effects);

  /// How much faster the times to failure of a machine run at its level.
  static double failure_rate(const Plant& plant, Index m);

  /// Of the maintenance that is under way: ConditionState::plans.
  static std::size_t plan_under_way(const Plant& plant, Index m) {
    return first_plan(plant, m) + at(plant.condition_.machines[at(m)].plan);
  }

 private:
  static const GroupCondition& group_of(const Plant& plant, Index m) {
    return plant.scenario_->condition.groups[static_cast<std::size_t>(plant.machine(m).group)];
  }
  static MachineCondition& of(Plant& plant, Index m) {
    return plant.condition_.machines[static_cast<std::size_t>(m)];
  }
  static bool has_condition(const Plant& plant, Index m) {
    return (plant.group(plant.machine(m).group).flags & group_condition) != 0;
  }

  // degradation.cpp
  static void begin_level(Plant& plant, Index m, Effects& effects);
  static void run_level(Plant& plant, Index m, Effects& effects);
  static void hold_level(Plant& plant, Index m, Effects& effects);
  static void set_level(Plant& plant, Index m, Index level, Effects& effects);
  static void reach_level(Plant& plant, Index m, Index level, Effects& effects);
  static void pass_levels(Plant& plant, Index m, Effects& effects);
  static void renew(Plant& plant, Index m, Effects& effects);
  static void break_down(Plant& plant, Index m, Effects& effects);
  static void rescale_failures(Plant& plant, Index m, double ratio, Effects& effects);
  static Time work_left(const Plant& plant, Index m);

  // maintenance.cpp
  static std::size_t first_plan(const Plant& plant, Index m);
  static double measure(const Plant& plant, const PlanUnit& unit);
  static void restart(Plant& plant, PlanUnit& unit, Effects& effects);
  static void wake(Plant& plant, PlanUnit& unit, Effects& effects);
  static void set_wake(Plant& plant, PlanUnit& unit, double measure, Effects& effects);
  static void consider(Plant& plant, Index m, Effects& effects);
  static void wait(Plant& plant, Index machine);
  static void retry(Plant& plant, Effects& effects);
  static bool may_begin(const Plant& plant, Index m, const MaintenancePlan& plan);
  static void begin(Plant& plant, Index m, Index plan, Effects& effects);
  static void hold_failures(Plant& plant, Index m, Effects& effects);
  static void release_failures(Plant& plant, Index m, bool anew, Effects& effects);

  // crews.cpp
  static bool crew_is_free(const Plant& plant, const CrewNeed& need);
  static void take_crew(Plant& plant, const CrewNeed& need, Effects& effects);
  static void return_crew(Plant& plant, const CrewNeed& need, Effects& effects);
  static const CrewNeed& crew_of_repair(const Plant& plant, Index entity);

  // power.cpp
  static bool fits(const Plant& plant, Index m, std::int64_t power);
  static void hold_power(Plant& plant, Index m);
  static void set_aside(Plant& plant, Index m, PowerHold hold, Effects& effects);
  static EventRecord sample_of(const Plant& plant, const SensorUnit& unit);
};

}  // namespace takt
