#include "sim/plant/queue_pool.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <tuple>

namespace takt {

namespace {

bool comes_before(const Candidate& x, const Candidate& y) {
  if (x.ready != y.ready) return x.ready < y.ready;
  return std::tie(x.number, x.position) < std::tie(y.number, y.position);
}

}  // namespace

void QueuePool::insert(Index q, const Candidate& entry) {
  Stretch& s = queues_[static_cast<std::size_t>(q)];
  if (s.head + s.size == s.capacity) make_room(s);
  Candidate* first = entries_.data() + s.first + s.head;
  std::uint32_t at = s.size;
  // Entries come in order of time, so only those of the same instant ever move.
  for (; at > 0 && comes_before(entry, first[at - 1]); --at) first[at] = first[at - 1];
  first[at] = entry;
  ++s.size;
}

void QueuePool::remove(Index q, std::size_t index) {
  Stretch& s = queues_[static_cast<std::size_t>(q)];
  assert(index < s.size);
  Candidate* first = entries_.data() + s.first + s.head;
  if (index < s.size / 2) {
    std::memmove(first + 1, first, index * sizeof(Candidate));
    ++s.head;
  } else {
    std::memmove(first + index, first + index + 1, (s.size - index - 1) * sizeof(Candidate));
  }
  --s.size;
  if (s.size == 0) s.head = 0;
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
  s = {fresh, 0, s.size, capacity};
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
