#pragma once

#include <cstdint>
#include <vector>

#include "sim/model/scenario.hpp"
#include "sim/plant/queue_pool.hpp"

namespace takt {

/// The state of lines: who waits for a place, a card or room in a part store. Plain structs in flat vectors,
/// all empty where the scenario uses nothing of the kind.

/// A number over time, and its integral from the end of the warm-up on.
struct LevelOverTime {
  std::int64_t level = 0;
  Time since = 0;  ///< when it last changed
  double area = 0;

  void change(std::int64_t by, Time now, Time warm_up) {
    area = area_until(now, warm_up);
    since = now;
    level += by;
  }
  double area_until(Time now, Time warm_up) const {
    const Time from = since > warm_up ? since : warm_up;
    return now > from ? area + static_cast<double>(level) * static_cast<double>(now - from) : area;
  }
};

/// What lines keep of a job.
struct LineJob {
  enum Stage : std::uint32_t {
    free_to_go,
    yields,   ///< its machine has finished and holds parts that do not fit into their store
    becomes,  ///< it is finished and does not fit into the store of its part
    card,     ///< waits for a card
    place,    ///< waits for a place before a group
  };
  std::uint64_t cards = 0;  ///< bits: spans of its routing whose card it holds
  Index reserved = -1;      ///< the group in whose buffer it holds a place, though it is not in the queue
  Stage stage = free_to_go;
  Index behind = -1;                  ///< on a machine that is blocked: the next of those it keeps
  std::uint32_t kept = 0;             ///< its machine has finished it and keeps it
  std::uint32_t over = 0;             ///< it queues beside the places: see take_place and hand_over
  std::uint32_t wip_card = 0;         ///< it holds a card of its source's wip limit
  std::uint32_t started = 0;          ///< it has started an operation
  std::uint32_t deposits = 0;         ///< its entries in LineState::deposits
  std::uint32_t room_for_yields = 0;  ///< the parts that its operation yields have room reserved
  std::uint32_t room_for_itself = 0;  ///< and so has the part that it becomes
};

/// Before a group.
struct LinePlace {
  std::int64_t reserved = 0;  ///< places of jobs that are not in the queue
  LevelOverTime content;      ///< jobs in the queue
  double chose_to_wait = 0;   ///< machine time after the warm-up that an agent left unused
};

struct CardState {
  std::int64_t free = 0;
  Index source = -1;  ///< of a wip limit
  LevelOverTime in_use;
  LevelOverTime waiting;  ///< jobs
};

struct StoreState {
  LevelOverTime stock;
  std::int64_t reserved = 0;  ///< room promised to operations under way
  std::int64_t offered = 0;   ///< parts on machines that wait for room
  std::int64_t stored = 0, taken = 0;
};

/// Parts on a machine that wait for room in their store. Sorted by (store, since, number).
struct Deposit {
  Time since = 0;
  std::int64_t left = 0;
  std::uint32_t number = 0;  ///< of the job
  Index job = -1;            ///< slot
  Index store = 0;
};

struct LineState {
  std::vector<LinePlace> places;  ///< by group
  std::vector<CardState> cards;   ///< by loop
  std::vector<StoreState> stores;
  std::vector<Deposit> deposits;
  QueuePool place_waiters;               ///< by group, in the order (since, job number)
  QueuePool card_waiters;                ///< by loop
  std::vector<std::uint64_t> unstarted;  ///< by source: jobs of a saturated source before their first start
  std::vector<std::uint64_t> coming;     ///< by source: a job of a saturated source is on its way
  /// What changed and has not been looked at: each sorted, without repetition.
  std::vector<Index> woken_groups, woken_loops, woken_stores;

  bool woken() const { return !woken_groups.empty() || !woken_loops.empty() || !woken_stores.empty(); }
  std::size_t bytes() const {
    const auto size = [](const auto& v) { return v.size() * sizeof(v[0]); };
    return size(places) + size(cards) + size(stores) + size(deposits) + place_waiters.bytes() +
           card_waiters.bytes() + size(unstarted) + size(coming);
  }
};

}  // namespace takt
