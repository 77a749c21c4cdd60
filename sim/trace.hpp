#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/line_tally.hpp"
#include "sim/model/scenario.hpp"
#include "sim/people_tally.hpp"
#include "sim/process_tally.hpp"
#include "sim/transport_tally.hpp"

namespace takt {

/// What happened in a run, as plain records without padding: they are hashed as bytes for the digest.

enum class OperationOutcome : std::uint32_t { finished, scrapped };

/// An operation that left its machine.
struct OperationRecord {
  Time ready = 0;         ///< joined the queue
  Time setup_start = 0;   ///< got the machine; equals start when there was no setup
  Time start = 0;         ///< processing began
  Time end = 0;           ///< left the machine
  std::uint32_t job = 0;  ///< job number
  Index step = 0;         ///< Scenario::steps
  Index mode = 0;         ///< Scenario::modes
  Index machine = 0;
  std::uint32_t position = 0;  ///< 0 for the job's first operation
  OperationOutcome outcome = OperationOutcome::finished;
};
static_assert(sizeof(OperationRecord) == 56);

enum class MachineState : std::uint32_t {
  idle,
  setup,
  processing,
  down,        ///< broken down, or waiting for its repair
  blocked,     ///< done with a job that cannot leave
  off,         ///< outside its calendar
  maintenance  ///< maintained as planned
};
inline constexpr int machine_state_count = 7;

/// A machine was in a state during [start, end). Idle time is what the intervals leave out.
struct MachineInterval {
  Time start = 0;
  Time end = 0;
  Index machine = 0;
  MachineState state = MachineState::idle;
};
static_assert(sizeof(MachineInterval) == 24);

enum class JobOutcome : std::uint32_t { done, scrapped, unfinished };

/// A job that left the shop, or was still in it when the run ended (completion == never).
struct JobRecord {
  Time release = 0;
  Time due = never;
  Time completion = never;
  double weight = 1;
  Time total_work = 0;  ///< planned work of the whole job, as known at release
  std::uint32_t number = 0;
  Index routing = 0;
  Index order = -1;   ///< Scenario::orders, or
  Index source = -1;  ///< Scenario::sources
  JobOutcome outcome = JobOutcome::done;
  std::uint32_t operations_done = 0;
};
static_assert(sizeof(JobRecord) == 64);

/// What an EventRecord tells. `entity`, `value`, `job` and `detail` mean what stands beside the kind.
enum class EventKind : std::uint32_t {
  none,  ///< never recorded
  // How operations are done. entity: Scenario::steps unless told otherwise.
  batch_started,    ///< entity: machine; value: jobs in it; job: of the first; detail: step of the first
  scrapped,         ///< value: machine or -1; detail: ScrapReason
  sent_back,        ///< by rework, or late; value: machine, or -1 when late; detail: the step it goes to
  sent_back_found,  ///< by an inspection; value: machine; detail: the step it goes to
  defect_left,      ///< detail: machine
  inspected,        ///< value: machine; detail: InspectionResult
  job_judged,  ///< a job leaves as done; entity: routing; value: times it was sent back; detail: 1 with a
               ///< defect
  // people
  pool_level,        ///< entity: pool; value: units used; detail: capacity. Comes with every change
  pool_wait,         ///< entity: pool that lacked; value: ticks its operation waited for units; detail: step
  machine_overtime,  ///< entity: machine; value: ticks it worked beyond its hours
  task_done,         ///< entity: step; value: weight; detail: routing
  // lines
  card_taken,     ///< entity: card loop (wip limits of sources follow the cards); value: cards left
  card_returned,  ///< the same
  part_stored,    ///< entity: part store; value: parts in it afterwards
  part_taken,     ///< the same; detail: how many were taken
  line_sum,       ///< at the end of the run; detail: LineFigure, which tells the entity and the value

  // Supply chains. entity: stock point; value: units; detail:
  demand,             ///< customers ask for this much; demand stream
  order_received,     ///< another stock point, or production, asks for this much; its stock point
  shortage,           ///< of the demand or order just told, what is not there at once; 1: it is lost, 0: owed
  sale,               ///< customers get this much
  order_placed,       ///< it orders; stock point that supplies it, -1: made here or from outside
  shipment_sent,      ///< on its way to the entity; stock point it left, -1: outside
  shipment_received,  ///< the same, arrived
  consumption,        ///< production takes it; stock point of what is made
  production,         ///< a job made it
  production_lost,    ///< a job was to make it and was scrapped
  site_down,          ///< entity: site
  site_up,            ///< entity: site
  stock_measured,     ///< value: period; the demand of the period is served, stock is measured

  // transport; value in metres for a ride, else as stated
  transport_wait,     ///< a job asks to be carried; entity: place, detail: destination
  vehicle_idle,       ///< entity: vehicle, detail: place
  vehicle_empty,      ///< a ride without a job begins; entity: vehicle, detail: destination
  vehicle_loading,    ///< entity: vehicle, job: its first job, detail: place
  vehicle_loaded,     ///< a ride with jobs begins; entity: vehicle, job: the first, detail: destination
  vehicle_unloading,  ///< entity: vehicle, job: the first, detail: place
  vehicle_charging,   ///< entity: vehicle, value: share of the charge that is left, detail: place
  job_loaded,         ///< its loading begins; entity: vehicle, value: seconds it waited, detail: place
  job_unloaded,       ///< entity: vehicle, detail: place
  conveyor_enters,    ///< entity: conveyor, value: seconds the job waited, detail: jobs on it now
  conveyor_leaves,    ///< entity: conveyor, detail: jobs on it now
  conveyor_stops,     ///< its first job cannot leave; entity: conveyor, detail: jobs on it
  conveyor_runs,      ///< entity: conveyor, detail: jobs on it
  load_departs,       ///< another load than a vehicle; entity: place, value: load, detail: destination
  // Condition and energy:
  level,               ///< machine `entity` reached level `detail`; value: its wear
  condition_failure,   ///< machine `entity` broke down at its last level `detail`; value: its wear
  maintenance_begins,  ///< of machine `entity` by plan `detail`; value: measure (ticks, pieces, level, wear)
  maintenance_ends,    ///< of machine `entity` by plan `detail`
  power,               ///< value: W that the site draws from now on
  sample,              ///< sensor unit `entity` reads `value`; detail: SampleLabel
};

/// "No job" where a job number stands.
inline constexpr std::uint32_t no_job = 0xffffffff;

/// Anything that happened and that the other records do not tell.
struct EventRecord {
  Time time = 0;
  double value = 0;
  EventKind kind = EventKind::none;
  Index entity = -1;
  std::uint32_t job = no_job;  ///< job number
  Index detail = -1;
};
static_assert(sizeof(EventRecord) == 32);

/// The truth beside a sample.
struct SampleLabel {
  MachineState state = MachineState::idle;
  Index level = 0;  ///< of the machine's condition
  Index failure =
      -1;  ///< lowest breakdown cause that holds it down; the number of causes: its condition does

  Index packed() const { return static_cast<Index>(state) | level << 4 | (failure + 1) << 16; }
  static SampleLabel of(const EventRecord& sample) {
    return {static_cast<MachineState>(sample.detail & 15), sample.detail >> 4 & 4095,
            (sample.detail >> 16) - 1};
  }
};

/// A choice that an agent made.
struct DecisionRecord {
  Time time = 0;
  std::uint32_t kind = 0;        ///< DecisionKind
  Index machine = -1;            ///< of a dispatch decision; else -1
  std::uint32_t candidates = 0;  ///< how many there were
  std::uint32_t choice = 0;      ///< index among them
  std::uint32_t job = no_job;    ///< number of the chosen job; for wait: of the first candidate's
  Index mode = -1;               ///< chosen mode; -1: wait, or a candidate without job
  Index entity = -1;             ///< Decision::entity
  Index option = -1;             ///< of the chosen candidate
};
static_assert(sizeof(DecisionRecord) == 40);

/// How a run ended.
enum class RunStatus {
  all_done,  ///< every job left, or every measured one
  horizon,   ///< the scenario's horizon was reached
  starved,   ///< jobs were left but nothing was under way: who waits for what is in Trace::status_detail
  deadlock,  ///< as starved, and jobs wait for each other in a circle: it is named in Trace::status_detail
};

/// 128 bits that two runs share only when everything that happened in them is equal.
struct Digest {
  std::uint64_t high = 0, low = 0;
  bool operator==(const Digest&) const = default;
  std::string hex() const;
};

/// Sums kept while the run goes on, over [warm-up, end): KPIs need no operation records.
struct MachineTally {
  Time in_state[machine_state_count] = {};  ///< idle is filled in at the end of the run
  std::int64_t operations = 0;
};
struct GroupTally {
  std::int64_t operations = 0;  ///< that started processing or setup after warm-up
  double wait = 0;              ///< sum of (setup_start - ready), ticks
  double wait_squared = 0;
};

/// A stock point over the window. Quantities are in units, the integrals in units times periods.
struct StockTally {
  double periods = 0;                            ///< of the window: how many were measured, or its length
  double on_hand = 0, owed = 0, in_transit = 0;  ///< integrals, or sums over measured periods
  double stocked = 0;                            ///< periods in which nothing was owed
  double demand = 0;                             ///< by customers, other stock points and production
  double short_of = 0;                           ///< of demand, what was not there at once
  double lost = 0;                               ///< of short_of, what went away
  double ordered = 0;
  std::int64_t shortages = 0;  ///< demands that were not met at once
  std::int64_t orders = 0;
  std::int64_t receipts = 0;
  std::int64_t short_cycles = 0;  ///< receipts before which something had been short since the receipt before
  std::int64_t whole_periods = 0;  ///< that lie in the window, and over these:
  double order_sum = 0, order_squares = 0, demand_sum = 0,
         demand_squares = 0;  ///< what came together in each
};

/// Sums about condition, energy and cost, over [warm-up, end) where nothing else is said.
struct ConditionTally {
  struct Machine {
    Time in_state[machine_state_count] = {};  ///< over the whole run, from time 0
    std::int64_t failures = 0;                ///< times that it went down
    std::int64_t setups = 0;                  ///< that began
    std::vector<Time> in_level;               ///< by level of its condition
    std::vector<std::int64_t> maintained;     ///< by plan: how often one began
    double energy_cost = 0;                   ///< by its tariff
  };
  std::vector<Machine> machines;
  std::vector<double> metered;  ///< J by machine over the whole run, from the clock; empty: it has no meters
  double peak_power = 0;        ///< W of the site
};

/// The record of one run.
struct Trace {
  RunStatus status = RunStatus::all_done;
  std::string status_detail;
  Time end = 0;  ///< when the run ended
  std::int64_t operation_count = 0;
  std::int64_t decision_count = 0;
  std::int64_t instant_count = 0;
  Digest digest;

  TransportTally transport;
  std::vector<JobRecord> jobs;                ///< by number
  std::vector<MachineTally> machine_tallies;  ///< by machine
  std::vector<GroupTally> group_tallies;      ///< by group
  LineTally line_tally;
  PeopleTally people;
  std::vector<StockTally> stock_tallies;  ///< by stock point
  ConditionTally condition;               ///< empty unless the scenario has conditions, power or costs
  ProcessTally process;
  std::vector<OperationRecord> operations;  ///< in order of leaving; empty unless recorded
  std::vector<MachineInterval> intervals;   ///< in order of ending; empty unless recorded
  std::vector<DecisionRecord> decisions;    ///< in order; empty unless recorded
  std::vector<EventRecord> events;          ///< in order; empty unless operations are recorded
};

}  // namespace takt
