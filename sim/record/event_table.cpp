#include "sim/record/event_table.hpp"

#include <array>

#include "sim/plant/operation_state.hpp"

namespace takt {

namespace {

using enum EventKind;
using R = Refers;
using V = EventValue;

constexpr std::array table = {
    EventSpec{none, "none", R::nothing, R::nothing, true, V::nothing, "", "never recorded"},
    EventSpec{batch_started, "batch_started", R::machine, R::step, false, V::count, "jobs", "a batch starts"},
    EventSpec{scrapped, "scrapped", R::step, R::scrap_reason, false, V::machine, "", "a job is scrapped"},
    EventSpec{sent_back, "sent_back", R::step, R::step, false, V::machine, "",
              "a job goes back, by rework or because it was late (no machine)"},
    EventSpec{sent_back_found, "sent_back_found", R::step, R::step, false, V::machine, "",
              "a job goes back, by an inspection"},
    EventSpec{defect_left, "defect_left", R::step, R::machine, false, V::nothing, "",
              "a machine leaves a defect in a job"},
    EventSpec{inspected, "inspected", R::step, R::inspection, false, V::machine, "", "a job was inspected"},
    EventSpec{job_judged, "job_judged", R::routing, R::defect_or_not, false, V::count, "times sent back",
              "a job leaves as done"},
    EventSpec{pool_level, "pool_level", R::pool, R::number, false, V::count, "units used",
              "use or capacity (detail) of a pool changed"},
    EventSpec{pool_wait, "pool_wait", R::pool, R::step, false, V::number, "us",
              "an operation had waited for units"},
    EventSpec{machine_overtime, "machine_overtime", R::machine, R::nothing, true, V::number, "us",
              "a machine worked beyond its hours"},
    EventSpec{task_done, "task_done", R::step, R::routing, false, V::number, "weight", "a task is done"},
    EventSpec{card_taken, "card_taken", R::loop, R::nothing, true, V::count, "cards left",
              "a job takes a card"},
    EventSpec{card_returned, "card_returned", R::loop, R::nothing, true, V::count, "cards left",
              "a card comes back"},
    EventSpec{part_stored, "part_stored", R::part_store, R::nothing, true, V::count, "parts in it",
              "parts come into a store"},
    EventSpec{part_taken, "part_taken", R::part_store, R::number, true, V::count, "parts in it",
              "an operation takes parts"},
    EventSpec{line_sum, "line_sum", R::by_figure, R::figure, false, V::number, "", "a sum over the run"},
    EventSpec{demand, "demand", R::stock_point, R::demand_stream, false, V::quantity, "units",
              "customers ask for goods"},
    EventSpec{order_received, "order_received", R::stock_point, R::stock_point, false, V::quantity, "units",
              "another stock point, or production, orders"},
    EventSpec{shortage, "shortage", R::stock_point, R::lost_or_owed, false, V::quantity, "units",
              "not there at once"},
    EventSpec{sale, "sale", R::stock_point, R::nothing, true, V::quantity, "units", "customers get goods"},
    EventSpec{order_placed, "order_placed", R::stock_point, R::stock_point, true, V::quantity, "units",
              "a stock point orders"},
    EventSpec{shipment_sent, "shipment_sent", R::stock_point, R::stock_point, true, V::quantity, "units",
              "goods are on their way to the entity"},
    EventSpec{shipment_received, "shipment_received", R::stock_point, R::stock_point, true, V::quantity,
              "units", "goods arrive at the entity"},
    EventSpec{consumption, "consumption", R::stock_point, R::stock_point, false, V::quantity, "units",
              "production takes goods"},
    EventSpec{production, "production", R::stock_point, R::nothing, true, V::quantity, "units",
              "a job made goods"},
    EventSpec{production_lost, "production_lost", R::stock_point, R::nothing, true, V::quantity, "units",
              "a job that was to make goods was scrapped"},
    EventSpec{site_down, "site_down", R::site, R::nothing, true, V::nothing, "", "a site goes down"},
    EventSpec{site_up, "site_up", R::site, R::nothing, true, V::nothing, "", "a site is up again"},
    EventSpec{stock_measured, "stock_measured", R::nothing, R::nothing, true, V::count, "period",
              "the demand of a period is served, stock is measured"},
    EventSpec{transport_wait, "transport_wait", R::place, R::place, false, V::nothing, "",
              "a job asks to be carried"},
    EventSpec{vehicle_idle, "vehicle_idle", R::vehicle, R::place, false, V::nothing, "",
              "a vehicle has nothing to do"},
    EventSpec{vehicle_empty, "vehicle_empty", R::vehicle, R::place, false, V::number, "m",
              "a ride without a job begins"},
    EventSpec{vehicle_loading, "vehicle_loading", R::vehicle, R::place, false, V::nothing, "",
              "a vehicle loads"},
    EventSpec{vehicle_loaded, "vehicle_loaded", R::vehicle, R::place, false, V::number, "m",
              "a ride with jobs begins"},
    EventSpec{vehicle_unloading, "vehicle_unloading", R::vehicle, R::place, false, V::nothing, "",
              "a vehicle unloads"},
    EventSpec{vehicle_charging, "vehicle_charging", R::vehicle, R::place, false, V::number, "share of charge",
              "a vehicle charges"},
    EventSpec{job_loaded, "job_loaded", R::vehicle, R::place, false, V::number, "s",
              "a job is loaded that had waited"},
    EventSpec{job_unloaded, "job_unloaded", R::vehicle, R::place, false, V::nothing, "", "a job is unloaded"},
    EventSpec{conveyor_enters, "conveyor_enters", R::conveyor, R::number, false, V::number, "s",
              "a job that had waited enters (detail: jobs on it)"},
    EventSpec{conveyor_leaves, "conveyor_leaves", R::conveyor, R::number, false, V::nothing, "",
              "a job leaves (detail: jobs on it)"},
    EventSpec{conveyor_stops, "conveyor_stops", R::conveyor, R::number, false, V::nothing, "",
              "its first job cannot leave (detail: jobs on it)"},
    EventSpec{conveyor_runs, "conveyor_runs", R::conveyor, R::number, false, V::nothing, "",
              "it runs again (detail: jobs on it)"},
    EventSpec{load_departs, "load_departs", R::place, R::place, false, V::number, "loads",
              "another load than a vehicle departs"},
    EventSpec{level, "level", R::machine, R::level, false, V::number, "wear",
              "a machine reaches a level of its condition"},
    EventSpec{condition_failure, "condition_failure", R::machine, R::level, false, V::number, "wear",
              "a machine breaks down at its last level"},
    EventSpec{maintenance_begins, "maintenance_begins", R::machine, R::plan, false, V::number,
              "measure of the plan", "a machine is maintained"},
    EventSpec{maintenance_ends, "maintenance_ends", R::machine, R::plan, true, V::number, "",
              "its maintenance ends"},
    EventSpec{power, "power", R::nothing, R::nothing, true, V::number, "W",
              "what the site draws from now on"},
    EventSpec{sample, "sample", R::sensor, R::sample_label, false, V::number, "unit of the sensor",
              "a sensor is read"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (static_cast<std::size_t>(table[i].kind) != i) return false;
  return true;
}
static_assert(in_order() && table.size() == static_cast<std::size_t>(sample) + 1);

constexpr std::array scrap_reasons = {"operation", "inspection", "rework_limit", "late"};
constexpr std::array inspections = {"good", "missed", "found", "false_alarm"};
constexpr std::array figures = {"buffer_content", "chose_to_wait", "cards_in_use", "card_waiting",
                                "part_stock",     "parts_stored",  "parts_taken",  "parts_left"};
static_assert(figures.size() == line_figure_count);

/// What the entity of a line_sum is.
enum class FigureOf : std::uint8_t { group, loop, part_store };

FigureOf figure_of(Index figure) {
  if (figure <= static_cast<Index>(LineFigure::chose_to_wait)) return FigureOf::group;
  if (figure <= static_cast<Index>(LineFigure::card_waiting)) return FigureOf::loop;
  return FigureOf::part_store;
}

const GroupCondition* condition_of(const Scenario& scenario, Index machine) {
  if (scenario.condition.groups.empty() || machine < 0 || machine >= scenario.machine_count) return nullptr;
  return &scenario.condition.groups[at(scenario.group_of_machine[at(machine)])];
}

std::string loop_name(const Scenario& scenario, Index loop) {
  const LineModel& lines = scenario.lines;
  if (at(loop) < lines.cards.size()) return lines.cards[at(loop)].name;
  for (std::size_t s = 0; s < lines.wip_loop.size(); ++s)
    if (lines.wip_loop[s] == loop) return scenario.sources[s].name + " (wip limit)";
  return "";
}

std::string sensor_name(const Scenario& scenario, Index sensor) {
  for (Index m = 0; m < scenario.machine_count; ++m) {
    const auto& sensors = condition_of(scenario, m)->sensors;
    if (at(sensor) < sensors.size()) return machine_name(scenario, m) + "." + sensors[at(sensor)].name;
    sensor -= static_cast<Index>(sensors.size());
  }
  return "";
}

std::string name_of(const Scenario& scenario, Refers what, Index index, const EventRecord& event) {
  if (index < 0 || index >= count_of(scenario, what, event)) return "";
  switch (what) {
    case R::machine:
      return machine_name(scenario, index);
    case R::step:
      return scenario.steps[at(index)].name;
    case R::routing:
      return scenario.routings[at(index)].name;
    case R::loop:
      return loop_name(scenario, index);
    case R::pool:
      return scenario.resources.pools[at(index)].name;
    case R::part_store:
      return scenario.lines.parts[at(index)].name;
    case R::stock_point:
      return stock_name(scenario.supply, index);
    case R::demand_stream:
      return stock_name(scenario.supply, scenario.supply.streams[at(index)].point);
    case R::site:
      return scenario.supply.sites[at(index)].name;
    case R::place:
      return scenario.transport.places[at(index)];
    case R::vehicle:
      return vehicle_name(scenario.transport, index);
    case R::conveyor:
      return scenario.transport.conveyors[at(index)].name;
    case R::sensor:
      return sensor_name(scenario, index);
    case R::plan:
      return condition_of(scenario, event.entity)->plans[at(index)].name;
    case R::scrap_reason:
      return scrap_reasons[at(index)];
    case R::inspection:
      return inspections[at(index)];
    case R::figure:
      return figures[at(index)];
    case R::by_figure:
      switch (figure_of(event.detail)) {
        case FigureOf::group:
          return scenario.groups[at(index)].name;
        case FigureOf::loop:
          return loop_name(scenario, index);
        case FigureOf::part_store:
          return scenario.lines.parts[at(index)].name;
      }
      return "";
    case R::lost_or_owed:
      return index == 1 ? "lost" : "owed";
    case R::defect_or_not:
      return index == 1 ? "defect" : "good";
    case R::nothing:
    case R::level:
    case R::number:
    case R::sample_label:
      return "";
  }
  return "";
}

}  // namespace

std::span<const EventSpec> event_table() {
  return table;
}

const EventSpec& event_spec(EventKind kind) {
  return table[static_cast<std::size_t>(kind)];
}

std::int64_t count_of(const Scenario& scenario, Refers what, const EventRecord& event) {
  const auto size = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
  switch (what) {
    case R::machine:
      return scenario.machine_count;
    case R::step:
      return size(scenario.steps);
    case R::routing:
      return size(scenario.routings);
    case R::loop:
      return scenario.lines.loop_count;
    case R::pool:
      return size(scenario.resources.pools);
    case R::part_store:
      return size(scenario.lines.parts);
    case R::stock_point:
      return size(scenario.supply.points);
    case R::demand_stream:
      return size(scenario.supply.streams);
    case R::site:
      return size(scenario.supply.sites);
    case R::place:
      return size(scenario.transport.places);
    case R::vehicle:
      return scenario.transport.vehicle_count;
    case R::conveyor:
      return size(scenario.transport.conveyors);
    case R::sensor:
      return scenario.condition.sensor_units;
    case R::level: {
      const GroupCondition* group = condition_of(scenario, event.entity);
      return group == nullptr ? 0 : size(group->law.levels);
    }
    case R::plan: {
      const GroupCondition* group = condition_of(scenario, event.entity);
      return group == nullptr ? 0 : size(group->plans);
    }
    case R::scrap_reason:
      return size(scrap_reasons);
    case R::inspection:
      return size(inspections);
    case R::figure:
      return line_figure_count;
    case R::by_figure:
      switch (figure_of(event.detail)) {
        case FigureOf::group:
          return size(scenario.groups);
        case FigureOf::loop:
          return scenario.lines.loop_count;
        case FigureOf::part_store:
          return size(scenario.lines.parts);
      }
      return 0;
    case R::lost_or_owed:
    case R::defect_or_not:
      return 2;
    case R::nothing:
    case R::number:
    case R::sample_label:
      return -1;
  }
  return -1;
}

std::string entity_name(const Scenario& scenario, const EventRecord& event) {
  return name_of(scenario, event_spec(event.kind).entity, event.entity, event);
}

std::string detail_name(const Scenario& scenario, const EventRecord& event) {
  return name_of(scenario, event_spec(event.kind).detail, event.detail, event);
}

}  // namespace takt
