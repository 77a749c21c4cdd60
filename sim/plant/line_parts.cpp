// Part stores: operations take kits out of them and put what they make into them.

#include <algorithm>
#include <cassert>

#include "sim/plant/plant.hpp"

namespace takt {

namespace {

bool comes_before(const Deposit& x, const Deposit& y) {
  if (x.store != y.store) return x.store < y.store;
  return x.since != y.since ? x.since < y.since : x.number < y.number;
}

}  // namespace

/// The store of the part that a job becomes when its current operation ends; -1: it becomes none.
Index Plant::part_after(const JobState& state) const {
  return state.position + 1 == state.operation_count ? scenario_->lines.part(state.routing) : -1;
}

std::span<const PartAmount> Plant::yields_of(const JobState& state) const {
  const StepParts* parts = scenario_->lines.parts_of(step_at(state, state.position));
  if (parts == nullptr) return {};
  return parts->yields;
}

/// The index of the first kit of a step that is complete; 0 for a step that needs none; -1: none is.
Index Plant::complete_kit(Index step) const {
  const StepParts* parts = scenario_->lines.parts_of(step);
  if (parts == nullptr || parts->kits.empty()) return 0;
  for (std::size_t k = 0; k < parts->kits.size(); ++k) {
    const Kit& kit = parts->kits[k];
    const bool complete = std::all_of(kit.begin(), kit.end(), [&](const PartAmount& amount) {
      const StoreState& store = lines_.stores[at(amount.store)];
      return store.stock.level + store.offered >= amount.count;
    });
    if (complete) return static_cast<Index>(k);
  }
  return -1;
}

/// Takes a kit: out of the stores first, then from machines that wait for room in them.
void Plant::take_kit(Index step, Effects& effects) {
  const StepParts* parts = scenario_->lines.parts_of(step);
  if (parts == nullptr || parts->kits.empty()) return;
  const Index kit = complete_kit(step);
  assert(kit >= 0);
  for (const PartAmount& amount : parts->kits[at(kit)]) {
    StoreState& store = lines_.stores[at(amount.store)];
    const std::int64_t stored = std::min(amount.count, store.stock.level);
    store.stock.change(-stored, now_, scenario_->run.warm_up);
    store.taken += amount.count;
    std::int64_t left = amount.count - stored;
    for (Deposit& deposit : lines_.deposits) {
      if (deposit.store != amount.store || left == 0) continue;
      const std::int64_t handed = std::min(left, deposit.left);
      deposit.left -= handed;
      store.offered -= handed;
      store.stored += handed;
      left -= handed;
    }
    assert(left == 0);
    effects.events.push_back(
        {.time = now_,
         .value = static_cast<double>(store.stock.level),
         .kind = EventKind::part_taken,
         .entity = amount.store,
         .detail = static_cast<Index>(std::min<std::int64_t>(amount.count, 0x7fffffff))});
    wake_store(amount.store);
  }
}

void Plant::wake_store(Index store) {
  auto& woken = lines_.woken_stores;
  const auto place = std::lower_bound(woken.begin(), woken.end(), store);
  if (place == woken.end() || *place != store) woken.insert(place, store);
}

std::int64_t Plant::room_in(Index store) const {
  const std::int64_t capacity = scenario_->lines.parts[at(store)].capacity;
  const StoreState& state = lines_.stores[at(store)];
  return capacity < 0 ? latest_time : capacity - state.stock.level - state.reserved;
}

bool Plant::has_room_for_parts(const JobState& state) const {
  const Index part = part_after(state);
  bool room = part < 0 || (room_in(part) >= 1 && lines_.stores[at(part)].offered == 0);
  for (const PartAmount& amount : yields_of(state)) {
    const std::int64_t all = amount.count + (amount.store == part ? 1 : 0);
    room = room && room_in(amount.store) >= all && lines_.stores[at(amount.store)].offered == 0;
  }
  return room;
}

void Plant::reserve_room_for_parts(Index slot) {
  LineJob& line = extras_[at(slot)].line;
  line.room_for_yields = line.room_for_itself = 1;
  for (const PartAmount& amount : yields_of(job(slot)))
    lines_.stores[at(amount.store)].reserved += amount.count;
  const Index part = part_after(job(slot));
  if (part >= 0) ++lines_.stores[at(part)].reserved;
}

/// Of an operation that will not make its parts, or is about to put them where they go.
void Plant::give_room_for_yields_back(Index slot) {
  LineJob& line = extras_[at(slot)].line;
  if (line.room_for_yields == 0) return;
  line.room_for_yields = 0;
  for (const PartAmount& amount : yields_of(job(slot))) {
    lines_.stores[at(amount.store)].reserved -= amount.count;
    wake_store(amount.store);
  }
}

void Plant::give_room_for_itself_back(Index slot, Index part) {
  LineJob& line = extras_[at(slot)].line;
  if (line.room_for_itself == 0) return;
  line.room_for_itself = 0;
  if (part < 0) return;
  --lines_.stores[at(part)].reserved;
  wake_store(part);
}

/// Offers parts to a store. They go in as far as there is room; the others wait on the machine.
void Plant::deposit(Index slot, Index store, std::int64_t count) {
  lines_.stores[at(store)].offered += count;
  ++extras_[at(slot)].line.deposits;
  const Deposit entry{.since = now_, .left = count, .number = job(slot).number, .job = slot, .store = store};
  lines_.deposits.insert(
      std::upper_bound(lines_.deposits.begin(), lines_.deposits.end(), entry, comes_before), entry);
  wake_store(store);
}

/// An operation on the job will not end here.
void Plant::give_up_parts(Index slot) {
  give_room_for_yields_back(slot);
  give_room_for_itself_back(slot, part_after(job(slot)));
}

/// An operation on the job has ended well: its parts are there, its child jobs begin.
void Plant::line_finish(Index slot, Effects& effects) {
  const Index step = step_at(job(slot), job(slot).position);
  if (const StepParts* parts = scenario_->lines.parts_of(step)) {
    for (const ChildJobs& child : parts->releases)
      for (std::int64_t i = 0; i < child.count; ++i) release_child(slot, child.routing, i, effects);
    give_room_for_yields_back(slot);
    for (const PartAmount& amount : parts->yields) deposit(slot, amount.store, amount.count);
    if (!parts->yields.empty()) {
      wait_in_line(slot, LineJob::yields);
      return;
    }
  }
  advance(slot, effects);
}

/// All operations of the job are done: it becomes a part, or leaves.
void Plant::finish_line_job(Index slot, Effects& effects) {
  const Index part = scenario_->lines.part(job(slot).routing);
  if (part < 0) {
    leave_line(slot, effects);
    return;
  }
  wait_in_line(slot, LineJob::becomes);
  give_room_for_itself_back(slot, part);
  deposit(slot, part, 1);
}

void Plant::leave_line(Index slot, Effects& effects) {
  leave_machine(slot, effects);
  leave(slot, JobOutcome::done, effects);
}

/// Fills a store from the machines that wait for room in it, and wakes those who wait for parts.
void Plant::settle_store(Index store, Effects& effects) {
  StoreState& state = lines_.stores[at(store)];
  const auto first = std::lower_bound(lines_.deposits.begin(), lines_.deposits.end(), store,
                                      [](const Deposit& d, Index s) { return d.store < s; });
  std::vector<Index> done;
  auto kept = first, last = first;
  for (; last != lines_.deposits.end() && last->store == store; ++last) {
    const std::int64_t stored = std::min(last->left, std::max<std::int64_t>(0, room_in(store)));
    if (stored > 0) {
      state.stock.change(stored, now_, scenario_->run.warm_up);
      state.stored += stored;
      state.offered -= stored;
      last->left -= stored;
      effects.events.push_back({.time = now_,
                                .value = static_cast<double>(state.stock.level),
                                .kind = EventKind::part_stored,
                                .entity = store,
                                .job = last->number});
    }
    if (last->left == 0) {
      done.push_back(last->job);
    } else {
      *kept++ = *last;
    }
  }
  lines_.deposits.erase(kept, last);
  for (const Index group : scenario_->lines.takers[at(store)]) mark_dirty(group);
  if (room_in(store) > 0)
    for (const Index group : scenario_->lines.makers[at(store)]) mark_dirty(group);
  for (const Index slot : done) {
    LineJob& line = extras_[at(slot)].line;
    if (--line.deposits > 0) continue;
    const bool finished = line.stage == LineJob::becomes;
    line.stage = LineJob::free_to_go;
    if (finished) {
      leave_line(slot, effects);
    } else {
      advance(slot, effects);
    }
  }
}

}  // namespace takt
