// Machines go out of service, for whatever reason, and come back.

#include "sim/plant/service.hpp"

#include <algorithm>

#include "sim/plant/cascade.hpp"
#include "sim/plant/condition.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/quality.hpp"
#include "sim/plant/shop.hpp"

namespace takt::service {

namespace {

void interrupt(PlantState& plant, Index machine, OnFailure on_failure, Effects& effects) {
  MachineUnit& it = at(plant.machines, machine);
  if (on_failure == OnFailure::repeat) {
    const JobState& state = at(plant.jobs, it.job);
    it.remaining = it.activity == MachineState::processing
                       ? it.full_time
                       : setup_time(plant, machine, plan_at(plant, state, state.position).family());
  } else if (on_failure == OnFailure::scrap) {
    const MachineUnit stopped = it;
    shop::free_machine(plant, machine, effects);
    quality::scrap_jobs(plant, machine, stopped.job, stopped.setup_start,
                        stopped.activity == MachineState::processing ? stopped.start : plant.now, effects);
  }
}

}  // namespace

void stop_machine(PlantState& plant, Index m, MachineState why, OnFailure on_failure, Effects& effects) {
  MachineUnit& it = at(plant.machines, m);
  if (it.down++ > 0) return;
  it.down_state = why;
  const MachineState activity = it.activity;
  const Time ran = plant.now - it.piece_start;
  if ((at(plant.groups, it.group).flags & group_cascade) != 0) cascade::pause(plant, m, on_failure, effects);
  if (it.job < 0) {
    now_taken(plant, m, at(plant.groups, it.group));
  } else {
    if (ran > 0) effects.intervals.push_back({it.piece_start, plant.now, m, activity});
    if (activity == MachineState::setup || activity == MachineState::processing) {
      if (activity == MachineState::processing) pause_busy(plant, m, ran, effects);
      const ActivityKind kind = activity == MachineState::setup ? ActivityKind::setup : ActivityKind::process;
      effects.clock.push_back({{0, kind, static_cast<std::uint32_t>(m)}, false});
      it.remaining -= ran;
      interrupt(plant, m, on_failure, effects);
    }
  }
  it.piece_start = plant.now;
  if ((at(plant.groups, it.group).flags & group_power) != 0) condition::state_changed(plant, m, effects);
}

void restart_machine(PlantState& plant, Index m, Effects& effects) {
  MachineUnit& it = at(plant.machines, m);
  if (--it.down > 0) return;
  if (plant.now > it.piece_start) effects.intervals.push_back({it.piece_start, plant.now, m, it.down_state});
  if ((at(plant.groups, it.group).flags & group_cascade) != 0) cascade::resume(plant, m, effects);
  if ((at(plant.groups, it.group).flags & group_power) != 0) condition::state_changed(plant, m, effects);
  if (it.job < 0) {
    now_idle(plant, m, at(plant.groups, it.group));
    mark_dirty(plant, it.group);
    if ((at(plant.groups, it.group).flags & group_condition) != 0) condition::consider(plant, m, effects);
  } else if (it.activity == MachineState::setup || it.activity == MachineState::processing) {
    it.planned_end = std::max(it.planned_end, plant.now) + (plant.now - it.piece_start);
    shop::run_activity(plant, m, it.activity, it.remaining, effects);
  } else {
    it.piece_start = plant.now;
  }
}

}  // namespace takt::service
