#pragma once

#include <string>

#include "results/kpi.hpp"

namespace takt::fixture {

/// What two reports differ in, be it the last bit, the first few; empty: in nothing.
std::string difference(const KpiReport& x, const KpiReport& y);

/// What of the figures of `old` is not there in `now`, or differs by more than `tolerance` of it, the first
/// few; empty: nothing. `now` may have more.
std::string lost_figures(const KpiReport& old, const KpiReport& now, double tolerance);

}  // namespace takt::fixture
