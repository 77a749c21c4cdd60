#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"
#include "sim/vocabulary/event_kinds.hpp"
#include "sim/vocabulary/machine_states.hpp"

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

/// The state whose power, cost and sensor value count.
constexpr MachineState counted_as(MachineState state) {
  return state == MachineState::waiting ? MachineState::idle : state;
}

/// What a machine without an operation waits for although a job is meant for it.
enum class WaitFor : std::uint8_t {
  worker,
  resource,  ///< a tool, fixture, ...
  part,      ///< of its kit
  power,     ///< the site's cap
  batch,     ///< more jobs, or the time after which fewer will do
  card,      ///< the job stands outside until it gets one
  vehicle    ///< the job waits for one, or is on it
};
inline constexpr int wait_for_count = 7;

/// A machine was in a state during [start, end). Idle time is what the intervals leave out.
struct MachineInterval {
  Time start = 0;
  Time end = 0;
  Index machine = 0;
  MachineState state = MachineState::idle;
  /// Down, maintenance, off: the reasons (stop_bit) that held it beside the one that is its state. Waiting:
  /// WaitFor.
  std::uint8_t also = 0;
  /// 1: a setup that had begun before an interruption, or the same state as right before, where only `also`
  /// has changed.
  std::uint8_t goes_on = 0;
};
static_assert(sizeof(MachineInterval) == 24);

/// The bit of a reason to be stopped in MachineInterval::also; 0 of other states.
constexpr std::uint8_t stop_bit(MachineState state) {
  return state == MachineState::down          ? 1
         : state == MachineState::maintenance ? 2
         : state == MachineState::off         ? 4
                                              : 0;
}

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

/// "No job" where a job number stands.
inline constexpr std::uint32_t no_job = 0xffffffff;

/// Anything that happened and that the other records do not tell; event_table says what its members mean.
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

/// What an EventKind::line_sum tells; times in ticks from the end of the warm-up to the end of the run.
enum class LineFigure : std::int32_t {
  buffer_content,  ///< entity: group; jobs in its queue, times how long
  chose_to_wait,   ///< entity: group; machine time that an agent left unused although jobs waited
  cards_in_use,    ///< entity: loop; cards times how long
  card_waiting,    ///< entity: loop; jobs that waited for one of its cards, times how long
  part_stock,      ///< entity: store; parts in it, times how long
  parts_stored,    ///< entity: store; parts that came in over the whole run
  parts_taken,     ///< entity: store; parts that operations took over the whole run
  parts_left,      ///< entity: store; parts in it at the end
};
inline constexpr int line_figure_count = 8;

/// What a vehicle does.
enum class VehicleActivity : std::uint32_t { idle, empty, loading, loaded, unloading, charging };
inline constexpr int vehicle_activity_count = 6;

}  // namespace takt
