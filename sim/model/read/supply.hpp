#pragma once

#include "sim/model/read/sections.hpp"

namespace takt {

/// A number of units, to the millionth.
Quantity read_quantity(const Spot& spot);

/// A list of numbers of units.
std::vector<Quantity> read_quantities(const Spot& spot);

/// The size of a demand: a number of units, or a mapping with one key.
Amount read_amount(const Spot& spot);

/// The keys of a stock point that say when and how much it orders.
OrderPolicy read_order_policy(const Fields& stock);

}  // namespace takt
