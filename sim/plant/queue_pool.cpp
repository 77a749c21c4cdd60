#include "sim/plant/queue_pool.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace takt {

void QueuePool::remove_inside(Stretch& s, std::size_t index) {
  if (s.long_queue < 0 && s.size >= long_size) lengthen(s);
  if (s.long_queue >= 0) {
    LongQueue& queue = long_[static_cast<std::size_t>(s.long_queue)];
    queue.erase(queue.select(index, LongQueue::every_class));
    s.capacity = --s.size;
    if (s.size < short_size) shorten(s);
    return;
  }
  // Moves the shorter side.
  Candidate* first = entries_.data() + s.first + s.head;
  if (index < s.size / 2) {
    std::memmove(first + 1, first, index * sizeof(Candidate));
    ++s.head;
  } else {
    std::memmove(first + index, first + index + 1, (s.size - index - 1) * sizeof(Candidate));
  }
  --s.size;
}

void QueuePool::insert_long(Stretch& s, const Candidate& entry) {
  long_[static_cast<std::size_t>(s.long_queue)].insert(entry);
  s.newest = std::max(s.newest, entry.ready);
  s.capacity = ++s.size;
}

void QueuePool::lengthen(Stretch& s) {
  const std::span<const Candidate> entries(entries_.data() + s.first + s.head, s.size);
  const auto q = static_cast<std::size_t>(&s - queues_.data());
  const std::size_t classes = classes_ == nullptr || classes_->modes.empty() ? 0 : classes_->modes[q].size();
  long_.emplace_back(entries, classes > 0 ? classes_->of_mode.data() : nullptr,
                     std::max(1, static_cast<int>(classes)));
  s.long_queue = static_cast<Index>(long_.size()) - 1;
  abandoned_ += s.capacity;
  s.first = 0;
  s.head = 0;
  s.capacity = s.size;
  if (abandoned_ > 1024 && abandoned_ > entries_.size() / 2) compact();
}

void QueuePool::shorten(Stretch& s) {
  const LongQueue queue = std::move(long_[static_cast<std::size_t>(s.long_queue)]);
  for (Stretch& other : queues_)
    if (other.long_queue == static_cast<Index>(long_.size()) - 1) other.long_queue = s.long_queue;
  long_[static_cast<std::size_t>(s.long_queue)] = std::move(long_.back());
  long_.pop_back();
  s.long_queue = -1;
  s.first = entries_.size();
  entries_.resize(entries_.size() + s.size);
  Candidate* to = entries_.data() + s.first;
  for (const Candidate& entry : Candidates(queue, LongQueue::every_class)) *to++ = entry;
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
    if (s.long_queue >= 0) continue;
    const auto from = entries_.begin() + static_cast<std::ptrdiff_t>(s.first);
    s.first = kept.size();
    kept.insert(kept.end(), from, from + s.capacity);
  }
  entries_ = std::move(kept);
  abandoned_ = 0;
}

std::size_t QueuePool::bytes() const {
  std::size_t bytes = entries_.size() * sizeof(Candidate) + queues_.size() * sizeof(Stretch);
  for (const LongQueue& queue : long_) bytes += queue.bytes();
  return bytes;
}

}  // namespace takt
