// What is to be decided next, and what follows from a choice.

#include "sim/plant/decide.hpp"

#include <cassert>

#include "sim/plant/batches.hpp"
#include "sim/plant/carry.hpp"
#include "sim/plant/condition.hpp"
#include "sim/plant/hooks.hpp"
#include "sim/plant/idleness.hpp"
#include "sim/plant/lines.hpp"
#include "sim/plant/look_up.hpp"
#include "sim/plant/resources.hpp"
#include "sim/plant/shop.hpp"
#include "sim/plant/stock.hpp"

namespace takt::decide {

namespace {

Decision route_decision(PlantState& plant) {
  const JobState& waiting = at(plant.jobs, plant.pending_routes.front());
  const StepPlan& plan = plan_at(plant, waiting, waiting.position);
  plant.scratch.clear();
  for (Index mode = plan.first_mode; mode < plan.first_mode + plan.mode_count; ++mode) {
    plant.scratch.push_back(shop::candidate(plant, plant.pending_routes.front(), mode, plan));
  }
  return Decision{DecisionKind::route, plant.now, -1, -1, plant.scratch};
}

/// What is decided before dispatch: routes, and what there is beyond a plain shop.
std::optional<Decision> before_dispatch(PlantState& plant) {
  if (plant.filling >= 0) {
    const Index group = at(plant.machines, plant.filling).group;
    return Decision{DecisionKind::dispatch, plant.now, plant.filling, group,
                    hooks::fitting(plant, plant.filling, group)};
  }
  if (!plant.pending_routes.empty()) return route_decision(plant);
  if (plant.plain) return std::nullopt;
  if (is_asked(plant, DecisionKind::release)) {
    const Index loop = lines::loop_to_decide(plant);
    if (loop >= 0) {
      Decision decision{DecisionKind::release, plant.now, -1, -1, plant.lines.card_waiters.queue(loop)};
      decision.entity = loop;
      decision.fallback = 0;
      return decision;
    }
  }
  if (plant.supply.next_to_ask() >= 0) return stock::decision(plant);
  if (!plant.condition.asking.empty()) return condition::next_question(plant);
  return std::nullopt;
}

/// The candidates of a decision, and the one to wait.
Candidates with_wait(PlantState& plant, const Candidates& candidates) {
  const Candidate wait{.ready = plant.now};
  if (candidates.long_queue() != nullptr) {
    plant.scratch.assign(1, wait);
    return {*candidates.long_queue(), candidates.classes(), plant.scratch.data()};
  }
  if (candidates.row() != plant.scratch.data()) plant.scratch.assign(candidates.begin(), candidates.end());
  plant.scratch.push_back(wait);
  return plant.scratch;
}

void resolve_other(PlantState& plant, const Decision& decision, int choice, Effects& effects) {
  const Candidate& chosen = at(decision.candidates, choice);
  if (decision.kind == DecisionKind::route) {
    const Index slot = plant.pending_routes.front();
    plant.pending_routes.erase(plant.pending_routes.begin());
    at(plant.jobs, slot).mode = chosen.mode;
    shop::join_group(plant, slot, effects);
  } else if (decision.kind == DecisionKind::allocate) {
    resources::resolve(plant, decision, chosen, effects);
  } else if (decision.kind == DecisionKind::release) {
    lines::grant_card(plant, decision.entity, at(choice), effects);
    const Index source = at(plant.lines.cards, decision.entity).source;
    if (source >= 0) lines::call_saturated(plant, source, effects);
  } else if (decision.kind == DecisionKind::replenish) {
    stock::resolve(plant, decision.entity, choice, effects);
  } else if (decision.kind == DecisionKind::transport) {
    carry::resolve(plant, chosen, effects);
  } else if (decision.kind == DecisionKind::maintain) {
    condition::answer(plant, decision, chosen, effects);
  } else if (chosen.is_wait()) {
    at(plant.machines, decision.machine).waits = 1;
    plant.any_waits = true;
  } else if ((at(plant.groups, decision.group).flags & group_batch) != 0) {
    if (plant.filling >= 0) {
      batches::join(plant, decision.machine, chosen, effects);
    } else {
      batches::begin(plant, decision.machine, chosen, effects);
    }
  } else if (at(plant.jobs, chosen.job).phase == JobPhase::blocked) {
    lines::hand_over(plant, decision.machine, Candidate(chosen), effects);
  } else {
    // Candidates of a group with features are a choice of its queue, not the queue.
    const bool whole = at(plant.groups, decision.group).flags == group_plain;
    shop::begin_operation(plant, decision.machine,
                          whole ? at(choice) : shop::queue_place(plant, decision.group, chosen), effects);
  }
}

/// The lowest that may be given an operation now; -1: none. Where all idle machines of a group without limit
/// were left waiting there is one more.
Index free_machine(PlantState& plant, Index g) {
  const Index machine = shop::lowest_free_machine(plant, g);
  if (machine >= 0 || !plant.any_waits) return machine;
  GroupState& group = at(plant.groups, g);
  if (group.idle == 0 || group.machine_count == group.machine_limit) return -1;
  add_machine(plant, group);
  return shop::lowest_free_machine(plant, g);
}

}  // namespace

bool features_are_settled(const PlantState& plant) {
  return plant.supply.next_to_ask() < 0 && !plant.transport.undecided() && plant.condition.asking.empty() &&
         (plant.lines.cards.empty() || !is_asked(plant, DecisionKind::release) ||
          lines::loop_to_decide(plant) < 0);
}

void settle_features(PlantState& plant, Effects& effects) {
  if (plant.lines.woken()) lines::settle(plant, effects);
  if (plant.supply.wants_jobs()) stock::start_jobs(plant, effects);
}

bool find_decision(PlantState& plant, Decision& decision) {
  if (!plant.plain || !plant.pending_routes.empty()) [[unlikely]] {
    if (const auto before = before_dispatch(plant)) {
      decision = *before;
      return true;
    }
  }
  for (Index group = plant.dirty_groups.first(); group >= 0; group = plant.dirty_groups.first()) {
    const Index machine = somebody_waits(plant, group) ? free_machine(plant, group) : -1;
    if (machine < 0) {
      mark_clean(plant, group);
      idleness::touch(plant, group);
      continue;
    }
    decision.candidates = plant.queues.queue(group);
    if (at(plant.groups, group).flags != group_plain) [[unlikely]] {
      if ((at(plant.groups, group).flags & group_allocates) != 0) {
        if (const auto which = resources::decision(plant, group)) {
          decision = *which;
          return true;
        }
        continue;
      }
      decision.candidates = hooks::startable(plant, machine, group);
      if (decision.candidates.empty()) {
        mark_clean(plant, group);  // until what the operations wait for changes
        idleness::touch(plant, group);
        continue;
      }
    }
    if (plant.scenario->may_wait) decision.candidates = with_wait(plant, decision.candidates);
    decision.kind = DecisionKind::dispatch;
    decision.now = plant.now;
    decision.machine = machine;
    decision.group = group;
    decision.entity = decision.fallback = -1;
    return true;
  }
  if (plant.plain || !plant.transport.undecided()) return false;
  decision = carry::decision(plant);
  return true;
}

void resolve(PlantState& plant, const Decision& decision, int choice, Effects& effects) {
  assert(choice >= 0 && at(choice) < decision.candidates.size());
  const Candidate& chosen = at(decision.candidates, choice);
  if (decision.kind == DecisionKind::dispatch && plant.plain && !chosen.is_wait()) {
    shop::begin_operation(plant, decision.machine, at(choice), effects);
    return;
  }
  resolve_other(plant, decision, choice, effects);
  settle_features(plant, effects);
}

}  // namespace takt::decide
