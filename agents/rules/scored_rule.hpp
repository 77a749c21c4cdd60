#pragma once

#include <limits>
#include <memory>
#include <type_traits>
#include <utility>

#include "agents/rule.hpp"
#include "agents/rules/score_index.hpp"

namespace takt {

/// How rules are written: a scorer is a function that looks once at a decision and returns the function that
/// gives a candidate its score. Scores are whatever compares with < and ==: ticks compare exactly, pairs by
/// their first part first. Scores that stay as they are while an operation waits make a steady_rule.
/// Templates, so that the scan of a queue is one loop without a call per candidate.

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

struct NoOrder {};

/// The place of the least of `count` candidates from `candidate` on.
template <class Iterator, class ScoreOf>
int least_of(Iterator candidate, std::size_t count, const ScoreOf& score_of) {
  int best_place = 0;
  const Candidate* best = &*candidate;
  auto best_score = score_of(*best);
  ++candidate;
  for (std::size_t i = 1; i < count; ++i, ++candidate) {
    const auto score = score_of(*candidate);
    if (score < best_score || (score == best_score && wins_tie(*candidate, *best))) {
      best_place = static_cast<int>(i);
      best = &*candidate;
      best_score = score;
    }
  }
  return best_place;
}

/// `Order`: the scorer of an index, or NoOrder.
template <class Scorer, class Order>
class ScoredRule final : public Rule {
 public:
  ScoredRule(Scorer scorer, Order order) : scorer_(std::move(scorer)), order_(std::move(order)) {}

  int choose(const Decision& decision) const override {
    const std::size_t count = operation_candidates(decision);
    if (count <= 1) return 0;
    const auto score_of = scorer_(decision);
    if (const Candidate* const row = decision.candidates.row()) return least_of(row, count, score_of);
    return least_of(decision.candidates.begin(), count, score_of);
  }

  double score(const Decision& decision, const Candidate& candidate) const override {
    return shown_score(scorer_(decision)(candidate));
  }

  std::unique_ptr<RuleIndex> make_index() const override {
    if constexpr (std::is_same_v<Order, NoOrder>) {
      return nullptr;
    } else {
      return std::make_unique<ScoreIndex<Order>>(order_);
    }
  }

 private:
  Scorer scorer_;
  Order order_;
};

/// A rule whose scores may change while operations wait: each decision looks at all of them.
template <class Scorer>
std::unique_ptr<Rule> scored_rule(Scorer scorer) {
  return std::make_unique<ScoredRule<Scorer, NoOrder>>(std::move(scorer), NoOrder{});
}

/// A rule whose scores change, but not the order that they put waiting operations in: it is that of `order`,
/// a scorer whose scores do not change. Long queues are kept in that order.
template <class Scorer, class Order>
std::unique_ptr<Rule> steady_rule(Scorer scorer, Order order) {
  return std::make_unique<ScoredRule<Scorer, Order>>(std::move(scorer), std::move(order));
}

/// A rule whose scores do not change while an operation waits.
template <class Scorer>
std::unique_ptr<Rule> steady_rule(Scorer scorer) {
  return steady_rule(scorer, scorer);
}

}  // namespace takt
