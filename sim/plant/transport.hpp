#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/plant/activity.hpp"

namespace takt {

struct Effects;

/// A job that waits to be carried, until it is on its way.
struct TransportTask {
  Time since = 0;
  std::uint32_t number = 0;  ///< of the job
  Index job = -1;            ///< slot
  Index from = -1, to = -1;  ///< places
  Index output = -1;         ///< machine group whose output buffer it is in, or waits to be in; -1: none
  Index machine = -1;        ///< that it still occupies, because that buffer is full
  Index conveyor = -1;       ///< that it takes; -1: a vehicle
  Index vehicle = -1;        ///< that will fetch it; -1: not decided
};

/// Who is told when a transfer ends.
enum class TransferOwner : std::uint32_t { none, shipment };

/// What the plant has to see to after a call.
struct TransportNews {
  enum class Kind : std::uint32_t {
    machine_free,  ///< machine `machine` is rid of its job
    arrived,       ///< job `job` is at place `place`
    at_end,        ///< job `job` is at the end of conveyor `place`: answer by accept() or refuse()
    transferred    ///< the transfer of `owner` number `index` has ended
  };
  Kind kind = Kind::arrived;
  Index job = -1;
  Index place = -1;
  Index machine = -1;
  TransferOwner owner = TransferOwner::none;
  Index index = -1;
};

struct VehicleState {
  enum class Errand : std::uint32_t { none, fetch, deliver, park, charge };
  Length left = 0;  ///< of the battery
  Index fleet = 0;
  Index place = 0;     ///< where it stands, or where its ride began
  Index heading = -1;  ///< where its ride ends
  Index seats = 0;     ///< first of its seats
  Index aboard = 0;    ///< jobs on it, or being loaded
  Errand errand = Errand::none;
  std::uint32_t idle = 0;   ///< may be given a task
  std::uint32_t timer = 0;  ///< while idle: runs until it goes parking
};

struct ConveyorState {
  Time last_entry = -1;  ///< on the belt's own clock; -1: none yet
  Time last_exit = -1;
  Time stopped = 0;      ///< how long the belt has stood still so far
  Time stopped_at = -1;  ///< since when it stands; -1: it runs
  Index first = 0;       ///< of its slots
  Index head = 0, count = 0;
  Index waiting = 0;          ///< tasks that wait to enter
  std::uint32_t blocked = 0;  ///< the first job is at the end and cannot leave
  std::uint32_t entry_armed = 0;
};

/// Vehicles, conveyors and loads on lanes: who is where, and what comes next. A value; knows jobs by slot and
/// number alone. Every call may leave news, which the plant takes before the next call.
///
/// Activities: `move` and `transfer` of vehicle v have entity v, `move` of conveyor c the entities vehicles +
/// 2 c (next entry) and vehicles + 2 c + 1 (next at its end), loads of others come after these.
class Transport {
 public:
  explicit Transport(const Scenario& scenario);

  void start(Effects& effects);

  /// A job wants to be carried from task.from to task.to. With task.machine >= 0 it frees that machine as
  /// soon as the output buffer has room.
  void request(TransportTask task, Time now, Effects& effects);

  /// An activity of kind move, charge or transfer ended.
  void ended(const Activity& activity, Time now, Effects& effects);

  /// The job at the end of a conveyor has left it; or it must stay there until accept() is called.
  void accept(Index conveyor, Time now, Effects& effects);
  void refuse(Index conveyor, Time now, Effects& effects);

  /// Sends a load (1: a vehicle's worth) to another place at a speed in m/s of its own along the shortest
  /// route, which must be there. Over shared lanes it is a flow: see Flow. Ends with news `transferred`.
  void start_transfer(TransferOwner owner, Index index, Index from, Index to, double load, double speed,
                      Time now, Effects& effects);

  std::optional<TransportNews> next_news();

  /// A vehicle is idle and a job waits for one.
  bool undecided() const { return idle_ > 0 && undecided_ > 0; }
  struct Pair {
    Index vehicle = -1;
    std::size_t task = 0;  ///< in tasks()
  };
  /// What the scenario's policy would choose. Only when undecided().
  Pair choose() const;
  /// All waiting jobs, by (since, number); those with a vehicle or conveyor included.
  std::span<const TransportTask> tasks() const { return tasks_; }
  /// Gives an idle vehicle a task that has none.
  void assign(Index vehicle, std::size_t task, Time now, Effects& effects);

  std::span<const VehicleState> vehicles() const { return vehicles_; }
  std::span<const ConveyorState> conveyors() const { return conveyors_; }
  Index seat(Index index) const { return at(seats_, index).job; }
  /// The job at place `i` of a conveyor, 0 for the one nearest to its end.
  Index on_conveyor(Index conveyor, Index i) const { return slot_of(conveyor, i).job; }
  Index in_output(Index group) const { return at(outputs_, group); }
  std::size_t bytes() const;

  /// Recounts: adds 1 to places[job] for each place at which transport has a job, and says what does not add
  /// up.
  void check(std::vector<int>& places, std::vector<std::string>& broken) const;
  /// Adds 1 to counts[index] for each load under way of this owner.
  void count_transfers(TransferOwner owner, std::vector<int>& counts) const;

 private:
  struct BeltSlot {
    Time due = 0;  ///< when it is at the end, on the belt's own clock
    Index job = -1;
    std::uint32_t number = 0;
  };
  struct Transfer {
    TransferOwner owner = TransferOwner::none;
    Index index = -1;
    Index next_free = -1;
  };

  const TransportModel& model() const { return scenario_->transport; }
  const Fleet& fleet(const VehicleState& vehicle) const { return at(model().fleets, vehicle.fleet); }
  VehicleState& vehicle(Index v) { return at(vehicles_, v); }
  void news(TransportNews news) { news_.push_back(news); }

  // transport.cpp: tasks, output buffers, transfers
  void enter_output(TransportTask& task);
  TransportTask take_task(std::size_t index);
  void send(std::uint32_t entity, Index from, Index to, double load, double speed, Effects& effects) const;

  // vehicles.cpp
  void drive(Index v, Index to, VehicleState::Errand errand, Time now, Effects& effects);
  void arrive(Index v, Time now, Effects& effects);
  void load(Index v, Time now, Effects& effects);
  void loaded(Index v, Time now, Effects& effects);
  void unloaded(Index v, Time now, Effects& effects);
  void errand_done(Index v, Time now, Effects& effects);
  void become_idle(Index v, Time now, Effects& effects);
  void park_further(Index v, Time now, Effects& effects);
  void charge(Index v, Time now, Effects& effects);

  // conveyors.cpp
  ConveyorState& conveyor(Index c) { return at(conveyors_, c); }
  const BeltSlot& slot_of(Index conveyor, Index i) const;
  Time belt_time(const ConveyorState& belt, Time now) const;
  std::uint32_t entry_entity(Index c) const {
    return static_cast<std::uint32_t>(model().vehicle_count + 2 * c);
  }
  void fill(Index c, Time now, Effects& effects);
  void enter(Index c, Time now, Effects& effects);
  void arm_exit(Index c, Time now, Effects& effects);

  const Scenario* scenario_;
  Index idle_ = 0;       ///< vehicles
  Index undecided_ = 0;  ///< tasks for vehicles that have none yet
  Index free_transfer_ = -1;
  std::vector<TransportTask> tasks_;
  std::vector<VehicleState> vehicles_;
  std::vector<TransportTask> seats_;  ///< of all vehicles
  std::vector<ConveyorState> conveyors_;
  std::vector<BeltSlot> belts_;  ///< of all conveyors
  std::vector<Index> outputs_;   ///< by group: jobs in its output buffer
  std::vector<Transfer> transfers_;
  std::vector<TransportNews> news_;
};

}  // namespace takt
