#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/plant/plant.hpp"

namespace takt {

/// The rules of shared resources, people, working hours and precedence graphs, as functions on a Plant.
/// Called only where the scenario uses them.
struct PeopleRules {
  // pools.cpp
  static PeopleState make_state(const Scenario& scenario);
  /// Sets the levels of time 0 and starts the timetables.
  static void start(Plant& plant, Effects& effects);
  /// Whether all units that the operation needs are free now. Notes since when it lacks some.
  static bool can_start(Plant& plant, const Candidate& candidate);
  static void take_units(Plant& plant, Index machine, const Candidate& chosen, Effects& effects);
  static void give_back(Plant& plant, Index machine, Effects& effects);
  /// Units that are held by none of the operations (crews of repairs) are taken, or given back when below 0.
  static void change_use(Plant& plant, Index pool, Index units, Effects& effects);
  /// Which units the first operations of a queue lack, as the end of a sentence.
  static std::string describe_lack(const Plant& plant, Index group);

  // allocate.cpp
  /// One decision over all operations of the group's cluster that can start now.
  static std::optional<Decision> allocate(Plant& plant, Index group);
  static void resolve_allocate(Plant& plant, const Decision& decision, const Candidate& chosen,
                               Effects& effects);
  /// A new instant: clusters that chose to wait are asked again.
  static void end_waits(Plant& plant);

  // shifts.cpp
  /// The next level of a timetable begins.
  static void shift(Plant& plant, Index timetable, Effects& effects);
  /// A machine has become free: it closes when its hours are over.
  static void machine_left(Plant& plant, Index machine, Effects& effects);

  // tasks.cpp
  static void begin_tasks(Plant& plant, Index slot, Effects& effects);
  static bool is_task(const Plant& plant, Index slot);
  static void task_done(Plant& plant, Index slot, Effects& effects);
  /// The task is scrapped, and its job with it.
  static void task_lost(Plant& plant, Index slot, Effects& effects);
  /// True when the task's job is lost; then the task is gone as well.
  static bool drop_if_lost(Plant& plant, Index slot, Effects& effects);

  /// Broken invariants, as sentences.
  static void check(const Plant& plant, std::vector<std::string>& problems);

 private:
  static void add_hold(Plant& plant, Index machine, const Take& take, Effects& effects);
  static void drop_holds(Plant& plant, Index machine, bool only_leaving, Effects& effects);
  static void set_level(Plant& plant, Index pool, Index capacity, Index used, Effects& effects);
  static void wake(Plant& plant, Index pool);
  static void resume_paused(Plant& plant, Effects& effects);
  static void pause_operation(Plant& plant, Index machine, Effects& effects);
  static void pause_holders(Plant& plant, Index pool, Effects& effects);
  static void open_machines(Plant& plant, Index group, Effects& effects);
  static void close_machines(Plant& plant, Index group, Effects& effects);
  static void schedule_shift(Plant& plant, Index timetable, Effects& effects);
  static Index capacity_now(const Plant& plant, Index pool);
  static bool is_open(const Plant& plant, Index group);
  static void begin_task(Plant& plant, Index parent, Index offset, Effects& effects);
  static void free_task(Plant& plant, Index slot);
  static void end_job(Plant& plant, Index parent, Effects& effects);
};

}  // namespace takt
