#include "sim/model/write/transport.hpp"

#include <fmt/format.h>

#include "sim/model/length_units.hpp"
#include "sim/model/write/distribution.hpp"
#include "sim/model/write/text.hpp"

namespace takt {
namespace {

const std::string& place(const TransportModel& model, Index index) {
  return model.places[static_cast<std::size_t>(index)];
}

std::string ends(const TransportModel& model, Index from, Index to, Length length) {
  return fmt::format("from: {}, to: {}, length: {}", name_text(place(model, from)),
                     name_text(place(model, to)), length_text(length));
}

std::string fleet_text(const TransportModel& model, const Fleet& fleet) {
  std::string text =
      fmt::format("    {}: {{count: {}, speed: {}, start: {}, capacity: {}", name_text(fleet.name),
                  fleet.count, speed_text(fleet.speed), name_text(place(model, fleet.start)), fleet.capacity);
  if (fleet.loading != 0) text += ", loading: " + time_text(fleet.loading);
  if (fleet.unloading != 0) text += ", unloading: " + time_text(fleet.unloading);
  if (fleet.parking >= 0) {
    text += ", parking: " + name_text(place(model, fleet.parking));
    text += ", park_after: " + time_text(fleet.park_after);
  }
  const Battery& battery = fleet.battery;
  if (battery.range > 0)
    text += fmt::format(", battery: {{range: {}, charge_below: {}, place: {}, time: {}}}",
                        length_text(battery.range), battery.charge_below,
                        name_text(place(model, battery.place)), time_text(battery.time));
  return text + "}\n";
}

}  // namespace

std::string place_text(const TransportModel& model, const std::vector<Index>& table, Index index) {
  const Index at = TransportModel::entry(table, index);
  return at < 0 ? "" : name_text(place(model, at));
}

std::vector<std::string> place_fields(const Scenario& scenario, Index group) {
  const TransportModel& model = scenario.transport;
  std::vector<std::string> fields;
  if (const std::string at = place_text(model, model.group_place, group); !at.empty())
    fields.push_back("place: " + at);
  if (model.output_of_group(group) >= 0)
    fields.push_back(fmt::format("output_buffer: {}", model.output_of_group(group)));
  return fields;
}

std::string transport_text(const Scenario& scenario) {
  const TransportModel& model = scenario.transport;
  if (!model.used()) return {};
  std::string text = "transport:\n  places: [";
  for (std::size_t p = 0; p < model.places.size(); ++p)
    text += (p > 0 ? ", " : "") + name_text(model.places[p]);
  text += "]\n";
  if (model.policy == VehiclePolicy::nearest) text += "  policy: nearest\n";
  if (!model.lanes.empty()) text += "  lanes:\n";
  for (const Lane& lane : model.lanes) {
    text += fmt::format("    {}: {{{}", name_text(lane.name), ends(model, lane.from, lane.to, lane.length));
    if (lane.one_way) text += ", one_way: true";
    if (lane.capacity > 0) text += ", capacity: " + speed_text(lane.capacity);
    text += "}\n";
  }
  if (!model.fleets.empty()) text += "  vehicles:\n";
  for (const Fleet& fleet : model.fleets) text += fleet_text(model, fleet);
  if (!model.conveyors.empty()) text += "  conveyors:\n";
  for (const Conveyor& conveyor : model.conveyors) {
    text += fmt::format("    {}: {{{}, speed: {}, spacing: {}, slots: {}, accumulating: {}}}\n",
                        name_text(conveyor.name), ends(model, conveyor.from, conveyor.to, conveyor.length),
                        speed_text(conveyor.speed), length_text(conveyor.spacing), conveyor.slots,
                        conveyor.accumulating);
  }
  return text;
}

}  // namespace takt
