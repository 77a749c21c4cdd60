#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/agent.hpp"

namespace takt {

/// A queue of many operations in the order (ready, job number, position). Who leaves only leaves a gap
/// behind, and counts over bitmaps find the i-th of those who wait: each change and each look-up costs log n,
/// wherever in the queue.
///
/// Its operations are of up to 64 classes (see ResourceModel::need_class), and whoever looks may look at some
/// of the classes only: `classes` is a set of them, a bit each.
///
/// It keeps a journal of its last changes, so that an index that somebody keeps of it can follow. A value: a
/// copy goes its own way from there.
class LongQueue {
 public:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  static constexpr std::uint64_t every_class = ~std::uint64_t{0};
  static constexpr int most_classes = 64;

  /// The order of queues.
  static bool precedes(const Candidate& x, const Candidate& y) {
    if (x.ready != y.ready) return x.ready < y.ready;
    return x.number != y.number ? x.number < y.number : x.position < y.position;
  }

  /// Takes over the entries of a queue. `class_of_mode`: by Scenario::modes, must outlive the queue; null:
  /// all are of class 0.
  LongQueue(std::span<const Candidate> entries, const std::uint8_t* class_of_mode, int classes);

  std::size_t size() const { return size_; }
  std::size_t count(std::uint64_t classes) const;
  int classes() const { return classes_; }
  int class_of(const Candidate& entry) const {
    return class_of_mode_ == nullptr ? 0 : class_of_mode_[static_cast<std::size_t>(entry.mode)];
  }

  const Candidate& at(std::size_t slot) const { return entries_[slot]; }
  std::size_t slot_of(const Candidate* entry) const {
    return static_cast<std::size_t>(entry - entries_.data());
  }
  /// The slot of the i-th that waits, of these classes.
  std::size_t select(std::size_t i, std::uint64_t classes) const;
  /// How many of these classes wait before the slot.
  std::size_t rank(std::size_t slot, std::uint64_t classes) const;
  /// The first slot from `slot` on of one that waits, of these classes, or none.
  std::size_t next(std::size_t slot, std::uint64_t classes) const;
  /// The slot of the one that waits there by that name, or none.
  std::size_t find(Time ready, std::uint32_t number, std::uint16_t position) const;

  void insert(const Candidate& entry);
  void erase(std::size_t slot);

  /// Who has joined a class since this was emptied, and may have left again: job slots. Only of queues that
  /// have classes.
  std::vector<Index>& newcomers(int c) { return newcomers_[static_cast<std::size_t>(c)]; }

  struct Change {
    Candidate entry;
    bool joined = false;
    std::uint64_t stamp = 0;  ///< after it
  };
  /// A point in the life of the queue. The stamp is a hash of all that led to it.
  struct Point {
    std::uint64_t change = 0;  ///< how many there were
    std::uint64_t stamp = 0;
  };
  Point now() const { return {first_change_ + journal_.size(), stamp_}; }
  /// What has changed since then; nullopt: the journal does not reach back so far, or this queue never was at
  /// that point.
  std::optional<std::span<const Change>> since(const Point& point) const;

  std::size_t bytes() const;

 private:
  std::size_t word(int c, std::size_t slot) const { return static_cast<std::size_t>(c) * words_ + slot / 64; }
  void set(int c, std::size_t slot);
  void clear(int c, std::size_t slot);
  int waiting_class(std::size_t slot) const;
  void close_gaps();
  void count_anew();
  void all_are_new(int c);
  void note(const Candidate& entry, bool joined);
  std::uint64_t all_classes() const { return every_class >> (most_classes - classes_); }

  std::vector<Candidate> entries_;  ///< with gaps: those who left
  std::size_t size_ = 0;            ///< who waits
  const std::uint8_t* class_of_mode_;
  int classes_;
  std::size_t words_ = 0;              ///< 64 slots each, for each class
  std::vector<std::uint64_t> waits_;   ///< bits: who waits, class by class
  std::vector<std::uint32_t> counts_;  ///< a Fenwick tree over the words of each class
  std::vector<std::vector<Index>> newcomers_;
  std::vector<Change> journal_;
  std::uint64_t first_change_ = 0;  ///< changes before those in the journal
  std::uint64_t first_stamp_ = 0;   ///< before those in the journal
  std::uint64_t stamp_ = 0;
};

}  // namespace takt
