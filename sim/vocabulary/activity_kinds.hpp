#pragma once

#include <array>
#include <cstdint>

#include "sim/vocabulary/refers.hpp"

namespace takt {

// Every kind of activity, a row each: name, whether it occupies its machine (an Exec on SimGrid; all else is
// a plain delay), what the entity indexes, and what it is. The order is canonical: of activities that end at
// one instant the lower kind is applied first, then the lower entity. What occupies machines comes first.
// clang-format off
#define TAKT_ACTIVITY_KINDS(ROW)                                                                \
  ROW(process, true, machine, "the operation on a machine")                                     \
  ROW(setup, true, machine, "a machine is set up")                                              \
  ROW(repair, false, breakdown, "a machine is repaired")                                        \
  ROW(failure, false, breakdown, "until a machine breaks down")                                 \
  ROW(shift, false, calendar, "until a calendar opens or closes")                               \
  ROW(service, false, machine, "a machine is maintained")                                       \
  ROW(wear, false, machine, "until a machine's condition reaches the next level")               \
  ROW(tail, false, job_slot, "until a job leaves a cascading machine")                          \
  ROW(hold, false, job_slot, "a job has waited long enough for a fuller batch")                 \
  ROW(deadline, false, job_slot, "until a limit on waiting time is reached")                    \
  ROW(move, false, carrier, "jobs are carried")                                                 \
  ROW(charge, false, vehicle, "a vehicle is charged")                                           \
  ROW(transfer, false, transfer, "a load crosses shared lanes")                                 \
  ROW(arrival, false, source, "until the next job arrives")                                     \
  ROW(release, false, nothing, "until the next of the listed orders is released")               \
  ROW(shipment, false, site_or_shipment, "until a site fails or is back; a shipment is on its way") \
  ROW(demand, false, stream_or_order, "until customers ask again; an order is on its way")      \
  ROW(review, false, nothing, "a period of the supply chain")                                   \
  ROW(sample, false, sensor, "until a sensor is read")                                          \
  ROW(horizon, false, nothing, "until the end of the run")                                      \
  /* the rows end here */
// clang-format on

/// What may be under way.
enum class ActivityKind : std::uint32_t {
#define TAKT_ENUMERATOR(NAME, ...) NAME,
  TAKT_ACTIVITY_KINDS(TAKT_ENUMERATOR)
#undef TAKT_ENUMERATOR
};

/// A kind of activity.
struct ActivitySpec {
  ActivityKind kind;
  const char* name;
  bool on_machine;
  Refers entity;
  const char* meaning;  ///< one line
};

/// All kinds, in the order of ActivityKind.
inline constexpr std::array activity_table = {
#define TAKT_SPEC(NAME, ON_MACHINE, ENTITY, MEANING) \
  ActivitySpec{ActivityKind::NAME, #NAME, ON_MACHINE, Refers::ENTITY, MEANING},
    TAKT_ACTIVITY_KINDS(TAKT_SPEC)
#undef TAKT_SPEC
};
inline constexpr std::uint32_t activity_kinds = activity_table.size();

inline constexpr const ActivitySpec& spec_of(ActivityKind kind) {
  return activity_table[static_cast<std::size_t>(kind)];
}

/// True for what occupies a machine.
inline constexpr bool runs_on_machine(ActivityKind kind) {
  return kind <= ActivityKind::setup;
}
static_assert([] {
  for (const ActivitySpec& spec : activity_table)
    if (spec.on_machine != runs_on_machine(spec.kind)) return false;
  return true;
}());

}  // namespace takt
