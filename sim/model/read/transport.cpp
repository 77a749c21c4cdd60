#include "sim/model/read/transport.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/length_units.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/read/scenario_keys.hpp"

namespace takt {
namespace {

constexpr std::array<std::string_view, 2> policies = {"longest_waiting", "nearest"};

Length read_length(const Spot& spot, Length most) {
  const double value = spot.parsed(parse_length);
  if (!(value >= 1 && value <= static_cast<double>(most)))
    spot.fail(fmt::format("must be from 1 um to {} m", to_metres(most)));
  return static_cast<Length>(std::llround(value));
}

/// `from` and `to` of a lane or a conveyor.
void read_ends(const Fields& fields, const Names& names, Index& from, Index& to) {
  from = names.places.resolve(fields.require("from"));
  const Spot end = fields.require("to");
  to = names.places.resolve(end);
  if (from == to) end.fail("leads back to the place it comes from");
}

Lane read_lane(const Spot& spot, const Names& names) {
  const Fields fields(spot, keys::lane);
  Lane lane;
  lane.name = spot.key_name();
  read_ends(fields, names, lane.from, lane.to);
  lane.length = read_length(fields.require("length"), longest_lane);
  if (const auto one_way = fields.find("one_way")) lane.one_way = one_way->boolean();
  if (const auto capacity = fields.find("capacity"))
    lane.capacity = read_speed(*capacity, least_lane_capacity, greatest_lane_capacity);
  return lane;
}

Battery read_battery(const Spot& spot, const Names& names) {
  const Fields fields(spot, keys::battery);
  Battery battery;
  battery.range = read_length(fields.require("range"), longest_lane);
  if (const auto below = fields.find("charge_below")) battery.charge_below = below->number(0, 1);
  battery.place = names.places.resolve(fields.require("place"));
  battery.time = fields.require("time").time();
  return battery;
}

Fleet read_fleet(const Spot& spot, const Names& names) {
  const Fields fields(spot, keys::vehicle);
  Fleet fleet;
  fleet.name = spot.key_name();
  if (const auto count = fields.find("count"))
    fleet.count = static_cast<Index>(count->integer(1, most_vehicles));
  fleet.speed = read_speed(fields.require("speed"), least_vehicle_speed, greatest_vehicle_speed);
  fleet.start = names.places.resolve(fields.require("start"));
  if (const auto capacity = fields.find("capacity"))
    fleet.capacity = static_cast<Index>(capacity->integer(1, most_jobs_on_vehicle));
  if (const auto loading = fields.find("loading")) fleet.loading = loading->time();
  if (const auto unloading = fields.find("unloading")) fleet.unloading = unloading->time();
  if (const auto parking = fields.find("parking")) fleet.parking = names.places.resolve(*parking);
  if (const auto after = fields.find("park_after")) {
    if (fleet.parking < 0) after->fail("needs a place for 'parking'");
    fleet.park_after = after->time();
  }
  if (const auto battery = fields.find("battery")) fleet.battery = read_battery(*battery, names);
  return fleet;
}

Conveyor read_conveyor(const Spot& spot, const Names& names) {
  const Fields fields(spot, keys::conveyor);
  Conveyor conveyor;
  conveyor.name = spot.key_name();
  read_ends(fields, names, conveyor.from, conveyor.to);
  conveyor.length = read_length(fields.require("length"), longest_lane);
  conveyor.speed = read_speed(fields.require("speed"), least_vehicle_speed, greatest_vehicle_speed);
  conveyor.spacing = read_length(fields.require("spacing"), conveyor.length);
  const Length room = std::min(conveyor.length / conveyor.spacing, most_slots_of_conveyor);
  if (const auto slots = fields.find("slots")) conveyor.slots = static_cast<Index>(slots->integer(1, room));
  if (const auto accumulating = fields.find("accumulating")) conveyor.accumulating = accumulating->boolean();
  return conveyor;
}

/// An empty table stays empty, any other gets an entry for each.
void fill_up(std::vector<Index>& table, std::size_t size) {
  if (!table.empty()) table.resize(size, -1);
}

/// The items of a site are stock points in the order in which it lists them.
[[noreturn]] void fail_at_road(const Fields& top, const SupplyModel& supply, const TransportFault& fault) {
  const Index site = supply.points[at(fault.stock)].site;
  const auto before = std::count_if(supply.points.begin(), supply.points.begin() + fault.stock,
                                    [site](const StockPoint& point) { return point.site == site; });
  const Spot section = top.require("supply");
  const Spot sites = section.at(*section.node().find_entry("sites"));
  const Spot entry = sites.entry(at(site));
  const Spot items = entry.at(*entry.node().find_entry("items"));
  const Spot stock = items.entry(static_cast<std::size_t>(before));
  stock.at(*stock.node().find_entry("road")).fail(fault.message);
}

/// Where the file speaks of what a fault is about.
void fail_at(const Fields& top, const Scenario& scenario, const TransportFault& fault) {
  if (fault.fleet >= 0) {
    const Spot section = top.require("transport");
    const Fields fields(section, keys::transport);
    const Spot vehicles = fields.require("vehicles");
    vehicles.entry(at(fault.fleet)).fail(fault.message);
  }
  if (fault.stock >= 0) fail_at_road(top, scenario.supply, fault);
  if (fault.group >= 0) top.require("machines").entry(at(fault.group)).fail(fault.message);
  const Spot routings = top.require("routings");
  const Spot routing = routings.entry(at(fault.routing));
  if (fault.operation < 0) routing.fail(fault.message);
  if (!routing.is_mapping()) routing.item(at(fault.operation)).fail(fault.message);
  const Fields fields(routing, keys::routing);
  fields.require("operations").item(at(fault.operation)).fail(fault.message);
}

}  // namespace

double read_speed(const Spot& spot, double least, double greatest) {
  const double value = spot.parsed(parse_speed);
  if (!(value >= least && value <= greatest))
    spot.fail(fmt::format("must be from {} m/s to {} m/s", least, greatest));
  return value;
}

void read_places(const Fields& top, Scenario& scenario, Names& names) {
  const auto section = top.find("transport");
  if (!section) return;
  const Fields fields(*section, keys::transport);
  const Spot places = fields.require("places");
  for (std::size_t i = 0; i < places.list_size(); ++i) {
    const Spot place = places.item(i);
    if (names.places.add(place.name()) < 0)
      place.fail(fmt::format("place '{}' is listed twice", place.text()));
  }
  if (static_cast<std::int64_t>(names.places.names().size()) > most_transport_places)
    places.fail(fmt::format("there are more than {} places", most_transport_places));
  scenario.transport.places = names.places.names();
}

void read_transport(const Fields& top, Scenario& scenario, const Names& names) {
  const auto section = top.find("transport");
  if (!section) return;
  const Fields fields(*section, keys::transport);
  TransportModel& model = scenario.transport;
  if (const auto lanes = fields.find("lanes")) {
    if (lanes->map_size() > most_lanes)
      lanes->fail(fmt::format("there are {} lanes; at most {} are possible", lanes->map_size(), most_lanes));
    for (std::size_t i = 0; i < lanes->map_size(); ++i)
      model.lanes.push_back(read_lane(lanes->entry(i), names));
  }
  if (const auto vehicles = fields.find("vehicles")) {
    for (std::size_t i = 0; i < vehicles->map_size(); ++i)
      model.fleets.push_back(read_fleet(vehicles->entry(i), names));
  }
  if (const auto conveyors = fields.find("conveyors")) {
    if (conveyors->map_size() > most_conveyors)
      conveyors->fail(fmt::format("there are {} conveyors; at most {} are possible", conveyors->map_size(),
                                  most_conveyors));
    std::set<std::pair<Index, Index>> ways;
    for (std::size_t i = 0; i < conveyors->map_size(); ++i) {
      const Spot spot = conveyors->entry(i);
      const Conveyor conveyor = read_conveyor(spot, names);
      if (!ways.emplace(conveyor.from, conveyor.to).second)
        spot.fail("there is another conveyor between the same places");
      model.conveyors.push_back(conveyor);
    }
  }
  if (const auto policy = fields.find("policy"))
    model.policy = static_cast<VehiclePolicy>(policy->choice(policies));
}

void read_place_of(const Fields& fields, std::string_view key, const Names& names, std::vector<Index>& table,
                   std::size_t index) {
  const auto place = fields.find(key);
  if (!place) return;
  if (table.size() <= index) table.resize(index + 1, -1);
  table[index] = names.places.resolve(*place);
}

void read_place_of_machine(const Spot& machine, const Names& names, Scenario& scenario, std::size_t group) {
  const Fields fields(machine, keys::machine);
  TransportModel& model = scenario.transport;
  read_place_of(fields, "place", names, model.group_place, group);
  const auto buffer = fields.find("output_buffer");
  if (!buffer) return;
  if (model.group_place.size() <= group || model.group_place[group] < 0)
    buffer->fail("needs a 'place': it holds jobs that wait for transport");
  if (model.group_output.size() <= group) model.group_output.resize(group + 1, -1);
  model.group_output[group] = static_cast<Index>(buffer->integer(0, most_listed_jobs));
}

void check_transport_needs(const Fields& top, Scenario& scenario) {
  TransportModel& model = scenario.transport;
  if (!model.used()) return;
  fill_up(model.group_place, scenario.groups.size());
  fill_up(model.group_output, scenario.groups.size());
  fill_up(model.source_place, scenario.sources.size());
  fill_up(model.order_place, scenario.orders.size());
  fill_up(model.routing_place, scenario.routings.size());
  find_routes(model);
  if (const std::optional<TransportFault> fault = find_transport_fault(scenario))
    fail_at(top, scenario, *fault);
}

}  // namespace takt
