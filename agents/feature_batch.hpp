#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agents/features.hpp"
#include "agents/ranks.hpp"

namespace takt {

/// Memory that is used again from decision to decision; grows to what was needed most. What it holds between
/// two calls means nothing.
class FeatureScratch {
 private:
  friend class FeatureWriter;
  /// What the candidates of one decision may ask of the group of their next operation, once it is looked up.
  struct NextGroup {
    std::uint64_t decision = 0;  ///< at which it was looked up
    double queued_work = 0, queued_jobs = 0, load = 0, free_in = 0;
    float shown[4] = {};  ///< the same as they stand in a row
  };
  std::uint64_t decision_ = 0;
  std::vector<NextGroup> groups_;
  std::vector<Time> times_, works_, slacks_;  ///< of the candidates that are jobs: what ranks go by ...
  std::vector<float> time_ranks_, work_ranks_, slack_ranks_;  ///< ... and the ranks
  RankScratch ranks_;
};

/// Features of many decisions, of any runs, as learners take them: scaled, and what all candidates of a
/// decision share only once. The spans are memory of the caller's.
struct FeatureBatch {
  std::span<float> candidates;     ///< row-major; a row a candidate, its columns candidate_columns()
  std::span<float> decisions;      ///< row-major; a row a decision, its columns decision_columns()
  std::span<std::uint32_t> first;  ///< decision i has the candidate rows first[i] to first[i + 1] - 1
  FeatureScratch scratch;
};

/// The features in a candidate's row and in a decision's, in the order of FeatureId. Identities
/// (Scaling::skip) are in neither.
std::span<const FeatureId> candidate_columns();
std::span<const FeatureId> decision_columns();

/// How much the spans of a batch must hold, at least.
struct BatchSize {
  std::size_t candidates = 0;  ///< floats
  std::size_t decisions = 0;   ///< floats
  std::size_t first = 0;
};
BatchSize batch_size(std::span<const Decision> decisions);

/// Fills in the rows: scaled(id, feature(id, ...)) of each candidate, to the last bit. A decision costs n log
/// n for its n candidates, and one look at each job in its shop.
void write_features(std::span<const Decision> decisions, FeatureBatch& batch);

/// The same faster way to values as they are: a row of feature_count for each candidate, feature(id, ...) as
/// float.
void write_raw_features(const Decision& decision, std::span<float> rows, FeatureScratch& scratch);

}  // namespace takt
