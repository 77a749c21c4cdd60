#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"

namespace takt {

/// What may be under way. The order is canonical: of activities that end at one instant the lower kind is
/// applied first, then the lower entity.
enum class ActivityKind : std::uint32_t {
  process,   ///< entity: machine; the operation on it
  setup,     ///< entity: machine
  repair,    ///< entity: breakdown unit (machine, cause)
  failure,   ///< entity: breakdown unit
  shift,     ///< entity: calendar; its next opening or closing
  service,   ///< entity: machine; maintenance ends
  wear,      ///< entity: machine; its condition reaches the next level
  tail,      ///< entity: job slot; it leaves a cascading machine
  hold,      ///< entity: job slot; it has waited long enough for a fuller batch
  deadline,  ///< entity: job slot; a limit on waiting time is reached
  move,      ///< entity: whatever carries jobs (vehicle, conveyor)
  charge,    ///< entity: vehicle
  transfer,  ///< entity: transfer; a load on shared lanes
  arrival,   ///< entity: source
  release,   ///< entity 0: the next of the listed orders
  shipment,  ///< entity: a site that fails or is back, or after these a shipment that arrives
  demand,    ///< entity: demand stream, or after these an order that reaches its supplier
  review,    ///< entity 0: a period of the supply chain begins
  sample,    ///< entity: sensor
  horizon,   ///< entity 0: the end of the run
};
inline constexpr std::uint32_t activity_kinds = 20;

/// True for what occupies a machine (an Exec on SimGrid); all else is a plain delay.
inline constexpr bool runs_on_machine(ActivityKind kind) {
  return kind <= ActivityKind::setup;
}

/// Something that takes time. At most one of a kind is under way for an entity.
struct Activity {
  Time duration = 0;
  ActivityKind kind = ActivityKind::process;
  std::uint32_t entity = 0;
};

/// What a transfer asks of the lanes: `load` times the length of the shortest route, in load-metres, at a
/// rate of at most `load` times `speed`. All that is under way over a lane gets a max-min fair share of its
/// capacity.
struct Flow {
  std::uint32_t entity = 0;  ///< of its activity
  Index from = 0, to = 0;    ///< places
  double load = 1;           ///< 1: a vehicle
  double speed = 1;          ///< m/s
};

/// The canonical order within an instant.
inline bool before(const Activity& x, const Activity& y) {
  return x.kind != y.kind ? x.kind < y.kind : x.entity < y.entity;
}

}  // namespace takt
