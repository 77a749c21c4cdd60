// What becomes of a job at the end of an operation (lost, sent back, good), and of one that waits too long.

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "sim/plant/plant.hpp"

namespace takt {

double Plant::chance_of(const Chance& chance, Index machine, Index level) const {
  const auto highest = static_cast<Index>(chance.by_level.size()) - 1;
  double p = chance.by_level[at(std::min(level, highest))];
  if (chance.parameter >= 0) {
    const GroupProcess& group = scenario_->process.groups[at(this->machine(machine).group)];
    for (const GroupParameter& parameter : group.parameters) {
      if (parameter.name == chance.parameter) p += chance.slope * std::abs(parameter.value - chance.target);
    }
  }
  return std::clamp(p, 0.0, 1.0);
}

/// Draws are keyed by the operation and by how often the job was sent back before.
bool Plant::happens(Purpose purpose, double chance, const JobState& state) const {
  if (chance <= 0) return false;
  const std::uint64_t occurrence = static_cast<std::uint64_t>(state.visits) << 48 | state.position;
  return random_uniform(seed_, purpose, state.key, occurrence) < chance;
}

void Plant::leave_defect(Index slot, Index machine, Effects& effects) {
  const JobState& state = job(slot);
  JobProcess& process = process_of(slot);
  process.defect_from = std::min(process.defect_from, state.position);
  effects.events.push_back({.time = now_,
                            .kind = EventKind::defect_left,
                            .entity = step_at(state, state.position),
                            .job = state.number,
                            .detail = machine});
}

/// Whether the inspection finds something.
bool Plant::inspect(Index slot, Index machine, const InspectRule& rule, Effects& effects) const {
  const JobState& state = job(slot);
  if (rule.sample < 1 && !happens(Purpose::inspect_sample, rule.sample, state)) return false;
  const bool defective = extras_[at(slot)].process.defect_from != no_defect;
  const bool wrong = happens(Purpose::inspect_error, defective ? rule.miss : rule.false_alarm, state);
  const bool found = defective != wrong;
  const InspectionResult result = defective
                                      ? (wrong ? InspectionResult::missed : InspectionResult::found)
                                      : (wrong ? InspectionResult::false_alarm : InspectionResult::good);
  effects.events.push_back({.time = now_,
                            .value = static_cast<double>(machine),
                            .kind = EventKind::inspected,
                            .entity = step_at(state, state.position),
                            .job = state.number,
                            .detail = static_cast<Index>(result)});
  return found;
}

/// The operation on a job has ended: what becomes of it.
Plant::Verdict Plant::judge(Index slot, Index machine, Index level, Effects& effects) {
  const JobState& state = job(slot);
  const Index step = step_at(state, state.position);
  if ((scenario_->plans[at(step)].flags & step_judged) == 0) return {};
  const StepProcess& rules = scenario_->process.steps[at(step)];
  if (rules.scrap.any() && happens(Purpose::scrap, chance_of(rules.scrap, machine, level), state))
    return {true, -1, ScrapReason::operation};
  if (rules.defect.any() && happens(Purpose::defect, chance_of(rules.defect, machine, level), state))
    leave_defect(slot, machine, effects);
  if (rules.inspect.stated && inspect(slot, machine, rules.inspect, effects))
    return may_return(state, rules.inspect.found, rules.count_mark + 1, ScrapReason::inspection);
  if (rules.rework.any() && happens(Purpose::rework, chance_of(rules.rework, machine, level), state))
    return may_return(state, rules.reworked, rules.count_mark, ScrapReason::rework_limit);
  if (rules.time_mark >= 0) mark(state, rules.time_mark) = now_;
  return {};
}

Plant::Verdict Plant::may_return(const JobState& state, const SendBack& back, Index count, ScrapReason lost) {
  if (back.to < 0 || ++mark(state, count) > back.limit) return {true, -1, lost};
  return {false, back.to, lost};
}

std::int64_t& Plant::mark(const JobState& state, Index index) {
  const Routing& routing = scenario_->routings[at(state.routing)];
  const Index order = routing.random_order ? routing.step_count : 0;
  return draws_[at(state.block + routing.mode_count + order + index)];
}

void Plant::scrap(Index slot, Index machine, ScrapReason reason, Effects& effects) {
  const JobState& state = job(slot);
  effects.events.push_back({.time = now_,
                            .value = static_cast<double>(machine),
                            .kind = EventKind::scrapped,
                            .entity = step_at(state, state.position),
                            .job = state.number,
                            .detail = static_cast<Index>(reason)});
  leave(slot, JobOutcome::scrapped, effects);
}

/// A job begins again at an earlier operation (or the same). All times from there on are drawn anew.
void Plant::send_back(Index slot, Index machine, const Verdict& verdict, Effects& effects) {
  const Index step = verdict.back_to;
  JobState& state = jobs_[at(slot)];
  const Index from = step_at(state, state.position);
  const Routing& routing = scenario_->routings[at(state.routing)];
  const auto to = static_cast<std::uint32_t>(step - routing.first_step);
  state.work_remaining -= planned_step_work(state, state.position);
  ++state.visits;
  effects.events.push_back(
      {.time = now_,
       .value = static_cast<double>(machine),
       .kind = verdict.reason == ScrapReason::inspection ? EventKind::sent_back_found : EventKind::sent_back,
       .entity = from,
       .job = state.number,
       .detail = step});
  if (state.block >= 0) {
    const Step& last = scenario_->steps[at(from)];
    draw_block(state, scenario_->steps[at(step)].first_mode, last.first_mode + last.mode_count);
  }
  for (std::uint32_t p = to; p <= state.position; ++p) state.work_remaining += planned_step_work(state, p);
  JobProcess& process = process_of(slot);
  if (process.defect_from >= to) process.defect_from = no_defect;
  if (scenario_->lines.used) give_up_parts(slot);
  state.position = to;
  if (!kept_on_machine(slot)) state.machine = -1;
  operation_ready(slot, effects);
}

/// The batch falls apart: what came behind this member.
Index Plant::next_member(Index slot) {
  return scenario_->job_extras ? std::exchange(process_of(slot).next, -1) : -1;
}

/// The operation of the jobs from `slot` on (a batch, or one job) has ended on a machine that they have left.
void Plant::finish_jobs(Index machine, Index slot, Time setup_start, Time start, Index level,
                        Effects& effects) {
  while (slot >= 0) {
    const Index next = next_member(slot);
    const Verdict verdict = judge(slot, machine, level, effects);
    record_job(slot, machine, setup_start, start,
               verdict.scrapped ? OperationOutcome::scrapped : OperationOutcome::finished, effects);
    if (verdict.scrapped) {
      scrap(slot, machine, verdict.reason, effects);
    } else if (verdict.back_to >= 0) {
      send_back(slot, machine, verdict, effects);
    } else if (scenario_->lines.used) {
      line_finish(slot, effects);
    } else {
      advance(slot, effects);
    }
    slot = next;
  }
}

/// The jobs from `slot` on are lost with their operation.
void Plant::scrap_jobs(Index machine, Index slot, Time setup_start, Time start, Effects& effects) {
  while (slot >= 0) {
    const Index next = next_member(slot);
    record_job(slot, machine, setup_start, start, OperationOutcome::scrapped, effects);
    leave(slot, JobOutcome::scrapped, effects);
    slot = next;
  }
}

/// A queued job has waited longer than its operation's limit allows.
void Plant::be_late(Index slot, Effects& effects) {
  if ((process_of(slot).watched & watch_late) == 0) return;
  const JobState& state = job(slot);
  assert(state.phase == JobPhase::queued);
  process_of(slot).watched &= ~watch_late;
  const Index group = scenario_->modes[at(state.mode)].group;
  take_from_queue(group, queue_place(group, Candidate{.job = slot}), effects);
  const StepProcess& rules = scenario_->process.steps[at(step_at(state, state.position))];
  const Verdict verdict = may_return(state, rules.within.late, rules.count_mark + 2, ScrapReason::late);
  if (verdict.scrapped) {
    scrap(slot, -1, verdict.reason, effects);
  } else {
    send_back(slot, -1, verdict, effects);
  }
}

}  // namespace takt
