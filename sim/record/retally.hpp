#pragma once

#include "sim/record/trace.hpp"

namespace takt {

/// From the start of what the scenario measures to the end of the run.
Window run_window(const Scenario& scenario, const Trace& trace);

/// What would be left of the run had it ended at `window.to` with a warm-up up to `window.from`: jobs (those
/// still in the shop then are unfinished), count of operations, and every tally, without the records
/// themselves (a job that a saturated source held at hand then is not among them). Over run_window() all is
/// as the run itself gave it, to the last bit. Two things are not known of other windows: see LineTallier.
/// `records` must have its records (Trace::has_records) and they must fit the scenario; 0 <= from <= to <=
/// end.
Trace retally(const Scenario& scenario, const Trace& records, const Window& window);

}  // namespace takt
