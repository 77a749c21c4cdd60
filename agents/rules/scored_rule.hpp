#pragma once

#include <limits>
#include <memory>
#include <utility>

#include "agents/rule.hpp"

namespace takt {

/// How rules are written: a scorer is a function that looks once at a decision and returns the function that
/// gives a candidate its score. Scores are whatever compares with < and ==: ticks compare exactly, pairs by
/// their first part first. Templates, so that the scan of a queue is one loop without a call per candidate.

/// A score for rules about due dates: jobs without one come last, and among themselves by `value`.
struct DueScore {
  bool no_due = false;
  double value = 0;
  friend bool operator==(const DueScore&, const DueScore&) = default;
  friend bool operator<(const DueScore& x, const DueScore& y) {
    return x.no_due != y.no_due ? y.no_due : x.value < y.value;
  }
};

inline double shown_score(Time score) {
  return static_cast<double>(score);
}
inline double shown_score(double score) {
  return score;
}
inline double shown_score(const DueScore& score) {
  return score.no_due ? std::numeric_limits<double>::infinity() : score.value;
}
inline double shown_score(const std::pair<Time, Time>& score) {
  return static_cast<double>(score.first);
}

/// How many candidates are operations: the wait candidate, if there is one, is last.
inline std::size_t operation_candidates(const Decision& decision) {
  return decision.candidates.size() - (decision.candidates.back().is_wait() ? 1 : 0);
}

/// The tie rule: lowest job number, then lowest position.
inline bool wins_tie(const Candidate& x, const Candidate& y) {
  return x.number != y.number ? x.number < y.number : x.position < y.position;
}

template <class Scorer>
class ScoredRule final : public Rule {
 public:
  explicit ScoredRule(Scorer scorer) : scorer_(std::move(scorer)) {}

  int choose(const Decision& decision) const override {
    const std::size_t count = operation_candidates(decision);
    if (count <= 1) return 0;
    const auto score_of = scorer_(decision);
    const Candidate* candidates = decision.candidates.data();
    std::size_t best = 0;
    auto best_score = score_of(candidates[0]);
    for (std::size_t i = 1; i < count; ++i) {
      const auto score = score_of(candidates[i]);
      if (score < best_score || (score == best_score && wins_tie(candidates[i], candidates[best]))) {
        best = i;
        best_score = score;
      }
    }
    return static_cast<int>(best);
  }

  double score(const Decision& decision, const Candidate& candidate) const override {
    return shown_score(scorer_(decision)(candidate));
  }

 private:
  Scorer scorer_;
};

template <class Scorer>
std::unique_ptr<Rule> scored_rule(Scorer scorer) {
  return std::make_unique<ScoredRule<Scorer>>(std::move(scorer));
}

}  // namespace takt
