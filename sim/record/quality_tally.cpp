#include "sim/record/quality_tally.hpp"

#include "sim/plant/operation_state.hpp"

namespace takt {

namespace {

/// The machine that an event names spoiled the operation.
void blame(QualityTally& tally, double machine) {
  if (machine >= 0) ++tally.bad[static_cast<std::size_t>(machine)];
}

}  // namespace

QualityTally make_quality_tally(const Scenario& scenario) {
  QualityTally tally;
  if (!scenario.operations.batch_key.empty()) tally.batches.resize(scenario.groups.size());
  if (!scenario.operations.any_judged) return tally;
  tally.steps.resize(scenario.steps.size());
  tally.routings.resize(scenario.routings.size());
  tally.bad.resize(at(scenario.machine_count));
  for (std::size_t r = 0; r < scenario.routings.size(); ++r)
    tally.routing_of.insert(tally.routing_of.end(), at(scenario.routings[r].step_count),
                            static_cast<Index>(r));
  return tally;
}

void tally_quality(QualityTally& tally, const Scenario& scenario, const EventRecord& event) {
  if (event.time < scenario.run.warm_up) return;
  switch (event.kind) {
    case EventKind::batch_started: {
      BatchTally& batch = tally.batches[at(scenario.group_of_machine[at(event.entity)])];
      ++batch.batches;
      batch.jobs += static_cast<std::int64_t>(event.value);
      break;
    }
    case EventKind::scrapped: {
      ++tally.steps[at(event.entity)].scrapped[at(event.detail)];
      ++tally.routings[at(tally.routing_of[at(event.entity)])].scrapped;
      const auto reason = static_cast<ScrapReason>(event.detail);
      if (reason == ScrapReason::operation || reason == ScrapReason::rework_limit) blame(tally, event.value);
      break;
    }
    case EventKind::sent_back:
      ++(event.value >= 0 ? tally.steps[at(event.entity)].reworked : tally.steps[at(event.entity)].late);
      blame(tally, event.value);
      break;
    case EventKind::sent_back_found:
      ++tally.steps[at(event.entity)].found;
      break;
    case EventKind::defect_left:
      ++tally.steps[at(event.entity)].defects;
      blame(tally, event.detail);
      break;
    case EventKind::inspected:
      ++tally.steps[at(event.entity)].inspected[at(event.detail)];
      break;
    case EventKind::job_judged: {
      RoutingTally& routing = tally.routings[at(event.entity)];
      ++routing.done;
      routing.first_pass += event.value == 0 ? 1 : 0;
      routing.escaped += event.detail;
      break;
    }
    default:
      break;
  }
}

void tally_quality(QualityTally& tally, const Scenario& scenario, const OperationRecord& operation) {
  if (operation.end >= scenario.run.warm_up) ++tally.steps[at(operation.step)].done;
}

}  // namespace takt
