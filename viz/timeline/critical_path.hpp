#pragma once

#include <cstdint>
#include <vector>

#include "sim/record/trace.hpp"

namespace takt {

/// Why an operation could not get its machine earlier.
enum class CriticalCause : std::uint8_t {
  start,    ///< the run began, or the job was released, at that moment
  job,      ///< the operation of its own job that ended last before
  machine,  ///< the operation that held the machine until then
};

/// An operation on the critical path.
struct CriticalStep {
  std::uint32_t operation = 0;  ///< Trace::operations
  CriticalCause cause = CriticalCause::start;
  Time gap = 0;  ///< between the end of what it waited for and its own start: transport, shifts, repairs
};

/// The chain that made the run as long as it was: from the operation that ended last back to one that waited
/// for nothing. Each step waited for the one before it, by its job or its machine, whichever ended later. In
/// order of time; empty for a run without operations.
std::vector<CriticalStep> critical_path(const Trace& trace);

}  // namespace takt
