#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <vector>

#include "sim/plant/activity.hpp"

namespace takt {

/// Endings to come, least first by (time, kind, entity). A cancelled one stays inside and is passed over when
/// it comes up: each (kind, entity) counts its generations, and only the newest is alive.
class EndingHeap {
 public:
  explicit EndingHeap(const Scenario& scenario) {
    std::uint32_t slots = 0;
    for (std::uint32_t kind = 0; kind < activity_kinds; ++kind) {
      first_slot_[kind] = slots;
      slots += entity_count(scenario, static_cast<ActivityKind>(kind));
    }
    generation_.assign(slots, 0);
  }

  void push(Time end, ActivityKind kind, std::uint32_t entity) {
    const std::uint32_t slot = slot_of(kind, entity);
    heap_.push_back({end, slot, ++generation_[slot]});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }

  void cancel(ActivityKind kind, std::uint32_t entity) { ++generation_[slot_of(kind, entity)]; }

  /// Takes out all live endings of the earliest instant that has one, in canonical order. False when none is
  /// left.
  bool pop_instant(Time& now, std::vector<Activity>& ended) {
    ended.clear();
    while (!heap_.empty() && (ended.empty() || heap_.front().end == now)) {
      const Entry entry = heap_.front();
      std::pop_heap(heap_.begin(), heap_.end(), later);
      heap_.pop_back();
      if (generation_[entry.slot] != entry.generation) continue;
      now = entry.end;
      ended.push_back(activity_of(entry.slot));
    }
    return !ended.empty();
  }

 private:
  struct Entry {
    Time end;
    std::uint32_t slot;  ///< ascending by kind, then entity
    std::uint32_t generation;
  };

  static bool later(const Entry& x, const Entry& y) {
    return x.end != y.end ? x.end > y.end : x.slot > y.slot;
  }

  std::uint32_t slot_of(ActivityKind kind, std::uint32_t entity) const {
    return first_slot_[static_cast<std::uint32_t>(kind)] + entity;
  }

  Activity activity_of(std::uint32_t slot) const {
    std::uint32_t kind = activity_kinds - 1;
    while (first_slot_[kind] > slot) --kind;
    // Kinds without entities share the first slot of the next one; the last such kind is the one that has it.
    return {0, static_cast<ActivityKind>(kind), slot - first_slot_[kind]};
  }

  std::vector<Entry> heap_;
  std::array<std::uint32_t, activity_kinds> first_slot_{};
  std::vector<std::uint32_t> generation_;
};

}  // namespace takt
