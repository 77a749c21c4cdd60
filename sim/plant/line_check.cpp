// Recounts places, cards, parts and kept jobs from scratch.

#include <fmt/format.h>

#include "sim/plant/plant.hpp"

namespace takt {

void Plant::check_lines(std::vector<std::string>& broken) const {
  if (!scenario_->lines.used) return;
  check_waiters(broken);
  const LineModel& model = scenario_->lines;
  std::vector<std::int64_t> inside(groups_.size());  // who holds one of the places of a buffer
  std::vector<std::int64_t> reserved(groups_.size()), held(lines_.cards.size()),
      offered(lines_.stores.size());
  for (std::size_t slot = 0; slot < jobs_.size(); ++slot) {
    const JobState& state = jobs_[slot];
    if (state.phase == JobPhase::free_slot) continue;
    const LineJob& line = extras_[slot].line;
    if (line.reserved >= 0) ++reserved[at(line.reserved)];
    if (line.reserved >= 0 && line.over == 0) ++inside[at(line.reserved)];
    if (state.phase == JobPhase::queued && line.over == 0)
      ++inside[at(scenario_->modes[at(state.mode)].group)];
    if (line.wip_card != 0) ++held[at(model.wip_loop[at(state.source)])];
    const auto& spans = model.spans[at(state.routing)];
    for (std::size_t i = 0; i < spans.size(); ++i)
      if ((line.cards >> i & 1) != 0) ++held[at(spans[i].loop)];
  }
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const LinePlace& place = lines_.places[g];
    const auto waiting = static_cast<std::int64_t>(queue(static_cast<Index>(g)).size());
    const Index places = model.places(static_cast<Index>(g));
    const bool full = places >= 0 && inside[g] > places;
    if (place.reserved != reserved[g] || place.content.level != waiting || full)
      broken.push_back(fmt::format(
          "buffer of '{}': {} wait and {} places of {} are reserved, counted {} and {}",
          scenario_->groups[g].name, waiting, reserved[g], places, place.content.level, place.reserved));
  }
  for (std::size_t l = 0; l < held.size(); ++l) {
    const CardState& cards = lines_.cards[l];
    const std::int64_t count = cards.source >= 0 ? model.wip_limit(cards.source) : model.cards[l].count;
    const auto waiting = static_cast<std::int64_t>(lines_.card_waiters.queue(static_cast<Index>(l)).size());
    if (cards.free + held[l] != count || cards.free < 0 || cards.in_use.level != held[l] ||
        cards.waiting.level != waiting)
      broken.push_back(
          fmt::format("cards of loop {}: {} are free and {} held, of {}", l, cards.free, held[l], count));
  }
  for (const Deposit& deposit : lines_.deposits) offered[at(deposit.store)] += deposit.left;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    const StoreState& store = lines_.stores[i];
    const PartStore& part = model.parts[i];
    const std::int64_t stock = part.initial + store.stored - store.taken;
    const bool full = part.capacity >= 0 && store.stock.level + store.reserved > part.capacity;
    if (store.stock.level != stock || stock < 0 || full || store.reserved < 0 || store.offered != offered[i])
      broken.push_back(fmt::format("part '{}': {} in the store, counted {}; {} offered, counted {}",
                                   part.name, stock, store.stock.level, offered[i], store.offered));
  }
}

/// Whoever is blocked waits in one place, and machines keep those who say so.
void Plant::check_waiters(std::vector<std::string>& broken) const {
  std::vector<int> waits(jobs_.size()), kept(jobs_.size());
  for (Index g = 0; g < static_cast<Index>(groups_.size()); ++g)
    for (const Candidate& waiting : lines_.place_waiters.queue(g)) ++waits[at(waiting.job)];
  for (Index l = 0; l < static_cast<Index>(lines_.cards.size()); ++l)
    for (const Candidate& waiting : lines_.card_waiters.queue(l)) ++waits[at(waiting.job)];
  for (std::size_t i = 0; i < lines_.deposits.size(); ++i) {
    const Deposit& deposit = lines_.deposits[i];
    bool first = true;  // a job may wait for room in several stores
    for (std::size_t j = 0; j < i; ++j) first = first && lines_.deposits[j].job != deposit.job;
    if (first) ++waits[at(deposit.job)];
  }
  for (Index m = 0; m < static_cast<Index>(machines_.size()); ++m) {
    const MachineUnit& unit = machine(m);
    if (unit.job < 0 || unit.activity != MachineState::blocked) continue;
    for (Index slot = unit.job; slot >= 0; slot = extras_[at(slot)].line.behind) {
      ++kept[at(slot)];
      if (job(slot).machine != m)
        broken.push_back(fmt::format("machine {} keeps job {}, which is elsewhere", m, job(slot).number));
    }
  }
  for (std::size_t slot = 0; slot < jobs_.size(); ++slot) {
    const JobState& state = jobs_[slot];
    const bool alive = state.phase != JobPhase::free_slot;
    const LineJob& line = extras_[slot].line;
    if (waits[slot] != (alive && line.stage != LineJob::free_to_go ? 1 : 0))
      broken.push_back(fmt::format("job {} waits in {} lines", state.number, waits[slot]));
    if (kept[slot] != (alive && line.kept != 0 ? 1 : 0))
      broken.push_back(fmt::format("job {} is kept by {} machines", state.number, kept[slot]));
  }
}

}  // namespace takt
