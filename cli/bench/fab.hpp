#pragma once

#include "sim/model/scenario.hpp"

namespace takt::bench {

/// A re-entrant wafer fab: 1000 machines in 150 groups, ten products of 500 steps each, about 2000 lots in
/// process once it has filled up. One group in ten processes batches of one family, one in ten needs setups,
/// all times are drawn.
Scenario make_fab(double hours);

}  // namespace takt::bench
