#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "sim/plant/activity.hpp"
#include "sim/plant/ending_heap.hpp"
#include "sim/plant/records.hpp"

namespace takt {

/// Called by a clock once an instant.
class InstantHandler {
 public:
  virtual ~InstantHandler() = default;

  /// Everything in `ended` ended at `now`, in canonical order. May start and cancel activities of the clock.
  /// Returns false to end the run.
  virtual bool on_instant(Time now, std::span<const Activity> ended) = 0;
};

/// Says when an activity ends. Durations are whole ticks, so every clock adds them exactly. How long a
/// transfer takes is for the clock to say.
class Clock {
 public:
  virtual ~Clock() = default;

  /// Starts an activity of a duration > 0 at the current instant.
  virtual void start(const Activity& activity) = 0;

  /// Starts a transfer at the current instant: it ends at the whole tick at or after the time at which the
  /// flow is through. Only where the scenario shares lanes.
  virtual void start_flow(const Activity& activity, const Flow& flow) = 0;

  /// Takes back the activity that is under way for this kind and entity.
  virtual void cancel(ActivityKind kind, std::uint32_t entity) = 0;

  /// Calls the handler at every instant at which something ends, until it returns false or nothing is under
  /// way. What the handler throws comes out of here.
  virtual void run(InstantHandler& handler) = 0;

  /// Its calendar, where whoever starts an activity may enter the ending at once; null: it keeps none.
  virtual EndingHeap* calendar() { return nullptr; }

  /// A machine whose power is known goes into a state at the current instant.
  virtual void machine_state(Index /*machine*/, MachineState /*state*/) {}

  /// Joules that a machine has drawn since time 0, metered by the clock; -1: it has no meter.
  virtual double energy(Index /*machine*/) const { return -1; }
};

/// A priority queue of endings: the fast clock for rollouts, look-ahead and sweeps. Throws Error(bad_input)
/// for a scenario that shares lanes, which it cannot.
std::unique_ptr<Clock> make_calendar_clock(const Scenario& scenario);

/// SimGrid: one host a machine, one Exec a setup or process, one link a shared lane, one Comm a transfer. One
/// a process, ever: see run_isolated. Loads libtakt_simgrid.so from beside the program. Throws Error(io) when
/// it is not there.
std::unique_ptr<Clock> make_simgrid_clock(const Scenario& scenario);

/// Loads the module and nothing more: children forked after it save the time. No engine exists yet.
void preload_simgrid_clock();

}  // namespace takt
