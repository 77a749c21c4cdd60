#pragma once

// The functions of the table of colour schemes (colour_table.cpp).

#include "viz/timeline/colour_scheme.hpp"

namespace takt::colours {

Colouring by_product(const StoredRun& run);
Colouring by_order(const StoredRun& run);
Colouring by_machine(const StoredRun& run);
Colouring by_state(const StoredRun& run);
Colouring by_lateness(const StoredRun& run);

/// Room for the classes of all jobs, by job number.
std::vector<std::uint16_t> job_classes(const StoredRun& run, std::uint16_t all);

}  // namespace takt::colours
