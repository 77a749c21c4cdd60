#include "viz/timeline/machine_records.hpp"

#include <algorithm>

#include "sim/decision_kinds.hpp"

namespace takt {

namespace {

/// Sorts by machine, and keeps the order within each. `first` has where each machine's values begin.
template <class Value, class MachineOf>
void by_machine(std::vector<Value>& values, Index machines, MachineOf machine_of,
                std::vector<std::size_t>& first) {
  first.assign(at(machines) + 1, 0);
  for (const Value& value : values) ++first[at(machine_of(value)) + 1];
  for (std::size_t m = 1; m < first.size(); ++m) first[m] += first[m - 1];
  std::vector<std::size_t> next(first.begin(), first.end() - 1);
  std::vector<Value> sorted(values.size());
  for (const Value& value : values) sorted[next[at(machine_of(value))]++] = value;
  values = std::move(sorted);
}

bool interrupts(MachineState state) {
  return state == MachineState::down || state == MachineState::off || state == MachineState::maintenance;
}

}  // namespace

BarKind bar_kind(MachineState state) {
  switch (state) {
    case MachineState::setup:
      return BarKind::setup;
    case MachineState::down:
      return BarKind::down;
    case MachineState::blocked:
      return BarKind::blocked;
    case MachineState::off:
      return BarKind::off;
    case MachineState::maintenance:
      return BarKind::maintenance;
    case MachineState::idle:
    case MachineState::processing:
      break;
  }
  return BarKind::processing;
}

MachineRecords::MachineRecords(const Scenario& scenario, const Trace& trace)
    : operations_(trace.operations.size()), intervals_(trace.intervals) {
  for (std::size_t i = 0; i < operations_.size(); ++i) operations_[i] = static_cast<std::uint32_t>(i);
  by_machine(
      operations_, scenario.machine_count, [&](std::uint32_t i) { return trace.operations[i].machine; },
      first_operation_);
  by_machine(
      intervals_, scenario.machine_count, [](const MachineInterval& i) { return i.machine; },
      first_interval_);
  for (Index m = 0; m < scenario.machine_count; ++m) {
    const auto begin = operations_.begin();
    std::stable_sort(begin + static_cast<std::ptrdiff_t>(at(first_operation_, m)),
                     begin + static_cast<std::ptrdiff_t>(at(first_operation_, m + 1)),
                     [&](std::uint32_t x, std::uint32_t y) {
                       return trace.operations[x].setup_start < trace.operations[y].setup_start;
                     });
  }
}

void MachineRecords::cut(const OperationRecord& operation, bool interruptions,
                         std::vector<Bar>& pieces) const {
  const std::size_t before = pieces.size();
  const Bar model = {.start = operation.setup_start,
                     .end = operation.end,
                     .job = operation.job,
                     .step = operation.step,
                     .machine = operation.machine,
                     .kind = BarKind::processing,
                     .first = false,
                     .last = false,
                     .special = static_cast<std::uint8_t>(
                         operation.outcome == OperationOutcome::scrapped ? mark_scrapped : 0)};
  const auto add = [&](Time from, Time to, BarKind kind) {
    if (from >= to) return;
    Bar bar = model;
    bar.start = from;
    bar.end = to;
    bar.kind = kind;
    if (pieces.size() > before && pieces.back().kind == kind && pieces.back().end == from) {
      pieces.back().end = to;
    } else {
      pieces.push_back(bar);
    }
  };
  const auto all = intervals(operation.machine);
  auto interval = std::partition_point(
      all.begin(), all.end(), [&](const MachineInterval& i) { return i.end <= operation.setup_start; });
  for (; interval != all.end() && interval->start < operation.end; ++interval) {
    const Time from = std::max(interval->start, operation.setup_start),
               to = std::min(interval->end, operation.end);
    if (interrupts(interval->state)) {
      if (interruptions) add(from, to, bar_kind(interval->state));
    } else if (interval->state == MachineState::blocked) {
      add(from, to, BarKind::blocked);
    } else {
      add(from, std::min(to, operation.start), BarKind::setup);
      add(std::max(from, operation.start), to, BarKind::processing);
    }
  }
  if (pieces.size() == before) pieces.push_back(model);
  pieces[before].first = true;
  pieces.back().last = true;
}

std::vector<std::vector<Bar>> unfinished_work(const StoredRun& run, const MachineRecords& records) {
  const Scenario& scenario = run.scenario;
  const Trace& trace = run.file.trace;
  std::vector<std::vector<Bar>> found(at(scenario.machine_count));
  std::vector<const DecisionRecord*> taken(at(scenario.machine_count));
  for (const DecisionRecord& decision : trace.decisions) {
    if (decision.kind == static_cast<std::uint32_t>(DecisionKind::dispatch) && decision.machine >= 0 &&
        decision.mode >= 0)
      at(taken, decision.machine) = &decision;
  }
  for (Index m = 0; m < scenario.machine_count; ++m) {
    Time left = 0;  // when the last operation that ended left
    for (const std::uint32_t o : records.operations(m)) left = std::max(left, trace.operations[o].end);
    for (const MachineInterval& interval : records.intervals(m)) {
      if (interval.end <= left || interrupts(interval.state)) continue;
      Bar bar = {.start = std::max(interval.start, left),
                 .end = interval.end,
                 .machine = m,
                 .kind = bar_kind(interval.state),
                 .first = at(found, m).empty(),
                 .last = false};
      const DecisionRecord* decision = at(taken, m);
      if (decision != nullptr && decision->time >= left) {
        bar.job = decision->job;
        bar.step = at(run.file.names.mode_step, decision->mode);
      }
      at(found, m).push_back(bar);
    }
    if (!at(found, m).empty()) at(found, m).back().last = true;
  }
  return found;
}

}  // namespace takt
