// What may still become of jobs: who waits for which machine, place or card, and who could free it.

#include "sim/plant/prospects.hpp"

#include <algorithm>

#include "sim/plant/carry.hpp"
#include "sim/plant/condition.hpp"
#include "sim/plant/line_parts.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/tasks.hpp"

namespace takt::stuck {

using Kind = Obstacle::Kind;

namespace {

constexpr int greatest_depth = 2000;  ///< of visits in visits; what lies deeper is judged when settling

}  // namespace

Prospects::~Prospects() {
  for (const Index slot : seen_) at(plant_.stuck.marks, slot) = unseen;
  for (const Index group : opened_) at(plant_.stuck.open_groups, group) = 0;
  seen_.clear();
  opened_.clear();
}

bool Prospects::visit(Index slot) {
  std::uint8_t& mark = at(plant_.stuck.marks, slot);
  if (mark != unseen) return mark == live;
  mark = doubted;
  seen_.push_back(slot);
  if (at(slot) < plant_.stuck.stuck.size() && plant_.stuck.stuck[at(slot)] != 0) return false;
  if (depth_ >= greatest_depth) return false;
  ++depth_;
  const bool moves = judge(slot);
  --depth_;
  if (moves) at(plant_.stuck.marks, slot) = live;
  return moves;
}

/// Judges those in doubt again until nothing changes. The last seen come first: they are what the others wait
/// for.
void Prospects::settle() {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = seen_.size(); i-- > 0;) {
      const Index slot = seen_[i];
      if (at(plant_.stuck.marks, slot) != doubted) continue;
      if (at(slot) < plant_.stuck.stuck.size() && plant_.stuck.stuck[at(slot)] != 0) continue;
      const std::size_t known = seen_.size();
      if (judge(slot)) {
        at(plant_.stuck.marks, slot) = live;
        changed = true;
      }
      changed = changed || seen_.size() > known;
    }
  }
}

bool Prospects::may_move(Index slot) {
  if (visit(slot)) return true;
  settle();
  return is_live(slot);
}

void Prospects::look_at_all() {
  for (Index slot = 0; slot < static_cast<Index>(plant_.jobs.size()); ++slot)
    if (at(plant_.jobs, slot).phase != JobPhase::free_slot) visit(slot);
  settle();
}

Obstacle Prospects::obstacle(Index slot) {
  return judged(slot);
}

Obstacle Prospects::judged(Index slot) {
  const JobState& job = at(plant_.jobs, slot);
  switch (job.phase) {
    case JobPhase::free_slot:
    case JobPhase::waiting_route:
      return {};
    case JobPhase::on_machine:
      return goes_on(job.machine);
    case JobPhase::carried:
      return judge_carried(slot);
    case JobPhase::forked:
      return judge_forked(slot);
    case JobPhase::queued:
      // Who waits too long is sent away.
      if (plant_.scenario->job_extras && (at(plant_.extras, slot).operation.watched & watch_late) != 0)
        return {};
      return may_start(slot, at(s_.modes, job.mode).group);
    case JobPhase::blocked:
      return judge_blocked(slot);
  }
  return {};
}

Obstacle Prospects::judge_forked(Index slot) {
  for (Index task = 0; task < static_cast<Index>(plant_.jobs.size()); ++task)
    if (at(plant_.jobs, task).phase != JobPhase::free_slot && at(plant_.extras, task).task.parent == slot &&
        visit(task))
      return {};
  return {Kind::tasks, -1};
}

/// Vehicles go on for ever; a conveyor stands while the job at its end cannot leave.
Obstacle Prospects::judge_carried(Index slot) {
  const Transport& transport = plant_.transport;
  for (Index c = 0; c < static_cast<Index>(transport.conveyors().size()); ++c) {
    const ConveyorState& belt = at(transport.conveyors(), c);
    if (belt.blocked == 0) continue;
    const Index head = transport.on_conveyor(c, 0);
    bool behind = false;
    for (Index i = 1; i < belt.count; ++i) behind = behind || transport.on_conveyor(c, i) == slot;
    for (const TransportTask& task : transport.tasks())
      behind = behind || (task.conveyor == c && task.job == slot);
    if (behind && !visit(head)) return {Kind::belt, c};
  }
  return {};
}

Obstacle Prospects::judge_blocked(Index slot) {
  const JobState& job = at(plant_.jobs, slot);
  switch (at(plant_.extras, slot).line.stage) {
    case LineJob::free_to_go:
      return {};
    case LineJob::yields:
    case LineJob::becomes:
      for (const Deposit& deposit : plant_.lines.deposits)
        if (deposit.job == slot && deposit.left > 0 && !room_comes(slot, deposit.store))
          return {Kind::room, deposit.store};
      return {};
    case LineJob::card: {
      const Index loop = lines::missing_card(plant_, slot);
      if (card_comes(loop)) return {};
      return {Kind::card, loop};
    }
    case LineJob::place: {
      const Index group = at(s_.modes, job.mode).group;
      if (place_opens(group)) return {};
      // An idle machine may take it from where it is.
      const bool straight =
          (at(plant_.groups, group).flags & group_batch) == 0 && !carry::is_elsewhere(plant_, slot, group);
      if (straight && may_start(slot, group).kind == Kind::none) return {};
      return {Kind::place, group};
    }
  }
  return {};
}

/// What keeps its operation from starting at a group, once the job is there.
Obstacle Prospects::may_start(Index slot, Index group) {
  const std::uint32_t flags = at(plant_.groups, group).flags;
  if ((flags & group_line) != 0) {
    const Obstacle parts = may_get_parts(slot, group);
    if (parts.kind != Kind::none) return parts;
  }
  if (!machine_opens(group)) return {Kind::machine, group};
  if ((flags & group_batch) != 0 && !batch_fills(slot, group)) return {Kind::batch, group};
  if ((flags & group_power) != 0 && !power_comes(group)) return {Kind::power, group};
  if (plant_.stuck.by_hours && !units_come(at(plant_.jobs, slot).mode, group, false))
    return {Kind::units, group};
  return {};
}

/// Parts for the operation, and room for what comes after it where the group asks that first.
Obstacle Prospects::may_get_parts(Index slot, Index group) {
  const JobState& job = at(plant_.jobs, slot);
  const Index step = step_at(plant_, job, job.position);
  if (!kit_comes(slot, step)) return {Kind::part, store_of_missing_part(slot, step)};
  if (!s_.lines.before_service(group)) return {};
  const Index next = lines::limited_next_group(plant_, job);
  if (next >= 0 && !place_opens(next)) return {Kind::place, next};
  if (lines::has_room_for_parts(plant_, job)) return {};
  const Index part = job.position + 1 == job.operation_count ? s_.lines.part(job.routing) : -1;
  if (part >= 0 && !room_comes(slot, part)) return {Kind::room, part};
  if (const StepParts* const parts = s_.lines.parts_of(step))
    for (const PartAmount& amount : parts->yields)
      if (!room_comes(slot, amount.store)) return {Kind::room, amount.store};
  return {};
}

bool Prospects::machine_opens(Index g) {
  std::uint8_t& open = at(plant_.stuck.open_groups, g);
  if (open != 0) return true;
  const GroupState& group = at(plant_.groups, g);
  bool opens = group.idle > 0;
  for (Index m = group.first_machine; m < group.first_machine + group.machine_count && !opens; ++m)
    opens = occupant_leaves(m) && is_served(m);
  if (!opens) return false;
  at(plant_.stuck.open_groups, g) = 1;
  opened_.push_back(g);
  return true;
}

bool Prospects::occupant_leaves(Index machine) {
  const MachineUnit& unit = at(plant_.machines, machine);
  if (unit.job < 0) return true;
  if (unit.activity != MachineState::blocked) return visit(unit.job);
  for (Index slot = unit.job; slot >= 0; slot = at(plant_.extras, slot).line.behind)
    if (!visit(slot)) return false;
  return true;
}

/// Whether there is, or will be, a place before a group: somebody who has one may start there.
bool Prospects::place_opens(Index group) {
  if (lines::has_place(plant_, group)) return true;
  for (const Candidate& waiting : plant_.queues.queue(group))
    if (visit(waiting.job)) return true;
  if (at(plant_.lines.places, group).reserved == 0 || !machine_opens(group)) return false;
  for (Index slot = 0; slot < static_cast<Index>(plant_.jobs.size()); ++slot)
    if (at(plant_.jobs, slot).phase != JobPhase::free_slot &&
        at(plant_.extras, slot).line.reserved == group && visit(slot))
      return true;
  return false;
}

bool Prospects::holds_card(Index slot, Index loop) const {
  const JobState& job = at(plant_.jobs, slot);
  if (job.phase == JobPhase::free_slot) return false;
  const LineJob& line = at(plant_.extras, slot).line;
  if (job.source >= 0 && line.wip_card != 0 && at(s_.lines.wip_loop, job.source) == loop) return true;
  if (line.cards == 0) return false;
  const auto& spans = at(s_.lines.spans, job.routing);
  for (std::size_t i = 0; i < spans.size(); ++i)
    if (spans[i].loop == loop && (line.cards >> i & 1) != 0) return true;
  return false;
}

bool Prospects::card_comes(Index loop) {
  if (loop < 0 || at(plant_.lines.cards, loop).free > 0) return true;
  if (at(loop) < plant_.stuck.dead_loops.size() && at(plant_.stuck.dead_loops, loop) != 0) return false;
  // Mostly whoever was seen to have one still has it.
  std::vector<std::int32_t>& holders = plant_.stuck.card_holders;
  holders.resize(plant_.lines.cards.size(), -1);
  std::int32_t& known = at(holders, loop);
  if (known >= 0 && holds_card(known, loop) && visit(known)) return true;
  for (Index slot = 0; slot < static_cast<Index>(plant_.jobs.size()); ++slot) {
    if (!holds_card(slot, loop) || !visit(slot)) continue;
    known = slot;
    return true;
  }
  return false;
}

/// Whether the site's cap will let a machine of the group work: all others rest but those that are kept for
/// ever.
bool Prospects::power_comes(Index g) {
  const ConditionState& all = plant_.condition;
  if (all.holds.empty()) return true;
  const auto power_of = [&](Index m) -> const PowerDraw& {
    return at(s_.condition.groups, at(plant_.machines, m).group).power;
  };
  const std::int64_t cap = s_.condition.cap_milliwatts;
  const PowerDraw& own = at(s_.condition.groups, g).power;
  std::int64_t held = all.set_aside + own.working - own.resting;
  for (Index m = 0; m < static_cast<Index>(plant_.machines.size()) && held > cap; ++m) {
    if (at(all.holds, m) == PowerHold::resting) continue;
    const PowerDraw& power = power_of(m);
    const bool maintained = at(all.holds, m) == PowerHold::maintained;
    if (maintained || occupant_leaves(m))
      held -= (maintained ? power.maintained : power.working) - power.resting;
  }
  return held <= cap;
}

bool Prospects::may_begin(Index routing, Index source) {
  const Routing& plan = at(s_.routings, routing);
  if (s_.lines.used) {
    const Index loop = source < 0 ? -1 : at(s_.lines.wip_loop, source);
    if (!card_comes(loop)) return false;
    for (const LineModel::RoutingSpan& span : at(s_.lines.spans, routing))
      if (span.first == 0 && !card_comes(span.loop)) return false;
  }
  const Index first_steps = plan.graph || plan.random_order ? plan.step_count : 1;
  for (Index i = 0; i < first_steps; ++i)
    if (step_opens(plan.first_step + i)) return true;
  return false;
}

}  // namespace takt::stuck
