#pragma once

#include <cstddef>
#include <vector>

#include "sim/model/supply_model.hpp"

namespace takt {

/// A free slot of a pool whose free slots are linked through `next`.
template <typename Slot>
Index take_slot(std::vector<Slot>& pool, Index& free, Index Slot::*next) {
  if (free < 0) {
    pool.emplace_back();
    return static_cast<Index>(pool.size()) - 1;
  }
  const Index slot = free;
  free = at(pool, slot).*next;
  return slot;
}

}  // namespace takt
