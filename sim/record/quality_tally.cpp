#include "sim/record/quality_tally.hpp"

#include "sim/plant/operation_state.hpp"

namespace takt {

QualityTallier::QualityTallier(const Scenario& scenario, Time from) : scenario_(&scenario), from_(from) {
  if (!scenario.operations.batch_key.empty()) tally_.batches.resize(scenario_->groups.size());
  if (!scenario.operations.any_judged) return;
  tally_.steps.resize(scenario.steps.size());
  tally_.routings.resize(scenario.routings.size());
  tally_.bad.resize(at(scenario.machine_count));
  for (std::size_t r = 0; r < scenario.routings.size(); ++r)
    routing_of_.insert(routing_of_.end(), at(scenario.routings[r].step_count), static_cast<Index>(r));
}

/// The machine that an event names spoiled the operation.
void QualityTallier::blame(double machine) {
  if (machine >= 0) ++tally_.bad[static_cast<std::size_t>(machine)];
}

void QualityTallier::take(const EventRecord& event) {
  if (event.time < from_) return;
  switch (event.kind) {
    case EventKind::batch_started: {
      BatchTally& batch = tally_.batches[at(scenario_->group_of_machine[at(event.entity)])];
      ++batch.batches;
      batch.jobs += static_cast<std::int64_t>(event.value);
      break;
    }
    case EventKind::scrapped: {
      ++tally_.steps[at(event.entity)].scrapped[at(event.detail)];
      ++tally_.routings[at(routing_of_[at(event.entity)])].scrapped;
      const auto reason = static_cast<ScrapReason>(event.detail);
      if (reason == ScrapReason::operation || reason == ScrapReason::rework_limit) blame(event.value);
      break;
    }
    case EventKind::sent_back:
      ++(event.value >= 0 ? tally_.steps[at(event.entity)].reworked : tally_.steps[at(event.entity)].late);
      blame(event.value);
      break;
    case EventKind::sent_back_found:
      ++tally_.steps[at(event.entity)].found;
      break;
    case EventKind::defect_left:
      ++tally_.steps[at(event.entity)].defects;
      blame(event.detail);
      break;
    case EventKind::inspected:
      ++tally_.steps[at(event.entity)].inspected[at(event.detail)];
      break;
    case EventKind::job_judged: {
      RoutingTally& routing = tally_.routings[at(event.entity)];
      ++routing.done;
      routing.first_pass += event.value == 0 ? 1 : 0;
      routing.escaped += event.detail;
      break;
    }
    default:
      break;
  }
}

void QualityTallier::take(std::span<const OperationRecord> operations) {
  if (tally_.steps.empty()) return;
  for (const OperationRecord& operation : operations)
    if (operation.end >= from_) ++tally_.steps[at(operation.step)].done;
}

}  // namespace takt
