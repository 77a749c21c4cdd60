#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "agents/rule_index.hpp"
#include "sim/plant/plant.hpp"

namespace takt {

/// RuleIndex of a scorer (see scored_rule.hpp). For each long queue, a heap of scores for each class. Who has
/// left is found out when it comes up.
template <class Scorer>
class ScoreIndex final : public RuleIndex {
 public:
  explicit ScoreIndex(Scorer scorer) : scorer_(std::move(scorer)) {}

  int choose(const Decision& decision) override {
    const LongQueue* const queue = decision.candidates.long_queue();
    if (queue == nullptr || decision.group < 0) return -1;
    const auto group = static_cast<std::size_t>(decision.group);
    if (group >= orders_.size()) orders_.resize(group + 1);
    Order& order = orders_[group];
    const auto score_of = scorer_(decision);
    if (!follow(order, *queue, *decision.plant, score_of)) {
      if (order.answers > 0)
        order.price = order.answers < 8 ? std::min(64 * least_price, 2 * order.price) : least_price;
      order.answers = 0;
      order.paid += decision.candidates.size();
      if (order.paid < order.price * queue->size()) return -1;
      build(order, *queue, *decision.plant, score_of);
    }
    ++order.answers;
    const std::size_t slot = first_of(order, *queue, decision.candidates.classes(), score_of);
    return slot == LongQueue::none ? -1 : static_cast<int>(queue->rank(slot, decision.candidates.classes()));
  }

  void clear() override { orders_.clear(); }

 private:
  using Score = decltype(std::declval<Scorer>()(std::declval<Decision>())(std::declval<Candidate>()));

  /// Scans of a queue that an order of it costs.
  static constexpr std::size_t least_price = 4;

  struct Entry {
    Score score;
    Time ready;
    std::uint32_t number;
    std::uint16_t position;

    /// For heaps with the first on top.
    friend bool operator<(const Entry& x, const Entry& y) {
      if (!(x.score == y.score)) return y.score < x.score;
      return x.number != y.number ? x.number > y.number : x.position > y.position;
    }
  };
  struct Order {
    const Scenario* scenario = nullptr;
    Seed seed;
    LongQueue::Point point;
    std::vector<std::vector<Entry>> heaps;  ///< by class
    std::size_t price = least_price, paid = 0, answers = 0;
  };

  template <class ScoreOf>
  static Entry entry_of(const Candidate& candidate, const ScoreOf& score_of) {
    return {score_of(candidate), candidate.ready, candidate.number, candidate.position};
  }

  /// Takes in what has changed. False: the order is not one of this queue, or too old.
  template <class ScoreOf>
  static bool follow(Order& order, const LongQueue& queue, const Plant& plant, const ScoreOf& score_of) {
    if (order.scenario != &plant.scenario() || order.seed.seed != plant.seed().seed ||
        order.seed.replication != plant.seed().replication)
      return false;
    const auto changes = queue.since(order.point);
    if (!changes) return false;
    for (const LongQueue::Change& change : *changes) {
      if (!change.joined) continue;
      std::vector<Entry>& heap = order.heaps[static_cast<std::size_t>(queue.class_of(change.entry))];
      heap.push_back(entry_of(change.entry, score_of));
      std::push_heap(heap.begin(), heap.end());
      if (heap.size() > 2 * queue.size() + 64) return false;  // mostly of those who left
    }
    order.point = queue.now();
    return true;
  }

  template <class ScoreOf>
  static void build(Order& order, const LongQueue& queue, const Plant& plant, const ScoreOf& score_of) {
    order.scenario = &plant.scenario();
    order.seed = plant.seed();
    order.point = queue.now();
    order.paid = 0;
    order.heaps.assign(static_cast<std::size_t>(queue.classes()), {});
    for (const Candidate& candidate : Candidates(queue, LongQueue::every_class))
      order.heaps[static_cast<std::size_t>(queue.class_of(candidate))].push_back(
          entry_of(candidate, score_of));
    for (std::vector<Entry>& heap : order.heaps) std::make_heap(heap.begin(), heap.end());
  }

  template <class ScoreOf>
  static std::size_t first_of(Order& order, const LongQueue& queue, std::uint64_t classes,
                              const ScoreOf& score_of) {
    std::size_t first = LongQueue::none;
    const Entry* best = nullptr;
    for (std::size_t c = 0; c < order.heaps.size(); ++c) {
      std::vector<Entry>& heap = order.heaps[c];
      if ((classes >> c & 1) == 0) continue;
      while (!heap.empty()) {
        const Entry& top = heap.front();
        if (best != nullptr && !(*best < top)) break;
        const std::size_t slot = queue.find(top.ready, top.number, top.position);
        if (slot != LongQueue::none && score_of(queue.at(slot)) == top.score) {
          first = slot;
          best = &top;
          break;
        }
        std::pop_heap(heap.begin(), heap.end());
        heap.pop_back();
      }
    }
    return first;
  }

  Scorer scorer_;
  std::vector<Order> orders_;  ///< by group
};

}  // namespace takt
