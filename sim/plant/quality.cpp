// What becomes of a job at the end of an operation (lost, sent back, good), and of one that waits too long.

#include "sim/plant/quality.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "sim/plant/jobs.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/shop.hpp"

namespace takt::quality {

namespace {

struct Verdict {
  bool scrapped = false;
  Index back_to = -1;                           ///< a step; -1: it goes on
  ScrapReason reason = ScrapReason::operation;  ///< why it is scrapped, or would be beyond the limit
};

double chance_of(const PlantState& plant, const Chance& chance, Index machine, Index level) {
  const auto highest = static_cast<Index>(chance.by_level.size()) - 1;
  double p = at(chance.by_level, std::min(level, highest));
  if (chance.parameter >= 0) {
    const GroupRules& group = at(plant.scenario->operations.groups, at(plant.machines, machine).group);
    for (const GroupParameter& parameter : group.parameters) {
      if (parameter.name == chance.parameter) p += chance.slope * std::abs(parameter.value - chance.target);
    }
  }
  return std::clamp(p, 0.0, 1.0);
}

/// Draws are keyed by the operation and by how often the job was sent back before.
bool happens(const PlantState& plant, Purpose purpose, double chance, const JobState& state) {
  if (chance <= 0) return false;
  const std::uint64_t occurrence = static_cast<std::uint64_t>(state.visits) << 48 | state.position;
  return random_uniform(plant.seed, purpose, state.key, occurrence) < chance;
}

void leave_defect(PlantState& plant, Index slot, Index machine, Effects& effects) {
  const JobState& state = at(plant.jobs, slot);
  OperationPart& part = operation_of(plant, slot);
  part.defect_from = std::min(part.defect_from, state.position);
  effects.events.push_back({.time = plant.now,
                            .kind = EventKind::defect_left,
                            .entity = step_at(plant, state, state.position),
                            .job = state.number,
                            .detail = machine});
}

/// Whether the inspection finds something.
bool inspect(const PlantState& plant, Index slot, Index machine, const InspectRule& rule, Effects& effects) {
  const JobState& state = at(plant.jobs, slot);
  if (rule.sample < 1 && !happens(plant, Purpose::inspect_sample, rule.sample, state)) return false;
  const bool defective = at(plant.extras, slot).operation.defect_from != no_defect;
  const bool wrong = happens(plant, Purpose::inspect_error, defective ? rule.miss : rule.false_alarm, state);
  const bool found = defective != wrong;
  const InspectionResult result = defective
                                      ? (wrong ? InspectionResult::missed : InspectionResult::found)
                                      : (wrong ? InspectionResult::false_alarm : InspectionResult::good);
  effects.events.push_back({.time = plant.now,
                            .value = static_cast<double>(machine),
                            .kind = EventKind::inspected,
                            .entity = step_at(plant, state, state.position),
                            .job = state.number,
                            .detail = static_cast<Index>(result)});
  return found;
}

Verdict may_return(PlantState& plant, const JobState& state, const SendBack& back, Index count,
                   ScrapReason lost) {
  if (back.to < 0 || ++mark(plant, state, count) > back.limit) return {true, -1, lost};
  return {false, back.to, lost};
}

/// The operation on a job has ended: what becomes of it.
Verdict judge(PlantState& plant, Index slot, Index machine, Index level, Effects& effects) {
  const JobState& state = at(plant.jobs, slot);
  const Index step = step_at(plant, state, state.position);
  if ((at(plant.scenario->plans, step).flags & step_judged) == 0) return {};
  const StepRules& rules = at(plant.scenario->operations.steps, step);
  if (rules.scrap.any() &&
      happens(plant, Purpose::scrap, chance_of(plant, rules.scrap, machine, level), state))
    return {true, -1, ScrapReason::operation};
  if (rules.defect.any() &&
      happens(plant, Purpose::defect, chance_of(plant, rules.defect, machine, level), state))
    leave_defect(plant, slot, machine, effects);
  if (rules.inspect.stated && inspect(plant, slot, machine, rules.inspect, effects))
    return may_return(plant, state, rules.inspect.found, rules.count_mark + 1, ScrapReason::inspection);
  if (rules.rework.any() &&
      happens(plant, Purpose::rework, chance_of(plant, rules.rework, machine, level), state))
    return may_return(plant, state, rules.reworked, rules.count_mark, ScrapReason::rework_limit);
  if (rules.time_mark >= 0) mark(plant, state, rules.time_mark) = plant.now;
  return {};
}

void scrap(PlantState& plant, Index slot, Index machine, ScrapReason reason, Effects& effects) {
  const JobState& state = at(plant.jobs, slot);
  effects.events.push_back({.time = plant.now,
                            .value = static_cast<double>(machine),
                            .kind = EventKind::scrapped,
                            .entity = step_at(plant, state, state.position),
                            .job = state.number,
                            .detail = static_cast<Index>(reason)});
  jobs::leave(plant, slot, JobOutcome::scrapped, effects);
}

/// A job begins again at an earlier operation (or the same). All times from there on are drawn anew.
void send_back(PlantState& plant, Index slot, Index machine, const Verdict& verdict, Effects& effects) {
  const Index step = verdict.back_to;
  JobState& state = at(plant.jobs, slot);
  const Index from = step_at(plant, state, state.position);
  const Routing& routing = at(plant.scenario->routings, state.routing);
  const auto to = static_cast<std::uint32_t>(step - routing.first_step);
  state.work_remaining -= planned_step_work(plant, state, state.position);
  ++state.visits;
  effects.events.push_back(
      {.time = plant.now,
       .value = static_cast<double>(machine),
       .kind = verdict.reason == ScrapReason::inspection ? EventKind::sent_back_found : EventKind::sent_back,
       .entity = from,
       .job = state.number,
       .detail = step});
  if (state.block >= 0) {
    const Step& last = at(plant.scenario->steps, from);
    jobs::draw_block(plant, state, at(plant.scenario->steps, step).first_mode,
                     last.first_mode + last.mode_count);
  }
  for (std::uint32_t p = to; p <= state.position; ++p)
    state.work_remaining += planned_step_work(plant, state, p);
  OperationPart& part = operation_of(plant, slot);
  if (part.defect_from >= to) part.defect_from = no_defect;
  if (plant.scenario->lines.used) lines::give_up_parts(plant, slot);
  state.position = to;
  if (!lines::kept_on_machine(plant, slot)) state.machine = -1;
  shop::operation_ready(plant, slot, effects);
}

/// The batch falls apart: what came behind this member.
Index next_member(PlantState& plant, Index slot) {
  return plant.scenario->job_extras ? std::exchange(operation_of(plant, slot).next, -1) : -1;
}

}  // namespace

void finish_jobs(PlantState& plant, Index machine, Index slot, Time setup_start, Time start, Index level,
                 Effects& effects) {
  while (slot >= 0) {
    const Index next = next_member(plant, slot);
    const Verdict verdict = judge(plant, slot, machine, level, effects);
    shop::record_operation(plant, slot, machine, setup_start, start,
                           verdict.scrapped ? OperationOutcome::scrapped : OperationOutcome::finished,
                           effects);
    if (verdict.scrapped) {
      scrap(plant, slot, machine, verdict.reason, effects);
    } else if (verdict.back_to >= 0) {
      send_back(plant, slot, machine, verdict, effects);
    } else if (plant.scenario->lines.used) {
      lines::on_finish(plant, slot, effects);
    } else {
      shop::advance(plant, slot, effects);
    }
    slot = next;
  }
}

void scrap_jobs(PlantState& plant, Index machine, Index slot, Time setup_start, Time start,
                Effects& effects) {
  while (slot >= 0) {
    const Index next = next_member(plant, slot);
    shop::record_operation(plant, slot, machine, setup_start, start, OperationOutcome::scrapped, effects);
    jobs::leave(plant, slot, JobOutcome::scrapped, effects);
    slot = next;
  }
}

void be_late(PlantState& plant, Index slot, Effects& effects) {
  if ((operation_of(plant, slot).watched & watch_late) == 0) return;
  const JobState& state = at(plant.jobs, slot);
  assert(state.phase == JobPhase::queued);
  operation_of(plant, slot).watched &= ~watch_late;
  const Index group = at(plant.scenario->modes, state.mode).group;
  shop::take_from_queue(plant, group, shop::queue_place(plant, group, Candidate{.job = slot}), effects);
  const StepRules& rules = at(plant.scenario->operations.steps, step_at(plant, state, state.position));
  const Verdict verdict =
      may_return(plant, state, rules.within.late, rules.count_mark + 2, ScrapReason::late);
  if (verdict.scrapped) {
    scrap(plant, slot, -1, verdict.reason, effects);
  } else {
    send_back(plant, slot, -1, verdict, effects);
  }
}

}  // namespace takt::quality
