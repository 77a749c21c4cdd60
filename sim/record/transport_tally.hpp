#pragma once

#include <cstdint>
#include <vector>

#include "sim/plant/records.hpp"

namespace takt {

/// Sums of what vehicles, lanes and conveyors did over the window.
struct TransportTally {
  struct Vehicle {
    Time in_state[vehicle_activity_count] = {};
    double empty_metres = 0, loaded_metres = 0;  ///< of rides that began in the window
    std::int64_t jobs = 0;                       ///< loaded in it
  };
  struct Lane {
    std::int64_t rides = 0;  ///< that began in it
    double load_metres = 0;
  };
  struct Conveyor {
    std::int64_t jobs = 0;  ///< that entered in it
    double wait = 0;        ///< seconds, sum over them
    double content = 0;     ///< jobs on it times ticks
    Time stopped = 0;
    Index most = 0;  ///< jobs on it at once
  };
  struct Place {
    std::int64_t jobs = 0;  ///< whose loading on a vehicle began in it
    double wait = 0;        ///< seconds, sum over them
  };
  std::vector<Vehicle> vehicles;
  std::vector<Lane> lanes;
  std::vector<Conveyor> conveyors;
  std::vector<Place> places;
};

/// Sums up a TransportTally from events.
class TransportTallier {
 public:
  TransportTallier(const Scenario& scenario, Time from);

  bool on() const { return on_; }
  void take(const EventRecord& event);
  /// Call once, last.
  TransportTally finish(Time end);

 private:
  // What goes on now, and since when.
  struct VehicleNow {
    VehicleActivity state = VehicleActivity::idle;
    Time since = 0;
    Index place = 0;
  };
  struct ConveyorNow {
    Index count = 0;
    bool stands = false;
    Time since = 0;
  };
  Time measured(Time start, Time end) const;
  void leave_state(std::size_t vehicle, Time now);
  void change_state(const EventRecord& event, VehicleActivity state);
  void use_lanes(Index from, Index to, double load);
  void add_up(std::size_t conveyor, Time now);
  void use_conveyor(const EventRecord& event);

  const TransportModel* model_;
  Time from_;
  bool on_;
  TransportTally tally_;
  std::vector<VehicleNow> vehicles_;
  std::vector<ConveyorNow> conveyors_;
};

}  // namespace takt
