#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"

namespace takt {

/// What may be under way. The order is canonical: of activities that end at one instant the lower kind is
/// applied first, then the lower entity.
enum class ActivityKind : std::uint32_t {
  process,  ///< entity: machine; the operation on it
  setup,    ///< entity: machine
  repair,   ///< entity: breakdown unit (machine, cause)
  failure,  ///< entity: breakdown unit
  arrival,  ///< entity: source
  release,  ///< entity 0: the next of the listed orders
  horizon,  ///< entity 0: the end of the run
};
inline constexpr std::uint32_t activity_kinds = 7;

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

/// The canonical order within an instant.
inline bool before(const Activity& x, const Activity& y) {
  return x.kind != y.kind ? x.kind < y.kind : x.entity < y.entity;
}

/// How many entities of a kind a scenario has.
inline std::uint32_t entity_count(const Scenario& scenario, ActivityKind kind) {
  switch (kind) {
    case ActivityKind::process:
    case ActivityKind::setup:
      return static_cast<std::uint32_t>(scenario.machine_count);
    case ActivityKind::repair:
    case ActivityKind::failure:
      return static_cast<std::uint32_t>(scenario.breakdown_units);
    case ActivityKind::arrival:
      return static_cast<std::uint32_t>(scenario.sources.size());
    case ActivityKind::release:
    case ActivityKind::horizon:
      return 1;
  }
  return 0;
}

}  // namespace takt
