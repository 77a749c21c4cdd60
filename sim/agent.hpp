#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "sim/model/random.hpp"
#include "sim/model/scenario.hpp"
#include "sim/vocabulary/decision_kinds.hpp"

namespace takt {

class LongQueue;
class Plant;

/// One thing that may be chosen. For a route decision `mode` tells the machine group that would be used; what
/// `option` means depends on the kind of decision (see decision_table).
struct Candidate {
  Time ready = 0;            ///< since when the operation has waited
  Time processing_time = 0;  ///< as far as known now (see TimesKnown), at the speed of the group
  std::uint32_t number = 0;  ///< the job's number: ties are broken by the lowest
  Index job = -1;  ///< slot for Plant::job(); -1: no job (the wait candidate, an order quantity ...)
  std::uint16_t position = 0;      ///< how many operations of the job are done
  std::uint16_t family_plus1 = 0;  ///< setup family + 1; 0: none
  Index step = -1;                 ///< Scenario::steps
  Index mode = -1;                 ///< Scenario::modes
  Index option = -1;

  bool is_wait() const { return job < 0 && option < 0; }
  Index family() const { return static_cast<Index>(family_plus1) - 1; }
};

/// Candidates in their order, as a view of where they wait: mostly of a row in memory, and then as quick as a
/// span. Of a queue that has grown long it shows those that can start: elements come at log n each, and all
/// of them by range-for at the cost of a pass.
class Candidates {
 public:
  Candidates() = default;
  Candidates(std::span<const Candidate> row) : row_(row.data()), size_(row.size()) {}
  Candidates(const std::vector<Candidate>& row) : row_(row.data()), size_(row.size()) {}
  /// Those of a long queue that are of one of the classes, a bit each; `wait` comes last unless it is null.
  Candidates(const LongQueue& queue, std::uint64_t classes, const Candidate* wait = nullptr);

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const Candidate& operator[](std::size_t i) const { return queue_ == nullptr ? row_[i] : of_queue(i); }
  const Candidate& front() const { return (*this)[0]; }
  const Candidate& back() const { return (*this)[size_ - 1]; }

  /// The first of the row; null where the candidates do not stand in one.
  const Candidate* row() const { return queue_ == nullptr ? row_ : nullptr; }
  /// As one row: the row itself, or a copy in `room`.
  std::span<const Candidate> in_a_row(std::vector<Candidate>& room) const;

  /// The long queue that they are of, or null, and the classes that are shown of it.
  const LongQueue* long_queue() const { return queue_; }
  std::uint64_t classes() const { return classes_; }

  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Candidate;
    using difference_type = std::ptrdiff_t;
    using pointer = const Candidate*;
    using reference = const Candidate&;

    Iterator() = default;
    Iterator(const Candidate* at, const Candidates* of) : at_(at), of_(of) {}
    reference operator*() const { return *at_; }
    pointer operator->() const { return at_; }
    Iterator& operator++() {
      at_ = of_ == nullptr ? at_ + 1 : of_->after(at_);
      return *this;
    }
    Iterator operator++(int) {
      const Iterator was = *this;
      ++*this;
      return was;
    }
    friend bool operator==(const Iterator& x, const Iterator& y) { return x.at_ == y.at_; }

   private:
    const Candidate* at_ = nullptr;
    const Candidates* of_ = nullptr;  ///< null: they stand in a row
  };
  Iterator begin() const {
    if (queue_ == nullptr) return {row_, nullptr};
    return {size_ == 0 ? nullptr : &of_queue(0), this};
  }
  Iterator end() const {
    if (queue_ == nullptr) return {row_ + size_, nullptr};
    return {nullptr, this};
  }

 private:
  const Candidate& of_queue(std::size_t i) const;
  const Candidate* after(const Candidate* candidate) const;

  const Candidate* row_ = nullptr;  ///< of a long queue: the wait candidate
  std::size_t size_ = 0;
  const LongQueue* queue_ = nullptr;
  std::uint64_t classes_ = 0;
};

/// "One of the candidates, please." Candidates stand in the order (ready, job number, position); for a route
/// decision in the order of the modes. A wait candidate, where the scenario allows one, is last.
struct Decision {
  DecisionKind kind = DecisionKind::dispatch;
  Time now = 0;
  Index machine = -1;            ///< dispatch: the idle machine; route: -1
  Index group = -1;              ///< dispatch: its group; route: -1
  Candidates candidates;         ///< never empty; valid until the decision is resolved
  const Plant* plant = nullptr;  ///< the shop as it is now, for reading
  Index entity = -1;             ///< other kinds than dispatch and route: who is concerned
  int fallback = -1;             ///< index of what the scenario's own policy would choose; -1: it has none
};

/// What an agent that ranks jobs answers when the candidates are none: what the scenario's policy would
/// choose.
inline int without_jobs(const Decision& decision) {
  return decision.fallback >= 0 ? decision.fallback : 0;
}

/// Makes the choices of one run at a time. For what answers many runs at once see agents/policy.hpp.
class Agent {
 public:
  virtual ~Agent() = default;

  /// Called once before the first decision of each run. Forget the last run; keep what was learned.
  virtual void begin(const Scenario& /*scenario*/, Seed /*seed*/) {}

  /// Called at every decision; returns an index into decision.candidates. Must depend on nothing but the
  /// decision, the plant it points to, the seed given to begin() and earlier decisions of this run. Throws
  /// Error(agent).
  virtual int decide(const Decision& decision) = 0;
};

}  // namespace takt
