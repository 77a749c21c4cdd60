#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/plant/activity.hpp"

namespace takt {

/// Endings to come, least first by (time, kind, entity): a binary heap of 16-byte entries. A cancelled ending
/// stays inside and is passed over when it comes up: each (kind, entity) counts its generations, and only the
/// newest lives.
///
/// Most of the time one ending leads to one new activity, so the place of the ending that was taken last is
/// kept open at the root for the next push: one way down the heap for the two instead of a way down and a way
/// up.
class EndingHeap {
 public:
  EndingHeap() {
    for (std::uint32_t kind = 0; kind < activity_kinds; ++kind) first_slot_[kind] = kind * smallest;
    first_slot_[activity_kinds] = activity_kinds * smallest;
    generation_.assign(std::size_t{activity_kinds} * smallest, 0);
  }

  void push(Time end, ActivityKind kind, std::uint32_t entity) {
    if (slot_of(kind, entity) >= first_slot_[static_cast<std::uint32_t>(kind) + 1]) make_room(kind, entity);
    const Entry entry{end, key_of(kind, entity) | ++generation_[slot_of(kind, entity)]};
    if (root_open_) {
      root_open_ = false;
      sift_down(entry);
      return;
    }
    heap_.push_back(entry);
    std::size_t at = heap_.size() - 1;
    for (; at > 0 && entry.before(heap_[(at - 1) / 2]); at = (at - 1) / 2) heap_[at] = heap_[(at - 1) / 2];
    heap_[at] = entry;
  }

  void cancel(ActivityKind kind, std::uint32_t entity) { ++generation_[slot_of(kind, entity)]; }

  /// When the next live ending comes. False when none is left.
  bool next(Time& end) {
    for (;;) {
      close_root();
      if (heap_.empty()) return false;
      if (is_live(heap_.front())) {
        end = heap_.front().end;
        return true;
      }
      root_open_ = true;
    }
  }

  /// Every live ending, in no order, as an activity with what is left of it at `now`.
  std::vector<Activity> under_way(Time now) const {
    std::vector<Activity> all;
    for (std::size_t i = root_open_ ? 1 : 0; i < heap_.size(); ++i) {
      const Entry& entry = heap_[i];
      if (is_live(entry)) all.push_back({entry.end - now, entry.kind(), entry.entity()});
    }
    return all;
  }

  /// Takes out all live endings of the earliest instant that has one, in canonical order; none when none is
  /// left. They stand until the next time.
  std::span<const Activity> pop_instant(Time& now) {
    if (!several_.empty()) several_.clear();
    for (;;) {
      close_root();
      if (heap_.empty()) return {};
      const Entry entry = heap_.front();
      root_open_ = true;
      if (!is_live(entry)) continue;
      now = entry.end;
      one_ = {0, entry.kind(), entry.entity()};
      break;
    }
    // The open root waits for the next push unless something else may end now: that would lie right below it.
    if (!below_root_at(now)) return {&one_, 1};
    several_.push_back(one_);
    while (below_root_at(now)) {
      close_root();
      const Entry entry = heap_.front();
      root_open_ = true;
      if (is_live(entry)) several_.push_back({0, entry.kind(), entry.entity()});
    }
    return several_;
  }

 private:
  static constexpr int entity_shift = 32;
  static constexpr int kind_shift = 59;
  static constexpr std::uint32_t entity_mask = (1U << (kind_shift - entity_shift)) - 1;
  static constexpr std::uint32_t smallest = 8;  ///< entities of a kind for which there is room at first

  struct Entry {
    Time end;
    std::uint64_t key;  ///< kind, entity, generation from the highest bits down

    bool before(const Entry& other) const { return packed() < other.packed(); }
    ActivityKind kind() const { return static_cast<ActivityKind>(key >> kind_shift); }
    std::uint32_t entity() const { return static_cast<std::uint32_t>(key >> entity_shift) & entity_mask; }

   private:
    __extension__ using Wide = unsigned __int128;
    Wide packed() const { return static_cast<Wide>(static_cast<std::uint64_t>(end)) << 64 | key; }
  };

  std::uint32_t slot_of(ActivityKind kind, std::uint32_t entity) const {
    return first_slot_[static_cast<std::uint32_t>(kind)] + entity;
  }
  static std::uint64_t key_of(ActivityKind kind, std::uint32_t entity) {
    return static_cast<std::uint64_t>(kind) << kind_shift | static_cast<std::uint64_t>(entity)
                                                                << entity_shift;
  }

  bool is_live(const Entry& entry) const {
    return generation_[slot_of(entry.kind(), entry.entity())] == static_cast<std::uint32_t>(entry.key);
  }

  /// Widens the generations of a kind, at least twofold, so that an entity has its own.
  void make_room(ActivityKind kind, std::uint32_t entity) {
    assert(entity <= entity_mask);
    const auto k = static_cast<std::uint32_t>(kind);
    const std::uint32_t had = first_slot_[k + 1] - first_slot_[k];
    const std::uint32_t more = std::max(entity + 1, 2 * had) - had;
    generation_.insert(generation_.begin() + static_cast<std::ptrdiff_t>(first_slot_[k + 1]), more, 0);
    for (std::uint32_t later = k + 1; later <= activity_kinds; ++later) first_slot_[later] += more;
  }

  /// Puts an entry where it belongs below the open root.
  void sift_down(const Entry& entry) {
    const std::size_t size = heap_.size();
    std::size_t at = 0;
    for (std::size_t child = 1; child < size; child = 2 * at + 1) {
      child += static_cast<std::size_t>(child + 1 < size && heap_[child + 1].before(heap_[child]));
      if (!heap_[child].before(entry)) break;
      heap_[at] = heap_[child];
      at = child;
    }
    heap_[at] = entry;
  }

  bool below_root_at(Time now) const {
    return (heap_.size() > 1 && heap_[1].end == now) || (heap_.size() > 2 && heap_[2].end == now);
  }

  void close_root() {
    if (!root_open_) return;
    root_open_ = false;
    const Entry last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sift_down(last);
  }

  std::vector<Entry> heap_;
  bool root_open_ = false;
  Activity one_;                   ///< what ended last, if it was one
  std::vector<Activity> several_;  ///< what ended last, if it was more
  std::vector<std::uint32_t> generation_;
  std::array<std::uint32_t, activity_kinds + 1> first_slot_{};  ///< of each kind in generation_, and the end
};

}  // namespace takt
