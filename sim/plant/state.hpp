#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"
#include "sim/plant/line_state.hpp"
#include "sim/plant/operation_state.hpp"
#include "sim/plant/records.hpp"
#include "sim/plant/resource_state.hpp"

namespace takt {

/// The plant's mutable state: plain structs that refer to each other by index, copied as memory.

enum class JobPhase : std::uint32_t {
  free_slot,
  waiting_route,
  queued,
  on_machine,
  carried,  ///< waits for transport, or is on its way
  forked,   ///< its routing is a graph: its tasks have slots of their own
  blocked,  ///< done on its machine, or outside (machine < 0), and cannot go on: see LineJob::stage
};

/// A job in the shop. The first cache line is what every operation touches.
struct alignas(64) JobState {
  Time ready = 0;           ///< since when the current operation can be done
  Time work_remaining = 0;  ///< of total_work, the operations not yet finished (the current one included)
  std::uint32_t number = 0;
  std::uint32_t position = 0;  ///< operations finished so far
  std::uint32_t operation_count = 0;
  Index routing = 0;
  Index first_step = 0;    ///< of the routing
  Index block = -1;        ///< its draws in PlantState::draws; -1: all its times are constant
  Index order_block = -1;  ///< the order of its steps in the arena; -1: as the routing has them
  Index mode = -1;         ///< chosen mode of the current operation; -1: not routed yet
  Index machine = -1;      ///< while on a machine
  JobPhase phase = JobPhase::free_slot;
  Index next_free = -1;  ///< links free slots
  Index order = -1;

  Index source = -1;
  std::uint16_t pieces = 1;  ///< in the lot
  std::uint16_t visits =
      0;  ///< how often it was sent back to an earlier operation: part of the key of its draws
  std::uint64_t key = 0;  ///< what its random draws are keyed by
  Time release = 0;
  Time due = never;
  Time total_work = 0;  ///< planned work of all its operations, as known at release
  double weight = 1;
};
static_assert(sizeof(JobState) == 128);

/// What features beyond the plain shop keep of a job: one part each. By job slot, and only where the scenario
/// uses such a feature (Scenario::job_extras).
struct JobExtra {
  LineJob line;
  OperationPart operation;
  ResourcePart resource;
  TaskPart task;
  Index stock = -1;  ///< stock point it is made for
  // transport
  Index place = -1;         ///< where it is, or whence it is carried; -1: nowhere in particular
  Index kept_machine = -1;  ///< machine that it occupies though its operation is done
  Index belt = -1;          ///< conveyor at whose end it waits
  Index carried_to = -1;    ///< group to which a vehicle is to bring it, or brings it
};

/// A machine and the operation on it.
struct MachineUnit {
  Time ready = 0;        ///< of the operation on it
  Time setup_start = 0;  ///< when that operation got the machine
  Time start = 0;        ///< when its processing began
  Time piece_start = 0;  ///< when the current activity, or the current downtime, began
  Time remaining = 0;    ///< ticks of the current activity left at piece_start
  Time full_time = 0;    ///< processing time of the operation, as drawn
  Time planned_end = 0;  ///< when it will be free as far as is known (0: idle)
  Index group = 0;
  Index setup_matrix = -1;
  Index family = -1;                           ///< what it is set up for
  Index job = -1;                              ///< job slot; -1: no operation on it
  MachineState activity = MachineState::idle;  ///< what it does, or would do if it were not down
  std::int16_t down = 0;                       ///< reasons that keep it out of service; of these ...
  std::int16_t failures = 0;                   ///< ... breakdowns
  std::uint8_t maintained = 0;                 ///< ... maintenance
  std::uint8_t off = 0;                        ///< ... hours: its own, and those of what its operation needs
  std::uint8_t piece_goes_on = 0;              ///< MachineInterval::goes_on of what began at piece_start
  std::uint8_t setup_told = 0;                 ///< a part of its setup is recorded
  std::uint8_t waits = 0;                      ///< the agent chose to wait in this instant
  std::uint8_t watched = 0;  ///< its processing time is counted: by failures, wear or maintenance

  /// The reasons that keep it out of service, as stop_bit.
  std::uint8_t reasons() const {
    return static_cast<std::uint8_t>((failures > 0 ? 1 : 0) | (maintained > 0 ? 2 : 0) | (off > 0 ? 4 : 0));
  }
  /// The state of the highest of them, which there must be.
  MachineState stopped_as() const {
    return failures > 0 ? MachineState::down : maintained > 0 ? MachineState::maintenance : MachineState::off;
  }
  /// What it is in now; of one without operation that is in service: idle, see IdleState.
  MachineState state() const { return down > 0 ? stopped_as() : activity; }
  /// What it did from piece_start on.
  MachineInterval piece(Index machine, Time now) const {
    MachineInterval interval{piece_start, now, machine, state()};
    interval.goes_on = piece_goes_on;
    if (down > 0) interval.also = reasons() & static_cast<std::uint8_t>(~stop_bit(interval.state));
    return interval;
  }

  Index first_breakdown =
      0;  ///< its breakdown units: first_breakdown .. first_breakdown + breakdown_count - 1
  Index breakdown_count = 0;
};

/// A breakdown cause of one machine.
struct BreakdownUnit {
  Time time_left = 0;            ///< busy clock: processing time left to the next failure
  std::uint64_t occurrence = 0;  ///< failures so far
  Index machine = 0;
  Index cause = 0;  ///< MachineGroup::breakdowns
  std::uint32_t broken = 0;
  std::uint32_t armed = 0;  ///< a failure activity is under way
};

/// What is known of a group at a glance.
struct GroupState {
  Time queued_work = 0;  ///< planned processing time of its queue
  Index idle = 0;        ///< machines that are up and have no operation
  Index first_machine = 0;
  Index machine_count =
      0;  ///< machines that are there; a group without limit gets more as they are needed ...
  std::uint32_t flags = 0;  ///< Scenario::group_flags
  Index machine_limit = 0;  ///< ... up to so many; else the same

  /// As idle are counted those that are not there yet.
  Index could_start() const { return idle + machine_limit - machine_count; }
};

/// A source of jobs.
struct SourceState {
  std::uint64_t arrived = 0;
};

}  // namespace takt
