#pragma once

#include <array>
#include <cstdint>

#include "sim/vocabulary/refers.hpp"

namespace takt {

/// What an event's value is.
enum class EventValue : std::uint8_t {
  nothing,
  machine,   ///< index of one, -1: none
  count,     ///< a whole number from 0 on
  quantity,  ///< units of a good
  number,    ///< anything else
};

// Every kind of event, a row each: name, what `entity` and `detail` index, whether the detail may be -1, what
// the value is, its unit, and what it means. Codes are in digests and files: a new kind comes last.
// clang-format off
#define TAKT_EVENT_KINDS(ROW)                                                                                     \
  ROW(none, nothing, nothing, true, nothing, "", "never recorded")                                                \
  /* How operations are done. */                                                                                  \
  ROW(batch_started, machine, step, false, count, "jobs", "a batch starts (job and detail: of its first job)")    \
  ROW(scrapped, step, scrap_reason, false, machine, "", "a job is scrapped")                                      \
  ROW(sent_back, step, step, false, machine, "",                                                                  \
      "a job goes back to the detail, by rework or because it was late (no machine)")                             \
  ROW(sent_back_found, step, step, false, machine, "", "a job goes back to the detail, by an inspection")         \
  ROW(defect_left, step, machine, false, nothing, "", "a machine leaves a defect in a job")                       \
  ROW(inspected, step, inspection, false, machine, "", "a job was inspected")                                     \
  ROW(job_judged, routing, defect_or_not, false, count, "times sent back", "a job leaves as done")                \
  /* Resources. */                                                                                                \
  ROW(pool_level, pool, number, false, count, "units used", "use or capacity (detail) of a pool changed")         \
  ROW(pool_wait, pool, step, false, number, "us", "an operation had waited for units that the pool lacked")       \
  ROW(machine_overtime, machine, nothing, true, number, "us", "a machine closes late: time since its hours ended") \
  ROW(task_done, step, routing, false, number, "weight", "a task is done")                                        \
  /* Lines. */                                                                                                    \
  ROW(card_taken, loop, nothing, true, count, "cards left", "a job takes a card")                                 \
  ROW(card_returned, loop, nothing, true, count, "cards left", "a card comes back")                               \
  ROW(part_stored, part_store, nothing, true, count, "parts in it", "parts come into a store")                    \
  ROW(part_taken, part_store, number, true, count, "parts in it", "an operation takes parts (detail: how many)")  \
  ROW(line_sum, by_figure, figure, false, number, "", "a sum over the run, told at its end")                      \
  /* Supply chains. */                                                                                            \
  ROW(demand, stock_point, demand_stream, false, quantity, "units", "customers ask for goods")                    \
  ROW(order_received, stock_point, stock_point, false, quantity, "units",                                         \
      "another stock point, or production, orders (detail: who)")                                                 \
  ROW(shortage, stock_point, lost_or_owed, false, quantity, "units",                                              \
      "of the demand or order just told, what is not there at once")                                              \
  ROW(sale, stock_point, nothing, true, quantity, "units", "customers get goods")                                 \
  ROW(order_placed, stock_point, stock_point, true, quantity, "units",                                            \
      "a stock point orders (detail: its supplier; none: made here, or from outside)")                            \
  ROW(shipment_sent, stock_point, stock_point, true, quantity, "units",                                           \
      "goods are on their way to the entity (detail: from where; none: outside)")                                 \
  ROW(shipment_received, stock_point, stock_point, true, quantity, "units",                                       \
      "goods arrive at the entity (detail: from where; none: outside)")                                           \
  ROW(consumption, stock_point, stock_point, false, quantity, "units",                                            \
      "production takes goods (detail: for what is made)")                                                        \
  ROW(production, stock_point, nothing, true, quantity, "units", "a job made goods")                              \
  ROW(production_lost, stock_point, nothing, true, quantity, "units",                                             \
      "a job that was to make goods was scrapped")                                                                \
  ROW(site_down, site, nothing, true, nothing, "", "a site goes down")                                            \
  ROW(site_up, site, nothing, true, nothing, "", "a site is up again")                                            \
  ROW(stock_measured, nothing, nothing, true, count, "period",                                                    \
      "the demand of a period is served, stock is measured")                                                      \
  /* Transport. */                                                                                                \
  ROW(transport_wait, place, place, false, nothing, "", "a job asks to be carried (detail: whereto)")             \
  ROW(vehicle_idle, vehicle, place, false, nothing, "", "a vehicle has nothing to do")                            \
  ROW(vehicle_empty, vehicle, place, false, number, "m", "a ride without a job begins (detail: whereto)")         \
  ROW(vehicle_loading, vehicle, place, false, nothing, "", "a vehicle loads (job: its first)")                    \
  ROW(vehicle_loaded, vehicle, place, false, number, "m",                                                         \
      "a ride with jobs begins (job: the first; detail: whereto)")                                                \
  ROW(vehicle_unloading, vehicle, place, false, nothing, "", "a vehicle unloads (job: its first)")                \
  ROW(vehicle_charging, vehicle, place, false, number, "share of charge",                                         \
      "a vehicle charges (value: what is left)")                                                                  \
  ROW(job_loaded, vehicle, place, false, number, "s", "the loading of a job begins (value: how long it waited)")  \
  ROW(job_unloaded, vehicle, place, false, nothing, "", "a job is unloaded")                                      \
  ROW(conveyor_enters, conveyor, number, false, number, "s",                                                      \
      "a job enters (value: how long it waited; detail: jobs on it now)")                                         \
  ROW(conveyor_leaves, conveyor, number, false, nothing, "", "a job leaves (detail: jobs on it now)")             \
  ROW(conveyor_stops, conveyor, number, false, nothing, "",                                                       \
      "its first job cannot leave (detail: jobs on it)")                                                          \
  ROW(conveyor_runs, conveyor, number, false, nothing, "", "it runs again (detail: jobs on it)")                  \
  ROW(load_departs, place, place, false, number, "loads", "another load than a vehicle departs (detail: whereto)") \
  /* Condition and energy. */                                                                                     \
  ROW(level, machine, level, false, number, "wear", "a machine reaches a level of its condition")                 \
  ROW(condition_failure, machine, level, false, number, "wear", "a machine breaks down at its last level")        \
  ROW(maintenance_begins, machine, plan, false, number, "measure of the plan",                                    \
      "a machine is maintained (value: ticks, pieces, level or wear)")                                            \
  ROW(maintenance_ends, machine, plan, true, number, "", "its maintenance ends")                                  \
  ROW(power, nothing, nothing, true, number, "W", "what the site draws from now on")                              \
  ROW(sample, sensor, sample_label, false, number, "unit of the sensor", "a sensor is read")                      \
  /* the rows end here */
// clang-format on

/// What an EventRecord tells.
enum class EventKind : std::uint32_t {
#define TAKT_ENUMERATOR(NAME, ...) NAME,
  TAKT_EVENT_KINDS(TAKT_ENUMERATOR)
#undef TAKT_ENUMERATOR
};

/// A kind of event: the meaning of its members.
struct EventSpec {
  EventKind kind;
  const char* name;
  Refers entity;
  Refers detail;
  bool detail_may_be_none;  ///< -1
  EventValue value;
  const char* unit;     ///< of the value; "" where it has none
  const char* meaning;  ///< one line
};

/// All kinds, in the order of EventKind.
inline constexpr std::array event_table = {
#define TAKT_SPEC(NAME, ENTITY, DETAIL, MAY_BE_NONE, VALUE, UNIT, MEANING)         \
  EventSpec{EventKind::NAME,   #NAME, Refers::ENTITY, Refers::DETAIL, MAY_BE_NONE, \
            EventValue::VALUE, UNIT,  MEANING},
    TAKT_EVENT_KINDS(TAKT_SPEC)
#undef TAKT_SPEC
};

inline constexpr const EventSpec& spec_of(EventKind kind) {
  return event_table[static_cast<std::size_t>(kind)];
}

}  // namespace takt
