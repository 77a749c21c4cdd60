#pragma once

#include <algorithm>
#include <array>

#include "agents/feature_table.hpp"
#include "agents/scaling.hpp"

// How a row of features lies in memory: which features, in which columns, scaled or not. Only for
// feature_batch.cpp.
namespace takt::feature_table_detail {

constexpr bool in_candidate_row(const FeatureInfo& f) {
  return f.about != About::decision && f.scaling != Scaling::skip;
}
constexpr bool in_decision_row(const FeatureInfo& f) {
  return f.about == About::decision && f.scaling != Scaling::skip;
}

template <bool (*chosen)(const FeatureInfo&)>
constexpr auto columns() {
  constexpr std::size_t count = [] {
    std::size_t n = 0;
    for (const FeatureEntry& entry : feature_entries) n += chosen(entry.info) ? 1 : 0;
    return n;
  }();
  std::array<FeatureId, count> all{};
  std::size_t next = 0;
  for (const FeatureEntry& entry : feature_entries) {
    if (chosen(entry.info)) all[next++] = entry.info.id;
  }
  return all;
}
inline constexpr auto candidate_features = columns<in_candidate_row>();
inline constexpr auto decision_features = columns<in_decision_row>();

template <class Columns>
constexpr std::size_t place_in(const Columns& all, FeatureId id) {
  return static_cast<std::size_t>(std::find(all.begin(), all.end(), id) - all.begin());
}

constexpr const FeatureInfo& info_of(FeatureId id) {
  return feature_entries[static_cast<std::size_t>(id)].info;
}

/// Logarithms of small whole numbers, which most counts are.
inline constexpr std::size_t small_counts = 256;
inline const std::array<float, small_counts>& count_table() {
  static const std::array<float, small_counts> table = [] {
    std::array<float, small_counts> all{};
    for (std::size_t i = 0; i < small_counts; ++i) all[i] = scaled_count(static_cast<double>(i));
    return all;
  }();
  return table;
}

/// A row of a learner's batch: scaled, without what is common to the decision.
struct ScaledRow {
  static constexpr std::size_t width = candidate_features.size();
  float* to;
  double per_second;
  const float* counts;
  bool due = false;  ///< the candidate's job has a due date

  template <FeatureId id>
  static constexpr std::size_t column = place_in(candidate_features, id);

  template <FeatureId id>
  float shown(double value) const {
    constexpr Scaling scaling = info_of(id).scaling;
    if constexpr (scaling == Scaling::time || scaling == Scaling::due_time) {
      return scaled_time(value, per_second);
    } else if constexpr (scaling == Scaling::count || scaling == Scaling::due_count) {
      return scaled_count(value);
    } else {
      return static_cast<float>(value);
    }
  }
  template <FeatureId id>
  void set(double value) const {
    constexpr Scaling scaling = info_of(id).scaling;
    if constexpr (!in_candidate_row(info_of(id))) return;
    if constexpr (scaling == Scaling::due_time || scaling == Scaling::due_count) {
      if (!due) return;  // the row begins as zeros
    }
    to[column<id>] = shown<id>(value);
  }
  /// Of a whole number from 0 on.
  template <FeatureId id>
  void set_count(std::uint32_t value) const {
    to[column<id>] = value < small_counts ? counts[value] : scaled_count(value);
  }
};

/// All features as they are.
struct RawRow {
  static constexpr std::size_t width = feature_count;
  float* to;
  double per_second;
  const float* counts;
  bool due = false;

  template <FeatureId id>
  static constexpr std::size_t column = static_cast<std::size_t>(id);

  template <FeatureId id>
  float shown(double value) const {
    return static_cast<float>(value);
  }
  template <FeatureId id>
  void set(double value) const {
    to[column<id>] = static_cast<float>(value);
  }
  template <FeatureId id>
  void set_count(std::uint32_t value) const {
    to[column<id>] = static_cast<float>(value);
  }
};

}  // namespace takt::feature_table_detail
