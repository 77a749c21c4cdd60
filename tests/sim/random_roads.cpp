#include "tests/sim/random_roads.hpp"

#include <string>

#include "tests/sim/dice.hpp"

namespace takt::test {
namespace {

constexpr Length metre = micrometres_per_metre;

/// A network without a vehicle: every place is joined to one before it.
void add_network(TransportModel& model, Dice& dice) {
  const auto places = dice.between(2, 5);
  for (std::int64_t p = 0; p < places; ++p) model.places.push_back("town" + std::to_string(p));
  for (std::size_t p = 1; p < model.places.size(); ++p)
    model.lanes.push_back({"road" + std::to_string(p), static_cast<Index>(p), dice.index(p),
                           dice.between(1, 20) * metre, false, 0});
}

}  // namespace

void add_random_roads(Scenario& s, std::uint64_t seed) {
  Dice dice(seed, 37);
  if (!s.supply.used() || !dice.chance(60)) return;
  if (!s.transport.used()) add_network(s.transport, dice);
  for (SupplySite& site : s.supply.sites) {
    if (dice.chance(85)) site.place = dice.index(s.transport.places.size());
  }
  for (StockPoint& point : s.supply.points) {
    if (point.from < 0 || !dice.chance(80)) continue;
    const Index from = s.supply.points[static_cast<std::size_t>(point.from)].site;
    const auto place = [&](Index site) { return s.supply.sites[static_cast<std::size_t>(site)].place; };
    if (place(point.site) < 0 || place(from) < 0) continue;
    point.road.speed = static_cast<double>(dice.between(1, 9)) / 2;
    if (dice.chance(50)) point.road.truckload = dice.between(1, 4) * one_unit;
    if (dice.chance(50)) point.lead_time = constant(0);
  }
}

}  // namespace takt::test
