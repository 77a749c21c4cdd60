// Who is stuck, and why, in words.

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/prospects.hpp"
#include "sim/plant/stuck.hpp"
#include "sim/plant/tasks.hpp"

namespace takt::stuck {

namespace {

using Kind = Obstacle::Kind;

/// A stuck job, what it waits for, and the stuck job that could end its wait.
struct Link {
  std::string text;
  Obstacle obstacle;
  Index next = -1;  ///< job slot; -1: nobody
};

/// Follows from stuck job to stuck job who waits for whom.
class WaitChain {
 public:
  explicit WaitChain(PlantState& plant) : plant_(plant), s_(*plant.scenario), prospects_(plant) {
    prospects_.look_at_all();
  }

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

  Link follow(Index slot) {
    const JobState& job = at(plant_.jobs, slot);
    const Obstacle obstacle = prospects_.obstacle(slot);
    const Index which = obstacle.which;
    Index next = -1;
    std::string text = who(slot);
    switch (obstacle.kind) {
      case Kind::none:
        break;
      case Kind::machine:
        next = on_machine_of(which);
        text += next < 0 ? fmt::format(" waits for a machine '{}', which never comes back",
                                       at(s_.groups, which).name)
                         : fmt::format(" waits for a machine{}", held_by(next));
        break;
      case Kind::place:
        next = holder_of_place(which, slot);
        text += fmt::format(" waits for a place before '{}'{}", at(s_.groups, which).name, held_by(next));
        break;
      case Kind::card:
        next =
            lowest(slot, [&](Index other, const JobState&) { return prospects_.holds_card(other, which); });
        text += fmt::format(" waits for {}{}", lines::loop_name(s_, which), held_by(next));
        break;
      case Kind::part: {
        next = lowest(slot, [&](Index other, const JobState&) { return makes(other, which); });
        const std::string part = which < 0 ? "parts" : "part '" + at(s_.lines.parts, which).name + "'";
        text += fmt::format(" waits for {}, which {}", part,
                            next < 0 ? "nothing makes any more" : who(next) + " would make");
        break;
      }
      case Kind::room:
        next = lowest(slot, [&](Index other, const JobState& of) {
          return of.phase == JobPhase::queued && takes(other, which);
        });
        text += fmt::format(" waits for room for part '{}', which {}", at(s_.lines.parts, which).name,
                            next < 0 ? "nobody takes any more" : who(next) + " would take");
        break;
      case Kind::batch: {
        const BatchRule& rule = at(s_.operations.groups, which).batch;
        text += fmt::format(" waits for {} more: a batch of at least {} is needed, and no more can come",
                            prospects_.missing_members(slot, which),
                            rule.wait == never ? rule.maximum : rule.minimum);
        break;
      }
      case Kind::units:
        text += " waits for " + units(job.mode);
        break;
      case Kind::power:
        next = lowest(slot, [](Index, const JobState& of) { return of.machine >= 0; });
        text += fmt::format(" waits for power of the site{}", held_by(next));
        break;
      case Kind::belt:
        next = plant_.transport.on_conveyor(which, 0);
        text += fmt::format(" waits behind job {} on conveyor '{}'", at(plant_.jobs, next).number,
                            at(s_.transport.conveyors, which).name);
        break;
      case Kind::service:
        text += " stands still: the machine never comes back";
        break;
      case Kind::repeats:
        text += " begins again after each breakdown, and no run without one is long enough";
        break;
      case Kind::tasks:
        next = lowest(
            slot, [&](Index other, const JobState&) { return at(plant_.extras, other).task.parent == slot; });
        text += " waits for its own operations";
        break;
    }
    return {std::move(text), obstacle, next};
  }

 private:
  std::string who(Index slot) const {
    const JobState& job = at(plant_.jobs, slot);
    if (job.machine >= 0) return fmt::format("job {} on '{}'", job.number, machine_name(s_, job.machine));
    if (job.phase == JobPhase::queued)
      return fmt::format("job {} before '{}'", job.number, at(s_.groups, at(s_.modes, job.mode).group).name);
    if (job.phase == JobPhase::carried || (!plant_.extras.empty() && at(plant_.extras, slot).belt >= 0))
      return fmt::format("job {} on its way", job.number);
    if (job.phase == JobPhase::forked) return fmt::format("job {}", job.number);
    return fmt::format("job {} outside", job.number);
  }

  std::string held_by(Index holder) const {
    return holder < 0 ? "" : fmt::format(", which {} holds", who(holder));
  }

  std::string units(Index mode) const {
    const ResourceModel& resources = s_.resources;
    const NeedRange range = resources.mode_needs.empty() ? NeedRange{} : at(resources.mode_needs, mode);
    if (range.count == 0) return "working hours, which never come again";
    std::string text;
    for (Index i = range.first; i < range.first + range.count; ++i) {
      const Need& need = at(resources.needs, i);
      std::vector<Take> takes;
      const bool there = choose_pools(resources, {&need, 1}, plant_.resources.free, takes) < 0;
      if (there && range.count > 1) continue;
      if (!text.empty()) text += " and ";
      text += need.pool < 0
                  ? fmt::format("{} with the skill '{}'", need.amount, at(resources.skills, need.skill))
                  : fmt::format("{} of '{}', of which {} are free", need.amount,
                                at(resources.pools, need.pool).name, at(plant_.resources.free, need.pool));
    }
    return (text.empty() ? "units and hours at one time" : text) + ", and there are never enough again";
  }

  /// A stuck job on the lowest machine of a group that has one.
  Index on_machine_of(Index group) const {
    const GroupState& g = at(plant_.groups, group);
    for (Index m = g.first_machine; m < g.first_machine + g.machine_count; ++m) {
      const MachineUnit& unit = at(plant_.machines, m);
      if (unit.job >= 0 && !prospects_.is_live(unit.job)) return unit.job;
    }
    return -1;
  }

  Index holder_of_place(Index group, Index but) const {
    const Index on_machine = on_machine_of(group);
    if (on_machine >= 0) return on_machine;
    for (const Candidate& waiting : plant_.queues.queue(group))
      if (!prospects_.is_live(waiting.job)) return waiting.job;
    return lowest(
        but, [&](Index slot, const JobState&) { return at(plant_.extras, slot).line.reserved == group; });
  }

  /// The stuck job of the lowest number for which `fits` holds.
  template <typename Fits>
  Index lowest(Index but, Fits fits) const {
    Index found = -1;
    for (Index slot = 0; slot < static_cast<Index>(plant_.jobs.size()); ++slot) {
      const JobState& job = at(plant_.jobs, slot);
      if (slot == but || job.phase == JobPhase::free_slot || prospects_.is_live(slot) || !fits(slot, job))
        continue;
      if (found < 0 || job.number < at(plant_.jobs, found).number) found = slot;
    }
    return found;
  }

  bool takes(Index slot, Index store) const {
    const JobState& job = at(plant_.jobs, slot);
    const StepParts* const parts = s_.lines.parts_of(step_at(plant_, job, job.position));
    if (parts == nullptr) return false;
    for (const Kit& kit : parts->kits)
      for (const PartAmount& amount : kit)
        if (amount.store == store) return true;
    return false;
  }

  bool makes(Index slot, Index store) const {
    const JobState& job = at(plant_.jobs, slot);
    if (store < 0 || tasks::is_task(plant_, slot)) return false;
    if (s_.lines.part(job.routing) == store) return true;
    for (std::uint32_t p = job.position; p < job.operation_count; ++p) {
      const StepParts* const parts = s_.lines.parts_of(step_at(plant_, job, p));
      if (parts == nullptr) continue;
      for (const PartAmount& amount : parts->yields)
        if (amount.store == store) return true;
    }
    return false;
  }

  PlantState& plant_;
  const Scenario& s_;
  Prospects prospects_;
};

/// Machines first: they are what people look at.
std::vector<Index> in_order(const PlantState& plant) {
  std::vector<Index> slots;
  for (const MachineUnit& unit : plant.machines)
    if (unit.job >= 0 && is_stuck(plant, unit.job)) slots.push_back(unit.job);
  std::vector<Index> others;
  for (Index slot = 0; slot < static_cast<Index>(plant.stuck.stuck.size()); ++slot)
    if (is_stuck(plant, slot) &&
        (slots.empty() || std::find(slots.begin(), slots.end(), slot) == slots.end()))
      others.push_back(slot);
  std::sort(others.begin(), others.end(),
            [&plant](Index x, Index y) { return at(plant.jobs, x).number < at(plant.jobs, y).number; });
  slots.insert(slots.end(), others.begin(), others.end());
  constexpr std::size_t most = 1000;
  if (slots.size() > most) slots.resize(most);
  return slots;
}

}  // namespace

std::string describe_circle(PlantState& plant) {
  WaitChain chain(plant);
  for (const Index slot : in_order(plant)) {
    const std::string circle = chain.circle_from(slot);
    if (!circle.empty()) return circle;
  }
  return {};
}

std::string describe(PlantState& plant) {
  constexpr std::size_t most = 5;
  struct Reason {
    Link link;
    int others = 0;
  };
  std::vector<Reason> reasons;
  WaitChain chain(plant);
  for (const Index slot : in_order(plant)) {
    if (at(plant.jobs, slot).phase == JobPhase::forked) continue;
    Link link = chain.follow(slot);
    const auto same = std::find_if(reasons.begin(), reasons.end(), [&link](const Reason& known) {
      return known.link.obstacle.kind == link.obstacle.kind &&
             known.link.obstacle.which == link.obstacle.which;
    });
    if (same == reasons.end()) {
      reasons.push_back({std::move(link), 0});
    } else {
      ++same->others;
    }
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(most, reasons.size()); ++i) {
    text += (i > 0 ? "; " : "") + reasons[i].link.text;
    if (reasons[i].others > 0) text += fmt::format(" (and {} more)", reasons[i].others);
  }
  if (reasons.size() > most) text += fmt::format("; and {} more reasons", reasons.size() - most);
  return text;
}

}  // namespace takt::stuck
