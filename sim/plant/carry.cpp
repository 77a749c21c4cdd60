// Jobs on their way between places: what the shop asks of transport and hears from it.

#include "sim/plant/carry.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "sim/plant/idleness.hpp"
#include "sim/plant/jobs.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/shop.hpp"
#include "sim/plant/stock.hpp"
#include "sim/plant/stuck.hpp"

namespace takt::carry {

namespace {

void leave_belt(PlantState& plant, Index slot, Effects& effects);

/// A job was set down: it joins the queue in which it holds a place, or leaves the shop.
void arrive_at(PlantState& plant, Index slot, Index place, Effects& effects) {
  JobState& state = at(plant.jobs, slot);
  at(plant.extras, slot).place = place;
  if (at(plant.extras, slot).carried_to >= 0) idleness::carried(plant, slot, -1);
  if (state.position == state.operation_count) {
    finish_job(plant, slot, effects);
    return;
  }
  state.ready = plant.now;
  if (plant.scenario->lines.used) {
    lines::join_queue(plant, slot, at(plant.scenario->modes, state.mode).group, effects);
  } else {
    shop::enqueue(plant, slot, effects);
  }
}

/// A job has come to the end of a conveyor: it leaves it now or, when there is no place for it, later.
void arrive_at_end(PlantState& plant, Index slot, Index conveyor, Effects& effects) {
  JobState& state = at(plant.jobs, slot);
  JobExtra& extra = at(plant.extras, slot);
  extra.place = at(plant.scenario->transport.conveyors, conveyor).to;
  extra.belt = conveyor;
  if (state.position == state.operation_count) {
    leave_belt(plant, slot, effects);
    finish_job(plant, slot, effects);
    return;
  }
  state.ready = plant.now;
  shop::join_group(plant, slot, effects);
  if (at(plant.jobs, slot).phase == JobPhase::blocked && extra.belt == conveyor)
    plant.transport.refuse(conveyor, plant.now, effects);
}

void heed_transport(PlantState& plant, Effects& effects) {
  while (const std::optional<TransportNews> news = plant.transport.next_news()) {
    switch (news->kind) {
      case TransportNews::Kind::machine_free:
        give_up_machine(plant, news->job, effects);
        break;
      case TransportNews::Kind::at_end:
        arrive_at_end(plant, news->job, news->place, effects);
        break;
      case TransportNews::Kind::arrived:
        arrive_at(plant, news->job, news->place, effects);
        break;
      case TransportNews::Kind::transferred:
        plant.supply.on_road_end(news->index, stock::now_of(plant, effects));
        break;
    }
  }
}

/// A job that waited at the end of a conveyor goes on.
void leave_belt(PlantState& plant, Index slot, Effects& effects) {
  const Index belt = std::exchange(at(plant.extras, slot).belt, -1);
  if (belt < 0) return;
  plant.transport.accept(belt, plant.now, effects);
  heed_transport(plant, effects);
}

}  // namespace

bool carry_to(PlantState& plant, Index slot, Index place, Effects& effects) {
  if (!plant.scenario->transport.carries_jobs) return false;
  JobExtra& extra = at(plant.extras, slot);
  JobState& state = at(plant.jobs, slot);
  if (extra.place < 0 || place < 0 || extra.place == place) {
    extra.place = place;
    give_up_machine(plant, slot, effects);
    leave_belt(plant, slot, effects);
    return false;
  }
  TransportTask task;
  task.number = state.number;
  task.job = slot;
  task.from = extra.place;
  task.to = place;
  task.machine = lines::kept_on_machine(plant, slot) ? state.machine : extra.kept_machine;
  if (task.machine >= 0 &&
      plant.scenario->transport.output_of_group(at(plant.machines, task.machine).group) >= 0) {
    task.output = at(plant.machines, task.machine).group;
  } else {
    task.machine = -1;
    give_up_machine(plant, slot, effects);
  }
  leave_belt(plant, slot, effects);
  state.phase = JobPhase::carried;
  if (!plant.idleness.machines.empty() && state.position < state.operation_count &&
      plant.scenario->transport.conveyor_between(task.from, task.to) < 0)
    idleness::carried(plant, slot, at(plant.scenario->modes, state.mode).group);
  stuck::waits(plant, slot);
  plant.transport.request(task, plant.now, effects);
  heed_transport(plant, effects);
  return true;
}

Index conveyor_to(const PlantState& plant, Index slot, Index place) {
  if (!plant.scenario->transport.carries_jobs || place < 0) return -1;
  const Index from = at(plant.extras, slot).place;
  return from < 0 || from == place ? -1 : plant.scenario->transport.conveyor_between(from, place);
}

bool is_elsewhere(const PlantState& plant, Index slot, Index group) {
  const Index place = plant.scenario->transport.place_of_group(group);
  if (place < 0) return false;
  const Index from = at(plant.extras, slot).place;
  return from >= 0 && from != place;
}

bool deliver(PlantState& plant, Index slot, Effects& effects) {
  const TransportModel& model = plant.scenario->transport;
  const Index place = TransportModel::entry(model.routing_place, at(plant.jobs, slot).routing);
  return place >= 0 && carry_to(plant, slot, place, effects);
}

void keep_machine(PlantState& plant, Index m) {
  MachineUnit& unit = at(plant.machines, m);
  unit.activity = MachineState::blocked;
  unit.piece_start = plant.now;
  unit.remaining = 0;
  unit.planned_end = plant.now;
  at(plant.extras, unit.job).kept_machine = m;
}

void give_up_machine(PlantState& plant, Index slot, Effects& effects) {
  if (plant.scenario->lines.used) {
    lines::leave_machine(plant, slot, effects);
    return;
  }
  const Index m = std::exchange(at(plant.extras, slot).kept_machine, -1);
  if (m < 0) return;
  const MachineUnit& unit = at(plant.machines, m);
  assert(unit.job == slot && unit.activity == MachineState::blocked);
  if (unit.down == 0 && plant.now > unit.piece_start) effects.intervals.push_back(unit.piece(m, plant.now));
  shop::free_machine(plant, m, effects);
}

void ended(PlantState& plant, const Activity& ended, Effects& effects) {
  plant.transport.ended(ended, plant.now, effects);
  heed_transport(plant, effects);
}

void finish_job(PlantState& plant, Index slot, Effects& effects) {
  if (plant.scenario->lines.used) {
    lines::finish_job(plant, slot, effects);
  } else {
    jobs::leave(plant, slot, JobOutcome::done, effects);
  }
}

Decision decision(PlantState& plant) {
  const Transport::Pair pair = plant.transport.choose();
  const auto tasks = plant.transport.tasks();
  const bool asked = is_asked(plant, DecisionKind::transport);
  int fallback = 0;
  plant.scratch.clear();
  for (std::size_t t = asked ? 0 : pair.task; t < (asked ? tasks.size() : pair.task + 1); ++t) {
    const TransportTask& task = tasks[t];
    if (task.vehicle >= 0 || task.conveyor >= 0) continue;
    if (t == pair.task) fallback = static_cast<int>(plant.scratch.size());
    // A job that is done stands there with its last operation.
    const JobState& state = at(plant.jobs, task.job);
    const std::uint32_t position = std::min(state.position, state.operation_count - 1);
    Candidate entry = shop::candidate(plant, task.job, state.mode, plan_at(plant, state, position));
    entry.ready = task.since;
    entry.position = static_cast<std::uint16_t>(position);
    entry.option = pair.vehicle;
    plant.scratch.push_back(entry);
  }
  return {.kind = DecisionKind::transport,
          .now = plant.now,
          .candidates = plant.scratch,
          .entity = pair.vehicle,
          .fallback = fallback};
}

void resolve(PlantState& plant, const Candidate& chosen, Effects& effects) {
  const auto tasks = plant.transport.tasks();
  const auto task = std::find_if(tasks.begin(), tasks.end(),
                                 [&](const TransportTask& other) { return other.job == chosen.job; });
  assert(task != tasks.end());
  plant.transport.assign(chosen.option, static_cast<std::size_t>(task - tasks.begin()), plant.now, effects);
  heed_transport(plant, effects);
}

}  // namespace takt::carry
