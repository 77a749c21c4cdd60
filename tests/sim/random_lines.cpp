#include "tests/sim/random_lines.hpp"

#include <string>

#include "sim/agent.hpp"
#include "tests/sim/random_scenario.hpp"

namespace takt::test {

namespace {

void draw_buffers(const Scenario& s, LineModel& lines, Dice& dice) {
  for (std::size_t g = 0; g < s.groups.size(); ++g) {
    Buffer buffer;
    if (dice.chance(50)) buffer.places = static_cast<Index>(dice.between(0, 3));
    if (dice.chance(15)) buffer.blocking = Blocking::before_service;
    lines.buffers.push_back(buffer);
  }
}

void draw_parts(const Scenario& s, LineModel& lines, Dice& dice) {
  const auto stores = dice.between(1, 2);
  for (std::int64_t i = 0; i < stores; ++i) {
    PartStore store;
    store.name = "part" + std::to_string(i);
    if (dice.chance(60)) store.capacity = dice.between(0, 4);
    store.initial = store.capacity == 0 ? 0 : dice.between(0, store.capacity < 0 ? 6 : store.capacity);
    lines.parts.push_back(store);
  }
  const auto amount = [&] { return PartAmount{dice.index(lines.parts.size()), dice.between(1, 2)}; };
  for (const Routing& routing : s.routings) {
    const bool part = !routing.graph && dice.chance(30);
    lines.part_of.push_back(part ? dice.index(lines.parts.size()) : -1);
    for (Index i = 0; i < routing.step_count; ++i) {
      StepParts& step = lines.steps.emplace_back();
      if (routing.graph) continue;
      if (dice.chance(10)) step.kits.push_back({amount()});
      if (!step.kits.empty() && dice.chance(30)) step.kits.push_back({amount()});
      if (dice.chance(15)) step.yields.push_back(amount());
      if (dice.chance(5)) step.releases.push_back({dice.index(s.routings.size()), dice.between(1, 2)});
    }
  }
}

void draw_cards(const Scenario& s, LineModel& lines, Dice& dice) {
  const auto loops = dice.between(1, 2);
  for (std::int64_t i = 0; i < loops; ++i) {
    CardLoop loop;
    loop.name = "loop" + std::to_string(i);
    loop.count = static_cast<Index>(dice.between(1, 4));
    for (Index r = 0; r < static_cast<Index>(s.routings.size()); ++r) {
      const Routing& routing = s.routings[static_cast<std::size_t>(r)];
      if (routing.graph || !dice.chance(60)) continue;
      const Index last = routing.steps_taken - 1;
      const auto first = routing.random_order ? 0 : static_cast<Index>(dice.between(0, last));
      loop.spans.push_back(
          {r, first, routing.random_order ? last : static_cast<Index>(dice.between(first, last))});
    }
    if (!loop.spans.empty()) lines.cards.push_back(loop);
  }
}

void draw_sources(const Scenario& s, LineModel& lines, Dice& dice) {
  for (std::size_t i = 0; i < s.sources.size(); ++i) {
    SourceRelease release;
    release.saturated = dice.chance(40);
    if (dice.chance(40)) release.wip_limit = dice.between(1, 4);
    lines.sources.push_back(release);
  }
}

}  // namespace

void add_random_lines(Scenario& scenario, Dice& dice) {
  const auto draw = [&](int percent, void (*part)(const Scenario&, LineModel&, Dice&)) {
    if (dice.chance(percent))
      add_unless_refused(scenario, [&](Scenario& trial) { part(scenario, trial.lines, dice); });
  };
  draw(60, draw_buffers);
  draw(35, draw_parts);
  draw(40, draw_cards);
  draw(40, draw_sources);
  if (dice.chance(30)) scenario.asked |= 1U << static_cast<unsigned>(DecisionKind::release);
}

}  // namespace takt::test
