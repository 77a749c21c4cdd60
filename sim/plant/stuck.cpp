// Jobs that nothing can ever move again: when they are looked for, and who they are.

#include "sim/plant/stuck.hpp"

#include <algorithm>

#include "sim/plant/look_up.hpp"
#include "sim/plant/prospects.hpp"
#include "sim/plant/tasks.hpp"

namespace takt::stuck {

namespace {

bool changes_for_good(const Timetable& table) {
  return table.levels.size() > 1 && table.cycle == never;
}

/// Whether units or hours may be over for good, or never come.
bool hours_may_end(const PlantState& plant) {
  const Scenario& s = *plant.scenario;
  const ResourceModel& resources = s.resources;
  for (const Calendar& calendar : resources.calendars)
    if (changes_for_good(calendar.hours)) return true;
  for (const Pool& pool : resources.pools)
    if (changes_for_good(pool.profile)) return true;
  if (resources.pools.empty() && resources.hours.empty()) return false;
  for (Index mode = 0; mode < static_cast<Index>(s.modes.size()); ++mode)
    if (!units_ever_free(plant, mode, at(s.modes, mode).group, false, {})) return true;
  const auto never_comes = [&plant](const CrewNeed& crew) {
    return crew.pool >= 0 && !pool_ever_has(plant, crew.pool, crew.amount, 0);
  };
  for (const GroupCondition& group : s.condition.groups)
    if (never_comes(group.law.crew) ||
        std::any_of(group.repair_crews.begin(), group.repair_crews.end(), never_comes))
      return true;
  return false;
}

bool supply_may_end(const Scenario& s) {
  const auto has_kit = [](const StepParts& parts) { return !parts.kits.empty() || !parts.yields.empty(); };
  const auto is_held = [](const GroupRules& group) {
    return group.batch.maximum > 0 && (group.batch.minimum > 1 || group.batch.wait == never);
  };
  const auto& groups = s.operations.groups;
  return std::any_of(s.lines.steps.begin(), s.lines.steps.end(), has_kit) ||
         std::any_of(s.lines.part_of.begin(), s.lines.part_of.end(),
                     [](Index store) { return store >= 0; }) ||
         std::any_of(groups.begin(), groups.end(), is_held);
}

bool is_alive(const PlantState& plant, Index slot) {
  return at(slot) < plant.jobs.size() && at(plant.jobs, slot).phase != JobPhase::free_slot;
}

void note_want(PlantState& plant, Index slot) {
  const JobState& job = at(plant.jobs, slot);
  const StuckState::Wanting want{slot, job.number, step_at(plant, job, job.position),
                                 at(plant.scenario->modes, job.mode).group};
  for (const StuckState::Wanting& known : plant.stuck.wanting)
    if (known.step == want.step && known.group == want.group) return;
  plant.stuck.wanting.push_back(want);
}

/// Whether one of those that want parts or members waits for ever. Of those that want no more, another takes
/// the place.
bool somebody_wants_in_vain(PlantState& plant, Prospects& prospects) {
  StuckState& state = plant.stuck;
  for (std::size_t i = 0; i < state.wanting.size();) {
    const StuckState::Wanting want = state.wanting[i];
    const bool still =
        is_alive(plant, want.slot) && at(plant.jobs, want.slot).number == want.number &&
        !is_stuck(plant, want.slot) && prospects.wants_supply(want.slot) &&
        step_at(plant, at(plant.jobs, want.slot), at(plant.jobs, want.slot).position) == want.step;
    if (still) {
      if (!prospects.may_move(want.slot)) return true;
      ++i;
      continue;
    }
    state.wanting.erase(state.wanting.begin() + static_cast<std::ptrdiff_t>(i));
    for (const Candidate& waiting : plant.queues.queue(want.group)) {
      if (waiting.step != want.step || is_stuck(plant, waiting.job) || !prospects.wants_supply(waiting.job))
        continue;
      note_want(plant, waiting.job);
      break;
    }
  }
  for (std::size_t i = 0; i < plant.lines.deposits.size(); ++i) {
    const Deposit& deposit = plant.lines.deposits[i];
    if (i > 0 && plant.lines.deposits[i - 1].store == deposit.store) continue;
    if (!is_stuck(plant, deposit.job) && !prospects.may_move(deposit.job)) return true;
  }
  return false;
}

/// A job that came in this instant and has nothing that others could wait for.
bool is_new(const PlantState& plant, Index slot) {
  const JobState& job = at(plant.jobs, slot);
  if (job.release != plant.now || job.position != 0 || job.visits != 0 || job.machine >= 0 ||
      tasks::is_task(plant, slot))
    return false;
  if (plant.extras.empty()) return true;
  const LineJob& line = at(plant.extras, slot).line;
  return line.cards == 0 && line.wip_card == 0 && line.reserved < 0;
}

void mark_stuck(PlantState& plant, Index slot) {
  StuckState& state = plant.stuck;
  state.stuck.resize(plant.jobs.size());
  state.stuck[at(slot)] = 1;
  // Nobody told of waiting in a plain shop: from now on it is one that may leave jobs stuck.
  plant.plain = false;
  state.watched = true;
  if (tasks::is_task(plant, slot)) return;
  ++state.jobs;
  if (state.since == never) state.since = plant.now;
}

/// Whether somebody may have got stuck in this instant: if so, one of those who began to wait has.
bool somebody_is_stuck(PlantState& plant) {
  StuckState& state = plant.stuck;
  if (state.any) return true;
  Prospects prospects(plant);
  for (const Index slot : state.newly_waiting) {
    if (!is_alive(plant, slot) || is_stuck(plant, slot)) continue;
    if (!prospects.may_move(slot)) {
      if (state.jobs == 0 || !is_new(plant, slot)) return true;
      mark_stuck(plant, slot);  // it joins those who are stuck, and changes nothing for others
      continue;
    }
    if (state.by_supply && prospects.wants_supply(slot)) note_want(plant, slot);
  }
  return state.by_supply && state.supply_less && somebody_wants_in_vain(plant, prospects);
}

}  // namespace

void set_up(PlantState& plant) {
  const Scenario& s = *plant.scenario;
  plant.stuck.by_hours = hours_may_end(plant);
  plant.stuck.by_supply = supply_may_end(s);
  if (plant.stuck.by_supply) {
    plant.stuck.orders_left.resize(s.routings.size());
    for (const Order& order : s.orders) ++at(plant.stuck.orders_left, order.routing);
  }
  plant.stuck.watched = s.lines.used || plant.stuck.by_hours || plant.stuck.by_supply;
}

bool look(PlantState& plant) {
  StuckState& state = plant.stuck;
  const std::uint64_t before = state.jobs;
  const bool found = somebody_is_stuck(plant);
  state.suspect = state.supply_less = state.any = false;
  state.newly_waiting.clear();
  if (!found) return state.jobs > before;
  Prospects prospects(plant);
  prospects.look_at_all();
  for (Index slot = 0; slot < static_cast<Index>(plant.jobs.size()); ++slot)
    if (is_alive(plant, slot) && !is_stuck(plant, slot) && !prospects.is_live(slot)) mark_stuck(plant, slot);
  state.dead_loops.resize(plant.lines.cards.size());
  for (std::size_t loop = 0; loop < plant.lines.cards.size() && state.jobs > 0; ++loop)
    if (state.dead_loops[loop] == 0 && !prospects.card_comes(static_cast<Index>(loop)))
      state.dead_loops[loop] = 1;
  return state.jobs > before;
}

bool nothing_can_move(PlantState& plant) {
  if (plant.stuck.jobs < plant.in_shop || plant.scenario->supply.used()) return false;
  Prospects prospects(plant);
  const Scenario& s = *plant.scenario;
  for (std::size_t i = 0; i < s.sources.size(); ++i) {
    const Source& source = s.sources[i];
    if (source.limit >= 0 && plant.sources[i].arrived >= static_cast<std::uint64_t>(source.limit)) continue;
    for (const Source::Product& product : source.products)
      if (prospects.may_begin(product.routing, static_cast<Index>(i))) return false;
  }
  for (std::size_t i = plant.next_order; i < s.orders_by_release.size(); ++i)
    if (prospects.may_begin(at(s.orders, s.orders_by_release[i]).routing, -1)) return false;
  return true;
}

bool measured_job_is_stuck(const PlantState& plant) {
  const RunControl& run = plant.scenario->run;
  for (Index slot = 0; slot < static_cast<Index>(plant.stuck.stuck.size()); ++slot) {
    if (!is_stuck(plant, slot)) continue;
    const auto past_warm_up = static_cast<std::int64_t>(at(plant.jobs, slot).number) - run.warm_up_jobs;
    if (past_warm_up >= 0 && past_warm_up < run.measured_jobs) return true;
  }
  return false;
}

}  // namespace takt::stuck
