#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"
#include "sim/vocabulary/activity_kinds.hpp"

namespace takt {

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
