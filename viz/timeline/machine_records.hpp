#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "results/read_run.hpp"
#include "viz/timeline/bar.hpp"

namespace takt {

/// The operations and states of a trace, machine by machine, and how states cut operations into pieces.
class MachineRecords {
 public:
  MachineRecords(const Scenario& scenario, const Trace& trace);

  /// Indices into Trace::operations, in order of when they got the machine.
  std::span<const std::uint32_t> operations(Index machine) const {
    return part(operations_, first_operation_, machine);
  }
  /// States other than idle, in order of time.
  std::span<const MachineInterval> intervals(Index machine) const {
    return part(intervals_, first_interval_, machine);
  }

  /// Appends the pieces of an operation: setup, processing, blocked. While its machine is down, maintained or
  /// off there is a gap, or, with `interruptions`, a piece of that kind. One that
  /// never was worked on is one piece without length.
  void cut(const OperationRecord& operation, bool interruptions, std::vector<Bar>& pieces) const;

 private:
  template <class Value>
  std::span<const Value> part(const std::vector<Value>& all, const std::vector<std::size_t>& first,
                              Index machine) const {
    return {all.data() + at(first, machine), at(first, machine + 1) - at(first, machine)};
  }

  std::vector<std::uint32_t> operations_;
  std::vector<MachineInterval> intervals_;
  std::vector<std::size_t> first_operation_, first_interval_;  ///< by machine, and one more
};

/// The kind of bar that shows a state; not for idle.
BarKind bar_kind(MachineState state);

/// Work of a machine that no operation record tells of: what is still on it when the run ends, or was taken
/// off it without being done. The decisions, where they were recorded, tell what a machine works on when the
/// run ends; other bars have no job. By machine, in order, and apart from its operations.
std::vector<std::vector<Bar>> unrecorded_work(const StoredRun& run, const MachineRecords& records);

}  // namespace takt
