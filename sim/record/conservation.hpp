#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/record/trace.hpp"

namespace takt {

/// What the plant counted while the run went on, to be held against the records.
struct PlantCounts {
  std::uint64_t released = 0;   ///< jobs
  std::uint64_t job_ticks = 0;  ///< jobs in the shop summed over [0, end], ticks modulo 2^64
};

/// Laws that every run obeys, computed from its records alone; returns what is broken, a sentence each:
///
///   flow balance    every released job is recorded once: done, scrapped or unfinished
///   Little's law    the time integral of WIP equals the sum of the jobs' times in the shop (exact, as both
///                   are counted over the whole run)
///   machine time    the states of a machine add up to the window of measurement, and its intervals (where
///                   recorded) do not overlap
///   order           an operation is ready, set up, started and ended in this order
std::vector<std::string> check_conservation(const Scenario& scenario, const Trace& trace,
                                            const PlantCounts& counts);

}  // namespace takt
