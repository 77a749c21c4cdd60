#include "sim/model/amount.hpp"
#include "viz/timeline/rows/rows.hpp"

namespace takt::rows {

bool has_stock(const StoredRun& run) {
  return !run.scenario.supply.points.empty();
}

/// On hand less what is owed, as the supply chain's tally counts it (sim/record/supply_tally.cpp).
void add_stock(const StoredRun& run, const RowChoice& choice, Timeline& timeline) {
  const SupplyModel& supply = run.scenario.supply;
  std::vector<Quantity> net(supply.points.size());
  std::vector<std::vector<CurvePoint>> curves(supply.points.size());
  const auto change = [&](Index point, Time time, Quantity by) {
    at(net, point) += by;
    at(curves, point).push_back({time, to_units(at(net, point))});
  };
  for (std::size_t p = 0; p < net.size(); ++p) change(static_cast<Index>(p), 0, supply.points[p].initial);
  for (const EventRecord& event : run.file.trace.events) {
    const auto units = [&] { return to_quantity(event.value); };
    switch (event.kind) {
      case EventKind::demand:
      case EventKind::order_received:  // owed from now on; when it is served both are less
        change(event.entity, event.time, -units());
        break;
      case EventKind::shortage:
        if (event.detail == 1) change(event.entity, event.time, units());
        break;
      case EventKind::shipment_received:
      case EventKind::production:
        change(event.entity, event.time, units());
        break;
      default:
        break;
    }
  }
  for (std::size_t p = 0; p < net.size(); ++p) {
    Row row{.name = stock_name(supply, static_cast<Index>(p)), .index = static_cast<Index>(p)};
    if (!supply.points[p].unlimited && matches(row.name, choice.pattern))
      add_curve(timeline, std::move(row), curves[p]);
  }
}

}  // namespace takt::rows
