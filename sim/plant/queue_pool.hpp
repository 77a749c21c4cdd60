#pragma once

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
    const Stretch& s = queues_[static_cast<std::size_t>(q)];
    return {entries_.data() + s.first + s.head, s.size};
  }
  bool empty(Index q) const { return queues_[static_cast<std::size_t>(q)].size == 0; }

  /// Puts an entry at its place in the order.
  void insert(Index q, const Candidate& entry);

  /// Takes out the entry at this index of queue(q).
  void remove(Index q, std::size_t index);

  std::size_t bytes() const { return entries_.size() * sizeof(Candidate) + queues_.size() * sizeof(Stretch); }

 private:
  struct Stretch {
    std::size_t first = 0;   ///< of the stretch, in entries_
    std::uint32_t head = 0;  ///< of the queue, in the stretch
    std::uint32_t size = 0;
    std::uint32_t capacity = 0;
  };
  void make_room(Stretch& s);
  void compact();

  std::vector<Candidate> entries_;
  std::vector<Stretch> queues_;
  std::size_t abandoned_ = 0;  ///< entries in stretches that were left behind
};

}  // namespace takt
