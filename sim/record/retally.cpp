#include "sim/record/retally.hpp"

#include <algorithm>
#include <cassert>

namespace takt {

namespace {

constexpr std::size_t batch = 1024;

/// Hands on the records for which `cut` gives something, as it gives them.
template <class Record, class Cut>
void take(Tallier& tallier, const std::vector<Record>& records, Cut cut) {
  std::vector<Record> some;
  some.reserve(batch);
  for (const Record& record : records) {
    Record whole = record;
    if (cut(whole)) some.push_back(whole);
    if (some.size() < batch) continue;
    tallier.take(std::span<const Record>(some));
    some.clear();
  }
  tallier.take(std::span<const Record>(some));
}

/// Time in each state over the whole run: what metered energy is held against.
void set_whole_run_states(ConditionTally& condition, const Trace& records) {
  for (ConditionTally::Machine& machine : condition.machines) {
    std::fill(std::begin(machine.in_state), std::end(machine.in_state), Time{0});
    machine.in_state[static_cast<std::size_t>(MachineState::idle)] = records.end;
  }
  for (const MachineInterval& interval : records.intervals) {
    Time* in_state = condition.machines[at(interval.machine)].in_state;
    const Time span = interval.end - interval.start;
    in_state[static_cast<std::size_t>(interval.state)] += span;
    in_state[static_cast<std::size_t>(MachineState::idle)] -= span;
  }
}

/// The jobs as they stood after `last`.
std::vector<JobRecord> jobs_at(const std::vector<JobRecord>& jobs, Time last) {
  std::vector<JobRecord> left;
  left.reserve(jobs.size());
  for (JobRecord job : jobs) {
    if (job.release > last) continue;
    if (job.completion > last) {
      job.completion = never;
      job.outcome = JobOutcome::unfinished;
    }
    left.push_back(job);
  }
  return left;
}

}  // namespace

Window run_window(const Scenario& scenario, const Trace& trace) {
  return {scenario.run.warm_up, trace.end};
}

Trace retally(const Scenario& scenario, const Trace& records, const Window& window) {
  assert(records.has_records && window.to <= records.end);
  // The last instant that is in the window.
  const Time last = window.to == records.end ? records.end : window.to - 1;
  Tallier tallier(scenario, window.from);
  std::int64_t operations = 0;
  take(tallier, records.operations, [&](OperationRecord& operation) {
    operations += operation.end <= last;
    return operation.end <= last;
  });
  take(tallier, records.intervals, [&](MachineInterval& interval) {
    interval.end = std::min(interval.end, window.to);
    return interval.start <= last;
  });
  take(tallier, records.events, [&](const EventRecord& event) { return event.time <= last; });

  Trace trace;
  static_cast<Tallies&>(trace) = tallier.finish(window.to, records.condition.metered);
  if (!trace.condition.metered.empty()) set_whole_run_states(trace.condition, records);
  trace.status = records.status;
  trace.status_detail = records.status_detail;
  trace.stuck_jobs = records.stuck_jobs;
  trace.stuck_since = records.stuck_since;
  trace.end = window.to;
  trace.operation_count = operations;
  trace.decision_count = records.decision_count;
  trace.instant_count = records.instant_count;
  trace.digest = records.digest;
  trace.jobs = jobs_at(records.jobs, last);
  return trace;
}

}  // namespace takt
