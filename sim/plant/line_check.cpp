// Recounts places, cards, parts and kept jobs from scratch.

#include <fmt/format.h>

#include "sim/plant/lines.hpp"

namespace takt::lines {

namespace {

/// Whoever is blocked waits in one place, and machines keep those who say so.
void check_waiters(const PlantState& plant, std::vector<std::string>& broken) {
  std::vector<int> waits(plant.jobs.size()), kept(plant.jobs.size());
  for (Index g = 0; g < static_cast<Index>(plant.groups.size()); ++g)
    for (const Candidate& waiting : plant.lines.place_waiters.queue(g)) ++at(waits, waiting.job);
  for (Index l = 0; l < static_cast<Index>(plant.lines.cards.size()); ++l)
    for (const Candidate& waiting : plant.lines.card_waiters.queue(l)) ++at(waits, waiting.job);
  for (std::size_t i = 0; i < plant.lines.deposits.size(); ++i) {
    const Deposit& deposit = plant.lines.deposits[i];
    bool first = true;  // a job may wait for room in several stores
    for (std::size_t j = 0; j < i; ++j) first = first && plant.lines.deposits[j].job != deposit.job;
    if (first) ++at(waits, deposit.job);
  }
  for (Index m = 0; m < static_cast<Index>(plant.machines.size()); ++m) {
    const MachineUnit& unit = at(plant.machines, m);
    if (unit.job < 0 || unit.activity != MachineState::blocked) continue;
    for (Index slot = unit.job; slot >= 0; slot = at(plant.extras, slot).line.behind) {
      ++at(kept, slot);
      if (at(plant.jobs, slot).machine != m)
        broken.push_back(
            fmt::format("machine {} keeps job {}, which is elsewhere", m, at(plant.jobs, slot).number));
    }
  }
  for (std::size_t slot = 0; slot < plant.jobs.size(); ++slot) {
    const JobState& state = plant.jobs[slot];
    const bool alive = state.phase != JobPhase::free_slot;
    const LineJob& line = plant.extras[slot].line;
    if (waits[slot] != (alive && line.stage != LineJob::free_to_go ? 1 : 0))
      broken.push_back(fmt::format("job {} waits in {} lines", state.number, waits[slot]));
    if (kept[slot] != (alive && line.kept != 0 ? 1 : 0))
      broken.push_back(fmt::format("job {} is kept by {} machines", state.number, kept[slot]));
  }
}

}  // namespace

void check(const PlantState& plant, std::vector<std::string>& broken) {
  if (!plant.scenario->lines.used) return;
  check_waiters(plant, broken);
  const LineModel& model = plant.scenario->lines;
  std::vector<std::int64_t> inside(plant.groups.size());  // who holds one of the places of a buffer
  std::vector<std::int64_t> reserved(plant.groups.size()), held(plant.lines.cards.size()),
      offered(plant.lines.stores.size());
  for (std::size_t slot = 0; slot < plant.jobs.size(); ++slot) {
    const JobState& state = plant.jobs[slot];
    if (state.phase == JobPhase::free_slot) continue;
    const LineJob& line = plant.extras[slot].line;
    if (line.reserved >= 0) ++at(reserved, line.reserved);
    if (line.reserved >= 0 && line.over == 0) ++at(inside, line.reserved);
    if (state.phase == JobPhase::queued && line.over == 0)
      ++at(inside, at(plant.scenario->modes, state.mode).group);
    if (line.wip_card != 0) ++at(held, at(model.wip_loop, state.source));
    const auto& spans = at(model.spans, state.routing);
    for (std::size_t i = 0; i < spans.size(); ++i)
      if ((line.cards >> i & 1) != 0) ++at(held, spans[i].loop);
  }
  for (std::size_t g = 0; g < plant.groups.size(); ++g) {
    const LinePlace& place = plant.lines.places[g];
    const auto waiting = static_cast<std::int64_t>(plant.queues.queue(static_cast<Index>(g)).size());
    const Index places = model.places(static_cast<Index>(g));
    const bool full = places >= 0 && inside[g] > places;
    if (place.reserved != reserved[g] || place.content.level != waiting || full)
      broken.push_back(fmt::format(
          "buffer of '{}': {} wait and {} places of {} are reserved, counted {} and {}",
          plant.scenario->groups[g].name, waiting, reserved[g], places, place.content.level, place.reserved));
  }
  for (std::size_t l = 0; l < held.size(); ++l) {
    const CardState& cards = plant.lines.cards[l];
    const std::int64_t count = cards.source >= 0 ? model.wip_limit(cards.source) : model.cards[l].count;
    const auto waiting =
        static_cast<std::int64_t>(plant.lines.card_waiters.queue(static_cast<Index>(l)).size());
    if (cards.free + held[l] != count || cards.free < 0 || cards.in_use.level != held[l] ||
        cards.waiting.level != waiting)
      broken.push_back(
          fmt::format("cards of loop {}: {} are free and {} held, of {}", l, cards.free, held[l], count));
  }
  for (const Deposit& deposit : plant.lines.deposits) at(offered, deposit.store) += deposit.left;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    const StoreState& store = plant.lines.stores[i];
    const PartStore& part = model.parts[i];
    const std::int64_t stock = part.initial + store.stored - store.taken;
    const bool full = part.capacity >= 0 && store.stock.level + store.reserved > part.capacity;
    if (store.stock.level != stock || stock < 0 || full || store.reserved < 0 || store.offered != offered[i])
      broken.push_back(fmt::format("part '{}': {} in the store, counted {}; {} offered, counted {}",
                                   part.name, stock, store.stock.level, offered[i], store.offered));
  }
}

}  // namespace takt::lines
