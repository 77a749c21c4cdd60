#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/plant/records.hpp"
#include "sim/record/tallies.hpp"

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
  starved,   ///< it left jobs that nothing can ever move, or nothing was under way: see Trace::status_detail
  deadlock,  ///< as starved, and jobs wait for each other in a circle: it is named in Trace::status_detail
};

/// 128 bits that two runs share only when everything that happened in them is equal.
struct Digest {
  std::uint64_t high = 0, low = 0;
  bool operator==(const Digest&) const = default;
  std::string hex() const;
};

/// The record of one run. Its tallies are about [warm-up, end) unless retally() made them for another window.
struct Trace : Tallies {
  RunStatus status = RunStatus::all_done;
  std::string status_detail;
  Time end = 0;  ///< when the run ended
  /// Jobs that nothing can ever move again (starved, deadlock): how many at the end, and since when the
  /// first. The run goes on as long as others can move.
  std::int64_t stuck_jobs = 0;
  Time stuck_since = never;
  std::int64_t operation_count = 0;
  std::int64_t decision_count = 0;
  std::int64_t instant_count = 0;
  Digest digest;

  /// Operations, intervals and events are recorded below: tallies can be made for any window.
  bool has_records = false;
  std::vector<JobRecord> jobs;              ///< by number
  std::vector<OperationRecord> operations;  ///< in order of leaving; empty unless recorded
  std::vector<MachineInterval> intervals;   ///< in order of ending; empty unless recorded
  std::vector<DecisionRecord> decisions;    ///< in order; empty unless recorded
  std::vector<EventRecord> events;          ///< in order; empty unless operations are recorded
};

}  // namespace takt
