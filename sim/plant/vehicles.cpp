// Vehicles: fetch, deliver, park, charge.

#include <algorithm>
#include <cassert>
#include <cmath>

#include "sim/plant/plant.hpp"
#include "sim/plant/transport.hpp"

namespace takt {

namespace {

Activity move_of(Index v, Time duration) {
  return {duration, ActivityKind::move, static_cast<std::uint32_t>(v)};
}

}  // namespace

Transport::Pair Transport::choose() const {
  assert(undecided());
  Pair best;
  Length least = 0;
  for (std::size_t t = 0; t < tasks_.size(); ++t) {
    const TransportTask& task = tasks_[t];
    if (task.conveyor >= 0 || task.vehicle >= 0) continue;
    for (Index v = 0; v < static_cast<Index>(vehicles_.size()); ++v) {
      const VehicleState& vehicle = at(vehicles_, v);
      if (vehicle.idle == 0) continue;
      const Length way = model().distance(vehicle.place, task.from);
      if (best.vehicle >= 0 && way >= least) continue;
      least = way;
      best = {v, t};
    }
    if (model().policy == VehiclePolicy::longest_waiting) break;  // tasks stand in this order
  }
  return best;
}

void Transport::assign(Index v, std::size_t index, Time now, Effects& effects) {
  VehicleState& it = vehicle(v);
  TransportTask& task = tasks_[index];
  assert(it.idle != 0 && task.vehicle < 0 && task.conveyor < 0);
  if (it.timer != 0) effects.clock.push_back({move_of(v, 0), false});
  it.timer = 0;
  it.idle = 0;
  --idle_;
  task.vehicle = v;
  --undecided_;
  drive(v, task.from, VehicleState::Errand::fetch, now, effects);
}

void Transport::drive(Index v, Index to, VehicleState::Errand errand, Time now, Effects& effects) {
  VehicleState& it = vehicle(v);
  it.errand = errand;
  it.heading = to;
  const bool carries = errand == VehicleState::Errand::deliver;
  effects.events.push_back({now, to_metres(model().distance(it.place, to)),
                            carries ? EventKind::vehicle_loaded : EventKind::vehicle_empty, v,
                            carries ? at(seats_, it.seats).number : no_job, to});
  send(static_cast<std::uint32_t>(v), it.place, to, 1, fleet(it).speed, effects);
}

/// What the vehicle was doing has ended: a ride, loading, unloading, or the time until it goes parking.
void Transport::arrive(Index v, Time now, Effects& effects) {
  VehicleState& it = vehicle(v);
  if (it.idle != 0) {
    it.timer = 0;
    if (undecided_ > 0) {  // this very instant decides about it; if it stays idle, its time starts anew
      it.timer = 1;
      effects.clock.push_back({move_of(v, std::max<Time>(1, fleet(it).park_after)), true});
      return;
    }
    it.idle = 0;
    --idle_;
    park_further(v, now, effects);
    return;
  }
  if (it.heading < 0) {  // it stood
    if (it.errand == VehicleState::Errand::fetch) {
      loaded(v, now, effects);
    } else {
      unloaded(v, now, effects);
    }
    return;
  }
  if (fleet(it).battery.range > 0) it.left -= model().distance(it.place, it.heading);
  it.place = it.heading;
  it.heading = -1;
  switch (it.errand) {
    case VehicleState::Errand::fetch:
      load(v, now, effects);
      break;
    case VehicleState::Errand::deliver:
      effects.events.push_back(
          {now, 0, EventKind::vehicle_unloading, v, at(seats_, it.seats).number, it.place});
      effects.clock.push_back({move_of(v, fleet(it).unloading * it.aboard), true});
      break;
    case VehicleState::Errand::charge:
      charge(v, now, effects);
      break;
    case VehicleState::Errand::park:
    case VehicleState::Errand::none:
      if (it.place != fleet(it).parking && undecided_ == 0) {
        park_further(v, now, effects);
      } else {
        errand_done(v, now, effects);
      }
      break;
  }
}

/// At the place of its task: loads that job and others that wait there for the same destination.
void Transport::load(Index v, Time now, Effects& effects) {
  VehicleState& it = vehicle(v);
  const auto own = std::find_if(tasks_.begin(), tasks_.end(),
                                [v](const TransportTask& task) { return task.vehicle == v; });
  assert(own != tasks_.end());
  const Index from = own->from, to = own->to;
  it.aboard = 1;
  for (TransportTask& task : tasks_) {
    if (it.aboard == fleet(it).capacity) break;
    if (task.conveyor >= 0 || task.vehicle >= 0 || task.from != from || task.to != to) continue;
    task.vehicle = v;
    --undecided_;
    ++it.aboard;
  }
  bool first = true;
  for (const TransportTask& task : tasks_) {
    if (task.vehicle != v) continue;
    if (first) effects.events.push_back({now, 0, EventKind::vehicle_loading, v, task.number, from});
    first = false;
    effects.events.push_back(
        {now, to_seconds(now - task.since), EventKind::job_loaded, v, task.number, from});
  }
  effects.clock.push_back({move_of(v, fleet(it).loading * it.aboard), true});
}

void Transport::loaded(Index v, Time now, Effects& effects) {
  VehicleState& it = vehicle(v);
  Index seat = it.seats;
  for (std::size_t t = 0; t < tasks_.size();) {
    if (tasks_[t].vehicle != v) {
      ++t;
      continue;
    }
    at(seats_, seat++) = take_task(t);
  }
  assert(seat == it.seats + it.aboard);
  drive(v, at(seats_, it.seats).to, VehicleState::Errand::deliver, now, effects);
}

void Transport::unloaded(Index v, Time now, Effects& effects) {
  VehicleState& it = vehicle(v);
  for (Index i = 0; i < it.aboard; ++i) {
    const TransportTask& task = at(seats_, it.seats + i);
    effects.events.push_back({now, 0, EventKind::job_unloaded, v, task.number, it.place});
    news({.kind = TransportNews::Kind::arrived, .job = task.job, .place = it.place});
  }
  it.aboard = 0;
  errand_done(v, now, effects);
}

/// Charges when little is left, else waits for the next task.
void Transport::errand_done(Index v, Time now, Effects& effects) {
  VehicleState& it = vehicle(v);
  const Battery& battery = fleet(it).battery;
  const double least = std::max(battery.charge_below * static_cast<double>(battery.range),
                                static_cast<double>(battery.reserve));
  if (battery.range == 0 || static_cast<double>(it.left) >= least) {
    become_idle(v, now, effects);
  } else if (it.place == battery.place) {
    charge(v, now, effects);
  } else {
    drive(v, battery.place, VehicleState::Errand::charge, now, effects);
  }
}

void Transport::become_idle(Index v, Time now, Effects& effects) {
  VehicleState& it = vehicle(v);
  it.errand = VehicleState::Errand::none;
  it.heading = -1;
  it.idle = 1;
  ++idle_;
  effects.events.push_back({now, 0, EventKind::vehicle_idle, v, no_job, it.place});
  const Fleet& own = fleet(it);
  if (own.parking < 0 || own.parking == it.place) return;
  it.timer = 1;
  effects.clock.push_back({move_of(v, own.park_after), true});
}

/// To the next place on the way to the parking place: there it may be given a task.
void Transport::park_further(Index v, Time now, Effects& effects) {
  const VehicleState& it = vehicle(v);
  const Lane& lane = at(model().lanes, model().next_lanes[model().pair(it.place, fleet(it).parking)]);
  drive(v, lane.from == it.place ? lane.to : lane.from, VehicleState::Errand::park, now, effects);
}

void Transport::charge(Index v, Time now, Effects& effects) {
  VehicleState& it = vehicle(v);
  it.errand = VehicleState::Errand::charge;
  const Battery& battery = fleet(it).battery;
  const double missing = 1 - static_cast<double>(it.left) / static_cast<double>(battery.range);
  effects.events.push_back({now, 1 - missing, EventKind::vehicle_charging, v, no_job, it.place});
  const auto time = static_cast<Time>(std::llround(missing * static_cast<double>(battery.time)));
  effects.clock.push_back({{time, ActivityKind::charge, static_cast<std::uint32_t>(v)}, true});
}

}  // namespace takt
