#include "viz/timeline/machine_records.hpp"

#include <algorithm>

#include "sim/vocabulary/decision_kinds.hpp"

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
    case MachineState::waiting:
      return BarKind::waiting;
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
  if (pieces.size() == before) {
    pieces.push_back(model);
    pieces.back().end = pieces.back().start;
  }
  pieces[before].first = true;
  pieces.back().last = true;
}

namespace {

/// What each machine took last, where decisions were recorded.
std::vector<const DecisionRecord*> last_taken(const StoredRun& run) {
  std::vector<const DecisionRecord*> taken(at(run.scenario.machine_count));
  for (const DecisionRecord& decision : run.file.trace.decisions) {
    if (decision.kind == static_cast<std::uint32_t>(DecisionKind::dispatch) && decision.machine >= 0 &&
        decision.mode >= 0)
      at(taken, decision.machine) = &decision;
  }
  return taken;
}

}  // namespace

std::vector<std::vector<Bar>> unrecorded_work(const StoredRun& run, const MachineRecords& records) {
  const Trace& trace = run.file.trace;
  const std::vector<const DecisionRecord*> taken = last_taken(run);
  std::vector<std::vector<Bar>> found(at(run.scenario.machine_count));
  for (Index m = 0; m < run.scenario.machine_count; ++m) {
    std::vector<Bar>& bars = at(found, m);
    const auto operations = records.operations(m);
    std::size_t next = 0;
    Time covered = 0;  // operations that got the machine so far have all left by then
    const auto add = [&](Time from, Time to, BarKind kind) {
      if (from < to) bars.push_back({.start = from, .end = to, .machine = m, .kind = kind});
    };
    for (const MachineInterval& interval : records.intervals(m)) {
      if (interrupts(interval.state)) continue;
      Time from = std::max(interval.start, covered);
      for (; next < operations.size() && trace.operations[operations[next]].setup_start < interval.end;
           ++next) {
        const OperationRecord& operation = trace.operations[operations[next]];
        add(from, std::min(operation.setup_start, interval.end), bar_kind(interval.state));
        covered = std::max(covered, operation.end);
        from = std::max(from, covered);
      }
      add(from, interval.end, bar_kind(interval.state));
    }
    // What goes on when the run ends is what was taken last.
    const DecisionRecord* decision = at(taken, m);
    if (decision == nullptr || decision->time < covered) continue;
    for (Bar& bar : bars) {
      if (bar.start < decision->time) continue;
      bar.job = decision->job;
      bar.step = at(run.file.names.mode_step, decision->mode);
    }
  }
  return found;
}

}  // namespace takt
