// Lines: their sums at the end of a run, and who waits for whom.

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "sim/plant/line_parts.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/records.hpp"

namespace takt::lines {

namespace {

std::string loop_name(const Scenario& scenario, Index loop) {
  const LineModel& lines = scenario.lines;
  if (at(loop) < lines.cards.size()) return fmt::format("a card of '{}'", at(lines.cards, loop).name);
  const auto source = std::find(lines.wip_loop.begin(), lines.wip_loop.end(), loop) - lines.wip_loop.begin();
  return fmt::format("the wip limit of '{}'", at(scenario.sources, source).name);
}

/// A thing that waits, and what for. The next of the chain is whoever could end the wait.
struct Link {
  std::string text;
  Index next = -1;  ///< job slot; -1: nobody
};

/// Follows from job to job who waits for whom.
class WaitChain {
 public:
  explicit WaitChain(const PlantState& plant) : plant_(plant), s_(*plant.scenario) {}

  /// The circle that the chain from this job runs into, in words; empty: it ends.
  std::string circle_from(Index first) {
    std::vector<Index> slots;
    std::vector<std::string> texts;
    for (Index slot = first; slot >= 0;) {
      const auto seen = std::find(slots.begin(), slots.end(), slot);
      if (seen != slots.end()) {
        std::string text;
        for (auto i = static_cast<std::size_t>(seen - slots.begin()); i < texts.size(); ++i)
          text += (text.empty() ? "" : "; ") + texts[i];
        return text;
      }
      Link link = follow(slot);
      slots.push_back(slot);
      texts.push_back(std::move(link.text));
      slot = link.next;
    }
    return {};
  }

 private:
  std::string who(Index slot) const {
    const JobState& job = at(plant_.jobs, slot);
    if (job.machine >= 0) return fmt::format("job {} on '{}'", job.number, machine_name(s_, job.machine));
    if (job.phase == JobPhase::queued)
      return fmt::format("job {} before '{}'", job.number, at(s_.groups, group_of(slot)).name);
    return fmt::format("job {} outside", job.number);
  }
  Index group_of(Index slot) const { return at(s_.modes, at(plant_.jobs, slot).mode).group; }

  Link follow(Index slot) const {
    const JobState& job = at(plant_.jobs, slot);
    if (job.phase == JobPhase::queued) return follow_queued(slot);
    if (job.phase != JobPhase::blocked) return {};
    switch (at(plant_.extras, slot).line.stage) {
      case LineJob::place: {
        const Index group = group_of(slot);
        const Index holder = holder_of_place(group);
        return {fmt::format("{} waits for a place before '{}'{}", who(slot), at(s_.groups, group).name,
                            held_by(holder)),
                holder};
      }
      case LineJob::card: {
        const Index loop = missing_card(plant_, slot);
        const Index holder = holder_of_card(loop);
        return {fmt::format("{} waits for {}{}", who(slot), loop_name(s_, loop), held_by(holder)), holder};
      }
      case LineJob::yields:
      case LineJob::becomes: {
        const Index store = store_of(slot);
        const Index taker = taker_of(store);
        return {fmt::format("{} waits for room for part '{}'{}", who(slot), at(s_.lines.parts, store).name,
                            taker < 0 ? "" : fmt::format(", which {} would take", who(taker))),
                taker};
      }
      case LineJob::free_to_go:
        break;
    }
    return {};
  }

  std::string held_by(Index holder) const {
    return holder < 0 ? "" : fmt::format(", which {} holds", who(holder));
  }

  /// A job in a queue waits for parts, or for a machine that another job holds.
  Link follow_queued(Index slot) const {
    const JobState& job = at(plant_.jobs, slot);
    const Index group = group_of(slot);
    const Index step = step_at(plant_, job, job.position);
    if (complete_kit(plant_, step) < 0) {
      for (const PartAmount& amount : at(s_.lines.steps, step).kits.front()) {
        const StoreState& store = at(plant_.lines.stores, amount.store);
        if (store.stock.level + store.offered >= amount.count) continue;
        const Index maker = maker_of(amount.store, slot);
        return {fmt::format("{} waits for part '{}'{}", who(slot), at(s_.lines.parts, amount.store).name,
                            maker < 0 ? "" : fmt::format(", which {} would make", who(maker))),
                maker};
      }
    }
    if (const Index next = limited_next_group(plant_, job);
        next >= 0 && s_.lines.before_service(group) && !has_place(plant_, next)) {
      const Index holder = holder_of_place(next);
      return {fmt::format("{} waits for a place before '{}'{}", who(slot), at(s_.groups, next).name,
                          held_by(holder)),
              holder};
    }
    const Index holder = on_machine_of(group);
    return {fmt::format("{} waits for a machine{}", who(slot), held_by(holder)), holder};
  }

  /// The blocked job on the lowest machine of a group that has one.
  Index on_machine_of(Index group) const {
    const MachineGroup& g = at(s_.groups, group);
    for (Index m = g.first_machine; m < g.first_machine + g.count; ++m) {
      const MachineUnit& unit = at(plant_.machines, m);
      if (unit.job >= 0 && unit.activity == MachineState::blocked) return unit.job;
    }
    return -1;
  }

  Index holder_of_place(Index group) const {
    const Index on_machine = on_machine_of(group);
    if (on_machine >= 0) return on_machine;
    const auto waiting = plant_.queues.queue(group);
    return waiting.empty() ? -1 : waiting.front().job;
  }

  /// The job of the lowest number for which `fits` holds.
  template <typename Fits>
  Index lowest(Fits fits) const {
    Index found = -1;
    for (Index slot = 0; slot < static_cast<Index>(plant_.jobs.size()); ++slot) {
      const JobState& job = at(plant_.jobs, slot);
      if (job.phase == JobPhase::free_slot || !fits(slot, job)) continue;
      if (found < 0 || job.number < at(plant_.jobs, found).number) found = slot;
    }
    return found;
  }

  Index holder_of_card(Index loop) const {
    return lowest([&](Index slot, const JobState& job) {
      const LineJob& line = at(plant_.extras, slot).line;
      if (job.source >= 0 && line.wip_card != 0 && at(s_.lines.wip_loop, job.source) == loop) return true;
      const auto& spans = at(s_.lines.spans, job.routing);
      for (std::size_t i = 0; i < spans.size(); ++i)
        if (spans[i].loop == loop && (line.cards >> i & 1) != 0) return true;
      return false;
    });
  }

  Index store_of(Index slot) const {
    for (const Deposit& deposit : plant_.lines.deposits)
      if (deposit.job == slot) return deposit.store;
    return 0;
  }

  /// Whoever waits in a queue and would take parts of a store if it had the others it needs.
  Index taker_of(Index store) const {
    return lowest([&](Index, const JobState& job) {
      if (job.phase != JobPhase::queued) return false;
      const StepParts* parts = s_.lines.parts_of(step_at(plant_, job, job.position));
      if (parts == nullptr) return false;
      for (const Kit& kit : parts->kits)
        for (const PartAmount& amount : kit)
          if (amount.store == store) return true;
      return false;
    });
  }

  /// Whoever would make parts for a store in the course of its operations.
  Index maker_of(Index store, Index but) const {
    return lowest([&](Index slot, const JobState& job) {
      if (slot == but) return false;
      if (s_.lines.part(job.routing) == store) return true;
      for (std::uint32_t p = job.position; p < job.operation_count; ++p) {
        const StepParts* parts = s_.lines.parts_of(step_at(plant_, job, p));
        if (parts == nullptr) continue;
        for (const PartAmount& amount : parts->yields)
          if (amount.store == store) return true;
      }
      return false;
    });
  }

  const PlantState& plant_;
  const Scenario& s_;
};

}  // namespace

std::string describe_deadlock(const PlantState& plant) {
  if (!plant.scenario->lines.used) return {};
  // While a machine works, somebody may still be freed.
  const auto works = [](const MachineUnit& unit) {
    return unit.activity == MachineState::setup || unit.activity == MachineState::processing;
  };
  if (std::any_of(plant.machines.begin(), plant.machines.end(), works)) return {};
  // Machines first: they are what people look at.
  std::vector<Index> starts;
  for (const MachineUnit& unit : plant.machines)
    if (unit.job >= 0 && unit.activity == MachineState::blocked) starts.push_back(unit.job);
  constexpr std::size_t most = 1000;
  for (Index slot = 0; slot < static_cast<Index>(plant.jobs.size()) && starts.size() < most; ++slot)
    if (at(plant.jobs, slot).phase == JobPhase::blocked && at(plant.jobs, slot).machine < 0)
      starts.push_back(slot);
  WaitChain chain(plant);
  for (const Index slot : starts) {
    const std::string circle = chain.circle_from(slot);
    if (!circle.empty()) return circle;
  }
  return {};
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
