#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "sim/plant/records.hpp"

namespace takt {

/// What an index in an event points to.
enum class Refers : std::uint8_t {
  nothing,  ///< it stands for no thing: always -1 or without meaning
  machine,
  step,
  routing,
  loop,  ///< card loops, then the wip limits of sources
  pool,
  part_store,
  stock_point,
  demand_stream,
  site,
  place,
  vehicle,
  conveyor,
  sensor,
  level,          ///< of the machine's condition
  plan,           ///< of the machine's maintenance
  scrap_reason,   ///< ScrapReason
  inspection,     ///< InspectionResult
  figure,         ///< LineFigure
  by_figure,      ///< group, loop or part store: the detail, a LineFigure, says which
  lost_or_owed,   ///< 0: owed, 1: lost
  defect_or_not,  ///< 0 or 1
  number,         ///< a count
  sample_label,   ///< SampleLabel
};

/// What an event's value is.
enum class EventValue : std::uint8_t {
  nothing,
  machine,   ///< index of one, -1: none
  count,     ///< a whole number from 0 on
  quantity,  ///< units of a good
  number,    ///< anything else
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
std::span<const EventSpec> event_table();
const EventSpec& event_spec(EventKind kind);

/// How many things of a sort there are for an event of this entity and detail; -1: any number may stand
/// there.
std::int64_t count_of(const Scenario& scenario, Refers what, const EventRecord& event);

/// The name of what an index points to ("" where there is none), and the member it is read from.
std::string entity_name(const Scenario& scenario, const EventRecord& event);
std::string detail_name(const Scenario& scenario, const EventRecord& event);

}  // namespace takt
