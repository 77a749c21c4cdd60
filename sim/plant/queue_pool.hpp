#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/agent.hpp"
#include "sim/model/resource_model.hpp"
#include "sim/plant/long_queue.hpp"

namespace takt {

/// The queues of all groups in one flat vector: each owns a stretch of it, and moves to a larger one at the
/// end when it is full. Copying the pool copies memory. Entries stand in the order (ready, job number,
/// position). A queue from whose middle somebody leaves while it is long becomes a LongQueue until it is
/// short again.
class QueuePool {
 public:
  /// `classes`: of the needs of operations, where queues are those of groups; must outlive the pool.
  explicit QueuePool(std::size_t queues = 0, const NeedClasses* classes = nullptr)
      : queues_(queues), classes_(classes) {}

  [[gnu::always_inline]] Candidates queue(Index q) const {
    const Stretch& s = at(queues_, q);
    if (s.long_queue >= 0) [[unlikely]]
      return {at(long_, s.long_queue), LongQueue::every_class};
    return std::span<const Candidate>{entries_.data() + s.first + s.head, s.size};
  }
  /// The entry at this index of queue(q).
  [[gnu::always_inline]] const Candidate& entry(Index q, std::size_t index) const {
    const Stretch& s = at(queues_, q);
    if (s.long_queue >= 0) [[unlikely]]
      return queue(q)[index];
    return entries_[s.first + s.head + index];
  }
  /// Brings the first entry of a queue near, for a machine that will ask for it soon.
  void prefetch(Index q) const {
    const Stretch& s = at(queues_, q);
    const Candidate* front = entries_.data() + s.first + s.head;
    __builtin_prefetch(front);
    __builtin_prefetch(&front->mode);  // it may lie across two cache lines
  }
  bool empty(Index q) const { return at(queues_, q).size == 0; }
  std::size_t size(Index q) const { return at(queues_, q).size; }

  /// The queue as a long one, which it becomes if it has grown to be one; else null.
  LongQueue* make_long(Index q) {
    Stretch& s = at(queues_, q);
    if (s.long_queue < 0) {
      if (s.size < long_size) return nullptr;
      lengthen(s);
    }
    return &at(long_, s.long_queue);
  }

  /// Puts an entry at its place in the order. Inlined: what was just written is not read back.
  [[gnu::always_inline]] void insert(Index q, const Candidate& entry) {
    Stretch& s = at(queues_, q);
    if (s.head + s.size == s.capacity) {
      if (s.long_queue >= 0) {
        insert_long(s, entry);
        return;
      }
      make_room(s);
    }
    Candidate* it = entries_.data() + s.first + s.head + s.size;
    // Entries come in order of time, so only those of the same instant ever move; for the others the queue's
    // end need not be read.
    if (entry.ready <= s.newest) {
      for (std::uint32_t left = s.size; left > 0 && LongQueue::precedes(entry, it[-1]); --left, --it)
        *it = it[-1];
    } else {
      s.newest = entry.ready;
    }
    *it = entry;
    ++s.size;
  }

  /// Takes out the entry at this index of queue(q).
  void remove(Index q, std::size_t index) {
    Stretch& s = at(queues_, q);
    assert(index < s.size);
    if (index > 0 || s.long_queue >= 0) {
      remove_inside(s, index);
      return;
    }
    ++s.head;
    if (--s.size == 0) s.head = 0;
  }

  std::size_t bytes() const;

 private:
  static constexpr std::uint32_t long_size = 256, short_size = 64;

  struct Stretch {
    std::size_t first = 0;   ///< of the stretch, in entries_
    std::uint32_t head = 0;  ///< of the queue, in the stretch
    std::uint32_t size = 0;
    std::uint32_t capacity = 0;
    Index long_queue = -1;  ///< where it is while it is long: then the stretch has head + size == capacity
    Time newest = -1;       ///< ready of the latest entry that ever came
  };
  void remove_inside(Stretch& s, std::size_t index);
  void insert_long(Stretch& s, const Candidate& entry);
  void lengthen(Stretch& s);
  void shorten(Stretch& s);
  void make_room(Stretch& s);
  void compact();

  std::vector<Candidate> entries_;
  std::vector<Stretch> queues_;
  std::vector<LongQueue> long_;
  const NeedClasses* classes_;
  std::size_t abandoned_ = 0;  ///< entries in stretches that were left behind
};

}  // namespace takt
