#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/model/index.hpp"
#include "sim/model/time.hpp"

namespace takt {

/// What happens to work in progress when a shift ends.
enum class AtEnd {
  finish,  ///< it is carried to its end: overtime
  pause    ///< it stops and goes on in the next shift
};

/// A number that changes at given times, again and again.
struct Timetable {
  struct Level {
    Time from = 0;
    Index level = 0;

    bool operator==(const Level&) const = default;
  };
  std::vector<Level> levels;  ///< the first from 0, then in ascending order and below the cycle
  Time cycle = never;         ///< after which it begins again; never: the last level stays

  bool operator==(const Timetable&) const = default;
};

/// How much of [from, to) lies where the table's level is 0.
Time time_at_zero(const Timetable& table, Time from, Time to);

/// Working hours: level 1 in working time, 0 outside.
struct Calendar {
  std::string name;
  Timetable hours;

  bool operator==(const Calendar&) const = default;
};

/// Units that operations take for as long as they last: tools, crews, CPUs, power; or workers with skills.
struct Pool {
  std::string name;
  bool workers = false;
  Index capacity = 1;   ///< units; with a profile: its greatest level
  Index calendar = -1;  ///< ResourceModel::calendars: when they are there; -1: always
  Timetable profile;    ///< a capacity that changes, in place of a calendar; no levels: none
  AtEnd at_end = AtEnd::finish;
  std::vector<Index> skills;  ///< of workers, ascending; never empty for them
  double wage = 0;            ///< of a worker, money an hour

  /// Given back by an operation that pauses, and taken again when it goes on.
  bool leaves() const { return workers || calendar >= 0 || !profile.levels.empty(); }
  bool operator==(const Pool&) const = default;
};

/// So many units of one pool, or so many workers who have a skill.
struct Need {
  Index pool = -1;   ///< ResourceModel::pools; -1: workers
  Index skill = -1;  ///< ResourceModel::skills, of workers
  Index amount = 1;

  bool operator==(const Need&) const = default;
};

/// Needs first .. first + count - 1.
struct NeedRange {
  Index first = 0;
  Index count = 0;

  bool operator==(const NeedRange&) const = default;
};

/// Operations of a group with the same needs are of one class: all of them can get their units, or none.
struct NeedClasses {
  static constexpr std::size_t most = 64;  ///< in a group; one with more has none
  std::vector<std::uint8_t> of_mode;       ///< by mode; empty where no group has any
  std::vector<std::vector<Index>> modes;   ///< by group: a mode of each class

  bool operator==(const NeedClasses&) const = default;
};

/// The calendar of a machine group.
struct MachineHours {
  Index calendar = -1;
  AtEnd at_end = AtEnd::finish;

  bool operator==(const MachineHours&) const = default;
};

/// A step of a precedence graph.
struct Task {
  std::vector<Index> after;  ///< steps of the same routing, as Scenario::steps, ascending
  double weight = 1;         ///< times that of the job

  Time path = 0;              ///< derived: longest planned path from its start to the end of the job
  Index on_path = -1;         ///< derived: the next step on that path; -1: the path ends here
  Index successors = 0;       ///< derived: steps that cannot start before it is done, directly or not
  std::vector<Index> before;  ///< derived: steps that are directly after this one, ascending

  bool operator==(const Task&) const = default;
};

/// Precedence graphs of routings.
struct PrecedenceModel {
  std::vector<Task> tasks;  ///< by step; only those of graph routings count
  std::vector<Index>
      last_first;  ///< derived: the steps of each graph, every one after all that come after it

  bool operator==(const PrecedenceModel&) const = default;
};

/// Shared resources, workers and working hours. Tables that no feature uses are empty.
struct ResourceModel {
  std::vector<Calendar> calendars;
  std::vector<std::string> skills;
  std::vector<Pool> pools;
  std::vector<Need> needs;
  std::vector<NeedRange> mode_needs;  ///< by mode
  std::vector<MachineHours> hours;    ///< by group

  std::vector<std::vector<Index>> pools_of_skill;  ///< derived: those with the fewest skills first
  std::vector<std::vector<Index>> groups_of_pool;  ///< derived: groups with a mode that may take of it
  std::vector<Index> cluster;  ///< derived, by group: groups that share pools directly or through others have
                               ///< the number of the least of them; -1: the group needs none
  NeedClasses classes;         ///< derived

  bool operator==(const ResourceModel&) const = default;
};

struct Scenario;

/// Checks the tables above, those of precedence too, and fills in what is derived. Throws Error(bad_input).
void finish_resources(Scenario& scenario);

/// Sets the count of groups without limit: as many operations as the listed orders could have there at once,
/// and most_unlimited_machines where jobs arrive or when that is less.
void size_unlimited_groups(Scenario& scenario);

/// Units of one pool that are taken.
struct Take {
  Index pool = 0;
  Index amount = 0;
};

/// Which pools meet the needs, all of them together, when `free` units are left of each; appends to `takes`.
/// Workers come from the pool with the fewest skills that can (of equals the first), as long as that leaves
/// enough for every need: where any choice meets all needs, one is found. Returns -1, or the index of a need
/// that cannot be met (then `takes` is as it was).
int choose_pools(const ResourceModel& resources, std::span<const Need> needs, std::span<const Index> free,
                 std::vector<Take>& takes);

}  // namespace takt
