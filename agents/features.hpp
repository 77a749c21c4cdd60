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
  is_release,
  is_transport,
  is_allocate,
  is_maintain,
  is_replenish,
  is_fallback,
  option_rank,
  step,
  alternative,
  pieces,
  path_through,
  path_slack,
  longest_path,
  processing_time_rank,
  work_remaining_rank,
  slack_rank,
  need_units,
  need_share,
  fetch_time,
  carry_time,
  holds_machine,
  battery,
  cards_free,
  bottleneck_load,
  plan_measure,
  plan_duration,
  condition_level,
  condition_wear,
  machine_queue_work,
  stock_on_hand,
  stock_position,
  stock_on_order,
  demand_forecast,
  lead_time_demand,
  order_quantity,
  cover_after,
};
inline constexpr std::size_t feature_count = 72;

/// How scaled() brings a feature to the order of one.
enum class Scaling : std::uint8_t {
  none,       ///< is there already: flags and shares
  time,       ///< divided by the typical processing time of the scenario
  count,      ///< log(1 + x), with the sign of x
  due_time,   ///< as time; 0 when the job has no due date (has_due says so)
  due_count,  ///< as count; 0 when the job has no due date
  skip        ///< an identity, not a quantity: nothing to learn from
};

/// What a feature tells of, and so where it is 0 because it means nothing.
enum class About : std::uint8_t {
  job,      ///< the candidate's job: 0 for a candidate that is none
  group,    ///< the group where the candidate would be done: 0 for a candidate that has none
  choice,   ///< the candidate, job or not
  decision  ///< the decision: the same for all its candidates
};

struct FeatureInfo {
  FeatureId id;
  const char* name;
  const char* unit;  ///< "s", or "1" for a pure number
  Scaling scaling;
  About about;
  const char* meaning;
};

/// A job without a due date counts as due this many seconds from now: further away than a run can last.
inline constexpr double no_due_seconds = 1e10;

/// All features in the order of FeatureId. "Group" in a meaning is the group where the candidate would be
/// done; where the next operation has several modes, what is said of its group is the mean over them. A
/// meaning that begins with a kind of decision ("transport: ...") is 0 for the others.
std::span<const FeatureInfo> feature_table();

const FeatureInfo& info(FeatureId id);
std::optional<FeatureId> find_feature(std::string_view name);

/// The value of one feature; times in seconds. Always finite. `candidate` is one of the decision's. Computes
/// that feature only: for rows of many see agents/feature_batch.hpp.
double feature(FeatureId id, const Decision& decision, const Candidate& candidate);

/// What the features of one decision share, kept from one to the next. It serves one decision only.
struct FeatureMemo {
  Time longest_path = -1;  ///< ticks; -1: nobody has asked for it
};

/// The same for several features or candidates of a decision: what they share is computed once.
double feature(FeatureId id, const Decision& decision, const Candidate& candidate, FeatureMemo& memo);

/// The values of all of them; `row` has feature_count places.
void all_features(const Decision& decision, const Candidate& candidate, std::span<float> row);

/// What scaled() has to know beside the value.
struct Scale {
  double per_second = 1;  ///< 1 s in typical processing times
  bool has_due = true;    ///< of the candidate's job
};
Scale scale_of(const Decision& decision, const Candidate& candidate);

/// A feature's value as a learner gets it, see Scaling: of the order of one in a shop at work, always finite,
/// and without the 1e10 s that stand for "no due date".
float scaled(FeatureId id, double value, const Scale& scale);

}  // namespace takt
