// Lines: a job moves on only when it has its cards and a place to go to.

#include <algorithm>
#include <cassert>

#include "sim/plant/plant.hpp"

namespace takt {

namespace {

void wake(std::vector<Index>& woken, Index index) {
  const auto place = std::lower_bound(woken.begin(), woken.end(), index);
  if (place == woken.end() || *place != index) woken.insert(place, index);
}

bool covers(const LineModel::RoutingSpan& span, std::uint32_t position) {
  return static_cast<std::uint32_t>(span.first) <= position &&
         position <= static_cast<std::uint32_t>(span.last);
}

Index take_first(std::vector<Index>& woken) {
  const Index first = woken.front();
  woken.erase(woken.begin());
  return first;
}

}  // namespace

void Plant::start_lines() {
  const LineModel& model = scenario_->lines;
  if (!model.used) return;
  lines_.places.resize(scenario_->groups.size());
  lines_.cards.resize(at(model.loop_count));
  lines_.stores.resize(model.parts.size());
  lines_.place_waiters = QueuePool(scenario_->groups.size());
  lines_.card_waiters = QueuePool(at(model.loop_count));
  lines_.unstarted.assign(scenario_->sources.size(), 0);
  lines_.coming.assign(scenario_->sources.size(), 0);
  for (std::size_t l = 0; l < model.cards.size(); ++l) lines_.cards[l].free = model.cards[l].count;
  for (Index s = 0; s < static_cast<Index>(scenario_->sources.size()); ++s) {
    const Index loop = model.wip_loop[at(s)];
    if (loop < 0) continue;
    lines_.cards[at(loop)].free = model.wip_limit(s);
    lines_.cards[at(loop)].source = s;
  }
  for (std::size_t i = 0; i < model.parts.size(); ++i) lines_.stores[i].stock.level = model.parts[i].initial;
}

/// Cards first, then a place. False: the job waits for one of them where it is.
bool Plant::line_admit(Index slot, Index group, Effects& effects) {
  LineJob& line = extras_[at(slot)].line;
  line.room_for_itself = line.over = 0;               // it goes on
  if (line.reserved != group) give_place_back(slot);  // it was sent back
  return take_cards(slot, effects) && take_place(slot, group);
}

/// The loop of which the job needs a card before it may go on; -1: none.
Index Plant::missing_card(Index slot) const {
  const JobState& state = job(slot);
  const LineJob& line = extras_[at(slot)].line;
  const LineModel& model = scenario_->lines;
  if (state.position == 0 && state.source >= 0 && line.wip_card == 0) {
    const Index loop = model.wip_loop[at(state.source)];
    if (loop >= 0) return loop;
  }
  const auto& spans = model.spans[at(state.routing)];
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (covers(spans[i], state.position) && (line.cards >> i & 1) == 0) return spans[i].loop;
  }
  return -1;
}

void Plant::hold_card(Index slot, Index loop, Effects& effects) {
  const JobState& state = job(slot);
  LineJob& line = extras_[at(slot)].line;
  CardState& cards = lines_.cards[at(loop)];
  assert(cards.free > 0);
  --cards.free;
  cards.in_use.change(1, now_, scenario_->run.warm_up);
  effects.events.push_back({.time = now_,
                            .value = static_cast<double>(cards.free),
                            .kind = EventKind::card_taken,
                            .entity = loop,
                            .job = state.number});
  if (cards.source >= 0) {
    line.wip_card = 1;
    return;
  }
  const auto& spans = scenario_->lines.spans[at(state.routing)];
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (spans[i].loop == loop && covers(spans[i], state.position)) line.cards |= std::uint64_t{1} << i;
  }
}

void Plant::give_card_back(Index loop, std::uint32_t number, Effects& effects) {
  CardState& cards = lines_.cards[at(loop)];
  ++cards.free;
  cards.in_use.change(-1, now_, scenario_->run.warm_up);
  effects.events.push_back({.time = now_,
                            .value = static_cast<double>(cards.free),
                            .kind = EventKind::card_returned,
                            .entity = loop,
                            .job = number});
  wake(lines_.woken_loops, loop);
}

/// Gives back the cards of all spans but those that the position lies in.
void Plant::give_cards_back(Index slot, std::uint32_t position, Effects& effects) {
  const JobState& state = job(slot);
  LineJob& line = extras_[at(slot)].line;
  if (line.cards == 0) return;
  const auto& spans = scenario_->lines.spans[at(state.routing)];
  for (std::size_t i = 0; i < spans.size(); ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((line.cards & bit) == 0 || covers(spans[i], position)) continue;
    line.cards &= ~bit;
    give_card_back(spans[i].loop, state.number, effects);
  }
}

bool Plant::take_cards(Index slot, Effects& effects) {
  for (Index loop = missing_card(slot); loop >= 0; loop = missing_card(slot)) {
    CardState& cards = lines_.cards[at(loop)];
    // With an agent, who gets the card is decided when all that happens at this instant is known.
    if (cards.free > 0 && lines_.card_waiters.empty(loop) && !is_asked(DecisionKind::release)) {
      hold_card(slot, loop, effects);
      continue;
    }
    wait_in_line(slot, LineJob::card);
    JobState& state = jobs_[at(slot)];
    lines_.card_waiters.insert(loop, candidate(slot, state.mode, plan_at(state, state.position)));
    cards.waiting.change(1, now_, scenario_->run.warm_up);
    return false;
  }
  return true;
}

void Plant::wait_in_line(Index slot, LineJob::Stage stage) {
  jobs_[at(slot)].phase = JobPhase::blocked;
  extras_[at(slot)].line.stage = stage;
}

/// A waiting job gets a card and goes on as far as it can.
void Plant::grant_card(Index loop, std::size_t waiter, Effects& effects) {
  const Index slot = lines_.card_waiters.queue(loop)[waiter].job;
  lines_.card_waiters.remove(loop, waiter);
  lines_.cards[at(loop)].waiting.change(-1, now_, scenario_->run.warm_up);
  extras_[at(slot)].line.stage = LineJob::free_to_go;
  hold_card(slot, loop, effects);
  join_group(slot, effects);
}

std::int64_t Plant::places_taken(Index group) const {
  return static_cast<std::int64_t>(queues_.queue(group).size()) + lines_.places[at(group)].reserved;
}

bool Plant::has_place(Index group) const {
  const Index places = scenario_->lines.places(group);
  return places < 0 || places_taken(group) < places;
}

void Plant::reserve_place(Index slot, Index group) {
  extras_[at(slot)].line.reserved = group;
  ++lines_.places[at(group)].reserved;
}

void Plant::give_place_back(Index slot) {
  Index& reserved = extras_[at(slot)].line.reserved;
  if (reserved < 0) return;
  --lines_.places[at(reserved)].reserved;
  wake_places(reserved);
  reserved = -1;
}

void Plant::wake_places(Index group) {
  if (scenario_->lines.places(group) >= 0) wake(lines_.woken_groups, group);
}

bool Plant::take_place(Index slot, Index group) {
  if (extras_[at(slot)].line.reserved == group) return true;  // since its last operation started
  const Index from = job(slot).machine;
  if (from >= 0 && machine(from).group == group) {
    extras_[at(slot)].line.over = 1;  // it makes room for itself by leaving its machine to the group
    reserve_place(slot, group);
    return true;
  }
  if (has_place(group) && lines_.place_waiters.empty(group)) {
    reserve_place(slot, group);
    return true;
  }
  wait_in_line(slot, LineJob::place);
  const JobState& state = job(slot);
  lines_.place_waiters.insert(group, candidate(slot, state.mode, plan_at(state, state.position)));
  if (groups_[at(group)].idle > 0) mark_dirty(group);  // an idle machine may take it from where it is
  return false;
}

/// A job that holds a place leaves where it is and goes there.
void Plant::enter_group(Index slot, Index group, Effects& effects) {
  if (carry_to(slot, scenario_->transport.place_of_group(group), effects)) return;
  leave_machine(slot, effects);
  join_queue(slot, group, effects);
}

/// The job has come to its place.
void Plant::join_queue(Index slot, Index group, Effects& effects) {
  LineJob& line = extras_[at(slot)].line;
  assert(line.reserved == group);
  line.reserved = -1;
  --lines_.places[at(group)].reserved;
  lines_.places[at(group)].content.change(1, now_, scenario_->run.warm_up);
  enqueue(slot, effects);
}

void Plant::line_left_queue(Index group) {
  lines_.places[at(group)].content.change(-1, now_, scenario_->run.warm_up);
  wake_places(group);
}

bool Plant::kept_on_machine(Index slot) const {
  return !extras_.empty() && extras_[at(slot)].line.kept != 0;
}

/// A machine keeps what it has finished, a job or a batch, until all of it can go on.
void Plant::keep_on_machine(Index machine) {
  MachineUnit& unit = machines_[at(machine)];
  unit.activity = MachineState::blocked;
  unit.piece_start = now_;
  unit.remaining = 0;
  unit.planned_end = now_;
  for (Index slot = unit.job; slot >= 0; slot = process_of(slot).next) {
    LineJob& line = extras_[at(slot)].line;
    line.kept = 1;
    line.behind = process_of(slot).next;
    jobs_[at(slot)].phase = JobPhase::blocked;
  }
}

/// The job leaves its machine, which is free when it was the last, and gives back the cards it needs no more.
void Plant::leave_machine(Index slot, Effects& effects) {
  JobState& state = jobs_[at(slot)];
  LineJob& line = extras_[at(slot)].line;
  if (line.kept != 0) {
    const Index m = state.machine;
    MachineUnit& unit = machines_[at(m)];
    if (unit.job == slot) {
      unit.job = line.behind;
    } else {
      Index before = unit.job;
      while (extras_[at(before)].line.behind != slot) before = extras_[at(before)].line.behind;
      extras_[at(before)].line.behind = line.behind;
    }
    line.behind = -1;
    line.kept = 0;
    state.machine = -1;
    if (unit.job < 0) {
      if (unit.down == 0 && now_ > unit.piece_start)
        effects.intervals.push_back({unit.piece_start, now_, m, MachineState::blocked});
      free_machine(m, effects);
    }
  }
  give_cards_back(slot, state.position, effects);
}

/// An idle machine takes a job from where it is blocked: from the machine before, or from outside.
void Plant::hand_over(Index machine, const Candidate& chosen, Effects& effects) {
  const Index group = this->machine(machine).group;
  const auto waiting = lines_.place_waiters.queue(group);
  std::size_t place = 0;
  while (waiting[place].job != chosen.job) ++place;
  lines_.place_waiters.remove(group, place);
  extras_[at(chosen.job)].line.stage = LineJob::free_to_go;
  extras_[at(chosen.job)].line.over = 1;
  reserve_place(chosen.job, group);
  enter_group(chosen.job, group, effects);
  begin_operation(machine, queue_place(group, chosen), effects);
}

/// The group to whose buffer the job goes after its current operation; -1: none that could be full.
Index Plant::limited_next_group(const JobState& state) const {
  if (state.position + 1 >= state.operation_count) return -1;
  const StepPlan& next = plan_at(state, state.position + 1);
  const bool limited = next.group >= 0 && scenario_->lines.places(next.group) >= 0;
  const bool same = plan_at(state, state.position).group == next.group;
  return limited && !same ? next.group : -1;
}

bool Plant::line_can_start(Index machine, const Candidate& candidate) const {
  if (complete_kit(candidate.step) < 0) return false;
  if (!scenario_->lines.before_service(this->machine(machine).group)) return true;
  const JobState& state = job(candidate.job);
  const Index next = limited_next_group(state);
  return (next < 0 || has_place(next)) && has_room_for_parts(state);
}

/// The machine has got its job, or batch.
void Plant::line_start(Index machine, Effects& effects) {
  const Index group = this->machine(machine).group;
  for (Index slot = this->machine(machine).job; slot >= 0; slot = process_of(slot).next) {
    const JobState& state = job(slot);
    take_kit(step_at(state, state.position), effects);
    if (scenario_->lines.before_service(group)) {
      const Index next = limited_next_group(state);
      if (next >= 0) reserve_place(slot, next);
      reserve_room_for_parts(slot);
    }
    first_start(slot, effects);
  }
  if (groups_[at(group)].idle > 0 && !lines_.place_waiters.empty(group)) mark_dirty(group);
}

/// An agent left a machine of the group unused for so long, jobs were there.
void Plant::line_waited(Index group, Time time) {
  if (time > 0) lines_.places[at(group)].chose_to_wait += static_cast<double>(time);
}

/// A saturated source is called for its next job when the one before starts.
void Plant::first_start(Index slot, Effects& effects) {
  LineJob& line = extras_[at(slot)].line;
  if (line.started != 0) return;
  line.started = 1;
  const Index source = job(slot).source;
  if (!scenario_->lines.saturated(source)) return;
  --lines_.unstarted[at(source)];
  if (scenario_->lines.wip_limit(source) < 0) release_now(slot);
  call_saturated(source, effects);
}

void Plant::call_saturated(Index source, Effects& effects) {
  const Source& from = scenario_->sources[at(source)];
  if (!scenario_->lines.saturated(source) || lines_.coming[at(source)] != 0) return;
  const std::uint64_t arrived = sources_[at(source)].arrived;
  if (arrived == 0) return;  // the first comes at its time
  if (from.limit >= 0 && arrived >= static_cast<std::uint64_t>(from.limit)) return;
  const Index loop = scenario_->lines.wip_loop[at(source)];
  const bool wanted = loop >= 0 ? lines_.cards[at(loop)].free > 0 && lines_.card_waiters.empty(loop)
                                : lines_.unstarted[at(source)] == 0;
  if (!wanted) return;
  lines_.coming[at(source)] = 1;
  effects.clock.push_back({{0, ActivityKind::arrival, static_cast<std::uint32_t>(source)}, true});
}

/// Takes a job out of whatever it waits for.
void Plant::withdraw(Index slot) {
  LineJob& line = extras_[at(slot)].line;
  const auto remove = [slot](QueuePool& pool, Index queue) {
    const auto waiting = pool.queue(queue);
    std::size_t place = 0;
    while (waiting[place].job != slot) ++place;
    pool.remove(queue, place);
  };
  if (line.stage == LineJob::card) {
    const Index loop = missing_card(slot);
    remove(lines_.card_waiters, loop);
    lines_.cards[at(loop)].waiting.change(-1, now_, scenario_->run.warm_up);
    wake(lines_.woken_loops, loop);
  } else if (line.stage == LineJob::place) {
    remove(lines_.place_waiters, scenario_->modes[at(job(slot).mode)].group);
  }
  for (Deposit& entry : lines_.deposits) {
    if (entry.job != slot) continue;
    lines_.stores[at(entry.store)].offered -= entry.left;
    entry.left = 0;
    wake_store(entry.store);
  }
  std::erase_if(lines_.deposits, [slot](const Deposit& entry) { return entry.job == slot; });
  line.deposits = 0;
  line.stage = LineJob::free_to_go;
}

/// Whatever the job holds goes back.
void Plant::line_leave(Index slot, Effects& effects) {
  const JobState& state = job(slot);
  if (extras_[at(slot)].line.stage != LineJob::free_to_go) withdraw(slot);
  if (state.position < state.operation_count) give_up_parts(slot);
  leave_machine(slot, effects);
  give_cards_back(slot, 0xffffffff, effects);
  give_place_back(slot);
  LineJob& line = extras_[at(slot)].line;
  if (line.wip_card != 0) {
    line.wip_card = 0;
    give_card_back(scenario_->lines.wip_loop[at(state.source)], state.number, effects);
  }
  if (line.started == 0 && scenario_->lines.saturated(state.source)) {
    line.started = 1;
    --lines_.unstarted[at(state.source)];
    call_saturated(state.source, effects);
  }
}

/// Lets everyone go on whose wait is over, and whom they wait for, until nothing moves. Stores, then loops,
/// then groups, each by index; at each of them who has waited longest.
void Plant::settle_lines(Effects& effects) {
  while (lines_.woken()) {
    if (!lines_.woken_stores.empty()) {
      settle_store(take_first(lines_.woken_stores), effects);
    } else if (!lines_.woken_loops.empty()) {
      const Index loop = take_first(lines_.woken_loops);
      if (!is_asked(DecisionKind::release)) {
        while (lines_.cards[at(loop)].free > 0 && !lines_.card_waiters.empty(loop))
          grant_card(loop, 0, effects);
      }
      if (lines_.cards[at(loop)].source >= 0) call_saturated(lines_.cards[at(loop)].source, effects);
    } else {
      settle_places(take_first(lines_.woken_groups), effects);
    }
  }
}

void Plant::settle_places(Index group, Effects& effects) {
  while (has_place(group) && !lines_.place_waiters.empty(group)) {
    const Index slot = lines_.place_waiters.queue(group).front().job;
    lines_.place_waiters.remove(group, 0);
    extras_[at(slot)].line.stage = LineJob::free_to_go;
    reserve_place(slot, group);
    enter_group(slot, group, effects);
  }
  if (!has_place(group)) return;
  for (const Index feeder : scenario_->lines.feeders[at(group)]) mark_dirty(feeder);
}

/// The lowest loop of which a card is free while jobs wait for it, where an agent chooses; -1: none.
Index Plant::loop_to_decide() const {
  for (std::size_t l = 0; l < lines_.cards.size(); ++l) {
    const auto loop = static_cast<Index>(l);
    if (lines_.cards[l].free > 0 && !lines_.card_waiters.empty(loop)) return loop;
  }
  return -1;
}

}  // namespace takt
