#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/model/index.hpp"
#include "sim/model/time.hpp"

namespace takt {

struct Scenario;

/// A length in whole micrometres: a vehicle at 1 m/s drives one a tick.
using Length = std::int64_t;

inline constexpr Length micrometres_per_metre = 1'000'000;
inline constexpr Length longest_lane = 100'000'000 * micrometres_per_metre;  ///< 100 000 km
inline constexpr std::int64_t most_transport_places = 1000;
inline constexpr std::int64_t most_vehicles = 100'000;
inline constexpr std::int64_t most_jobs_on_vehicle = 1000;
inline constexpr std::int64_t most_slots_of_conveyor = 1'000'000;
inline constexpr double least_vehicle_speed = 1e-3, greatest_vehicle_speed = 1e3;  ///< m/s
inline constexpr double least_lane_capacity = 1e-3, greatest_lane_capacity = 1e9;  ///< load-metres/s

inline constexpr double to_metres(Length length) {
  return static_cast<double>(length) / micrometres_per_metre;
}

/// A way between two places. With a capacity it is shared: the speeds of all that is under way over it, each
/// times its load (1 for a vehicle, for a shipment the number of its trucks), add up to at most the capacity.
struct Lane {
  std::string name;
  Index from = 0, to = 0;
  Length length = 0;
  bool one_way = false;
  double capacity = 0;  ///< load-metres/s, both directions together; 0: room for all, each at its own speed

  bool operator==(const Lane&) const = default;
};

/// What a vehicle drives on. A vehicle drives to the charging place when, with nothing to carry, less than
/// max(charge_below, reserve) is left, and charges until full.
struct Battery {
  Length range = 0;         ///< metres driven on a full charge; 0: never empty
  double charge_below = 0;  ///< share of the range
  Index place = -1;         ///< of the charger
  Time time = 0;            ///< to charge from empty to full; less in proportion

  Length reserve = 0;  ///< derived: enough for any one errand and the way to the charger after it

  bool operator==(const Battery&) const = default;
};

/// Equal vehicles.
struct Fleet {
  std::string name;
  Index count = 1;
  double speed = 1;    ///< m/s
  Index start = 0;     ///< where they stand at time 0, with a full battery
  Index capacity = 1;  ///< jobs at once, all from one place to one other
  Time loading = 0;    ///< a job
  Time unloading = 0;  ///< a job
  Index parking = -1;  ///< where they go when idle; -1: they stay where they are
  Time park_after = 0;
  Battery battery;

  Index first_vehicle = 0;  ///< derived
  Index first_seat = 0;     ///< derived: vehicles times capacity of the fleets before

  bool operator==(const Fleet&) const = default;
};

/// A belt from one place to another. Jobs enter in the order in which they came.
struct Conveyor {
  std::string name;
  Index from = 0, to = 0;
  Length length = 0;
  double speed = 1;          ///< m/s
  Length spacing = 0;        ///< least distance of two jobs on it
  Index slots = 0;           ///< most jobs on it; 0: length / spacing
  bool accumulating = true;  ///< jobs close up behind one that waits at the end; else the whole belt stops

  Time travel = 0;  ///< derived: length / speed
  Time pitch = 0;   ///< derived: spacing / speed

  bool operator==(const Conveyor&) const = default;
};

/// Which vehicle takes which job when both are free; equal ones by the least job, then vehicle number.
enum class VehiclePolicy {
  longest_waiting,  ///< the job that has waited longest, with the vehicle nearest to it
  nearest           ///< the least way from a vehicle to a job; of equal ones the longest wait
};

/// How jobs get from machine to machine and shipments from site to site. Empty (no places): jobs are where
/// they are needed at once.
struct TransportModel {
  std::vector<std::string> places;
  std::vector<Lane> lanes;
  std::vector<Fleet> fleets;
  std::vector<Conveyor> conveyors;
  VehiclePolicy policy = VehiclePolicy::longest_waiting;

  // Where things stand; a table is empty when no entry of it was given, -1: at no place, reached at once.
  std::vector<Index> group_place;    ///< by group
  std::vector<Index> group_output;   ///< by group: jobs that may wait for transport beside it; -1: any number
  std::vector<Index> source_place;   ///< by source: where its jobs arrive
  std::vector<Index> order_place;    ///< by order: where the job is at its release
  std::vector<Index> routing_place;  ///< by routing: where finished jobs are brought before they leave

  bool carries_jobs = false;               ///< derived: some entry of the tables above is a place
  Index vehicle_count = 0;                 ///< derived
  Index seat_count = 0;                    ///< derived
  std::vector<Index> fleet_of_vehicle;     ///< derived
  std::vector<Length> distances;           ///< derived: [from * places + to] of the shortest route; -1: none
  std::vector<Index> next_lanes;           ///< derived: first lane of that route; -1: none
  std::vector<std::uint8_t> shared_route;  ///< derived: 1 when a lane of that route has a capacity
  Index first_shared_lane = -1;            ///< derived: that a vehicle or shipment may use; -1: none

  bool used() const { return !places.empty(); }
  std::size_t pair(Index from, Index to) const {
    return static_cast<std::size_t>(from) * places.size() + static_cast<std::size_t>(to);
  }
  Length distance(Index from, Index to) const { return distances[pair(from, to)]; }
  bool is_shared(Index from, Index to) const { return shared_route[pair(from, to)] != 0; }
  Index place_of_group(Index group) const { return entry(group_place, group); }
  Index output_of_group(Index group) const { return entry(group_output, group); }
  /// The conveyor that runs from one place right to the other; -1: none.
  Index conveyor_between(Index from, Index to) const;

  /// An entry of one of the tables above; -1 for an empty table.
  static Index entry(const std::vector<Index>& table, Index index) {
    return table.empty() ? -1 : table[static_cast<std::size_t>(index)];
  }

  bool operator==(const TransportModel&) const = default;
};

/// "agv/2" for the second vehicle of a fleet of several, "agv" for one on its own.
std::string vehicle_name(const TransportModel& model, Index vehicle);

/// Calls use(lane) for every lane of the shortest route, in order. There must be one.
template <typename Use>
void for_each_lane(const TransportModel& model, Index from, Index to, Use use) {
  while (from != to) {
    const Index index = model.next_lanes[model.pair(from, to)];
    const Lane& lane = model.lanes[static_cast<std::size_t>(index)];
    use(index);
    from = lane.from == from ? lane.to : lane.from;
  }
}

/// Fills in the routes: the least length, of equal ones over the lane listed first at each place.
void find_routes(TransportModel& model);

/// Something that a routing, a fleet, a machine or a shipment needs and the network lacks.
struct TransportFault {
  std::string message;
  Index routing = -1;  ///< whose operation `operation` (from 0; -1: the routing as a whole) needs it
  Index operation = -1;
  Index fleet = -1;
  Index group = -1;
  Index stock = -1;  ///< stock point
};

/// The first need that is not met, after find_routes: ways between the places of a routing, ways back for
/// empty vehicles, batteries that last for the longest errand, ways for shipments by road.
std::optional<TransportFault> find_transport_fault(const Scenario& scenario);

/// Checks ranges and indices, fills in the derived fields. Throws Error(bad_input).
void finish_transport(Scenario& scenario);

}  // namespace takt
