#pragma once

// Internal to results/.

#include <cstddef>
#include <cstdint>

#include "results/schema.hpp"

namespace takt {

/// Whether the values of a column are limited: indices, flags and whole times.
bool is_limited(const ColumnSpec& column);

/// The first of `count` values of a limited column that is out of range; -1: none. `bound`: no index reaches
/// it; not looked at for other columns.
std::int64_t first_out_of_range(const ColumnSpec& column, std::int64_t bound, const std::byte* values,
                                std::uint64_t count);

}  // namespace takt
