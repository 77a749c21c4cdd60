#pragma once

#include <cassert>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/agent.hpp"

namespace takt {

/// The queues of all groups in one flat vector: each owns a stretch of it, and moves to a larger one at the
/// end when it is full. Copying the pool copies memory. Entries stand in the order (ready, job number,
/// position).
class QueuePool {
 public:
  explicit QueuePool(std::size_t queues = 0) : queues_(queues) {}

  std::span<const Candidate> queue(Index q) const {
    const Stretch& s = at(queues_, q);
    return {entries_.data() + s.first + s.head, s.size};
  }
  /// Brings the first entry of a queue near, for a machine that will ask for it soon.
  void prefetch(Index q) const {
    const Stretch& s = at(queues_, q);
    const Candidate* front = entries_.data() + s.first + s.head;
    __builtin_prefetch(front);
    __builtin_prefetch(&front->mode);  // it may lie across two cache lines
  }
  bool empty(Index q) const { return at(queues_, q).size == 0; }

  /// Puts an entry at its place in the order. Inlined: what was just written is not read back.
  [[gnu::always_inline]] void insert(Index q, const Candidate& entry) {
    Stretch& s = at(queues_, q);
    if (s.head + s.size == s.capacity) make_room(s);
    Candidate* it = entries_.data() + s.first + s.head + s.size;
    // Entries come in order of time, so only those of the same instant ever move; for the others the queue's
    // end need not be read.
    if (entry.ready <= s.newest) {
      for (std::uint32_t left = s.size; left > 0 && comes_before(entry, it[-1]); --left, --it) *it = it[-1];
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
    if (index > 0) {
      close_gap(s, index);
    } else {
      ++s.head;
    }
    if (--s.size == 0) s.head = 0;
  }

  std::size_t bytes() const { return entries_.size() * sizeof(Candidate) + queues_.size() * sizeof(Stretch); }

 private:
  struct Stretch {
    std::size_t first = 0;   ///< of the stretch, in entries_
    std::uint32_t head = 0;  ///< of the queue, in the stretch
    std::uint32_t size = 0;
    std::uint32_t capacity = 0;
    Time newest = -1;  ///< ready of the latest entry that ever came
  };
  static bool comes_before(const Candidate& x, const Candidate& y) {
    if (x.ready != y.ready) return x.ready < y.ready;
    return x.number != y.number ? x.number < y.number : x.position < y.position;
  }
  void close_gap(Stretch& s, std::size_t index);
  void make_room(Stretch& s);
  void compact();

  std::vector<Candidate> entries_;
  std::vector<Stretch> queues_;
  std::size_t abandoned_ = 0;  ///< entries in stretches that were left behind
};

}  // namespace takt
