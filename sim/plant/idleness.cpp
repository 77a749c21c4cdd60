// Why machines without an operation have none.

#include "sim/plant/idleness.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "sim/plant/carry.hpp"
#include "sim/plant/condition.hpp"
#include "sim/plant/line_parts.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/resources.hpp"

namespace takt::idleness {

namespace {

using Reason = std::pair<MachineState, std::uint8_t>;  ///< state, and MachineInterval::also

constexpr Reason idle = {MachineState::idle, 0};

constexpr Reason wait_for(WaitFor what) {
  return {MachineState::waiting, static_cast<std::uint8_t>(what)};
}

/// The group to which all jobs of a source go first; -1: there are several.
Index first_group(const Scenario& s, const Source& source) {
  Index group = -1;
  for (const Source::Product& product : source.products) {
    const Routing& routing = at(s.routings, product.routing);
    if (routing.graph || routing.random_order) return -1;
    const Index first = at(s.plans, routing.first_step).group;
    if (first < 0 || (group >= 0 && first != group)) return -1;
    group = first;
  }
  return group;
}

/// Why the operation does not start on the machine: idle, when an agent has left it.
Reason lack_of(const PlantState& plant, Index machine, const Candidate& candidate) {
  const std::uint32_t flags = at(plant.groups, at(plant.machines, machine).group).flags;
  if ((flags & group_line) != 0) {
    if (lines::complete_kit(plant, candidate.step) < 0) return wait_for(WaitFor::part);
    if (!lines::can_start(plant, machine, candidate)) return {MachineState::blocked, 0};
  }
  if ((flags & group_power) != 0 && !condition::may_start(plant, machine)) return wait_for(WaitFor::power);
  if ((flags & group_needs) != 0)
    if (const std::optional<WaitFor> lack = resources::lack_of(plant, candidate)) return wait_for(*lack);
  return (flags & group_batch) != 0 ? wait_for(WaitFor::batch) : idle;
}

/// What keeps the jobs that are meant for a group, one after the other: those that are there, those that wait
/// for a card, those that a vehicle is to bring.
class Lacks {
 public:
  Lacks(const PlantState& plant, Index group)
      : plant_(plant), group_(group), queue_(plant.queues.queue(group)) {
    const IdleGroup& meant = at(plant.idleness.groups, group);
    cards_ = meant.card_waiters;
    carried_ = meant.carried;
    for (const CalledSource& called : plant.idleness.called) {
      if (called.group != group || at(plant.lines.cards, called.loop).free > 0) continue;
      const Source& source = at(plant.scenario->sources, called.source);
      const std::uint64_t arrived = at(plant.sources, called.source).arrived;
      const bool more = source.limit < 0 || arrived < static_cast<std::uint64_t>(source.limit);
      if (arrived > 0 && more) ++cards_;
    }
    if (plant.scenario->lines.used) waiters_ = plant.lines.place_waiters.queue(group);
  }
  bool none() const { return queue_.empty() && waiters_.empty() && cards_ == 0 && carried_ == 0; }

  /// For the next machine without an operation.
  Reason next(Index machine) {
    if (next_ < queue_.size()) {
      // Of a long queue the rest lacks what the last lacked that was looked at.
      if (next_ < most_looked_at) last_ = lack_of(plant_, machine, queue_[next_]);
      ++next_;
      return last_;
    }
    while (next_waiter_ < waiters_.size()) {
      const Candidate& waiter = waiters_[next_waiter_++];
      if (!carry::is_elsewhere(plant_, waiter.job, group_)) return lack_of(plant_, machine, waiter);
    }
    if (cards_ > 0) {
      --cards_;
      return wait_for(WaitFor::card);
    }
    if (carried_ > 0) {
      --carried_;
      return wait_for(WaitFor::vehicle);
    }
    return idle;
  }

 private:
  static constexpr std::size_t most_looked_at = 64;

  const PlantState& plant_;
  Index group_;
  Candidates queue_, waiters_;
  Index cards_ = 0, carried_ = 0;
  std::size_t next_ = 0, next_waiter_ = 0;
  Reason last_ = idle;
};

void show(PlantState& plant, Index m, bool is_idle, Reason reason, Effects& effects) {
  IdleMachine& it = at(plant.idleness.machines, m);
  if (it.state == reason.first && it.also == reason.second) return;
  const Index group = at(plant.machines, m).group;
  if (it.state != MachineState::idle) {
    --at(plant.idleness.groups, group).shown;
    if (plant.now > it.since) effects.intervals.push_back({it.since, plant.now, m, it.state, it.also, 0});
  }
  if (reason.first != MachineState::idle) ++at(plant.idleness.groups, group).shown;
  const bool draws_anew =
      is_idle && (it.state == MachineState::blocked) != (reason.first == MachineState::blocked);
  it = {plant.now, reason.first, reason.second};
  if (draws_anew && (at(plant.groups, group).flags & group_power) != 0)
    condition::state_changed(plant, m, effects);
}

void look_at(PlantState& plant, Index g, Effects& effects) {
  const GroupState& group = at(plant.groups, g);
  if (at(plant.scenario->groups, g).unlimited) return;  // no job ever waits for its machines
  const IdleGroup& it = at(plant.idleness.groups, g);
  if (it.shown == 0 && group.idle == 0) return;
  Lacks lacks(plant, g);
  if (it.shown == 0 && lacks.none()) return;
  Index idle_left = group.idle, shown_left = it.shown;
  for (Index m = group.first_machine; idle_left > 0 || shown_left > 0; ++m) {
    const MachineUnit& unit = at(plant.machines, m);
    const bool is_idle = unit.job < 0 && unit.down == 0;
    idle_left -= is_idle ? 1 : 0;
    shown_left -= at(plant.idleness.machines, m).state != MachineState::idle ? 1 : 0;
    show(plant, m, is_idle, is_idle && unit.waits == 0 ? lacks.next(m) : idle, effects);
  }
}

}  // namespace

void set_up(PlantState& plant) {
  const Scenario& s = *plant.scenario;
  if (!s.may_wait_for()) return;
  plant.idleness.machines.resize(plant.machines.size());
  plant.idleness.groups.resize(plant.groups.size());
  plant.idleness.touched.resize((plant.groups.size() + 63) / 64);
  for (Index i = 0; i < static_cast<Index>(s.sources.size()); ++i) {
    if (!s.lines.saturated(i) || at(s.lines.wip_loop, i) < 0) continue;
    const Index group = first_group(s, at(s.sources, i));
    if (group >= 0) plant.idleness.called.push_back({i, at(s.lines.wip_loop, i), group});
  }
}

void count_card_waiter(PlantState& plant, Index group, Index more) {
  at(plant.idleness.groups, group).card_waiters += more;
  touch(plant, group);
}

void wip_changed(PlantState& plant, Index loop) {
  for (const CalledSource& called : plant.idleness.called)
    if (called.loop == loop) touch(plant, called.group);
}

void carried(PlantState& plant, Index slot, Index group) {
  const auto count = [&plant](Index to, Index more) {
    if (to < 0) return;
    at(plant.idleness.groups, to).carried += more;
    touch(plant, to);
  };
  Index& carried_to = at(plant.extras, slot).carried_to;
  count(carried_to, -1);
  carried_to = group;
  count(group, 1);
}

void settle(PlantState& plant, Effects& effects) {
  plant.idleness.unsettled = false;
  for (std::size_t word = 0; word < plant.idleness.touched.size(); ++word) {
    for (std::uint64_t bits = std::exchange(plant.idleness.touched[word], 0); bits != 0; bits &= bits - 1)
      look_at(plant, static_cast<Index>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits))),
              effects);
  }
}

void close(const PlantState& plant, Time end, Effects& effects) {
  for (Index m = 0; m < static_cast<Index>(plant.idleness.machines.size()); ++m) {
    const IdleMachine& it = at(plant.idleness.machines, m);
    if (it.state != MachineState::idle && end > it.since)
      effects.intervals.push_back({it.since, end, m, it.state, it.also, 0});
  }
}

}  // namespace takt::idleness
