// Jobs on their way between places: what the shop asks of transport and hears from it.

#include <algorithm>
#include <cassert>
#include <utility>

#include "sim/plant/plant.hpp"

namespace takt {

/// True when the job has to be carried first and goes on when it arrives; false when it is as good as there.
bool Plant::carry_to(Index slot, Index place, Effects& effects) {
  if (!scenario_->transport.carries_jobs) return false;
  JobExtra& extra = extras_[static_cast<std::size_t>(slot)];
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  if (extra.place < 0 || place < 0 || extra.place == place) {
    extra.place = place;
    give_up_machine(slot, effects);
    leave_belt(slot, effects);
    return false;
  }
  TransportTask task;
  task.number = state.number;
  task.job = slot;
  task.from = extra.place;
  task.to = place;
  task.machine = kept_on_machine(slot) ? state.machine : extra.kept_machine;
  if (task.machine >= 0 && scenario_->transport.output_of_group(machine(task.machine).group) >= 0) {
    task.output = machine(task.machine).group;
  } else {
    task.machine = -1;
    give_up_machine(slot, effects);
  }
  leave_belt(slot, effects);
  state.phase = JobPhase::carried;
  transport_.request(task, now_, effects);
  heed_transport(effects);
  return true;
}

/// The conveyor that takes a job to a place; -1: none, or it is there.
Index Plant::conveyor_to(Index slot, Index place) const {
  if (!scenario_->transport.carries_jobs || place < 0) return -1;
  const Index from = extras_[static_cast<std::size_t>(slot)].place;
  return from < 0 || from == place ? -1 : scenario_->transport.conveyor_between(from, place);
}

/// The job has to be carried before the group can have it.
bool Plant::is_elsewhere(Index slot, Index group) const {
  const Index place = scenario_->transport.place_of_group(group);
  if (place < 0) return false;
  const Index from = extras_[static_cast<std::size_t>(slot)].place;
  return from >= 0 && from != place;
}

/// A job that waited at the end of a conveyor goes on.
void Plant::leave_belt(Index slot, Effects& effects) {
  const Index belt = std::exchange(extras_[static_cast<std::size_t>(slot)].belt, -1);
  if (belt < 0) return;
  transport_.accept(belt, now_, effects);
  heed_transport(effects);
}

/// A job whose last operation is done: true when it is carried away before it leaves.
bool Plant::deliver(Index slot, Effects& effects) {
  const TransportModel& model = scenario_->transport;
  const Index place = TransportModel::entry(model.routing_place, job(slot).routing);
  return place >= 0 && carry_to(slot, place, effects);
}

/// The operation is done, but the job stays until there is room for it beside the machine, or it is fetched.
void Plant::keep_machine(Index m) {
  MachineUnit& unit = machines_[static_cast<std::size_t>(m)];
  unit.activity = MachineState::blocked;
  unit.piece_start = now_;
  unit.remaining = 0;
  unit.planned_end = now_;
  extras_[static_cast<std::size_t>(unit.job)].kept_machine = m;
}

void Plant::give_up_machine(Index slot, Effects& effects) {
  if (scenario_->lines.used) {
    leave_machine(slot, effects);
    return;
  }
  const Index m = std::exchange(extras_[static_cast<std::size_t>(slot)].kept_machine, -1);
  if (m < 0) return;
  const MachineUnit& unit = machine(m);
  assert(unit.job == slot && unit.activity == MachineState::blocked);
  if (unit.down == 0 && now_ > unit.piece_start)
    effects.intervals.push_back({unit.piece_start, now_, m, MachineState::blocked});
  free_machine(m, effects);
}

void Plant::transport_ended(const Activity& ended, Effects& effects) {
  transport_.ended(ended, now_, effects);
  heed_transport(effects);
}

void Plant::heed_transport(Effects& effects) {
  while (const std::optional<TransportNews> news = transport_.next_news()) {
    switch (news->kind) {
      case TransportNews::Kind::machine_free:
        give_up_machine(news->job, effects);
        break;
      case TransportNews::Kind::at_end:
        arrive_at_end(news->job, news->place, effects);
        break;
      case TransportNews::Kind::arrived:
        arrive_at(news->job, news->place, effects);
        break;
      case TransportNews::Kind::transferred:
        supply_.on_road_end(news->index, supply_now(effects));
        break;
    }
  }
}

/// A job was set down: it joins the queue in which it holds a place, or leaves the shop.
void Plant::arrive_at(Index slot, Index place, Effects& effects) {
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  extras_[static_cast<std::size_t>(slot)].place = place;
  if (state.position == state.operation_count) {
    finish_job(slot, effects);
    return;
  }
  state.ready = now_;
  if (scenario_->lines.used) {
    join_queue(slot, scenario_->modes[static_cast<std::size_t>(state.mode)].group, effects);
  } else {
    enqueue(slot, effects);
  }
}

/// A job has come to the end of a conveyor: it leaves it now or, when there is no place for it, later.
void Plant::arrive_at_end(Index slot, Index conveyor, Effects& effects) {
  JobState& state = jobs_[static_cast<std::size_t>(slot)];
  JobExtra& extra = extras_[static_cast<std::size_t>(slot)];
  extra.place = scenario_->transport.conveyors[static_cast<std::size_t>(conveyor)].to;
  extra.belt = conveyor;
  if (state.position == state.operation_count) {
    leave_belt(slot, effects);
    finish_job(slot, effects);
    return;
  }
  state.ready = now_;
  join_group(slot, effects);
  if (job(slot).phase == JobPhase::blocked && extra.belt == conveyor)
    transport_.refuse(conveyor, now_, effects);
}

/// All operations of a job are done, and it is where it should be.
void Plant::finish_job(Index slot, Effects& effects) {
  if (scenario_->lines.used) {
    finish_line_job(slot, effects);
  } else {
    leave(slot, JobOutcome::done, effects);
  }
}

/// Which job the vehicle of the policy's choice fetches.
Decision Plant::transport_decision() {
  const Transport::Pair pair = transport_.choose();
  const auto tasks = transport_.tasks();
  const bool asked = is_asked(DecisionKind::transport);
  int fallback = 0;
  scratch_.clear();
  for (std::size_t t = asked ? 0 : pair.task; t < (asked ? tasks.size() : pair.task + 1); ++t) {
    const TransportTask& task = tasks[t];
    if (task.vehicle >= 0 || task.conveyor >= 0) continue;
    if (t == pair.task) fallback = static_cast<int>(scratch_.size());
    // A job that is done stands there with its last operation.
    const JobState& state = job(task.job);
    const std::uint32_t position = std::min(state.position, state.operation_count - 1);
    Candidate entry = candidate(task.job, state.mode, plan_at(state, position));
    entry.ready = task.since;
    entry.position = static_cast<std::uint16_t>(position);
    entry.option = pair.vehicle;
    scratch_.push_back(entry);
  }
  return {.kind = DecisionKind::transport,
          .now = now_,
          .candidates = scratch_,
          .plant = this,
          .entity = pair.vehicle,
          .fallback = fallback};
}

void Plant::resolve_transport(const Candidate& chosen, Effects& effects) {
  const auto tasks = transport_.tasks();
  const auto task = std::find_if(tasks.begin(), tasks.end(),
                                 [&](const TransportTask& other) { return other.job == chosen.job; });
  assert(task != tasks.end());
  transport_.assign(chosen.option, static_cast<std::size_t>(task - tasks.begin()), now_, effects);
  heed_transport(effects);
}

}  // namespace takt
