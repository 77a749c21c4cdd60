// Units of resources and workers: taken together, given back together.

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "sim/plant/condition_rules.hpp"
#include "sim/plant/people_rules.hpp"

namespace takt {
namespace {

std::span<const Need> needs_of(const Scenario& scenario, Index mode) {
  const NeedRange range = scenario.people.mode_needs[at(mode)];
  return {scenario.people.needs.data() + range.first, at(range.count)};
}

}  // namespace

PeopleState PeopleRules::make_state(const Scenario& scenario) {
  const PeopleModel& people = scenario.people;
  PeopleState state;
  state.pools.resize(people.pools.size());
  state.free.resize(people.pools.size());
  for (std::size_t p = 0; p < people.pools.size(); ++p)
    if (!people.pools[p].profile.levels.empty()) state.profile_of.push_back(static_cast<Index>(p));
  state.clocks.resize(people.calendars.size() + state.profile_of.size());
  if (!people.pools.empty()) state.first_hold.assign(at(scenario.machine_count), -1);
  if (!people.hours.empty()) state.closed.assign(at(scenario.machine_count), 0);
  state.waits.assign(people.cluster.size(), 0);
  if (!people.tasks.empty()) state.free_graph_block.assign(scenario.routings.size(), -1);
  return state;
}

bool PeopleRules::can_start(Plant& plant, const Candidate& candidate) {
  const Scenario& scenario = plant.scenario();
  if ((scenario.plans[at(candidate.step)].flags & step_needs) == 0) return true;
  const std::span<const Need> needs = needs_of(scenario, candidate.mode);
  PeopleState& state = plant.people_;
  state.takes.clear();
  const int missing = choose_pools(scenario.people, needs, state.free, state.takes);
  if (missing < 0) return true;
  PeoplePart& part = plant.extras_[at(candidate.job)].people;
  if (part.short_since == never) {
    const Need& need = needs[static_cast<std::size_t>(missing)];
    part.short_since = plant.now_;
    part.short_of = need.pool >= 0 ? need.pool : scenario.people.pools_of_skill[at(need.skill)].front();
  }
  return false;
}

void PeopleRules::take_units(Plant& plant, Index machine, const Candidate& chosen, Effects& effects) {
  const Scenario& scenario = plant.scenario();
  if ((scenario.plans[at(chosen.step)].flags & step_needs) == 0) return;
  PeopleState& state = plant.people_;
  state.takes.clear();
  const int missing = choose_pools(scenario.people, needs_of(scenario, chosen.mode), state.free, state.takes);
  assert(missing < 0);
  (void)missing;
  for (const Take& take : state.takes) add_hold(plant, machine, take, effects);
  PeoplePart& part = plant.extras_[at(chosen.job)].people;
  if (part.short_since == never) return;
  effects.events.push_back({.time = plant.now_,
                            .value = static_cast<double>(plant.now_ - part.short_since),
                            .kind = EventKind::pool_wait,
                            .entity = part.short_of,
                            .job = chosen.number,
                            .detail = chosen.step});
  part.short_since = never;
}

void PeopleRules::give_back(Plant& plant, Index machine, Effects& effects) {
  if (plant.people_.first_hold[at(machine)] < 0) return;
  drop_holds(plant, machine, false, effects);
  resume_paused(plant, effects);
}

void PeopleRules::set_level(Plant& plant, Index pool, Index capacity, Index used, Effects& effects) {
  plant.people_.pools[at(pool)] = {capacity, used};
  plant.people_.free[at(pool)] = std::max<Index>(0, capacity - used);
  effects.events.push_back({.time = plant.now_,
                            .value = static_cast<double>(used),
                            .kind = EventKind::pool_level,
                            .entity = pool,
                            .detail = capacity});
}

void PeopleRules::add_hold(Plant& plant, Index machine, const Take& take, Effects& effects) {
  PeopleState& state = plant.people_;
  Index hold = state.free_hold;
  if (hold >= 0) {
    state.free_hold = state.holds[at(hold)].next;
  } else {
    hold = static_cast<Index>(state.holds.size());
    state.holds.emplace_back();
  }
  state.holds[at(hold)] = {take.pool, take.amount, state.first_hold[at(machine)]};
  state.first_hold[at(machine)] = hold;
  const PeopleState::PoolLevel level = state.pools[at(take.pool)];
  set_level(plant, take.pool, level.capacity, level.used + take.amount, effects);
}

void PeopleRules::drop_holds(Plant& plant, Index machine, bool only_leaving, Effects& effects) {
  PeopleState& state = plant.people_;
  Index kept = -1;
  for (Index hold = state.first_hold[at(machine)]; hold >= 0;) {
    PeopleState::Hold& entry = state.holds[at(hold)];
    const Index next = entry.next;
    if (only_leaving && !plant.scenario().people.pools[at(entry.pool)].leaves()) {
      entry.next = kept;
      kept = hold;
    } else {
      const PeopleState::PoolLevel level = state.pools[at(entry.pool)];
      set_level(plant, entry.pool, level.capacity, level.used - entry.amount, effects);
      wake(plant, entry.pool);
      entry.next = state.free_hold;
      state.free_hold = hold;
    }
    hold = next;
  }
  state.first_hold[at(machine)] = kept;
}

void PeopleRules::change_use(Plant& plant, Index pool, Index units, Effects& effects) {
  const PeopleState::PoolLevel level = plant.people_.pools[at(pool)];
  set_level(plant, pool, level.capacity, level.used + units, effects);
  if (units > 0) return;
  wake(plant, pool);
  resume_paused(plant, effects);
}

void PeopleRules::wake(Plant& plant, Index pool) {
  for (const Index group : plant.scenario().people.groups_of_pool[at(pool)])
    if (plant.groups_[at(group)].idle > 0) plant.mark_dirty(group);
}

/// Before anything new begins: repairs and maintenance, then those who stopped first go on first.
void PeopleRules::resume_paused(Plant& plant, Effects& effects) {
  ConditionRules::crews_may_begin(plant, effects);
  PeopleState& state = plant.people_;
  const PeopleModel& people = plant.scenario().people;
  for (std::size_t i = 0; i < state.paused.size();) {
    const Index machine = state.paused[i];
    const MachineUnit& unit = plant.machine(machine);
    assert(unit.job >= 0);
    std::vector<Need> again;
    for (const Need& need : needs_of(plant.scenario(), plant.job(unit.job).mode))
      if (need.pool < 0 || people.pools[at(need.pool)].leaves()) again.push_back(need);
    state.takes.clear();
    const bool closed = !state.closed.empty() && state.closed[at(machine)] != 0;
    if (closed || choose_pools(people, again, state.free, state.takes) >= 0) {
      ++i;
      continue;
    }
    for (const Take& take : state.takes) add_hold(plant, machine, take, effects);
    state.paused.erase(state.paused.begin() + static_cast<std::ptrdiff_t>(i));
    plant.restart_machine(machine, effects);
  }
}

std::string PeopleRules::describe_lack(const Plant& plant, Index group) {
  const PeopleModel& people = plant.scenario().people;
  if (people.cluster.empty() || people.cluster[at(group)] < 0) return {};
  for (const Candidate& candidate : plant.queue(group)) {
    if ((plant.scenario().plans[at(candidate.step)].flags & step_needs) == 0) continue;
    const std::span<const Need> needs = needs_of(plant.scenario(), candidate.mode);
    std::vector<Take> takes;
    const int missing = choose_pools(people, needs, plant.people_.free, takes);
    if (missing < 0) continue;
    const Need& need = needs[static_cast<std::size_t>(missing)];
    if (need.pool < 0)
      return fmt::format("; job {} waits for {} with the skill '{}'", candidate.number, need.amount,
                         people.skills[at(need.skill)]);
    return fmt::format("; job {} waits for {} of '{}', of which {} are free", candidate.number, need.amount,
                       people.pools[at(need.pool)].name, plant.people_.free[at(need.pool)]);
  }
  return {};
}

}  // namespace takt
