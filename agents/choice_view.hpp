#pragma once

#include <algorithm>
#include <functional>
#include <iterator>

#include "agents/shop_view.hpp"

namespace takt {

// What features read of decisions beside dispatch and route. Each function is for one kind of decision and
// must not be called at another.

/// Which of the decision's candidates this is, or is like.
inline std::size_t place_of(const Decision& decision, const Candidate& candidate) {
  const Candidate* const first = decision.candidates.row();
  const std::less<> before;
  if (first != nullptr && !before(&candidate, first) &&
      before(&candidate, first + decision.candidates.size()))
    return static_cast<std::size_t>(&candidate - first);
  const auto same = [&](const Candidate& other) {
    return other.job == candidate.job && other.mode == candidate.mode && other.option == candidate.option;
  };
  const auto found = std::find_if(decision.candidates.begin(), decision.candidates.end(), same);
  if (found == decision.candidates.end()) return 0;
  return static_cast<std::size_t>(std::distance(decision.candidates.begin(), found));
}

// Any kind, of a candidate with a mode.

/// Units of pools that an operation in this mode takes, all pools together.
double need_units(const Plant& plant, Index mode);
/// The greatest, over what it needs, of units needed divided by units that are free (at least 1).
double need_share(const Plant& plant, Index mode);

// release

/// The greatest group_load, in ticks, where operations of this job are still to be done.
double bottleneck_load(const Plant& plant, const JobState& job);

// transport

/// The task of a job that waits for a vehicle.
const TransportTask& task_of(const Plant& plant, Index job);
/// Seconds that a vehicle takes from where it is to `to`, or from `from` to `to`.
double drive_seconds(const Plant& plant, Index vehicle, Index from, Index to);
/// What is left of its battery, as a share; 1 without one.
double battery_left(const Plant& plant, Index vehicle);

// maintain

/// The plan that the candidate stands for; null for "no maintenance".
const MaintenancePlan* plan_of(const Decision& decision, const Candidate& candidate);

// replenish

/// Mean time from an order to its arrival, in ticks, with nothing in the way.
double mean_lead_time(const Scenario& scenario, Index point);
/// Units that are asked for in a lead time, at the mean rate seen so far.
double lead_time_demand(const Plant& plant, Index point);

}  // namespace takt
