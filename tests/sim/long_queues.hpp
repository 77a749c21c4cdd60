#pragma once

#include <cstdint>

#include "sim/model/scenario.hpp"

namespace takt::test {

/// What a shop with long queues has.
struct LongQueueShape {
  int jobs = 700;
  bool needs = false;             ///< operations take units of two pools; those of a group are of few classes
  bool may_wait = false;          ///< every decision has the candidate to wait
  bool too_many_classes = false;  ///< the same with needs of a product that nobody makes, so that a group has
                                  ///< more classes than are told apart
};

/// A few machine groups, drawn from `seed`, before which hundreds of jobs wait at once, come later and come
/// back. Due dates (some have none), weights, families without setups, many equal times.
Scenario long_queue_shop(std::uint64_t seed, const LongQueueShape& shape);

}  // namespace takt::test
