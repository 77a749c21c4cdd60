#include "sim/model/named_things.hpp"

namespace takt {

namespace {

std::string loop_name(const Scenario& scenario, Index loop) {
  const LineModel& lines = scenario.lines;
  if (at(loop) < lines.cards.size()) return lines.cards[at(loop)].name;
  for (std::size_t s = 0; s < lines.wip_loop.size(); ++s)
    if (lines.wip_loop[s] == loop) return scenario.sources[s].name + " (wip limit)";
  return "";
}

std::string sensor_name(const Scenario& scenario, Index sensor) {
  for (Index m = 0; m < scenario.machine_count; ++m) {
    const auto& sensors = scenario.condition.groups[at(scenario.group_of_machine[at(m)])].sensors;
    if (at(sensor) < sensors.size()) return machine_name(scenario, m) + "." + sensors[at(sensor)].name;
    sensor -= static_cast<Index>(sensors.size());
  }
  return "";
}

}  // namespace

std::int64_t count_of(const Scenario& scenario, Refers what) {
  const auto size = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
  switch (what) {
    case Refers::machine:
      return scenario.machine_count;
    case Refers::group:
      return size(scenario.groups);
    case Refers::step:
      return size(scenario.steps);
    case Refers::routing:
      return size(scenario.routings);
    case Refers::source:
      return size(scenario.sources);
    case Refers::loop:
      return scenario.lines.loop_count;
    case Refers::pool:
      return size(scenario.resources.pools);
    case Refers::part_store:
      return size(scenario.lines.parts);
    case Refers::stock_point:
      return size(scenario.supply.points);
    case Refers::demand_stream:
      return size(scenario.supply.streams);
    case Refers::site:
      return size(scenario.supply.sites);
    case Refers::place:
      return size(scenario.transport.places);
    case Refers::vehicle:
      return scenario.transport.vehicle_count;
    case Refers::conveyor:
      return size(scenario.transport.conveyors);
    case Refers::sensor:
      return scenario.condition.sensor_units;
    default:
      return -1;
  }
}

std::string name_of(const Scenario& scenario, Refers what, Index index) {
  if (index < 0 || index >= count_of(scenario, what)) return "";
  switch (what) {
    case Refers::machine:
      return machine_name(scenario, index);
    case Refers::group:
      return scenario.groups[at(index)].name;
    case Refers::step:
      return scenario.steps[at(index)].name;
    case Refers::routing:
      return scenario.routings[at(index)].name;
    case Refers::source:
      return scenario.sources[at(index)].name;
    case Refers::loop:
      return loop_name(scenario, index);
    case Refers::pool:
      return scenario.resources.pools[at(index)].name;
    case Refers::part_store:
      return scenario.lines.parts[at(index)].name;
    case Refers::stock_point:
      return stock_name(scenario.supply, index);
    case Refers::demand_stream:
      return stock_name(scenario.supply, scenario.supply.streams[at(index)].point);
    case Refers::site:
      return scenario.supply.sites[at(index)].name;
    case Refers::place:
      return scenario.transport.places[at(index)];
    case Refers::vehicle:
      return vehicle_name(scenario.transport, index);
    case Refers::conveyor:
      return scenario.transport.conveyors[at(index)].name;
    case Refers::sensor:
      return sensor_name(scenario, index);
    default:
      return "";
  }
}

}  // namespace takt
