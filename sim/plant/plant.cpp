#include "sim/plant/plant.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "sim/plant/carry.hpp"
#include "sim/plant/cascade.hpp"
#include "sim/plant/condition.hpp"
#include "sim/plant/decide.hpp"
#include "sim/plant/idleness.hpp"
#include "sim/plant/jobs.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/quality.hpp"
#include "sim/plant/resources.hpp"
#include "sim/plant/service.hpp"
#include "sim/plant/shop.hpp"
#include "sim/plant/stock.hpp"
#include "sim/plant/stuck.hpp"
#include "sim/plant/tasks.hpp"

namespace takt {

namespace {

/// Something happened: whoever chose to wait is asked again.
void end_waits(PlantState& plant, Time now) {
  const Time before = std::max(plant.now, plant.scenario->run.warm_up);
  plant.any_waits = false;
  for (const GroupState& group : plant.groups) {
    for (Index m = group.first_machine; m < group.first_machine + group.machine_count; ++m) {
      MachineUnit& unit = at(plant.machines, m);
      if (unit.waits == 0) continue;
      if (plant.scenario->lines.used) lines::count_wait(plant, unit.group, now - before);
      unit.waits = 0;
      mark_dirty(plant, unit.group);
    }
  }
  resources::end_waits(plant);
}

void apply_other(PlantState& plant, const Activity& ended, Effects& effects) {
  const auto entity = static_cast<Index>(ended.entity);
  switch (ended.kind) {
    case ActivityKind::process:
      break;
    case ActivityKind::setup:
      shop::end_setup(plant, entity, effects);
      break;
    case ActivityKind::repair:
      if (entity < plant.scenario->breakdown_units) {
        service::repair(plant, entity, effects);
      } else {
        condition::condition_repaired(plant, entity - plant.scenario->breakdown_units, effects);
      }
      break;
    case ActivityKind::failure:
      service::fail(plant, entity, effects);
      break;
    case ActivityKind::arrival:
      jobs::arrive(plant, entity, effects);
      break;
    case ActivityKind::release:
      jobs::release_due_orders(plant, effects);
      break;
    case ActivityKind::tail:
      cascade::end_tail(plant, entity, effects);
      break;
    case ActivityKind::hold:
      if ((std::exchange(operation_of(plant, entity).watched,
                         operation_of(plant, entity).watched & ~watch_hold) &
           watch_hold) != 0)
        mark_dirty(plant, at(plant.scenario->modes, at(plant.jobs, entity).mode).group);
      break;
    case ActivityKind::deadline:
      quality::be_late(plant, entity, effects);
      break;
    case ActivityKind::shipment:
    case ActivityKind::demand:
    case ActivityKind::review:
      stock::ended(plant, ended, effects);
      break;
    case ActivityKind::shift:
      resources::shift(plant, entity, effects);
      break;
    case ActivityKind::move:
    case ActivityKind::charge:
    case ActivityKind::transfer:
      carry::ended(plant, ended, effects);
      break;
    case ActivityKind::service:
      condition::service_ended(plant, entity, effects);
      break;
    case ActivityKind::wear:
      condition::wear_ended(plant, entity, effects);
      break;
    case ActivityKind::sample:
      condition::sample_ended(plant, entity, effects);
      break;
    case ActivityKind::horizon:
      break;
  }
}

}  // namespace

bool Plant::find_decision(Decision& decision) {
  if (!decide::find_decision(state_, decision)) return false;
  decision.plant = this;
  return true;
}

bool Plant::features_are_settled() const {
  return decide::features_are_settled(state_);
}

void Plant::resolve(const Decision& decision, int choice, Effects& effects) {
  decide::resolve(state_, decision, choice, effects);
}

void Plant::start(Effects& effects) {
  if (!state_.scenario->condition.groups.empty()) condition::start(state_, effects);
  const auto units = static_cast<Index>(state_.breakdowns.size());
  for (Index u = 0; u < units; ++u) {
    BreakdownUnit& unit = at(state_.breakdowns, u);
    const MachineGroup& group = at(state_.scenario->groups, at(state_.machines, unit.machine).group);
    if (at(group.breakdowns, unit.cause).clock == FailureClock::calendar) {
      service::arm_calendar(state_, u, effects);
    } else {
      unit.time_left = service::draw_failure(state_, unit);
    }
  }
  state_.measured_left = state_.scenario->run.measured_jobs > 0
                             ? static_cast<std::uint64_t>(state_.scenario->run.measured_jobs)
                             : 0;
  state_.open_sources = static_cast<std::uint32_t>(state_.sources.size());
  resources::start(state_, effects);
  lines::start(state_);
  state_.transport.start(effects);
  jobs::release_due_orders(state_, effects);
  for (Index s = 0; s < static_cast<Index>(state_.sources.size()); ++s)
    jobs::schedule_arrival(state_, s, effects);
  if (state_.scenario->supply.used()) state_.supply.start(stock::now_of(state_, effects));
  if (state_.lines.woken()) lines::settle(state_, effects);
  if (state_.supply.wants_jobs()) stock::start_jobs(state_, effects);
}

void Plant::apply(const Activity& ended, Time now, Effects& effects) {
  assert(now >= state_.now);
  if (now != state_.now) {
    if (!state_.plain) [[unlikely]] {
      if (state_.idleness.unsettled) idleness::settle(state_, effects);
      if (state_.condition.unsettled) condition::settle(state_, effects);
    }
    if (state_.any_waits) [[unlikely]]
      end_waits(state_, now);
    state_.now = now;
  } else if (state_.any_waits) [[unlikely]] {
    end_waits(state_, now);  // what takes no time may be what was waited for
  }
  if (ended.kind == ActivityKind::process) {
    shop::end_process(state_, static_cast<Index>(ended.entity), effects);
  } else {
    apply_other(state_, ended, effects);
  }
  if (!state_.plain) [[unlikely]]
    decide::settle_features(state_, effects);
}

void Plant::settle(Effects& effects) {
  idleness::settle(state_, effects);
}

Plant::Stuck Plant::look_for_stuck_jobs() {
  const bool more = stuck::look(state_);
  Stuck found{state_.stuck.jobs, more, false};
  if (more && state_.scenario->run.measured_jobs > 0) found.ends = stuck::measured_job_is_stuck(state_);
  found.ends = found.ends || (found.jobs == state_.in_shop && stuck::nothing_can_move(state_));
  return found;
}

std::string Plant::describe_circle() {
  return stuck::describe_circle(state_);
}

std::string Plant::describe_stuck() {
  return stuck::describe(state_);
}

bool Plant::is_stuck(Index slot) const {
  return stuck::is_stuck(state_, slot);
}

void Plant::close(Time end, Effects& effects) const {
  for (Index m = 0; m < static_cast<Index>(state_.machines.size()); ++m) {
    const MachineUnit& unit = at(state_.machines, m);
    if (unit.state() != MachineState::idle && end > unit.piece_start)
      effects.intervals.push_back(unit.piece(m, end));
  }
  idleness::close(state_, end, effects);
  if (state_.scenario->lines.used) lines::close(state_, end, effects);
  if (state_.condition.unsettled) condition::close(state_, effects);
  const std::size_t first = effects.jobs.size();
  effects.jobs.reserve(first + state_.in_shop);
  for (const JobState& state : state_.jobs) {
    if (state.phase != JobPhase::free_slot &&
        !tasks::is_task(state_, static_cast<Index>(&state - state_.jobs.data()))) {
      effects.jobs.push_back(jobs::record(state, JobOutcome::unfinished, never));
    }
  }
  std::sort(effects.jobs.begin() + static_cast<std::ptrdiff_t>(first), effects.jobs.end(),
            [](const JobRecord& x, const JobRecord& y) { return x.number < y.number; });
}

Time Plant::work_under_way(Index group) const {
  const GroupState& g = at(state_.groups, group);
  Time work = 0;
  for (Index m = g.first_machine; m < g.first_machine + g.machine_count; ++m) {
    const MachineUnit& unit = at(state_.machines, m);
    if (unit.job >= 0) work += std::max<Time>(0, unit.planned_end - state_.now);
  }
  return work;
}

double Plant::maintenance_measure(Index m, Index plan) const {
  return condition::reached(state_, m, plan);
}

bool Plant::finished() const {
  if (state_.in_shop == 0 && state_.open_sources == 0 && state_.next_order == state_.scenario->orders.size())
    return true;
  return state_.scenario->run.measured_jobs > 0 && state_.measured_left == 0;
}

}  // namespace takt
