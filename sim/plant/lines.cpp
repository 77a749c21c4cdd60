// Lines: a job moves on only when it has its cards and a place to go to.

#include "sim/plant/lines.hpp"

#include <algorithm>
#include <cassert>

#include "sim/plant/carry.hpp"
#include "sim/plant/idleness.hpp"
#include "sim/plant/line_parts.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/shop.hpp"
#include "sim/plant/stuck.hpp"

namespace takt::lines {

namespace {

Index take_first(std::vector<Index>& woken) {
  const Index first = woken.front();
  woken.erase(woken.begin());
  return first;
}

std::int64_t places_taken(const PlantState& plant, Index group) {
  return static_cast<std::int64_t>(plant.queues.queue(group).size()) + at(plant.lines.places, group).reserved;
}

void reserve_place(PlantState& plant, Index slot, Index group) {
  at(plant.extras, slot).line.reserved = group;
  ++at(plant.lines.places, group).reserved;
}

void wake_places(PlantState& plant, Index group) {
  if (plant.scenario->lines.places(group) >= 0) wake(plant.lines.woken_groups, group);
}

void give_place_back(PlantState& plant, Index slot) {
  Index& reserved = at(plant.extras, slot).line.reserved;
  if (reserved < 0) return;
  --at(plant.lines.places, reserved).reserved;
  wake_places(plant, reserved);
  reserved = -1;
}

bool take_place(PlantState& plant, Index slot, Index group) {
  if (at(plant.extras, slot).line.reserved == group) return true;  // since its last operation started
  const Index from = at(plant.jobs, slot).machine;
  if (from >= 0 && at(plant.machines, from).group == group) {
    at(plant.extras, slot).line.over = 1;  // it makes room for itself by leaving its machine to the group
    reserve_place(plant, slot, group);
    return true;
  }
  if (has_place(plant, group) && plant.lines.place_waiters.empty(group)) {
    reserve_place(plant, slot, group);
    return true;
  }
  wait_in_line(plant, slot, LineJob::place);
  const JobState& state = at(plant.jobs, slot);
  plant.lines.place_waiters.insert(
      group, shop::candidate(plant, slot, state.mode, plan_at(plant, state, state.position)));
  if (at(plant.groups, group).idle > 0)
    mark_dirty(plant, group);  // an idle machine may take it from where it is
  return false;
}

/// Takes a job out of whatever it waits for.
void withdraw(PlantState& plant, Index slot) {
  LineJob& line = at(plant.extras, slot).line;
  const auto remove = [slot](QueuePool& pool, Index queue) {
    const auto waiting = pool.queue(queue);
    std::size_t place = 0;
    while (waiting[place].job != slot) ++place;
    pool.remove(queue, place);
  };
  if (line.stage == LineJob::card) {
    const Index loop = missing_card(plant, slot);
    remove(plant.lines.card_waiters, loop);
    at(plant.lines.cards, loop).waiting.change(-1, plant.now, plant.scenario->run.warm_up);
    idleness::count_card_waiter(plant, at(plant.scenario->modes, at(plant.jobs, slot).mode).group, -1);
    wake(plant.lines.woken_loops, loop);
  } else if (line.stage == LineJob::place) {
    const Index group = at(plant.scenario->modes, at(plant.jobs, slot).mode).group;
    remove(plant.lines.place_waiters, group);
    idleness::touch(plant, group);
  }
  for (Deposit& entry : plant.lines.deposits) {
    if (entry.job != slot) continue;
    at(plant.lines.stores, entry.store).offered -= entry.left;
    entry.left = 0;
    wake_store(plant, entry.store);
  }
  std::erase_if(plant.lines.deposits, [slot](const Deposit& entry) { return entry.job == slot; });
  line.deposits = 0;
  line.stage = LineJob::free_to_go;
}

void settle_places(PlantState& plant, Index group, Effects& effects) {
  while (has_place(plant, group) && !plant.lines.place_waiters.empty(group)) {
    const Index slot = plant.lines.place_waiters.queue(group).front().job;
    plant.lines.place_waiters.remove(group, 0);
    at(plant.extras, slot).line.stage = LineJob::free_to_go;
    reserve_place(plant, slot, group);
    enter_group(plant, slot, group, effects);
  }
  if (!has_place(plant, group)) return;
  for (const Index feeder : at(plant.scenario->lines.feeders, group)) mark_dirty(plant, feeder);
}

}  // namespace

void start(PlantState& plant) {
  const LineModel& model = plant.scenario->lines;
  if (!model.used) return;
  plant.lines.places.resize(plant.scenario->groups.size());
  plant.lines.cards.resize(at(model.loop_count));
  plant.lines.stores.resize(model.parts.size());
  plant.lines.place_waiters = QueuePool(plant.scenario->groups.size());
  plant.lines.card_waiters = QueuePool(at(model.loop_count));
  plant.lines.unstarted.assign(plant.scenario->sources.size(), 0);
  plant.lines.coming.assign(plant.scenario->sources.size(), 0);
  for (std::size_t l = 0; l < model.cards.size(); ++l) plant.lines.cards[l].free = model.cards[l].count;
  for (Index s = 0; s < static_cast<Index>(plant.scenario->sources.size()); ++s) {
    const Index loop = at(model.wip_loop, s);
    if (loop < 0) continue;
    at(plant.lines.cards, loop).free = model.wip_limit(s);
    at(plant.lines.cards, loop).source = s;
  }
  for (std::size_t i = 0; i < model.parts.size(); ++i)
    plant.lines.stores[i].stock.level = model.parts[i].initial;
}

bool admit(PlantState& plant, Index slot, Index group, Effects& effects) {
  LineJob& line = at(plant.extras, slot).line;
  line.room_for_itself = line.over = 0;                      // it goes on
  if (line.reserved != group) give_place_back(plant, slot);  // it was sent back
  return take_cards(plant, slot, effects) && take_place(plant, slot, group);
}

void wait_in_line(PlantState& plant, Index slot, LineJob::Stage stage) {
  at(plant.jobs, slot).phase = JobPhase::blocked;
  at(plant.extras, slot).line.stage = stage;
  stuck::waits(plant, slot);
}

bool has_place(const PlantState& plant, Index group) {
  const Index places = plant.scenario->lines.places(group);
  return places < 0 || places_taken(plant, group) < places;
}

void enter_group(PlantState& plant, Index slot, Index group, Effects& effects) {
  if (carry::carry_to(plant, slot, plant.scenario->transport.place_of_group(group), effects)) return;
  leave_machine(plant, slot, effects);
  join_queue(plant, slot, group, effects);
}

void join_queue(PlantState& plant, Index slot, Index group, Effects& effects) {
  LineJob& line = at(plant.extras, slot).line;
  assert(line.reserved == group);
  line.reserved = -1;
  --at(plant.lines.places, group).reserved;
  at(plant.lines.places, group).content.change(1, plant.now, plant.scenario->run.warm_up);
  shop::enqueue(plant, slot, effects);
}

void left_queue(PlantState& plant, Index group) {
  at(plant.lines.places, group).content.change(-1, plant.now, plant.scenario->run.warm_up);
  wake_places(plant, group);
}

bool kept_on_machine(const PlantState& plant, Index slot) {
  return !plant.extras.empty() && at(plant.extras, slot).line.kept != 0;
}

void keep_on_machine(PlantState& plant, Index machine) {
  MachineUnit& unit = at(plant.machines, machine);
  unit.activity = MachineState::blocked;
  unit.piece_start = plant.now;
  unit.remaining = 0;
  unit.planned_end = plant.now;
  for (Index slot = unit.job; slot >= 0; slot = operation_of(plant, slot).next) {
    LineJob& line = at(plant.extras, slot).line;
    line.kept = 1;
    line.behind = operation_of(plant, slot).next;
    at(plant.jobs, slot).phase = JobPhase::blocked;
  }
}

void leave_machine(PlantState& plant, Index slot, Effects& effects) {
  JobState& state = at(plant.jobs, slot);
  LineJob& line = at(plant.extras, slot).line;
  if (line.kept != 0) {
    const Index m = state.machine;
    MachineUnit& unit = at(plant.machines, m);
    if (unit.job == slot) {
      unit.job = line.behind;
    } else {
      Index before = unit.job;
      while (at(plant.extras, before).line.behind != slot) before = at(plant.extras, before).line.behind;
      at(plant.extras, before).line.behind = line.behind;
    }
    line.behind = -1;
    line.kept = 0;
    state.machine = -1;
    if (unit.job < 0) {
      if (unit.down == 0 && plant.now > unit.piece_start)
        effects.intervals.push_back(unit.piece(m, plant.now));
      shop::free_machine(plant, m, effects);
    }
  }
  give_cards_back(plant, slot, state.position, effects);
}

void hand_over(PlantState& plant, Index machine, const Candidate& chosen, Effects& effects) {
  const Index group = at(plant.machines, machine).group;
  const auto waiting = plant.lines.place_waiters.queue(group);
  std::size_t place = 0;
  while (waiting[place].job != chosen.job) ++place;
  plant.lines.place_waiters.remove(group, place);
  at(plant.extras, chosen.job).line.stage = LineJob::free_to_go;
  at(plant.extras, chosen.job).line.over = 1;
  reserve_place(plant, chosen.job, group);
  enter_group(plant, chosen.job, group, effects);
  shop::begin_operation(plant, machine, shop::queue_place(plant, group, chosen), effects);
}

Index limited_next_group(const PlantState& plant, const JobState& state) {
  if (state.position + 1 >= state.operation_count) return -1;
  const StepPlan& next = plan_at(plant, state, state.position + 1);
  const bool limited = next.group >= 0 && plant.scenario->lines.places(next.group) >= 0;
  const bool same = plan_at(plant, state, state.position).group == next.group;
  return limited && !same ? next.group : -1;
}

bool can_start(const PlantState& plant, Index machine, const Candidate& candidate) {
  if (complete_kit(plant, candidate.step) < 0) return false;
  if (!plant.scenario->lines.before_service(at(plant.machines, machine).group)) return true;
  const JobState& state = at(plant.jobs, candidate.job);
  const Index next = limited_next_group(plant, state);
  return (next < 0 || has_place(plant, next)) && has_room_for_parts(plant, state);
}

void on_start(PlantState& plant, Index machine, Effects& effects) {
  const Index group = at(plant.machines, machine).group;
  for (Index slot = at(plant.machines, machine).job; slot >= 0; slot = operation_of(plant, slot).next) {
    const JobState& state = at(plant.jobs, slot);
    take_kit(plant, step_at(plant, state, state.position), effects);
    if (plant.scenario->lines.before_service(group)) {
      const Index next = limited_next_group(plant, state);
      if (next >= 0) reserve_place(plant, slot, next);
      reserve_room_for_parts(plant, slot);
    }
    first_start(plant, slot, effects);
  }
  if (at(plant.groups, group).idle > 0 && !plant.lines.place_waiters.empty(group)) mark_dirty(plant, group);
}

void count_wait(PlantState& plant, Index group, Time time) {
  if (time > 0) at(plant.lines.places, group).chose_to_wait += static_cast<double>(time);
}

void leave(PlantState& plant, Index slot, Effects& effects) {
  const JobState& state = at(plant.jobs, slot);
  if (at(plant.extras, slot).line.stage != LineJob::free_to_go) withdraw(plant, slot);
  if (state.position < state.operation_count) give_up_parts(plant, slot);
  leave_machine(plant, slot, effects);
  give_cards_back(plant, slot, 0xffffffff, effects);
  give_place_back(plant, slot);
  LineJob& line = at(plant.extras, slot).line;
  if (line.wip_card != 0) {
    line.wip_card = 0;
    give_card_back(plant, at(plant.scenario->lines.wip_loop, state.source), state.number, effects);
  }
  if (line.started == 0 && plant.scenario->lines.saturated(state.source)) {
    line.started = 1;
    --at(plant.lines.unstarted, state.source);
    call_saturated(plant, state.source, effects);
  }
}

void settle(PlantState& plant, Effects& effects) {
  while (plant.lines.woken()) {
    if (!plant.lines.woken_stores.empty()) {
      settle_store(plant, take_first(plant.lines.woken_stores), effects);
    } else if (!plant.lines.woken_loops.empty()) {
      const Index loop = take_first(plant.lines.woken_loops);
      if (!is_asked(plant, DecisionKind::release)) {
        while (at(plant.lines.cards, loop).free > 0 && !plant.lines.card_waiters.empty(loop))
          grant_card(plant, loop, 0, effects);
      }
      if (at(plant.lines.cards, loop).source >= 0)
        call_saturated(plant, at(plant.lines.cards, loop).source, effects);
    } else {
      settle_places(plant, take_first(plant.lines.woken_groups), effects);
    }
  }
}

}  // namespace takt::lines
