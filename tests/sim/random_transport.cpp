#include "tests/sim/random_transport.hpp"

#include <algorithm>
#include <string>

#include "tests/sim/dice.hpp"

namespace takt::test {
namespace {

constexpr Length metre = micrometres_per_metre;

/// Every place is joined to one before it; some lanes more, some of them one way.
Length add_lanes(TransportModel& model, Dice& dice) {
  Length whole = 0;
  const auto add = [&](Index from, Index to, bool one_way) {
    const Length length = dice.between(1, 12) * metre;
    whole += length;
    model.lanes.push_back({"lane" + std::to_string(model.lanes.size()), from, to, length, one_way, 0});
  };
  for (std::size_t p = 1; p < model.places.size(); ++p) add(static_cast<Index>(p), dice.index(p), false);
  for (std::int64_t extra = dice.between(0, 2); extra > 0; --extra) {
    const Index from = dice.index(model.places.size()), to = dice.index(model.places.size());
    if (from != to) add(from, to, dice.chance(50));
  }
  return whole;
}

void add_fleet(TransportModel& model, Dice& dice, Length whole) {
  Fleet fleet;
  fleet.name = "fleet" + std::to_string(model.fleets.size());
  fleet.count = static_cast<Index>(dice.between(1, 3));
  fleet.speed = static_cast<double>(dice.between(1, 6)) / 2;
  fleet.start = dice.index(model.places.size());
  fleet.capacity = static_cast<Index>(dice.chance(40) ? dice.between(2, 3) : 1);
  fleet.loading = dice.between(0, 2) * ticks_per_second;
  fleet.unloading = dice.between(0, 2) * ticks_per_second;
  if (dice.chance(40)) {
    fleet.parking = dice.index(model.places.size());
    fleet.park_after = dice.between(0, 5) * ticks_per_second;
  }
  if (dice.chance(40)) {
    fleet.battery.range = dice.between(3, 8) * whole;
    fleet.battery.charge_below = static_cast<double>(dice.between(0, 9)) / 10;
    fleet.battery.place = dice.index(model.places.size());
    fleet.battery.time = dice.between(0, 60) * ticks_per_second;
  }
  model.fleets.push_back(fleet);
}

void add_conveyor(TransportModel& model, Dice& dice) {
  const Index from = dice.index(model.places.size()), to = dice.index(model.places.size());
  if (from == to || model.conveyor_between(from, to) >= 0) return;
  Conveyor conveyor;
  conveyor.name = "belt" + std::to_string(model.conveyors.size());
  conveyor.from = from;
  conveyor.to = to;
  conveyor.length = dice.between(2, 10) * metre;
  conveyor.speed = static_cast<double>(dice.between(1, 4)) / 2;
  conveyor.spacing = dice.between(1, 2) * metre;
  conveyor.slots = static_cast<Index>(dice.between(0, conveyor.length / conveyor.spacing));
  conveyor.accumulating = dice.chance(50);
  model.conveyors.push_back(conveyor);
}

/// A table without an entry is empty, as the loader leaves it.
void tidy(std::vector<Index>& table) {
  if (std::all_of(table.begin(), table.end(), [](Index entry) { return entry < 0; })) table.clear();
}

void draw_places(std::vector<Index>& table, std::size_t size, const TransportModel& model, Dice& dice,
                 int percent) {
  table.assign(size, -1);
  for (Index& place : table) {
    if (dice.chance(percent)) place = dice.index(model.places.size());
  }
  tidy(table);
}

}  // namespace

void add_random_transport(Scenario& scenario, std::uint64_t seed) {
  for (const Routing& routing : scenario.routings) {
    if (routing.graph) return;  // cannot be carried
  }
  Dice dice(seed, 31);
  TransportModel& model = scenario.transport;
  const auto places = dice.between(2, 5);
  for (std::int64_t p = 0; p < places; ++p) model.places.push_back("place" + std::to_string(p));
  const Length whole = add_lanes(model, dice);
  for (std::int64_t f = dice.between(1, 2); f > 0; --f) add_fleet(model, dice, whole);
  for (std::int64_t c = dice.between(0, 4); c > 0; --c) add_conveyor(model, dice);
  if (dice.chance(50)) model.policy = VehiclePolicy::nearest;
  draw_places(model.group_place, scenario.groups.size(), model, dice, 85);
  draw_places(model.source_place, scenario.sources.size(), model, dice, 50);
  draw_places(model.order_place, scenario.orders.size(), model, dice, 50);
  draw_places(model.routing_place, scenario.routings.size(), model, dice, 30);
  model.group_output.assign(scenario.groups.size(), -1);
  for (std::size_t g = 0; g < scenario.groups.size(); ++g) {
    const bool one_by_one =
        scenario.operations.groups.empty() ||
        (scenario.operations.groups[g].batch.maximum == 0 && scenario.operations.groups[g].cascade <= 0);
    if (model.place_of_group(static_cast<Index>(g)) >= 0 && one_by_one && dice.chance(30))
      model.group_output[g] = static_cast<Index>(dice.between(0, 2));
  }
  tidy(model.group_output);
  if (dice.chance(50)) scenario.asked |= std::uint32_t{1} << 3;  // DecisionKind::transport
}

}  // namespace takt::test
