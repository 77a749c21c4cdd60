#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"

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

enum class MachineState : std::uint32_t {
  idle,
  setup,
  processing,
  down,        ///< broken down, or waiting for its repair
  blocked,     ///< done with a job that cannot leave
  off,         ///< outside its calendar
  maintenance  ///< maintained as planned
};
inline constexpr int machine_state_count = 7;

/// A machine was in a state during [start, end). Idle time is what the intervals leave out.
struct MachineInterval {
  Time start = 0;
  Time end = 0;
  Index machine = 0;
  MachineState state = MachineState::idle;
};
static_assert(sizeof(MachineInterval) == 24);

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

/// What an EventRecord tells. `entity`, `value`, `job` and `detail` mean what stands beside the kind.
enum class EventKind : std::uint32_t {
  none,  ///< never recorded
  // How operations are done. entity: Scenario::steps unless told otherwise.
  batch_started,    ///< entity: machine; value: jobs in it; job: of the first; detail: step of the first
  scrapped,         ///< value: machine or -1; detail: ScrapReason
  sent_back,        ///< by rework, or late; value: machine, or -1 when late; detail: the step it goes to
  sent_back_found,  ///< by an inspection; value: machine; detail: the step it goes to
  defect_left,      ///< detail: machine
  inspected,        ///< value: machine; detail: InspectionResult
  job_judged,  ///< a job leaves as done; entity: routing; value: times it was sent back; detail: 1 with a
               ///< defect
  // resources
  pool_level,        ///< entity: pool; value: units used; detail: capacity. Comes with every change
  pool_wait,         ///< entity: pool that lacked; value: ticks its operation waited for units; detail: step
  machine_overtime,  ///< entity: machine; value: ticks it worked beyond its hours
  task_done,         ///< entity: step; value: weight; detail: routing
  // lines
  card_taken,     ///< entity: card loop (wip limits of sources follow the cards); value: cards left
  card_returned,  ///< the same
  part_stored,    ///< entity: part store; value: parts in it afterwards
  part_taken,     ///< the same; detail: how many were taken
  line_sum,       ///< at the end of the run; detail: LineFigure, which tells the entity and the value

  // Supply chains. entity: stock point; value: units; detail:
  demand,             ///< customers ask for this much; demand stream
  order_received,     ///< another stock point, or production, asks for this much; its stock point
  shortage,           ///< of the demand or order just told, what is not there at once; 1: it is lost, 0: owed
  sale,               ///< customers get this much
  order_placed,       ///< it orders; stock point that supplies it, -1: made here or from outside
  shipment_sent,      ///< on its way to the entity; stock point it left, -1: outside
  shipment_received,  ///< the same, arrived
  consumption,        ///< production takes it; stock point of what is made
  production,         ///< a job made it
  production_lost,    ///< a job was to make it and was scrapped
  site_down,          ///< entity: site
  site_up,            ///< entity: site
  stock_measured,     ///< value: period; the demand of the period is served, stock is measured

  // transport; value in metres for a ride, else as stated
  transport_wait,     ///< a job asks to be carried; entity: place, detail: destination
  vehicle_idle,       ///< entity: vehicle, detail: place
  vehicle_empty,      ///< a ride without a job begins; entity: vehicle, detail: destination
  vehicle_loading,    ///< entity: vehicle, job: its first job, detail: place
  vehicle_loaded,     ///< a ride with jobs begins; entity: vehicle, job: the first, detail: destination
  vehicle_unloading,  ///< entity: vehicle, job: the first, detail: place
  vehicle_charging,   ///< entity: vehicle, value: share of the charge that is left, detail: place
  job_loaded,         ///< its loading begins; entity: vehicle, value: seconds it waited, detail: place
  job_unloaded,       ///< entity: vehicle, detail: place
  conveyor_enters,    ///< entity: conveyor, value: seconds the job waited, detail: jobs on it now
  conveyor_leaves,    ///< entity: conveyor, detail: jobs on it now
  conveyor_stops,     ///< its first job cannot leave; entity: conveyor, detail: jobs on it
  conveyor_runs,      ///< entity: conveyor, detail: jobs on it
  load_departs,       ///< another load than a vehicle; entity: place, value: load, detail: destination
  // Condition and energy:
  level,               ///< machine `entity` reached level `detail`; value: its wear
  condition_failure,   ///< machine `entity` broke down at its last level `detail`; value: its wear
  maintenance_begins,  ///< of machine `entity` by plan `detail`; value: measure (ticks, pieces, level, wear)
  maintenance_ends,    ///< of machine `entity` by plan `detail`
  power,               ///< value: W that the site draws from now on
  sample,              ///< sensor unit `entity` reads `value`; detail: SampleLabel
};

/// "No job" where a job number stands.
inline constexpr std::uint32_t no_job = 0xffffffff;

/// Anything that happened and that the other records do not tell.
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
