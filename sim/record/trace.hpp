#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/plant/records.hpp"
#include "sim/record/line_tally.hpp"
#include "sim/record/quality_tally.hpp"
#include "sim/record/resource_tally.hpp"
#include "sim/record/transport_tally.hpp"

namespace takt {

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
  ResourceTally resources;
  std::vector<StockTally> stock_tallies;  ///< by stock point
  ConditionTally condition;               ///< empty unless the scenario has conditions, power or costs
  QualityTally quality;
  std::vector<OperationRecord> operations;  ///< in order of leaving; empty unless recorded
  std::vector<MachineInterval> intervals;   ///< in order of ending; empty unless recorded
  std::vector<DecisionRecord> decisions;    ///< in order; empty unless recorded
  std::vector<EventRecord> events;          ///< in order; empty unless operations are recorded
};

}  // namespace takt
