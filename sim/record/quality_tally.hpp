#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "sim/plant/records.hpp"

namespace takt {

/// Counts over the window of what became of jobs at the end of operations, and of batches.
struct StepTally {
  std::int64_t done = 0;                           ///< operations that ended
  std::int64_t reworked = 0, found = 0, late = 0;  ///< sent back by rework, by inspect, by within
  std::int64_t defects = 0;
  std::array<std::int64_t, 4> scrapped = {};   ///< by ScrapReason
  std::array<std::int64_t, 4> inspected = {};  ///< by InspectionResult
};

struct RoutingTally {
  std::int64_t done = 0;        ///< jobs that left as done ...
  std::int64_t first_pass = 0;  ///< ... and were never sent back
  std::int64_t escaped = 0;     ///< ... with a defect
  std::int64_t scrapped = 0;    ///< by a rule of an operation; not by breakdowns
};

struct BatchTally {
  std::int64_t batches = 0;
  std::int64_t jobs = 0;
};

struct QualityTally {
  std::vector<StepTally> steps;        ///< by step; empty unless some operation may go wrong
  std::vector<RoutingTally> routings;  ///< by routing; likewise
  std::vector<std::int64_t> bad;       ///< by machine: operations that it spoiled; likewise
  std::vector<BatchTally> batches;     ///< by group; empty without batch machines
};

/// Counts a QualityTally from events and operations.
class QualityTallier {
 public:
  QualityTallier(const Scenario& scenario, Time from);

  bool on() const { return !tally_.batches.empty() || !tally_.steps.empty(); }
  void take(const EventRecord& event);
  void take(std::span<const OperationRecord> operations);
  /// Call once, last.
  QualityTally finish() { return std::move(tally_); }

 private:
  void blame(double machine);

  const Scenario* scenario_;
  Time from_;
  QualityTally tally_;
  std::vector<Index> routing_of_;  ///< by step; empty as QualityTally::steps
};

}  // namespace takt
