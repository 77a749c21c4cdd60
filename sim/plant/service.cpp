// Machines go out of service, for whatever reason, and come back.

#include "sim/plant/service.hpp"

#include <algorithm>

#include "sim/plant/cascade.hpp"
#include "sim/plant/condition.hpp"
#include "sim/plant/idleness.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/quality.hpp"
#include "sim/plant/shop.hpp"

namespace takt::service {

namespace {

bool works(const MachineUnit& it) {
  return it.job >= 0 && (it.activity == MachineState::setup || it.activity == MachineState::processing);
}

/// What becomes of the operation on a machine that is out of service for one more reason.
void interrupt(PlantState& plant, Index machine, OnFailure on_failure, Effects& effects) {
  MachineUnit& it = at(plant.machines, machine);
  if (on_failure == OnFailure::repeat) {
    const JobState& state = at(plant.jobs, it.job);
    it.remaining = it.activity == MachineState::processing
                       ? it.full_time
                       : setup_time(plant, machine, plan_at(plant, state, state.position).family());
  } else if (on_failure == OnFailure::scrap) {
    const MachineUnit stopped = it;
    it.setup_told = 0;
    shop::free_machine(plant, machine, effects);
    quality::scrap_jobs(plant, machine, stopped.job, stopped.setup_start,
                        stopped.activity == MachineState::processing ? stopped.start : plant.now, effects);
  }
}

void count(MachineUnit& it, MachineState why, int more) {
  it.down = static_cast<std::int16_t>(it.down + more);
  if (why == MachineState::down) {
    it.failures = static_cast<std::int16_t>(it.failures + more);
  } else {
    std::uint8_t& reasons = why == MachineState::maintenance ? it.maintained : it.off;
    reasons = static_cast<std::uint8_t>(reasons + more);
  }
}

/// A machine that is out of service, and stays so, has one reason more or fewer.
void change_reasons(PlantState& plant, Index m, MachineState why, int more, Effects& effects) {
  MachineUnit& it = at(plant.machines, m);
  const MachineInterval before = it.piece(m, plant.now);
  const std::uint8_t reasons = it.reasons();
  count(it, why, more);
  if (it.reasons() == reasons) return;
  const Time lasted = plant.now - it.piece_start;
  const bool same = it.stopped_as() == before.state;
  if (lasted > 0) effects.intervals.push_back(before);
  it.piece_goes_on = !same ? 0 : lasted > 0 ? 1 : it.piece_goes_on;
  it.piece_start = plant.now;
  if (works(it)) it.planned_end += lasted;
  if (!same && (at(plant.groups, it.group).flags & group_power) != 0)
    condition::state_changed(plant, m, effects);
}

}  // namespace

void stop_machine(PlantState& plant, Index m, MachineState why, OnFailure on_failure, Effects& effects) {
  MachineUnit& it = at(plant.machines, m);
  const bool cascades = (at(plant.groups, it.group).flags & group_cascade) != 0;
  if (it.down > 0) {
    change_reasons(plant, m, why, 1, effects);
    if (cascades && on_failure == OnFailure::scrap) cascade::scrap_stopped(plant, m, effects);
    if (works(it)) interrupt(plant, m, on_failure, effects);
    return;
  }
  const MachineInterval piece = it.piece(m, plant.now);
  const Time ran = plant.now - it.piece_start;
  count(it, why, 1);
  it.piece_start = plant.now;
  it.piece_goes_on = 0;
  if (cascades) cascade::pause(plant, m, on_failure, effects);
  if (it.job < 0) {
    now_stopped(plant, m, at(plant.groups, it.group));
    idleness::touch(plant, it.group);
  } else {
    if (ran > 0) effects.intervals.push_back(piece);
    if (works(it)) {
      if (it.activity == MachineState::processing) {
        pause_busy(plant, m, ran, effects);
      } else if (ran > 0) {
        it.setup_told = 1;
      }
      const ActivityKind kind =
          it.activity == MachineState::setup ? ActivityKind::setup : ActivityKind::process;
      effects.clock.push_back({{0, kind, static_cast<std::uint32_t>(m)}, false});
      it.remaining -= ran;
      interrupt(plant, m, on_failure, effects);
    }
  }
  if ((at(plant.groups, it.group).flags & group_power) != 0) condition::state_changed(plant, m, effects);
}

void restart_machine(PlantState& plant, Index m, MachineState why, Effects& effects) {
  MachineUnit& it = at(plant.machines, m);
  if (it.down > 1) {
    change_reasons(plant, m, why, -1, effects);
    return;
  }
  if (plant.now > it.piece_start) effects.intervals.push_back(it.piece(m, plant.now));
  count(it, why, -1);
  it.piece_goes_on = 0;
  if ((at(plant.groups, it.group).flags & group_cascade) != 0) cascade::resume(plant, m, effects);
  if ((at(plant.groups, it.group).flags & group_power) != 0) condition::state_changed(plant, m, effects);
  if (it.job < 0) {
    now_idle(plant, m, at(plant.groups, it.group));
    mark_dirty(plant, it.group);
    if ((at(plant.groups, it.group).flags & group_condition) != 0) condition::consider(plant, m, effects);
  } else if (works(it)) {
    it.planned_end = std::max(it.planned_end, plant.now) + (plant.now - it.piece_start);
    shop::run_activity(plant, m, it.activity, it.remaining, effects);
    if (it.activity == MachineState::setup) it.piece_goes_on = it.setup_told;
  } else {
    it.piece_start = plant.now;
  }
}

}  // namespace takt::service
