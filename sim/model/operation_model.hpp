#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/model/time.hpp"

namespace takt {

// How operations are done: in batches, in a cascade, well or badly. Indices are those of a Scenario (Index,
// repeated here so that scenario.hpp can include this file).

/// Which jobs may share a batch.
enum class BatchSame : std::uint32_t { operation, family, any };

/// One machine processes several jobs at once.
struct BatchRule {
  std::int32_t minimum = 1;  ///< jobs in a batch; fewer than this never start
  std::int32_t maximum = 0;  ///< 0: not a batch machine
  BatchSame same = BatchSame::operation;
  /// A batch that is not full is held back until the job of it that has waited longest has waited this long;
  /// `never`: until it is full.
  Time wait = 0;

  bool operator==(const BatchRule&) const = default;
};

/// What a processing time is for.
enum class TimePer : std::uint32_t {
  automatic,  ///< batch on batch machines, else lot
  lot,        ///< each job
  piece,      ///< each piece of each job
  batch       ///< all jobs that are processed together
};

/// The chance of an event at the end of an operation: by the level of the machine's condition (the last entry
/// holds for all higher levels), plus slope times the distance of one of the machine's parameters from its
/// target, cut to [0, 1].
struct Chance {
  std::vector<double> by_level;  ///< empty: there is none
  std::int32_t parameter = -1;   ///< OperationModel::parameters
  double target = 0;
  double slope = 0;

  bool any() const { return !by_level.empty(); }
  bool operator==(const Chance&) const = default;
};

/// Back to an operation of the same routing.
struct SendBack {
  std::int32_t to = -1;       ///< Scenario::steps; -1: nowhere, the job is scrapped
  std::int32_t limit = 1000;  ///< how often one job is sent back by this rule; the next time it is scrapped

  bool operator==(const SendBack&) const = default;
};

/// Looks for defects that earlier operations left.
struct InspectRule {
  bool stated = false;
  double sample = 1;       ///< share of the jobs that are looked at
  double miss = 0;         ///< chance that a defect is not found
  double false_alarm = 0;  ///< chance that one is found where there is none
  SendBack found;

  bool operator==(const InspectRule&) const = default;
};

/// The operation must get its machine within this time after the end of an earlier one.
struct WithinRule {
  Time limit = -1;       ///< -1: no limit
  std::int32_t of = -1;  ///< Scenario::steps: the earlier operation
  SendBack late;

  bool operator==(const WithinRule&) const = default;
};

/// What Step does not say.
struct StepRules {
  TimePer per = TimePer::automatic;
  Time cascade = -1;  ///< time after which the next job may enter; -1: as the machine says
  Chance scrap;
  Chance defect;
  Chance rework;
  SendBack reworked;
  InspectRule inspect;
  WithinRule within;

  /// Derived: words of a job's block, counted from its first mark; -1: none.
  std::int32_t time_mark = -1;   ///< when this operation ended
  std::int32_t count_mark = -1;  ///< first of three: how often rework, inspect and within sent it back

  bool operator==(const StepRules&) const = default;
};

/// A setting of a machine that its operations' chances may depend on, as a plain number.
struct GroupParameter {
  std::int32_t name = 0;  ///< OperationModel::parameters
  double value = 0;

  bool operator==(const GroupParameter&) const = default;
};

/// What MachineGroup does not say.
struct GroupRules {
  BatchRule batch;
  Time cascade = 0;  ///< time after which the next job may enter; 0: when the one before has left
  std::vector<GroupParameter> parameters;

  std::int32_t first_key = 0;  ///< derived: batch keys first_key .. first_key + keys - 1
  std::int32_t keys = 0;

  bool operator==(const GroupRules&) const = default;
};

struct OperationModel {
  std::vector<std::string> parameters;
  std::vector<GroupRules> groups;  ///< by group; empty: no group has any of it
  std::vector<StepRules> steps;    ///< by step; empty likewise

  std::vector<std::int32_t>
      batch_key;                ///< derived: by mode; which modes may share a batch; empty: no batches
  std::vector<TimePer> per;     ///< derived: by mode, never automatic; empty: all per lot
  std::int32_t batch_keys = 0;  ///< derived: of all groups
  bool any_judged = false;      ///< derived: some operation may scrap, spoil, inspect or send back

  bool operator==(const OperationModel&) const = default;
};

struct Scenario;

/// Checks and derives, as part of finish_scenario, once groups, steps and routings are in order. Tables that
/// say nothing become empty. Throws Error(bad_input).
void finish_operations(Scenario& scenario);

}  // namespace takt
