#include "sim/record/transport_tally.hpp"

#include <algorithm>

namespace takt {

TransportTallier::TransportTallier(const Scenario& scenario, Time from)
    : model_(&scenario.transport), from_(from), on_(scenario.transport.used()) {
  tally_.vehicles.resize(at(model_->vehicle_count));
  tally_.lanes.resize(model_->lanes.size());
  tally_.conveyors.resize(model_->conveyors.size());
  tally_.places.resize(model_->places.size());
  vehicles_.resize(tally_.vehicles.size());
  conveyors_.resize(tally_.conveyors.size());
  for (std::size_t v = 0; v < vehicles_.size(); ++v)
    vehicles_[v].place = model_->fleets[at(model_->fleet_of_vehicle[v])].start;
}

/// The part of [start, end) in the window.
Time TransportTallier::measured(Time start, Time end) const {
  return std::max<Time>(0, end - std::max(start, from_));
}

void TransportTallier::leave_state(std::size_t v, Time now) {
  VehicleNow& vehicle = vehicles_[v];
  tally_.vehicles[v].in_state[static_cast<std::size_t>(vehicle.state)] += measured(vehicle.since, now);
  vehicle.since = now;
}

void TransportTallier::change_state(const EventRecord& event, VehicleActivity state) {
  const std::size_t v = at(event.entity);
  leave_state(v, event.time);
  VehicleNow& vehicle = vehicles_[v];
  vehicle.state = state;
  const bool rides = state == VehicleActivity::empty || state == VehicleActivity::loaded;
  if (rides && event.time >= from_) {
    TransportTally::Vehicle& tally = tally_.vehicles[v];
    (state == VehicleActivity::empty ? tally.empty_metres : tally.loaded_metres) += event.value;
    use_lanes(vehicle.place, event.detail, 1);
  }
  vehicle.place = event.detail;
}

/// What a ride of a load leaves on the lanes of its route.
void TransportTallier::use_lanes(Index from, Index to, double load) {
  for_each_lane(*model_, from, to, [&](Index lane) {
    ++tally_.lanes[at(lane)].rides;
    tally_.lanes[at(lane)].load_metres += load * to_metres(model_->lanes[at(lane)].length);
  });
}

void TransportTallier::add_up(std::size_t c, Time now) {
  ConveyorNow& belt = conveyors_[c];
  const Time span = measured(belt.since, now);
  tally_.conveyors[c].content += static_cast<double>(span) * belt.count;
  if (belt.stands) tally_.conveyors[c].stopped += span;
  belt.since = now;
}

void TransportTallier::use_conveyor(const EventRecord& event) {
  const std::size_t c = at(event.entity);
  add_up(c, event.time);
  ConveyorNow& belt = conveyors_[c];
  belt.count = event.detail;
  if (event.kind == EventKind::conveyor_stops) belt.stands = true;
  if (event.kind == EventKind::conveyor_runs) belt.stands = false;
  if (event.time < from_) return;
  TransportTally::Conveyor& tally = tally_.conveyors[c];
  tally.most = std::max(tally.most, belt.count);
  if (event.kind != EventKind::conveyor_enters) return;
  ++tally.jobs;
  tally.wait += event.value;
}

void TransportTallier::take(const EventRecord& event) {
  switch (event.kind) {
    case EventKind::vehicle_idle:
      return change_state(event, VehicleActivity::idle);
    case EventKind::vehicle_empty:
      return change_state(event, VehicleActivity::empty);
    case EventKind::vehicle_loading:
      return change_state(event, VehicleActivity::loading);
    case EventKind::vehicle_loaded:
      return change_state(event, VehicleActivity::loaded);
    case EventKind::vehicle_unloading:
      return change_state(event, VehicleActivity::unloading);
    case EventKind::vehicle_charging:
      return change_state(event, VehicleActivity::charging);
    case EventKind::job_loaded:
      if (event.time < from_) return;
      ++tally_.vehicles[at(event.entity)].jobs;
      ++tally_.places[at(event.detail)].jobs;
      tally_.places[at(event.detail)].wait += event.value;
      return;
    case EventKind::load_departs:
      if (event.time >= from_) use_lanes(event.entity, event.detail, event.value);
      return;
    case EventKind::conveyor_enters:
    case EventKind::conveyor_leaves:
    case EventKind::conveyor_stops:
    case EventKind::conveyor_runs:
      return use_conveyor(event);
    default:
      return;
  }
}

TransportTally TransportTallier::finish(Time end) {
  for (std::size_t v = 0; v < vehicles_.size(); ++v) leave_state(v, end);
  for (std::size_t c = 0; c < conveyors_.size(); ++c) add_up(c, end);
  return std::move(tally_);
}

}  // namespace takt
