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
  /// off there is a gap, or, with `interruptions`, a piece of that kind. One without length is one piece.
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

/// A job's operation is still on a machine when the run ends, and then no record tells of it but the state of
/// the machine. The decisions tell which it was where they were recorded: the last job that each machine
/// took. Bars of these operations, by machine; without job and step where nothing tells.
std::vector<std::vector<Bar>> unfinished_work(const StoredRun& run, const MachineRecords& records);

}  // namespace takt
