#include "tests/sim/transport_check.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>

#include <fmt/format.h>

namespace takt::test {
namespace {

class Check {
 public:
  Check(const Scenario& scenario, const Trace& trace)
      : model_(scenario.transport), trace_(trace), warm_up_(scenario.run.warm_up) {
    for (Index v = 0; v < model_.vehicle_count; ++v)
      vehicles_.push_back({model_.fleets[at(model_.fleet_of_vehicle[at(v)])].start});
    belts_.resize(model_.conveyors.size());
  }

  std::vector<std::string> run() {
    for (const EventRecord& event : trace_.events) see(event);
    check_sums();
    return faults_;
  }

 private:
  struct Vehicle {
    Index place = 0;
    EventKind state = EventKind::vehicle_idle;
    Time since = 0;
    Index heading = -1;
    std::map<std::uint32_t, Index> jobs = {};  ///< aboard or being loaded, and where they want to go
    double metres[2] = {};                     ///< empty, loaded: of rides after warm-up
    Time spent[vehicle_activity_count] = {};
  };
  struct Wait {
    Index from, to;
    Time since;
  };
  struct Belt {
    std::deque<std::pair<std::uint32_t, Time>> jobs;  ///< and when they entered
    Time last_entry = -1, last_exit = -1;
    bool stands = false;
  };

  template <typename... Values>
  void fault(const EventRecord& event, fmt::format_string<Values...> form, Values&&... values) {
    faults_.push_back(fmt::format("at {} us: ", event.time) +
                      fmt::format(form, std::forward<Values>(values)...));
  }

  void see(const EventRecord& event) {
    switch (event.kind) {
      case EventKind::transport_wait:
        if (!waits_.emplace(event.job, Wait{event.entity, event.detail, event.time}).second)
          fault(event, "job {} waits twice", event.job);
        break;
      case EventKind::vehicle_idle:
      case EventKind::vehicle_empty:
      case EventKind::vehicle_loading:
      case EventKind::vehicle_loaded:
      case EventKind::vehicle_unloading:
      case EventKind::vehicle_charging:
        turn_to(event);
        break;
      case EventKind::job_loaded:
        load(event);
        break;
      case EventKind::job_unloaded: {
        Vehicle& vehicle = vehicles_[at(event.entity)];
        const auto job = vehicle.jobs.find(event.job);
        if (job == vehicle.jobs.end() || job->second != event.detail || vehicle.place != event.detail)
          fault(event, "job {} is set down where it is not or should not be", event.job);
        if (job != vehicle.jobs.end()) vehicle.jobs.erase(job);
        break;
      }
      case EventKind::conveyor_enters:
      case EventKind::conveyor_leaves:
      case EventKind::conveyor_stops:
      case EventKind::conveyor_runs:
        see_belt(event);
        break;
      default:
        break;
    }
  }

  /// A vehicle changes its state: a ride must have lasted as long as its way.
  void turn_to(const EventRecord& event) {
    Vehicle& vehicle = vehicles_[at(event.entity)];
    const Fleet& fleet = model_.fleets[at(model_.fleet_of_vehicle[at(event.entity)])];
    const Time lasted = event.time - vehicle.since;
    if (vehicle.heading >= 0) {
      const double way = static_cast<double>(model_.distance(vehicle.place, vehicle.heading));
      const bool shared = model_.is_shared(vehicle.place, vehicle.heading);
      const auto alone = static_cast<Time>(std::llround(way / fleet.speed));
      if (shared ? lasted < alone : lasted != alone)
        fault(event, "vehicle {} took {} us for a ride of {} us", event.entity, lasted, alone);
      vehicle.place = vehicle.heading;
    }
    const auto index =
        static_cast<std::size_t>(vehicle.state) - static_cast<std::size_t>(EventKind::vehicle_idle);
    vehicle.spent[index] += std::max<Time>(0, event.time - std::max(vehicle.since, warm_up_));
    const bool rides = event.kind == EventKind::vehicle_empty || event.kind == EventKind::vehicle_loaded;
    if (rides) {
      const double metres = to_metres(model_.distance(vehicle.place, event.detail));
      if (metres != event.value) fault(event, "a ride of {} m is said to have {} m", metres, event.value);
      if (event.time >= warm_up_) vehicle.metres[event.kind == EventKind::vehicle_loaded] += metres;
    } else if (event.detail != vehicle.place) {
      fault(event, "vehicle {} is said to be at place {}, and was at {}", event.entity, event.detail,
            vehicle.place);
    }
    if ((event.kind == EventKind::vehicle_loaded || event.kind == EventKind::vehicle_unloading) !=
        !vehicle.jobs.empty())
      fault(event, "vehicle {} has {} jobs", event.entity, vehicle.jobs.size());
    vehicle.heading = rides ? event.detail : -1;
    vehicle.state = event.kind;
    vehicle.since = event.time;
  }

  void load(const EventRecord& event) {
    Vehicle& vehicle = vehicles_[at(event.entity)];
    const Fleet& fleet = model_.fleets[at(model_.fleet_of_vehicle[at(event.entity)])];
    const auto wait = waits_.find(event.job);
    if (wait == waits_.end()) return fault(event, "job {} is loaded but did not wait", event.job);
    if (wait->second.from != vehicle.place || event.detail != vehicle.place)
      fault(event, "job {} is loaded at another place than where it waits", event.job);
    if (event.value != to_seconds(event.time - wait->second.since))
      fault(event, "job {} waited {} s", event.job, to_seconds(event.time - wait->second.since));
    vehicle.jobs.emplace(event.job, wait->second.to);
    for (const auto& [job, to] : vehicle.jobs) {
      if (to != wait->second.to) fault(event, "vehicle {} carries jobs to two places", event.entity);
    }
    waits_.erase(wait);
    if (static_cast<Index>(vehicle.jobs.size()) > fleet.capacity)
      fault(event, "vehicle {} carries {} jobs", event.entity, vehicle.jobs.size());
  }

  void see_belt(const EventRecord& event) {
    Belt& belt = belts_[at(event.entity)];
    const Conveyor& line = model_.conveyors[at(event.entity)];
    if (event.kind == EventKind::conveyor_enters) {
      const auto wait = waits_.find(event.job);
      if (wait == waits_.end() || wait->second.from != line.from || wait->second.to != line.to)
        fault(event, "job {} takes a conveyor that leads elsewhere", event.job);
      if (wait != waits_.end()) waits_.erase(wait);
      if (belt.last_entry >= 0 && event.time < belt.last_entry + line.pitch)
        fault(event, "job {} enters too close behind another", event.job);
      if (belt.stands) fault(event, "job {} enters a belt that stands", event.job);
      belt.last_entry = event.time;
      belt.jobs.emplace_back(event.job, event.time);
    } else if (event.kind == EventKind::conveyor_leaves) {
      if (belt.jobs.empty() || belt.jobs.front().first != event.job)
        return fault(event, "job {} overtakes on a conveyor", event.job);
      if (event.time < belt.jobs.front().second + line.travel ||
          (belt.last_exit >= 0 && event.time < belt.last_exit + line.pitch))
        fault(event, "job {} leaves too soon", event.job);
      belt.last_exit = event.time;
      belt.jobs.pop_front();
    } else {
      belt.stands = event.kind == EventKind::conveyor_stops;
    }
    if (event.detail != static_cast<Index>(belt.jobs.size()) || event.detail > line.slots)
      fault(event, "conveyor {} holds {} jobs", event.entity, belt.jobs.size());
  }

  void check_sums() {
    EventRecord end;
    end.time = trace_.end;
    for (std::size_t v = 0; v < vehicles_.size(); ++v) {
      Vehicle& vehicle = vehicles_[v];
      const TransportTally::Vehicle& tally = trace_.transport.vehicles[v];
      const auto index =
          static_cast<std::size_t>(vehicle.state) - static_cast<std::size_t>(EventKind::vehicle_idle);
      vehicle.spent[index] += std::max<Time>(0, trace_.end - std::max(vehicle.since, warm_up_));
      Time whole = 0;
      for (int s = 0; s < vehicle_activity_count; ++s) {
        whole += tally.in_state[s];
        if (tally.in_state[s] != vehicle.spent[s]) fault(end, "vehicle {}: tally of state {} is off", v, s);
      }
      if (whole != std::max<Time>(0, trace_.end - warm_up_))
        fault(end, "vehicle {}: states do not add up", v);
      if (std::abs(tally.empty_metres - vehicle.metres[0]) > 1e-6 ||
          std::abs(tally.loaded_metres - vehicle.metres[1]) > 1e-6)
        fault(end, "vehicle {}: tally of distance is off", v);
    }
  }

  const TransportModel& model_;
  const Trace& trace_;
  Time warm_up_;
  std::vector<Vehicle> vehicles_;
  std::vector<Belt> belts_;
  std::map<std::uint32_t, Wait> waits_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> check_transport_events(const Scenario& scenario, const Trace& trace) {
  return Check(scenario, trace).run();
}

}  // namespace takt::test
