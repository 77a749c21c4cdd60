#pragma once

#include <string_view>
#include <vector>

#include "sim/model/read/sections.hpp"

namespace takt {

/// A speed in m/s.
double read_speed(const Spot& spot, double least, double greatest);

/// The names of the places, which machines, orders and arrivals refer to: read first.
void read_places(const Fields& top, Scenario& scenario, Names& names);

/// Lanes, vehicles and conveyors.
void read_transport(const Fields& top, Scenario& scenario, const Names& names);

/// The place that `key` of a machine, an order ... names becomes the entry `index` of a table of places.
void read_place_of(const Fields& fields, std::string_view key, const Names& names, std::vector<Index>& table,
                   std::size_t index);

/// `place` and `output_buffer` of a machine.
void read_place_of_machine(const Spot& machine, const Names& names, Scenario& scenario, std::size_t group);

/// When all is read: gives every table its size and checks that the network has what routings, vehicles
/// and shipments need.
void check_transport_needs(const Fields& top, Scenario& scenario);

}  // namespace takt
