// Part stores: operations take kits out of them and put what they make into them.

#include "sim/plant/line_parts.hpp"

#include <algorithm>
#include <cassert>

#include "sim/plant/jobs.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/shop.hpp"
#include "sim/plant/stuck.hpp"

namespace takt::lines {

namespace {

bool comes_before(const Deposit& x, const Deposit& y) {
  if (x.store != y.store) return x.store < y.store;
  return x.since != y.since ? x.since < y.since : x.number < y.number;
}

/// The store of the part that a job becomes when its current operation ends; -1: it becomes none.
Index part_after(const PlantState& plant, const JobState& state) {
  return state.position + 1 == state.operation_count ? plant.scenario->lines.part(state.routing) : -1;
}

std::span<const PartAmount> yields_of(const PlantState& plant, const JobState& state) {
  const StepParts* parts = plant.scenario->lines.parts_of(step_at(plant, state, state.position));
  if (parts == nullptr) return {};
  return parts->yields;
}

std::int64_t room_in(const PlantState& plant, Index store) {
  const std::int64_t capacity = at(plant.scenario->lines.parts, store).capacity;
  const StoreState& state = at(plant.lines.stores, store);
  return capacity < 0 ? latest_time : capacity - state.stock.level - state.reserved;
}

/// Of an operation that will not make its parts, or is about to put them where they go.
void give_room_for_yields_back(PlantState& plant, Index slot) {
  LineJob& line = at(plant.extras, slot).line;
  if (line.room_for_yields == 0) return;
  line.room_for_yields = 0;
  for (const PartAmount& amount : yields_of(plant, at(plant.jobs, slot))) {
    at(plant.lines.stores, amount.store).reserved -= amount.count;
    wake_store(plant, amount.store);
  }
}

void give_room_for_itself_back(PlantState& plant, Index slot, Index part) {
  LineJob& line = at(plant.extras, slot).line;
  if (line.room_for_itself == 0) return;
  line.room_for_itself = 0;
  if (part < 0) return;
  --at(plant.lines.stores, part).reserved;
  wake_store(plant, part);
}

/// Offers parts to a store. They go in as far as there is room; the others wait on the machine.
void deposit(PlantState& plant, Index slot, Index store, std::int64_t count) {
  at(plant.lines.stores, store).offered += count;
  ++at(plant.extras, slot).line.deposits;
  const Deposit entry{
      .since = plant.now, .left = count, .number = at(plant.jobs, slot).number, .job = slot, .store = store};
  plant.lines.deposits.insert(
      std::upper_bound(plant.lines.deposits.begin(), plant.lines.deposits.end(), entry, comes_before), entry);
  wake_store(plant, store);
}

void leave_line(PlantState& plant, Index slot, Effects& effects) {
  leave_machine(plant, slot, effects);
  jobs::leave(plant, slot, JobOutcome::done, effects);
}

}  // namespace

Index complete_kit(const PlantState& plant, Index step) {
  const StepParts* parts = plant.scenario->lines.parts_of(step);
  if (parts == nullptr || parts->kits.empty()) return 0;
  for (std::size_t k = 0; k < parts->kits.size(); ++k) {
    const Kit& kit = parts->kits[k];
    const bool complete = std::all_of(kit.begin(), kit.end(), [&](const PartAmount& amount) {
      const StoreState& store = at(plant.lines.stores, amount.store);
      return store.stock.level + store.offered >= amount.count;
    });
    if (complete) return static_cast<Index>(k);
  }
  return -1;
}

void take_kit(PlantState& plant, Index step, Effects& effects) {
  const StepParts* parts = plant.scenario->lines.parts_of(step);
  if (parts == nullptr || parts->kits.empty()) return;
  const Index kit = complete_kit(plant, step);
  assert(kit >= 0);
  for (const PartAmount& amount : at(parts->kits, kit)) {
    StoreState& store = at(plant.lines.stores, amount.store);
    const std::int64_t stored = std::min(amount.count, store.stock.level);
    store.stock.change(-stored, plant.now, plant.scenario->run.warm_up);
    store.taken += amount.count;
    stuck::supply_fell(plant);
    std::int64_t left = amount.count - stored;
    for (Deposit& deposit : plant.lines.deposits) {
      if (deposit.store != amount.store || left == 0) continue;
      const std::int64_t handed = std::min(left, deposit.left);
      deposit.left -= handed;
      store.offered -= handed;
      store.stored += handed;
      left -= handed;
    }
    assert(left == 0);
    effects.events.push_back(
        {.time = plant.now,
         .value = static_cast<double>(store.stock.level),
         .kind = EventKind::part_taken,
         .entity = amount.store,
         .detail = static_cast<Index>(std::min<std::int64_t>(amount.count, 0x7fffffff))});
    wake_store(plant, amount.store);
  }
}

void wake_store(PlantState& plant, Index store) {
  wake(plant.lines.woken_stores, store);
}

bool has_room_for_parts(const PlantState& plant, const JobState& state) {
  const Index part = part_after(plant, state);
  bool room = part < 0 || (room_in(plant, part) >= 1 && at(plant.lines.stores, part).offered == 0);
  for (const PartAmount& amount : yields_of(plant, state)) {
    const std::int64_t all = amount.count + (amount.store == part ? 1 : 0);
    room = room && room_in(plant, amount.store) >= all && at(plant.lines.stores, amount.store).offered == 0;
  }
  return room;
}

void reserve_room_for_parts(PlantState& plant, Index slot) {
  LineJob& line = at(plant.extras, slot).line;
  line.room_for_yields = line.room_for_itself = 1;
  for (const PartAmount& amount : yields_of(plant, at(plant.jobs, slot)))
    at(plant.lines.stores, amount.store).reserved += amount.count;
  const Index part = part_after(plant, at(plant.jobs, slot));
  if (part >= 0) ++at(plant.lines.stores, part).reserved;
}

void give_up_parts(PlantState& plant, Index slot) {
  give_room_for_yields_back(plant, slot);
  give_room_for_itself_back(plant, slot, part_after(plant, at(plant.jobs, slot)));
}

void on_finish(PlantState& plant, Index slot, Effects& effects) {
  const Index step = step_at(plant, at(plant.jobs, slot), at(plant.jobs, slot).position);
  if (const StepParts* parts = plant.scenario->lines.parts_of(step)) {
    for (const ChildJobs& child : parts->releases)
      for (std::int64_t i = 0; i < child.count; ++i)
        jobs::release_child(plant, slot, child.routing, i, effects);
    give_room_for_yields_back(plant, slot);
    for (const PartAmount& amount : parts->yields) deposit(plant, slot, amount.store, amount.count);
    if (!parts->yields.empty()) {
      wait_in_line(plant, slot, LineJob::yields);
      return;
    }
  }
  shop::advance(plant, slot, effects);
}

void finish_job(PlantState& plant, Index slot, Effects& effects) {
  const Index part = plant.scenario->lines.part(at(plant.jobs, slot).routing);
  if (part < 0) {
    leave_line(plant, slot, effects);
    return;
  }
  wait_in_line(plant, slot, LineJob::becomes);
  give_room_for_itself_back(plant, slot, part);
  deposit(plant, slot, part, 1);
}

void settle_store(PlantState& plant, Index store, Effects& effects) {
  StoreState& state = at(plant.lines.stores, store);
  const auto first = std::lower_bound(plant.lines.deposits.begin(), plant.lines.deposits.end(), store,
                                      [](const Deposit& d, Index s) { return d.store < s; });
  std::vector<Index> done;
  auto kept = first, last = first;
  for (; last != plant.lines.deposits.end() && last->store == store; ++last) {
    const std::int64_t stored = std::min(last->left, std::max<std::int64_t>(0, room_in(plant, store)));
    if (stored > 0) {
      state.stock.change(stored, plant.now, plant.scenario->run.warm_up);
      state.stored += stored;
      state.offered -= stored;
      last->left -= stored;
      effects.events.push_back({.time = plant.now,
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
  plant.lines.deposits.erase(kept, last);
  for (const Index group : at(plant.scenario->lines.takers, store)) mark_dirty(plant, group);
  if (room_in(plant, store) > 0)
    for (const Index group : at(plant.scenario->lines.makers, store)) mark_dirty(plant, group);
  for (const Index slot : done) {
    LineJob& line = at(plant.extras, slot).line;
    if (--line.deposits > 0) continue;
    const bool finished = line.stage == LineJob::becomes;
    line.stage = LineJob::free_to_go;
    if (finished) {
      leave_line(plant, slot, effects);
    } else {
      shop::advance(plant, slot, effects);
    }
  }
}

}  // namespace takt::lines
