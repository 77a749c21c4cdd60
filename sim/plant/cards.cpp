// Lines: cards of control loops and of wip limits, and the sources that these call.

#include <algorithm>
#include <cassert>

#include "sim/plant/idleness.hpp"
#include "sim/plant/jobs.hpp"
#include "sim/plant/line_parts.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/shop.hpp"

namespace takt::lines {

namespace {

bool covers(const LineModel::RoutingSpan& span, std::uint32_t position) {
  return static_cast<std::uint32_t>(span.first) <= position &&
         position <= static_cast<std::uint32_t>(span.last);
}

void hold_card(PlantState& plant, Index slot, Index loop, Effects& effects) {
  const JobState& state = at(plant.jobs, slot);
  LineJob& line = at(plant.extras, slot).line;
  CardState& cards = at(plant.lines.cards, loop);
  assert(cards.free > 0);
  --cards.free;
  cards.in_use.change(1, plant.now, plant.scenario->run.warm_up);
  effects.events.push_back({.time = plant.now,
                            .value = static_cast<double>(cards.free),
                            .kind = EventKind::card_taken,
                            .entity = loop,
                            .job = state.number});
  if (cards.source >= 0) {
    idleness::wip_changed(plant, loop);
    line.wip_card = 1;
    return;
  }
  const auto& spans = at(plant.scenario->lines.spans, state.routing);
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (spans[i].loop == loop && covers(spans[i], state.position)) line.cards |= std::uint64_t{1} << i;
  }
}

}  // namespace

Index missing_card(const PlantState& plant, Index slot) {
  const JobState& state = at(plant.jobs, slot);
  const LineJob& line = at(plant.extras, slot).line;
  const LineModel& model = plant.scenario->lines;
  if (state.position == 0 && state.source >= 0 && line.wip_card == 0) {
    const Index loop = at(model.wip_loop, state.source);
    if (loop >= 0) return loop;
  }
  const auto& spans = at(model.spans, state.routing);
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (covers(spans[i], state.position) && (line.cards >> i & 1) == 0) return spans[i].loop;
  }
  return -1;
}

void give_card_back(PlantState& plant, Index loop, std::uint32_t number, Effects& effects) {
  CardState& cards = at(plant.lines.cards, loop);
  ++cards.free;
  cards.in_use.change(-1, plant.now, plant.scenario->run.warm_up);
  effects.events.push_back({.time = plant.now,
                            .value = static_cast<double>(cards.free),
                            .kind = EventKind::card_returned,
                            .entity = loop,
                            .job = number});
  if (cards.source >= 0) idleness::wip_changed(plant, loop);
  wake(plant.lines.woken_loops, loop);
}

void give_cards_back(PlantState& plant, Index slot, std::uint32_t position, Effects& effects) {
  const JobState& state = at(plant.jobs, slot);
  LineJob& line = at(plant.extras, slot).line;
  if (line.cards == 0) return;
  const auto& spans = at(plant.scenario->lines.spans, state.routing);
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((line.cards & bit) == 0 || covers(spans[i], position)) continue;
    line.cards &= ~bit;
    give_card_back(plant, spans[i].loop, state.number, effects);
  }
}

bool take_cards(PlantState& plant, Index slot, Effects& effects) {
  for (Index loop = missing_card(plant, slot); loop >= 0; loop = missing_card(plant, slot)) {
    CardState& cards = at(plant.lines.cards, loop);
    // With an agent, who gets the card is decided when all that happens at this instant is known.
    if (cards.free > 0 && plant.lines.card_waiters.empty(loop) && !is_asked(plant, DecisionKind::release)) {
      hold_card(plant, slot, loop, effects);
      continue;
    }
    wait_in_line(plant, slot, LineJob::card);
    JobState& state = at(plant.jobs, slot);
    plant.lines.card_waiters.insert(
        loop, shop::candidate(plant, slot, state.mode, plan_at(plant, state, state.position)));
    cards.waiting.change(1, plant.now, plant.scenario->run.warm_up);
    idleness::count_card_waiter(plant, at(plant.scenario->modes, state.mode).group, 1);
    return false;
  }
  return true;
}

void grant_card(PlantState& plant, Index loop, std::size_t waiter, Effects& effects) {
  const Index slot = plant.lines.card_waiters.queue(loop)[waiter].job;
  plant.lines.card_waiters.remove(loop, waiter);
  at(plant.lines.cards, loop).waiting.change(-1, plant.now, plant.scenario->run.warm_up);
  idleness::count_card_waiter(plant, at(plant.scenario->modes, at(plant.jobs, slot).mode).group, -1);
  at(plant.extras, slot).line.stage = LineJob::free_to_go;
  hold_card(plant, slot, loop, effects);
  shop::join_group(plant, slot, effects);
}

void first_start(PlantState& plant, Index slot, Effects& effects) {
  LineJob& line = at(plant.extras, slot).line;
  if (line.started != 0) return;
  line.started = 1;
  const Index source = at(plant.jobs, slot).source;
  if (!plant.scenario->lines.saturated(source)) return;
  --at(plant.lines.unstarted, source);
  if (plant.scenario->lines.wip_limit(source) < 0) jobs::release_now(plant, slot);
  call_saturated(plant, source, effects);
}

void call_saturated(PlantState& plant, Index source, Effects& effects) {
  const Source& from = at(plant.scenario->sources, source);
  if (!plant.scenario->lines.saturated(source) || at(plant.lines.coming, source) != 0) return;
  const std::uint64_t arrived = at(plant.sources, source).arrived;
  if (arrived == 0) return;  // the first comes at its time
  if (from.limit >= 0 && arrived >= static_cast<std::uint64_t>(from.limit)) return;
  const Index loop = at(plant.scenario->lines.wip_loop, source);
  const bool wanted = loop >= 0 ? at(plant.lines.cards, loop).free > 0 && plant.lines.card_waiters.empty(loop)
                                : at(plant.lines.unstarted, source) == 0;
  if (!wanted) return;
  at(plant.lines.coming, source) = 1;
  effects.clock.push_back({{0, ActivityKind::arrival, static_cast<std::uint32_t>(source)}, true});
}

Index loop_to_decide(const PlantState& plant) {
  for (std::size_t l = 0; l < plant.lines.cards.size(); ++l) {
    const auto loop = static_cast<Index>(l);
    if (plant.lines.cards[l].free > 0 && !plant.lines.card_waiters.empty(loop)) return loop;
  }
  return -1;
}

}  // namespace takt::lines
