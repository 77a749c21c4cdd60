// Lines: their sums at the end of a run, and who waits for what.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/plant/line_parts.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/records.hpp"

namespace takt::lines {

std::string loop_name(const Scenario& scenario, Index loop) {
  const LineModel& lines = scenario.lines;
  if (at(loop) < lines.cards.size()) return fmt::format("a card of '{}'", at(lines.cards, loop).name);
  const auto source = std::find(lines.wip_loop.begin(), lines.wip_loop.end(), loop) - lines.wip_loop.begin();
  return fmt::format("the wip limit of '{}'", at(scenario.sources, source).name);
}

std::string describe_waiting(const PlantState& plant) {
  constexpr int most = 5;
  std::vector<std::string> told;
  const auto tell = [&](const auto& waiting, const std::string& what) {
    if (waiting.empty()) return;
    told.push_back(fmt::format("{} job{} (first: number {}) wait{} for {}", waiting.size(),
                               waiting.size() == 1 ? "" : "s", waiting.front().number,
                               waiting.size() == 1 ? "s" : "", what));
  };
  for (Index g = 0; g < static_cast<Index>(plant.lines.places.size()); ++g)
    tell(plant.lines.place_waiters.queue(g),
         fmt::format("a place before '{}'", at(plant.scenario->groups, g).name));
  for (Index l = 0; l < static_cast<Index>(plant.lines.cards.size()); ++l)
    tell(plant.lines.card_waiters.queue(l), loop_name(*plant.scenario, l));
  for (const Deposit& deposit : plant.lines.deposits)
    told.push_back(fmt::format("job {} waits for room for part '{}'", deposit.number,
                               at(plant.scenario->lines.parts, deposit.store).name));
  for (Index g = 0; g < static_cast<Index>(plant.groups.size()); ++g) {
    for (const Candidate& waiting : plant.queues.queue(g)) {
      if (complete_kit(plant, waiting.step) >= 0) continue;
      told.push_back(
          fmt::format("job {} at '{}' waits for parts", waiting.number, at(plant.scenario->groups, g).name));
      break;
    }
  }
  if (told.size() > most) {
    const std::size_t more = told.size() - most;
    told.resize(most);
    told.push_back(fmt::format("and {} more", more));
  }
  return fmt::format("{}", fmt::join(told, "; "));
}

void close(const PlantState& plant, Time end, Effects& effects) {
  const Time from = plant.scenario->run.warm_up;
  const auto sum = [&](LineFigure figure, std::size_t entity, double value) {
    effects.events.push_back({.time = end,
                              .value = value,
                              .kind = EventKind::line_sum,
                              .entity = static_cast<Index>(entity),
                              .detail = static_cast<Index>(figure)});
  };
  for (std::size_t g = 0; g < plant.lines.places.size(); ++g) {
    sum(LineFigure::buffer_content, g, plant.lines.places[g].content.area_until(end, from));
    sum(LineFigure::chose_to_wait, g, plant.lines.places[g].chose_to_wait);
  }
  for (std::size_t l = 0; l < plant.lines.cards.size(); ++l) {
    sum(LineFigure::cards_in_use, l, plant.lines.cards[l].in_use.area_until(end, from));
    sum(LineFigure::card_waiting, l, plant.lines.cards[l].waiting.area_until(end, from));
  }
  for (std::size_t i = 0; i < plant.lines.stores.size(); ++i) {
    const StoreState& store = plant.lines.stores[i];
    sum(LineFigure::part_stock, i, store.stock.area_until(end, from));
    sum(LineFigure::parts_stored, i, static_cast<double>(store.stored));
    sum(LineFigure::parts_taken, i, static_cast<double>(store.taken));
    sum(LineFigure::parts_left, i, static_cast<double>(store.stock.level));
  }
}

}  // namespace takt::lines
