// Units of resources and workers: taken together, given back together.

#include "sim/plant/pools.hpp"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "sim/plant/condition.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/resources.hpp"
#include "sim/plant/service.hpp"

namespace takt::resources {

namespace {

std::span<const Need> needs_of(const Scenario& scenario, Index mode) {
  const NeedRange range = at(scenario.resources.mode_needs, mode);
  return {scenario.resources.needs.data() + range.first, at(range.count)};
}

/// The first need of a mode that cannot be met now; -1: all can.
int missing_need(PlantState& plant, Index mode) {
  ResourceState& state = plant.resources;
  state.takes.clear();
  return choose_pools(plant.scenario->resources, needs_of(*plant.scenario, mode), state.free, state.takes);
}

/// Notes since when an operation lacks units, and of which pool first.
void note_lack(PlantState& plant, Index slot, Index mode, int missing) {
  ResourcePart& part = at(plant.extras, slot).resource;
  if (part.short_since != never) return;
  const Need& need = at(needs_of(*plant.scenario, mode), missing);
  part.short_since = plant.now;
  part.short_of =
      need.pool >= 0 ? need.pool : at(plant.scenario->resources.pools_of_skill, need.skill).front();
}

void add_hold(PlantState& plant, Index machine, const Take& take, Effects& effects) {
  ResourceState& state = plant.resources;
  Index hold = state.free_hold;
  if (hold >= 0) {
    state.free_hold = at(state.holds, hold).next;
  } else {
    hold = static_cast<Index>(state.holds.size());
    state.holds.emplace_back();
  }
  at(state.holds, hold) = {take.pool, take.amount, at(state.first_hold, machine)};
  at(state.first_hold, machine) = hold;
  const ResourceState::PoolLevel level = at(state.pools, take.pool);
  set_level(plant, take.pool, level.capacity, level.used + take.amount, effects);
}

}  // namespace

ResourceState make_state(const Scenario& scenario) {
  const ResourceModel& resources = scenario.resources;
  ResourceState state;
  state.pools.resize(resources.pools.size());
  state.free.resize(resources.pools.size());
  for (std::size_t p = 0; p < resources.pools.size(); ++p)
    if (!resources.pools[p].profile.levels.empty()) state.profile_of.push_back(static_cast<Index>(p));
  state.clocks.resize(resources.calendars.size() + state.profile_of.size());
  if (!resources.pools.empty()) state.first_hold.assign(at(scenario.machine_count), -1);
  if (!resources.hours.empty()) state.closed.assign(at(scenario.machine_count), 0);
  state.waits.assign(resources.cluster.size(), 0);
  return state;
}

bool can_start(PlantState& plant, const Candidate& candidate) {
  if ((at(plant.scenario->plans, candidate.step).flags & step_needs) == 0) return true;
  const int missing = missing_need(plant, candidate.mode);
  if (missing < 0) return true;
  note_lack(plant, candidate.job, candidate.mode, missing);
  return false;
}

std::optional<WaitFor> lack_of(const PlantState& plant, const Candidate& candidate) {
  if ((at(plant.scenario->plans, candidate.step).flags & step_needs) == 0) return std::nullopt;
  const ResourceModel& resources = plant.scenario->resources;
  const std::span<const Need> needs = needs_of(*plant.scenario, candidate.mode);
  std::vector<Take> takes;
  const int missing = choose_pools(resources, needs, plant.resources.free, takes);
  if (missing < 0) return std::nullopt;
  const Need& need = at(needs, missing);
  return need.pool < 0 || at(resources.pools, need.pool).workers ? WaitFor::worker : WaitFor::resource;
}

std::uint64_t classes_that_can_start(PlantState& plant, Index group, LongQueue& queue) {
  const Scenario& scenario = *plant.scenario;
  const NeedClasses& known = scenario.resources.classes;
  std::uint64_t classes = 0;
  for (int c = 0; c < queue.classes(); ++c) {
    const int missing = missing_need(plant, at(at(known.modes, group), c));
    if (missing < 0) {
      classes |= std::uint64_t{1} << static_cast<unsigned>(c);
      continue;
    }
    for (const Index slot : queue.newcomers(c)) {
      const JobState& state = at(plant.jobs, slot);
      const bool here = state.phase == JobPhase::queued && at(scenario.modes, state.mode).group == group &&
                        at(known.of_mode, state.mode) == c;
      if (here) note_lack(plant, slot, state.mode, missing);
    }
    queue.newcomers(c).clear();
  }
  return classes;
}

void take_units(PlantState& plant, Index machine, const Candidate& chosen, Effects& effects) {
  const Scenario& scenario = *plant.scenario;
  if ((at(scenario.plans, chosen.step).flags & step_needs) == 0) return;
  ResourceState& state = plant.resources;
  state.takes.clear();
  const int missing =
      choose_pools(scenario.resources, needs_of(scenario, chosen.mode), state.free, state.takes);
  assert(missing < 0);
  (void)missing;
  for (const Take& take : state.takes) add_hold(plant, machine, take, effects);
  ResourcePart& part = at(plant.extras, chosen.job).resource;
  if (part.short_since == never) return;
  effects.events.push_back({.time = plant.now,
                            .value = static_cast<double>(plant.now - part.short_since),
                            .kind = EventKind::pool_wait,
                            .entity = part.short_of,
                            .job = chosen.number,
                            .detail = chosen.step});
  part.short_since = never;
}

void give_back(PlantState& plant, Index machine, Effects& effects) {
  if (at(plant.resources.first_hold, machine) < 0) return;
  drop_holds(plant, machine, false, effects);
  resume_paused(plant, effects);
}

void set_level(PlantState& plant, Index pool, Index capacity, Index used, Effects& effects) {
  at(plant.resources.pools, pool) = {capacity, used};
  at(plant.resources.free, pool) = std::max<Index>(0, capacity - used);
  effects.events.push_back({.time = plant.now,
                            .value = static_cast<double>(used),
                            .kind = EventKind::pool_level,
                            .entity = pool,
                            .detail = capacity});
}

void drop_holds(PlantState& plant, Index machine, bool only_leaving, Effects& effects) {
  ResourceState& state = plant.resources;
  Index kept = -1;
  for (Index hold = at(state.first_hold, machine); hold >= 0;) {
    ResourceState::Hold& entry = at(state.holds, hold);
    const Index next = entry.next;
    if (only_leaving && !at(plant.scenario->resources.pools, entry.pool).leaves()) {
      entry.next = kept;
      kept = hold;
    } else {
      const ResourceState::PoolLevel level = at(state.pools, entry.pool);
      set_level(plant, entry.pool, level.capacity, level.used - entry.amount, effects);
      wake(plant, entry.pool);
      entry.next = state.free_hold;
      state.free_hold = hold;
    }
    hold = next;
  }
  at(state.first_hold, machine) = kept;
}

void change_use(PlantState& plant, Index pool, Index units, Effects& effects) {
  const ResourceState::PoolLevel level = at(plant.resources.pools, pool);
  set_level(plant, pool, level.capacity, level.used + units, effects);
  if (units > 0) return;
  wake(plant, pool);
  resume_paused(plant, effects);
}

void wake(PlantState& plant, Index pool) {
  for (const Index group : at(plant.scenario->resources.groups_of_pool, pool))
    if (at(plant.groups, group).idle > 0) mark_dirty(plant, group);
}

void resume_paused(PlantState& plant, Effects& effects) {
  condition::crews_may_begin(plant, effects);
  ResourceState& state = plant.resources;
  const ResourceModel& resources = plant.scenario->resources;
  for (std::size_t i = 0; i < state.paused.size();) {
    const Index machine = state.paused[i];
    const MachineUnit& unit = at(plant.machines, machine);
    assert(unit.job >= 0);
    std::vector<Need> again;
    for (const Need& need : needs_of(*plant.scenario, at(plant.jobs, unit.job).mode))
      if (need.pool < 0 || at(resources.pools, need.pool).leaves()) again.push_back(need);
    state.takes.clear();
    const bool closed = !state.closed.empty() && at(state.closed, machine) != 0;
    if (closed || choose_pools(resources, again, state.free, state.takes) >= 0) {
      ++i;
      continue;
    }
    for (const Take& take : state.takes) add_hold(plant, machine, take, effects);
    state.paused.erase(state.paused.begin() + static_cast<std::ptrdiff_t>(i));
    service::restart_machine(plant, machine, MachineState::off, effects);
  }
}

void forget_pause(PlantState& plant, Index machine, Effects& effects) {
  if (std::erase(plant.resources.paused, machine) > 0)
    service::restart_machine(plant, machine, MachineState::off, effects);
}

std::string describe_lack(const PlantState& plant, Index group) {
  const ResourceModel& resources = plant.scenario->resources;
  if (resources.cluster.empty() || at(resources.cluster, group) < 0) return {};
  for (const Candidate& candidate : plant.queues.queue(group)) {
    if ((at(plant.scenario->plans, candidate.step).flags & step_needs) == 0) continue;
    const std::span<const Need> needs = needs_of(*plant.scenario, candidate.mode);
    std::vector<Take> takes;
    const int missing = choose_pools(resources, needs, plant.resources.free, takes);
    if (missing < 0) continue;
    const Need& need = at(needs, missing);
    if (need.pool < 0)
      return fmt::format("; job {} waits for {} with the skill '{}'", candidate.number, need.amount,
                         at(resources.skills, need.skill));
    return fmt::format("; job {} waits for {} of '{}', of which {} are free", candidate.number, need.amount,
                       at(resources.pools, need.pool).name, at(plant.resources.free, need.pool));
  }
  return {};
}

}  // namespace takt::resources
