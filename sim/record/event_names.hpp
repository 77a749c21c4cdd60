#pragma once

#include <cstdint>
#include <string>

#include "sim/plant/records.hpp"

namespace takt {

/// How many things of a sort there are for an event of this entity and detail; -1: any number may stand
/// there.
std::int64_t count_of(const Scenario& scenario, Refers what, const EventRecord& event);

/// The name of what an index points to ("" where there is none), and the member it is read from.
std::string entity_name(const Scenario& scenario, const EventRecord& event);
std::string detail_name(const Scenario& scenario, const EventRecord& event);

}  // namespace takt
