// Machines go out of service, for whatever reason, and come back.

#include <algorithm>

#include "sim/plant/condition_rules.hpp"

namespace takt {

void Plant::stop_machine(Index m, MachineState why, OnFailure on_failure, Effects& effects) {
  MachineUnit& at = machines_[static_cast<std::size_t>(m)];
  if (at.down++ > 0) return;
  at.down_state = why;
  const MachineState activity = at.activity;
  const Time ran = now_ - at.piece_start;
  if ((groups_[static_cast<std::size_t>(at.group)].flags & group_cascade) != 0)
    pause_cascade(m, on_failure, effects);
  if (at.job < 0) {
    --groups_[static_cast<std::size_t>(at.group)].idle;
  } else {
    if (ran > 0) effects.intervals.push_back({at.piece_start, now_, m, activity});
    if (activity == MachineState::setup || activity == MachineState::processing) {
      if (activity == MachineState::processing) pause_busy(m, ran, effects);
      const ActivityKind kind = activity == MachineState::setup ? ActivityKind::setup : ActivityKind::process;
      effects.clock.push_back({{0, kind, static_cast<std::uint32_t>(m)}, false});
      at.remaining -= ran;
      interrupt(m, on_failure, effects);
    }
  }
  at.piece_start = now_;
  if ((groups_[static_cast<std::size_t>(at.group)].flags & group_power) != 0)
    ConditionRules::state_changed(*this, m, effects);
}

void Plant::interrupt(Index machine, OnFailure on_failure, Effects& effects) {
  MachineUnit& at = machines_[static_cast<std::size_t>(machine)];
  if (on_failure == OnFailure::repeat) {
    const JobState& state = job(at.job);
    at.remaining = at.activity == MachineState::processing
                       ? at.full_time
                       : setup_time(machine, plan_at(state, state.position).family());
  } else if (on_failure == OnFailure::scrap) {
    const MachineUnit stopped = at;
    free_machine(machine, effects);
    scrap_jobs(machine, stopped.job, stopped.setup_start,
               stopped.activity == MachineState::processing ? stopped.start : now_, effects);
  }
}

void Plant::restart_machine(Index m, Effects& effects) {
  MachineUnit& at = machines_[static_cast<std::size_t>(m)];
  if (--at.down > 0) return;
  if (now_ > at.piece_start) effects.intervals.push_back({at.piece_start, now_, m, at.down_state});
  if ((groups_[static_cast<std::size_t>(at.group)].flags & group_cascade) != 0) resume_cascade(m, effects);
  if ((groups_[static_cast<std::size_t>(at.group)].flags & group_power) != 0)
    ConditionRules::state_changed(*this, m, effects);
  if (at.job < 0) {
    ++groups_[static_cast<std::size_t>(at.group)].idle;
    mark_dirty(at.group);
    if ((groups_[static_cast<std::size_t>(at.group)].flags & group_condition) != 0)
      ConditionRules::machine_rests(*this, m, effects);
  } else if (at.activity == MachineState::setup || at.activity == MachineState::processing) {
    at.planned_end = std::max(at.planned_end, now_) + (now_ - at.piece_start);
    run_activity(m, at.activity, at.remaining, effects);
  } else {
    at.piece_start = now_;
  }
}

}  // namespace takt
