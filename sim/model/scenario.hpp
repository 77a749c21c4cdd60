#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/model/condition_model.hpp"
#include "sim/model/distribution.hpp"
#include "sim/model/index.hpp"
#include "sim/model/line_model.hpp"
#include "sim/model/operation_model.hpp"
#include "sim/model/resource_model.hpp"
#include "sim/model/supply_model.hpp"
#include "sim/model/time.hpp"
#include "sim/model/transport_model.hpp"

namespace takt {

/// Sequence-dependent setup times between families.
struct SetupMatrix {
  std::string name;
  std::vector<Time> times;    ///< [from * families + to]; the diagonal is normally 0
  std::vector<Time> initial;  ///< [to]: from a machine that has no family yet
  /// After a change of family the machine starts at least so many jobs of the new one before it changes
  /// again, as long as such jobs wait.
  Index minimum_run = 1;

  bool operator==(const SetupMatrix&) const = default;
};

enum class FailureClock { calendar, busy };      ///< time to failure runs always, or only while processing
enum class OnFailure { resume, repeat, scrap };  ///< what happens to the operation that was interrupted

/// One cause of breakdowns; every machine of the group fails on its own.
struct Breakdown {
  std::string name;
  FailureClock clock = FailureClock::calendar;
  OnFailure on_failure = OnFailure::resume;
  Distribution time_to_failure;  ///< from the end of the last repair (or time 0) to the next failure
  Distribution time_to_repair;

  bool operator==(const Breakdown&) const = default;
};

/// Parallel machines that share one queue.
struct MachineGroup {
  std::string name;
  Index count = 1;
  double speed = 1.0;  ///< processing times are divided by it
  Index setup_matrix = -1;
  Index initial_family = -1;  ///< the family every machine is set up for at time 0
  std::vector<Breakdown> breakdowns;
  bool unlimited = false;  ///< as many machines as jobs may need (see finish_scenario): `count` is derived

  Index first_machine = 0;  ///< derived: machines first_machine .. first_machine + count - 1
  Index first_breakdown =
      0;  ///< derived: unit (machine m, cause c) is first_breakdown + (m - first_machine) * causes + c

  bool operator==(const MachineGroup&) const = default;
};

/// One way to do a step: on which group, in what time.
struct Mode {
  Index group = 0;
  Distribution time;  ///< at speed 1

  Time planned = 0;  ///< derived: mean time at the group's speed

  bool operator==(const Mode&) const = default;
};

/// One operation of a routing.
struct Step {
  std::string name;
  Index first_mode = 0;
  Index mode_count = 1;
  Index family = -1;  ///< setup family

  Time planned = 0;  ///< derived: mean of its modes' planned times

  bool operator==(const Step&) const = default;
};

/// What a step needs beyond a queue and a machine. The plant's common path asks only whether there is any.
enum StepFlag : std::uint16_t {
  step_plain = 0,
  step_needs = 1 << 4,     ///< it takes units of pools (ResourceModel::mode_needs)
  step_task = 1 << 5,      ///< it stands in a precedence graph (PrecedenceModel::tasks)
  step_judged = 1U << 10,  ///< scrap, defect, rework, inspect, or a time that `within` of another counts from
  step_within = 1U << 11,
  step_line = 1U << 0,  ///< all steps of a scenario with buffers, cards, parts or saturated sources
};

/// What a machine group has beyond parallel machines, setups and breakdowns.
enum GroupFlag : std::uint32_t {
  group_plain = 0,
  group_needs = 1 << 4,  ///< some operation of it takes units of pools
  group_hours = 1 << 5,  ///< it has a calendar
  group_batch = 1U << 10,
  group_cascade = 1U << 11,
  group_minimum_run = 1U << 12,
  group_allocates = 1 << 6,    ///< its operations start by allocate decisions
  group_line = 1U << 0,        ///< not all that waits can start, or what waits elsewhere can
  group_at_place = 1U << 20,   ///< jobs may have to be carried to and from it
  group_condition = 1U << 16,  ///< it degrades or is maintained
  group_power = 1U << 17,      ///< its power is known
};

/// Derived: what the plant looks up at every operation, one packed row a step.
struct StepPlan {
  Time planned = 0;  ///< Step::planned
  Index first_mode = 0;
  Index mode_count = 1;
  Index group = -1;                ///< of its only mode; -1: it has several
  std::uint16_t family_plus1 = 0;  ///< see family()
  std::uint16_t flags = 0;         ///< StepFlag bits; 0: nothing but queue, machine, setup and processing

  Index family() const { return static_cast<Index>(family_plus1) - 1; }
  void add(StepFlag flag) { flags = static_cast<std::uint16_t>(flags | flag); }

  bool operator==(const StepPlan&) const = default;
};
static_assert(sizeof(StepPlan) == 24, "many of them should fit into a cache");

/// A sequence of steps that a job follows.
struct Routing {
  std::string name;
  Index first_step = 0;
  Index step_count = 0;
  bool graph = false;  ///< steps start as soon as all they come after are done (PrecedenceModel::tasks)
  bool random_order = false;  ///< each job takes the steps in a random order of its own ...
  Index steps_taken = 0;      ///< ... and stops after this many (step_count when order is fixed)

  bool constant = false;  ///< derived: every time is constant
  Index first_mode = 0;   ///< derived: modes first_mode .. first_mode + mode_count - 1
  Index mode_count = 0;
  Time planned = 0;       ///< derived: sum over its steps
  Index marks = 0;        ///< derived: words of a job's block that StepRules refers to
  bool by_piece = false;  ///< derived: some of its times are per piece

  bool operator==(const Routing&) const = default;
};

enum class DueRule { none, fixed, allowance, total_work };

/// When a job is due.
struct Due {
  DueRule rule = DueRule::none;
  Time time = 0;      ///< fixed: the date; allowance: added to the release
  double factor = 0;  ///< total_work: release + factor * total work

  bool operator==(const Due&) const = default;
};

/// A job that is known from the start.
struct Order {
  std::string name;
  Index routing = 0;
  Time release = 0;
  Due due;
  double weight = 1;
  Index pieces = 1;  ///< in the lot

  bool operator==(const Order&) const = default;
};

/// Jobs that arrive by a renewal process, or, from a saturated source, whenever they can be used: the next
/// as soon as the one before has started its first operation and the wip limit, if there is one, allows it.
/// Without a wip limit such a job counts as released when its first operation starts.
struct Source {
  struct Product {
    Index routing = 0;
    double share = 1;  ///< any positive number; shares are divided by their sum

    bool operator==(const Product&) const = default;
  };
  std::string name;
  std::vector<Product> products;
  Distribution interarrival;  ///< without meaning for a saturated source
  Time start = 0;             ///< the first job arrives one interarrival time after this
  std::int64_t limit = -1;    ///< jobs in all; -1: no end
  Due due;
  double weight = 1;
  Index pieces = 1;  ///< in each lot

  bool operator==(const Source&) const = default;
};

/// When drawn processing times become known to agents.
enum class TimesKnown {
  at_release,  ///< drawn at release: agents see, and `total_work` uses, the true times
  at_start     ///< agents see means until the operation starts
};

/// When the run ends and what is measured.
struct RunControl {
  Time horizon = never;           ///< end of the run; never: until all jobs are done
  Time warm_up = 0;               ///< KPIs look at [warm_up, end)
  std::int64_t warm_up_jobs = 0;  ///< KPIs of jobs leave out the first jobs by number ...
  std::int64_t measured_jobs =
      -1;  ///< ... and take this many; the run ends when all of them have left. -1: all

  bool operator==(const RunControl&) const = default;
};

/// A factory: what exists, what must be made and how long it may run. Immutable once finished; everything
/// else (plant, agents, results) refers to it by index.
struct Scenario {
  std::string name;
  std::string description;
  std::vector<std::string> families;
  std::vector<SetupMatrix> setup_matrices;
  std::vector<MachineGroup> groups;
  std::vector<Mode> modes;
  std::vector<Step> steps;
  std::vector<Routing> routings;
  std::vector<Order> orders;
  std::vector<Source> sources;
  OperationModel operations;
  ResourceModel resources;
  PrecedenceModel precedence;
  LineModel lines;
  RunControl run;
  TransportModel transport;
  TimesKnown times_known = TimesKnown::at_release;
  bool may_wait = false;    ///< dispatch decisions offer "wait" as their last candidate
  std::uint32_t asked = 0;  ///< bits (bit_of) of the kinds of decisions that are put to the agent on demand

  SupplyModel supply;
  ConditionModel condition;

  std::string source_text;  ///< the resolved scenario or instance as text, kept in every result

  Time typical_time = 1;                   ///< derived: mean planned time of the steps, at least 1 tick
  Index machine_count = 0;                 ///< derived
  Index breakdown_units = 0;               ///< derived: (machine, cause) pairs
  std::vector<StepPlan> plans;             ///< derived: by step
  std::vector<std::uint32_t> group_flags;  ///< derived: GroupFlag bits by group
  bool job_extras = false;  ///< derived: some feature keeps a JobExtra for each job in the shop
  bool plain = false;       ///< derived: a shop of machines, setups and breakdowns and no more

  /// Machines may be stopped, or wait for something although a job is there.
  bool may_stop() const { return breakdown_units > 0 || !plain; }
  /// Machines may have to wait for something although a job is meant for them.
  bool may_wait_for() const;
  std::vector<Index> group_of_machine;   ///< derived
  std::vector<Index> orders_by_release;  ///< derived: order indices by (release, index)

  Time setup_time(Index matrix, Index from_family, Index to_family) const {
    if (matrix < 0 || to_family < 0) return 0;
    const SetupMatrix& m = setup_matrices[static_cast<std::size_t>(matrix)];
    if (from_family < 0) return m.initial[static_cast<std::size_t>(to_family)];
    return m
        .times[static_cast<std::size_t>(from_family) * families.size() + static_cast<std::size_t>(to_family)];
  }

  bool operator==(const Scenario&) const = default;
};

/// Fills in every derived field and checks what any maker of scenarios (loader, importer, test) must keep:
/// indices in range, counts and speeds positive, at least one machine, routing and job. Throws
/// Error(bad_input).
void finish_scenario(Scenario& scenario);

/// "lathe/2" for the second machine of a group of several, "lathe" for a machine on its own.
std::string machine_name(const Scenario& scenario, Index machine);

}  // namespace takt
