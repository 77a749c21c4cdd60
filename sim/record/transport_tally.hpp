#pragma once

#include <cstdint>
#include <vector>

#include "sim/plant/records.hpp"

namespace takt {

/// Sums of what vehicles, lanes and conveyors did over [warm-up, end), from the events of a run.
struct TransportTally {
  struct Vehicle {
    Time in_state[vehicle_activity_count] = {};
    double empty_metres = 0, loaded_metres = 0;  ///< of rides that began after warm-up
    std::int64_t jobs = 0;                       ///< loaded after warm-up

    VehicleActivity state = VehicleActivity::idle;
    Time since = 0;
    Index place = 0;
  };
  struct Lane {
    std::int64_t rides = 0;  ///< that began after warm-up
    double load_metres = 0;
  };
  struct Conveyor {
    std::int64_t jobs = 0;  ///< that entered after warm-up
    double wait = 0;        ///< seconds, sum over them
    double content = 0;     ///< jobs on it times ticks
    Time stopped = 0;
    Index most = 0;  ///< jobs on it at once

    Index count = 0;
    bool stands = false;
    Time since = 0;
  };
  struct Place {
    std::int64_t jobs = 0;  ///< whose loading on a vehicle began after warm-up
    double wait = 0;        ///< seconds, sum over them
  };
  std::vector<Vehicle> vehicles;
  std::vector<Lane> lanes;
  std::vector<Conveyor> conveyors;
  std::vector<Place> places;

  explicit TransportTally(const TransportModel& model = {});
  void take(const Scenario& scenario, const EventRecord& event);
  /// Closes what is still going on at the end of the run.
  void finish(Time warm_up, Time end);
};

}  // namespace takt
