#include "sim/plant/long_queue.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace takt {

namespace {

/// Calls f(class) for each class of the set.
template <class F>
void for_each_class(std::uint64_t classes, F f) {
  for (; classes != 0; classes &= classes - 1) f(static_cast<std::size_t>(std::countr_zero(classes)));
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9e3779b97f4a7c15U;
  return hash ^ hash >> 32U;
}

std::uint64_t pair_of(std::uint32_t high, std::uint32_t low) {
  return static_cast<std::uint64_t>(high) << 32U | low;
}

std::uint64_t stamp_of(std::uint64_t stamp, const Candidate& c, bool joined) {
  stamp = mixed(stamp + (joined ? 1 : 2), static_cast<std::uint64_t>(c.ready));
  stamp = mixed(stamp, static_cast<std::uint64_t>(c.processing_time));
  stamp = mixed(stamp, pair_of(c.number, static_cast<std::uint32_t>(c.job)));
  stamp = mixed(stamp, pair_of(static_cast<std::uint32_t>(c.step), static_cast<std::uint32_t>(c.mode)));
  return mixed(stamp, pair_of(c.position, c.family_plus1));
}

}  // namespace

LongQueue::LongQueue(std::span<const Candidate> entries, const std::uint8_t* class_of_mode, int classes)
    : entries_(entries.begin(), entries.end()),
      size_(entries.size()),
      class_of_mode_(class_of_mode),
      classes_(classes),
      newcomers_(static_cast<std::size_t>(classes)) {
  assert(classes >= 1 && classes <= most_classes);
  for (const Candidate& entry : entries_) stamp_ = stamp_of(stamp_, entry, true);
  first_stamp_ = stamp_;
  count_anew();
  for (int c = 0; c < classes_ && class_of_mode_ != nullptr; ++c) all_are_new(c);
}

void LongQueue::close_gaps() {
  std::size_t kept = 0;
  for (std::size_t slot = next(0, every_class); slot != none; slot = next(slot + 1, every_class))
    entries_[kept++] = entries_[slot];
  entries_.resize(kept);
  count_anew();
}

/// All entries wait; there is room for half as many again.
void LongQueue::count_anew() {
  words_ = (entries_.size() + entries_.size() / 2) / 64 + 1;
  waits_.assign(static_cast<std::size_t>(classes_) * words_, 0);
  for (std::size_t slot = 0; slot < entries_.size(); ++slot)
    waits_[word(class_of(entries_[slot]), slot)] |= std::uint64_t{1} << slot % 64;
  counts_.assign(waits_.size(), 0);
  for (std::size_t c = 0; c < static_cast<std::size_t>(classes_); ++c) {
    std::uint32_t* const tree = counts_.data() + c * words_;  // node i + 1 at i
    for (std::size_t i = 0; i < words_; ++i) {
      tree[i] += static_cast<std::uint32_t>(std::popcount(waits_[c * words_ + i]));
      const std::size_t above = i + ((i + 1) & ~i);  // its number and its lowest bit
      if (above < words_) tree[above] += tree[i];
    }
  }
}

void LongQueue::set(int c, std::size_t slot) {
  waits_[word(c, slot)] |= std::uint64_t{1} << slot % 64;
  std::uint32_t* const tree = counts_.data() + static_cast<std::size_t>(c) * words_;
  for (std::size_t i = slot / 64 + 1; i <= words_; i += i & (~i + 1)) ++tree[i - 1];
}

void LongQueue::clear(int c, std::size_t slot) {
  waits_[word(c, slot)] &= ~(std::uint64_t{1} << slot % 64);
  std::uint32_t* const tree = counts_.data() + static_cast<std::size_t>(c) * words_;
  for (std::size_t i = slot / 64 + 1; i <= words_; i += i & (~i + 1)) --tree[i - 1];
}

/// The class of who waits there; -1: a gap.
int LongQueue::waiting_class(std::size_t slot) const {
  const int c = class_of(entries_[slot]);
  return (waits_[word(c, slot)] >> slot % 64 & 1) != 0 ? c : -1;
}

std::size_t LongQueue::count(std::uint64_t classes) const {
  return rank(words_ * 64, classes);
}

std::size_t LongQueue::rank(std::size_t slot, std::uint64_t classes) const {
  classes &= all_classes();
  std::size_t before = 0;
  for_each_class(classes, [&](std::size_t c) {
    const std::uint32_t* const tree = counts_.data() + c * words_;
    for (std::size_t i = slot / 64; i > 0; i &= i - 1) before += tree[i - 1];
    if (slot % 64 != 0)
      before += static_cast<std::size_t>(
          std::popcount(waits_[c * words_ + slot / 64] & ((std::uint64_t{1} << slot % 64) - 1)));
  });
  return before;
}

std::size_t LongQueue::select(std::size_t i, std::uint64_t classes) const {
  classes &= all_classes();
  std::size_t at = 0;  // words before the one it is in
  for (std::size_t step = std::bit_floor(words_); step > 0; step /= 2) {
    if (at + step > words_) continue;
    std::size_t inside = 0;
    for_each_class(classes, [&](std::size_t c) { inside += counts_[c * words_ + at + step - 1]; });
    if (inside > i) continue;
    i -= inside;
    at += step;
  }
  assert(at < words_);
  std::uint64_t bits = 0;
  for_each_class(classes, [&](std::size_t c) { bits |= waits_[c * words_ + at]; });
  for (; i > 0; --i) bits &= bits - 1;
  return 64 * at + static_cast<std::size_t>(std::countr_zero(bits));
}

std::size_t LongQueue::next(std::size_t slot, std::uint64_t classes) const {
  classes &= all_classes();
  std::uint64_t from = ~std::uint64_t{0} << slot % 64;
  for (std::size_t w = slot / 64; w < words_; ++w) {
    std::uint64_t bits = 0;
    for_each_class(classes, [&](std::size_t c) { bits |= waits_[c * words_ + w]; });
    bits &= from;
    if (bits != 0) return 64 * w + static_cast<std::size_t>(std::countr_zero(bits));
    from = ~std::uint64_t{0};
  }
  return none;
}

std::size_t LongQueue::find(Time ready, std::uint32_t number, std::uint16_t position) const {
  const Candidate key{.ready = ready, .number = number, .position = position};
  auto at = std::lower_bound(entries_.begin(), entries_.end(), key, precedes);
  // One that left may have joined again within the instant.
  for (; at != entries_.end() && !precedes(key, *at); ++at) {
    const auto slot = static_cast<std::size_t>(at - entries_.begin());
    if (waiting_class(slot) >= 0) return slot;
  }
  return none;
}

void LongQueue::insert(const Candidate& entry) {
  if (entries_.size() == 64 * words_) close_gaps();
  const auto place = [&] { return std::upper_bound(entries_.begin(), entries_.end(), entry, precedes); };
  const int c = class_of(entry);
  auto at = place();
  if (entries_.end() - at > 256) {
    close_gaps();
    entries_.insert(place(), entry);
    ++size_;
    count_anew();
  } else {
    // Mostly it comes last. Else those behind move up, gaps as well.
    auto slot = entries_.size();
    const auto first = static_cast<std::size_t>(at - entries_.begin());
    entries_.push_back(entry);
    for (; slot > first; --slot) {
      const int moved = waiting_class(slot - 1);
      entries_[slot] = entries_[slot - 1];
      if (moved < 0) continue;
      clear(moved, slot - 1);
      set(moved, slot);
    }
    entries_[first] = entry;
    set(c, first);
    ++size_;
  }
  if (class_of_mode_ != nullptr) {
    std::vector<Index>& fresh = newcomers_[static_cast<std::size_t>(c)];
    if (fresh.size() > 2 * size_) {
      all_are_new(c);
    } else {
      fresh.push_back(entry.job);
    }
  }
  note(entry, true);
}

/// Leaves out of the newcomers who has gone.
void LongQueue::all_are_new(int c) {
  std::vector<Index>& fresh = newcomers_[static_cast<std::size_t>(c)];
  fresh.clear();
  const std::uint64_t of_class = std::uint64_t{1} << c;
  for (std::size_t slot = next(0, of_class); slot != none; slot = next(slot + 1, of_class))
    fresh.push_back(entries_[slot].job);
}

void LongQueue::erase(std::size_t slot) {
  const int c = waiting_class(slot);
  assert(c >= 0);
  clear(c, slot);
  --size_;
  note(entries_[slot], false);
  if (entries_.size() > 2 * size_ + 64) close_gaps();
}

void LongQueue::note(const Candidate& entry, bool joined) {
  stamp_ = stamp_of(stamp_, entry, joined);
  if (journal_.size() > std::max<std::size_t>(64, size_ / 4)) {
    const std::size_t half = journal_.size() / 2;
    first_stamp_ = journal_[half - 1].stamp;
    journal_.erase(journal_.begin(), journal_.begin() + static_cast<std::ptrdiff_t>(half));
    first_change_ += half;
  }
  journal_.push_back({entry, joined, stamp_});
}

std::optional<std::span<const LongQueue::Change>> LongQueue::since(const Point& point) const {
  if (point.change > now().change || point.change < first_change_) return std::nullopt;
  const std::size_t known = point.change - first_change_;
  if ((known == 0 ? first_stamp_ : journal_[known - 1].stamp) != point.stamp) return std::nullopt;
  return std::span(journal_).subspan(known);
}

std::size_t LongQueue::bytes() const {
  std::size_t jobs = 0;
  for (const std::vector<Index>& fresh : newcomers_) jobs += fresh.size();
  return sizeof(LongQueue) + entries_.size() * sizeof(Candidate) + waits_.size() * sizeof(std::uint64_t) +
         counts_.size() * sizeof(std::uint32_t) + jobs * sizeof(Index) + journal_.size() * sizeof(Change);
}

Candidates::Candidates(const LongQueue& queue, std::uint64_t classes, const Candidate* wait)
    : row_(wait), queue_(&queue), classes_(classes) {
  size_ =
      (classes == LongQueue::every_class ? queue.size() : queue.count(classes)) + (wait != nullptr ? 1 : 0);
}

std::span<const Candidate> Candidates::in_a_row(std::vector<Candidate>& room) const {
  if (queue_ == nullptr) return {row_, size_};
  room.assign(begin(), end());
  return room;
}

const Candidate& Candidates::of_queue(std::size_t i) const {
  if (row_ != nullptr && i + 1 == size_) return *row_;
  return queue_->at(queue_->select(i, classes_));
}

const Candidate* Candidates::after(const Candidate* candidate) const {
  if (candidate == row_) return nullptr;
  const std::size_t slot = queue_->next(queue_->slot_of(candidate) + 1, classes_);
  return slot == LongQueue::none ? row_ : &queue_->at(slot);
}

}  // namespace takt
