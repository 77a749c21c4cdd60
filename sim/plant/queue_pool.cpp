#include "sim/plant/queue_pool.hpp"

#include <algorithm>
#include <cstring>

namespace takt {

/// Moves the shorter side.
void QueuePool::close_gap(Stretch& s, std::size_t index) {
  Candidate* first = entries_.data() + s.first + s.head;
  if (index < s.size / 2) {
    std::memmove(first + 1, first, index * sizeof(Candidate));
    ++s.head;
  } else {
    std::memmove(first + index, first + index + 1, (s.size - index - 1) * sizeof(Candidate));
  }
}

void QueuePool::make_room(Stretch& s) {
  if (s.head > s.capacity / 4) {
    Candidate* stretch = entries_.data() + s.first;
    std::memmove(stretch, stretch + s.head, s.size * sizeof(Candidate));
    s.head = 0;
    return;
  }
  const std::uint32_t capacity = std::max<std::uint32_t>(4, s.capacity + s.capacity / 2);
  if (s.first + s.capacity == entries_.size()) {
    // The last stretch just grows: a single long queue leaves nothing behind.
    entries_.resize(s.first + capacity);
    s.capacity = capacity;
    return;
  }
  abandoned_ += s.capacity;
  const std::size_t old = s.first + s.head;
  const std::size_t fresh = entries_.size();
  entries_.resize(fresh + capacity);
  std::copy_n(entries_.begin() + static_cast<std::ptrdiff_t>(old), s.size,
              entries_.begin() + static_cast<std::ptrdiff_t>(fresh));
  s.first = fresh;
  s.head = 0;
  s.capacity = capacity;
  if (abandoned_ > 1024 && abandoned_ > entries_.size() / 2) compact();
}

void QueuePool::compact() {
  std::vector<Candidate> kept;
  kept.reserve(entries_.size() - abandoned_);
  for (Stretch& s : queues_) {
    const auto from = entries_.begin() + static_cast<std::ptrdiff_t>(s.first);
    s.first = kept.size();
    kept.insert(kept.end(), from, from + s.capacity);
  }
  entries_ = std::move(kept);
  abandoned_ = 0;
}

}  // namespace takt
