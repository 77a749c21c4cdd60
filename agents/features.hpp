#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sim/agent.hpp"

namespace takt {

/// The named features of a candidate, the one vocabulary of expressions, networks, recorded decisions and the
/// viewer. The order is that of the columns in result files and of feature rows; new ones go at the end.
enum class FeatureId : std::uint8_t {
  is_wait,
  is_route,
  processing_time,
  setup_time,
  same_family,
  waiting_time,
  age,
  has_due,
  time_until_due,
  slack,
  critical_ratio,
  time_until_operation_due,
  time_until_modified_due,
  weight,
  total_work,
  work_done,
  work_through,
  work_remaining,
  work_after,
  progress,
  operations_done,
  operations_left,
  modes,
  next_processing_time,
  work_in_next_queue,
  jobs_in_next_queue,
  next_group_load,
  next_machine_free_in,
  machines,
  idle_machines,
  queue_length,
  queue_work,
  mean_queue_time,
  group_load,
  jobs_in_shop,
  job_number,
};
inline constexpr std::size_t feature_count = 36;

/// How a learner brings a feature to the order of one.
enum class Scaling : std::uint8_t {
  none,   ///< is there already: flags and shares
  time,   ///< divide by the mean processing time of the scenario
  count,  ///< log(1 + x)
  skip    ///< an identity, not a quantity: leave it out
};

struct FeatureInfo {
  FeatureId id;
  const char* name;
  const char* unit;  ///< "s", or "1" for a pure number
  Scaling scaling;
  const char* meaning;
};

/// A job without a due date counts as due this many seconds from now: further away than a run can last.
inline constexpr double no_due_seconds = 1e10;

/// All features in the order of FeatureId. "Group" in a meaning is the group where the candidate would be
/// done; every quantity of the job is 0 for the wait candidate; where the next operation has several modes,
/// what is said of its group is the mean over them.
std::span<const FeatureInfo> feature_table();

const FeatureInfo& info(FeatureId id);
std::optional<FeatureId> find_feature(std::string_view name);

/// The value of one feature; times in seconds. Always finite. Computes that feature only.
double feature(FeatureId id, const Decision& decision, const Candidate& candidate);

/// The values of all of them; `row` has feature_count places.
void all_features(const Decision& decision, const Candidate& candidate, std::span<float> row);

}  // namespace takt
