#include "sim/record/transport_tally.hpp"

#include <algorithm>

namespace takt {

namespace {

/// The part of [start, end) after the warm-up.
Time measured(Time start, Time end, Time warm_up) {
  return std::max<Time>(0, end - std::max(start, warm_up));
}

void leave_state(TransportTally::Vehicle& vehicle, Time now, Time warm_up) {
  vehicle.in_state[static_cast<std::size_t>(vehicle.state)] += measured(vehicle.since, now, warm_up);
  vehicle.since = now;
}

void add_up(TransportTally::Conveyor& belt, Time now, Time warm_up) {
  const Time span = measured(belt.since, now, warm_up);
  belt.content += static_cast<double>(span) * belt.count;
  if (belt.stands) belt.stopped += span;
  belt.since = now;
}

/// What a ride of a load leaves on the lanes of its route.
void use_lanes(std::vector<TransportTally::Lane>& lanes, const TransportModel& model, Index from, Index to,
               double load) {
  for_each_lane(model, from, to, [&](Index lane) {
    ++lanes[at(lane)].rides;
    lanes[at(lane)].load_metres += load * to_metres(model.lanes[at(lane)].length);
  });
}

void change_state(TransportTally& tally, const Scenario& scenario, const EventRecord& event,
                  VehicleActivity state) {
  TransportTally::Vehicle& vehicle = tally.vehicles[at(event.entity)];
  const Time warm_up = scenario.run.warm_up;
  leave_state(vehicle, event.time, warm_up);
  vehicle.state = state;
  const bool rides = state == VehicleActivity::empty || state == VehicleActivity::loaded;
  if (rides && event.time >= warm_up) {
    (state == VehicleActivity::empty ? vehicle.empty_metres : vehicle.loaded_metres) += event.value;
    use_lanes(tally.lanes, scenario.transport, vehicle.place, event.detail, 1);
  }
  vehicle.place = event.detail;
}

void use_conveyor(TransportTally::Conveyor& belt, const EventRecord& event, Time warm_up) {
  add_up(belt, event.time, warm_up);
  belt.count = event.detail;
  if (event.kind == EventKind::conveyor_stops) belt.stands = true;
  if (event.kind == EventKind::conveyor_runs) belt.stands = false;
  if (event.time < warm_up) return;
  belt.most = std::max(belt.most, belt.count);
  if (event.kind != EventKind::conveyor_enters) return;
  ++belt.jobs;
  belt.wait += event.value;
}

}  // namespace

TransportTally::TransportTally(const TransportModel& model)
    : vehicles(at(model.vehicle_count)),
      lanes(model.lanes.size()),
      conveyors(model.conveyors.size()),
      places(model.places.size()) {
  for (std::size_t v = 0; v < vehicles.size(); ++v)
    vehicles[v].place = model.fleets[at(model.fleet_of_vehicle[v])].start;
}

void TransportTally::take(const Scenario& scenario, const EventRecord& event) {
  const Time warm_up = scenario.run.warm_up;
  switch (event.kind) {
    case EventKind::vehicle_idle:
      return change_state(*this, scenario, event, VehicleActivity::idle);
    case EventKind::vehicle_empty:
      return change_state(*this, scenario, event, VehicleActivity::empty);
    case EventKind::vehicle_loading:
      return change_state(*this, scenario, event, VehicleActivity::loading);
    case EventKind::vehicle_loaded:
      return change_state(*this, scenario, event, VehicleActivity::loaded);
    case EventKind::vehicle_unloading:
      return change_state(*this, scenario, event, VehicleActivity::unloading);
    case EventKind::vehicle_charging:
      return change_state(*this, scenario, event, VehicleActivity::charging);
    case EventKind::job_loaded:
      if (event.time < warm_up) return;
      ++vehicles[at(event.entity)].jobs;
      ++places[at(event.detail)].jobs;
      places[at(event.detail)].wait += event.value;
      return;
    case EventKind::load_departs:
      if (event.time >= warm_up)
        use_lanes(lanes, scenario.transport, event.entity, event.detail, event.value);
      return;
    case EventKind::conveyor_enters:
    case EventKind::conveyor_leaves:
    case EventKind::conveyor_stops:
    case EventKind::conveyor_runs:
      return use_conveyor(conveyors[at(event.entity)], event, warm_up);
    default:
      return;
  }
}

void TransportTally::finish(Time warm_up, Time end) {
  for (Vehicle& vehicle : vehicles) leave_state(vehicle, end, warm_up);
  for (Conveyor& belt : conveyors) add_up(belt, end, warm_up);
}

}  // namespace takt
