// Checks a transport model and fills in what follows from it.

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "sim/model/complete/transport_needs.hpp"
#include "sim/model/error.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/refuse.hpp"
#include "sim/model/scenario.hpp"

namespace takt {
namespace {

bool is_time(Time t) {
  return t >= 0 && t <= latest_time;
}

/// Ticks for a way at a speed in m/s, which is micrometres a tick.
Time duration(Length length, double speed) {
  return static_cast<Time>(std::llround(static_cast<double>(length) / speed));
}

class Check {
 public:
  explicit Check(const TransportModel& model) : places_(static_cast<Index>(model.places.size())) {}

  void place(Index p, const std::string& who) const {
    if (p < 0 || p >= places_) refuse("{}: there is no place {}", who, p);
  }
  void place_or_none(Index p, const std::string& who) const {
    if (p != -1) place(p, who);
  }
  void table(const std::vector<Index>& places, std::size_t size, const char* who) const {
    if (!places.empty() && places.size() != size) refuse("the table of places of {} has a wrong size", who);
    for (const Index p : places) place_or_none(p, who);
  }

 private:
  Index places_;
};

void check_lanes(const TransportModel& model, const Check& check) {
  for (const Lane& lane : model.lanes) {
    const std::string who = "lane '" + lane.name + "'";
    check.place(lane.from, who);
    check.place(lane.to, who);
    if (lane.from == lane.to) refuse("{}: it leads from a place to the same place", who);
    if (lane.length < 1 || lane.length > longest_lane)
      refuse("{}: length must be from 1 um to 100000 km, is {} um", who, lane.length);
    if (lane.capacity != 0 &&
        !(lane.capacity >= least_lane_capacity && lane.capacity <= greatest_lane_capacity))
      refuse("{}: capacity must be from 0.001 to 1e9 m/s, is {}", who, lane.capacity);
  }
}

void check_fleet(const Fleet& fleet, const Check& check) {
  const std::string who = "vehicles '" + fleet.name + "'";
  if (fleet.count < 1 || fleet.count > most_vehicles)
    refuse("{}: count must be from 1 to {}, is {}", who, most_vehicles, fleet.count);
  if (fleet.capacity < 1 || fleet.capacity > most_jobs_on_vehicle)
    refuse("{}: capacity must be from 1 to {}, is {}", who, most_jobs_on_vehicle, fleet.capacity);
  if (!(fleet.speed >= least_vehicle_speed && fleet.speed <= greatest_vehicle_speed))
    refuse("{}: speed must be from 0.001 to 1000 m/s, is {}", who, fleet.speed);
  if (!is_time(fleet.loading) || !is_time(fleet.unloading) || !is_time(fleet.park_after) ||
      !is_time(fleet.battery.time))
    refuse("{}: a time is negative or longer than 285 years", who);
  check.place(fleet.start, who);
  check.place_or_none(fleet.parking, who);
  if (fleet.battery.range == 0) return;
  check.place(fleet.battery.place, who);
  if (fleet.battery.range < 0 || !(fleet.battery.charge_below >= 0 && fleet.battery.charge_below <= 1))
    refuse("{}: a battery needs a range and charge_below from 0 to 1", who);
}

void finish_fleets(TransportModel& model, const Check& check) {
  std::int64_t vehicles = 0, seats = 0;
  model.fleet_of_vehicle.clear();
  for (std::size_t f = 0; f < model.fleets.size(); ++f) {
    Fleet& fleet = model.fleets[f];
    check_fleet(fleet, check);
    fleet.first_vehicle = static_cast<Index>(vehicles);
    fleet.first_seat = static_cast<Index>(seats);
    vehicles += fleet.count;
    seats += static_cast<std::int64_t>(fleet.count) * fleet.capacity;
    if (vehicles > most_vehicles || seats > 10 * most_vehicles)
      refuse("vehicles '{}': the scenario has more than {} vehicles or room for more than {} jobs on them",
             fleet.name, most_vehicles, 10 * most_vehicles);
    model.fleet_of_vehicle.insert(model.fleet_of_vehicle.end(), static_cast<std::size_t>(fleet.count),
                                  static_cast<Index>(f));
  }
  model.vehicle_count = static_cast<Index>(vehicles);
  model.seat_count = static_cast<Index>(seats);
}

void finish_conveyors(TransportModel& model, const Check& check) {
  std::set<std::pair<Index, Index>> ways;
  for (Conveyor& conveyor : model.conveyors) {
    const std::string who = "conveyor '" + conveyor.name + "'";
    check.place(conveyor.from, who);
    check.place(conveyor.to, who);
    if (conveyor.from == conveyor.to) refuse("{}: it runs from a place to the same place", who);
    if (!ways.emplace(conveyor.from, conveyor.to).second)
      refuse("{}: there is another conveyor from '{}' to '{}'", who,
             model.places[static_cast<std::size_t>(conveyor.from)],
             model.places[static_cast<std::size_t>(conveyor.to)]);
    if (conveyor.length < 1 || conveyor.length > longest_lane)
      refuse("{}: length must be from 1 um to 100000 km, is {} um", who, conveyor.length);
    if (!(conveyor.speed >= least_vehicle_speed && conveyor.speed <= greatest_vehicle_speed))
      refuse("{}: speed must be from 0.001 to 1000 m/s, is {}", who, conveyor.speed);
    if (conveyor.spacing < 1 || conveyor.spacing > conveyor.length)
      refuse("{}: spacing must be at least 1 um and at most its length", who);
    const Length room = conveyor.length / conveyor.spacing;
    if (conveyor.slots == 0) conveyor.slots = static_cast<Index>(std::min(room, most_slots_of_conveyor));
    if (conveyor.slots < 1 || conveyor.slots > most_slots_of_conveyor || conveyor.slots > room)
      refuse("{}: slots must be from 1 to {}, as many as its length has room for at this spacing, is {}", who,
             std::min(room, most_slots_of_conveyor), conveyor.slots);
    if (static_cast<double>(conveyor.length) / conveyor.speed > static_cast<double>(latest_time))
      refuse("{}: at its speed the way takes longer than 285 years", who);
    conveyor.travel = duration(conveyor.length, conveyor.speed);
    conveyor.pitch = duration(conveyor.spacing, conveyor.speed);
  }
}

}  // namespace

std::string vehicle_name(const TransportModel& model, Index vehicle) {
  const Fleet& fleet =
      model.fleets[static_cast<std::size_t>(model.fleet_of_vehicle[static_cast<std::size_t>(vehicle)])];
  if (fleet.count == 1) return fleet.name;
  return fmt::format("{}/{}", fleet.name, vehicle - fleet.first_vehicle + 1);
}

void finish_transport(Scenario& scenario) {
  TransportModel& model = scenario.transport;
  const Check check(model);
  if (static_cast<std::int64_t>(model.places.size()) > most_transport_places)
    refuse("there are {} places; at most {} are possible", model.places.size(), most_transport_places);
  check.table(model.group_place, scenario.groups.size(), "machines");
  check.table(model.source_place, scenario.sources.size(), "arrivals");
  check.table(model.order_place, scenario.orders.size(), "orders");
  check.table(model.routing_place, scenario.routings.size(), "routings");
  if (!model.group_output.empty() && model.group_output.size() != scenario.groups.size())
    refuse("the table of output buffers has a wrong size");
  if (model.lanes.size() > most_lanes)
    refuse("there are {} lanes; at most {} are possible", model.lanes.size(), most_lanes);
  if (model.conveyors.size() > most_conveyors)
    refuse("there are {} conveyors; at most {} are possible", model.conveyors.size(), most_conveyors);
  check_lanes(model, check);
  finish_fleets(model, check);
  finish_conveyors(model, check);
  find_routes(model);
  const Length farthest =
      model.distances.empty() ? 0 : *std::max_element(model.distances.begin(), model.distances.end());
  for (const Fleet& fleet : model.fleets)
    if (static_cast<double>(farthest) / fleet.speed > static_cast<double>(latest_time))
      refuse("vehicles '{}': at their speed the longest way takes longer than 285 years", fleet.name);
  for (const StockPoint& point : scenario.supply.points)
    if (point.road.used() &&
        static_cast<double>(farthest) / point.road.speed > static_cast<double>(latest_time))
      refuse("supply: at its speed the longest way on the road takes longer than 285 years");
  model.first_shared_lane = -1;
  for (std::size_t i = model.lanes.size(); i-- > 0;) {
    if (model.lanes[i].capacity > 0) model.first_shared_lane = static_cast<Index>(i);
  }
  model.carries_jobs = false;
  for (const auto* table :
       {&model.group_place, &model.source_place, &model.order_place, &model.routing_place})
    model.carries_jobs |= std::any_of(table->begin(), table->end(), [](Index place) { return place >= 0; });
  if (!model.used()) return;
  if (model.carries_jobs) {
    scenario.job_extras = true;
    for (std::uint32_t& flags : scenario.group_flags) flags |= group_at_place;
  }
  if (const std::optional<TransportFault> fault = find_transport_fault(scenario)) {
    const std::string who =
        fault->fleet >= 0   ? "vehicles '" + model.fleets[static_cast<std::size_t>(fault->fleet)].name + "'"
        : fault->group >= 0 ? "machine '" + scenario.groups[static_cast<std::size_t>(fault->group)].name + "'"
        : fault->stock >= 0
            ? "stock '" + stock_name(scenario.supply, fault->stock) + "'"
            : "routing '" + scenario.routings[static_cast<std::size_t>(fault->routing)].name + "'";
    refuse("{}: {}", who, fault->message);
  }
  set_battery_reserves(scenario);
}

}  // namespace takt
