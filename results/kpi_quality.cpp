// Tables of batches, of yields and of overall equipment effectiveness (OEE).

#include <algorithm>
#include <limits>
#include <numeric>

#include "results/kpi_tables.hpp"
#include "sim/plant/operation_state.hpp"

namespace takt {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double ratio(double x, double y) {
  return y > 0 ? x / y : none;
}

double number(std::int64_t n) {
  return static_cast<double>(n);
}

/// Of the routing that a step stands in.
const std::string& routing_name(const Scenario& scenario, std::size_t step) {
  const auto holds = [step](const Routing& routing) {
    return step < static_cast<std::size_t>(routing.first_step + routing.step_count);
  };
  return std::find_if(scenario.routings.begin(), scenario.routings.end(), holds)->name;
}

}  // namespace

KpiTable batch_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"batches", {{"batches", "1"}, {"mean_size", "1"}, {"mean_fill", "1"}}, {}};
  for (std::size_t g = 0; g < trace.quality.batches.size(); ++g) {
    const Index most = scenario.operations.groups[g].batch.maximum;
    if (most == 0) continue;
    const BatchTally& tally = trace.quality.batches[g];
    const double size = ratio(number(tally.jobs), number(tally.batches));
    table.rows.push_back({scenario.groups[g].name, {number(tally.batches), size, size / most}});
  }
  return table;
}

/// Of the jobs that left in the window: yield = done / (done + scrapped); first-pass yield: done without ever
/// being sent back / (done + scrapped). Jobs lost to breakdowns are in neither.
KpiTable yield_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{
      "yield",
      {{"done", "1"}, {"scrapped", "1"}, {"yield", "1"}, {"first_pass_yield", "1"}, {"escaped_defects", "1"}},
      {}};
  for (std::size_t r = 0; r < trace.quality.routings.size(); ++r) {
    const RoutingTally& tally = trace.quality.routings[r];
    const double left = number(tally.done + tally.scrapped);
    table.rows.push_back({scenario.routings[r].name,
                          {number(tally.done), number(tally.scrapped), ratio(number(tally.done), left),
                           ratio(number(tally.first_pass), left), number(tally.escaped)}});
  }
  return table;
}

/// Operations where something may go wrong: first_pass_yield is the share of visits after which the job went
/// on.
KpiTable quality_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"quality",
                 {{"operations", "1"},
                  {"scrapped", "1"},
                  {"reworked", "1"},
                  {"found", "1"},
                  {"late", "1"},
                  {"defects", "1"},
                  {"missed", "1"},
                  {"false_alarms", "1"},
                  {"first_pass_yield", "1"}},
                 {}};
  for (std::size_t i = 0; i < trace.quality.steps.size(); ++i) {
    const StepRules& row = scenario.operations.steps[i];
    const bool judged = row.scrap.any() || row.defect.any() || row.rework.any() || row.inspect.stated ||
                        row.within.limit >= 0;
    if (!judged) continue;
    const StepTally& t = trace.quality.steps[i];
    const auto reason = [&](ScrapReason r) { return t.scrapped[static_cast<std::size_t>(r)]; };
    const auto result = [&](InspectionResult r) { return t.inspected[static_cast<std::size_t>(r)]; };
    const std::int64_t scrapped = std::accumulate(t.scrapped.begin(), t.scrapped.end(), std::int64_t{0});
    const std::int64_t late = t.late + reason(ScrapReason::late);
    const std::int64_t bad = scrapped - reason(ScrapReason::late) + t.reworked + t.found;
    table.rows.push_back(
        {routing_name(scenario, i) + "/" + scenario.steps[i].name,
         {number(t.done), number(scrapped), number(t.reworked),
          number(result(InspectionResult::found) + result(InspectionResult::false_alarm)), number(late),
          number(t.defects), number(result(InspectionResult::missed)),
          number(result(InspectionResult::false_alarm)), ratio(number(t.done - bad), number(t.done))}});
  }
  return table;
}

/// Of a machine's planned time (see StopTally; without hours it is the window): availability is the share in
/// which it is neither set up, down nor maintained; performance, the share of that in which it processes;
/// quality, the share of its operations that it did not spoil (scrap, rework, defects). OEE is their product.
KpiTable oee_table(const Scenario& scenario, const Trace& trace) {
  KpiTable table{"oee", {{"availability", "1"}, {"performance", "1"}, {"quality", "1"}, {"oee", "1"}}, {}};
  if (trace.quality.bad.empty() && scenario.breakdown_units == 0) return table;
  for (std::size_t m = 0; m < trace.machine_tallies.size(); ++m) {
    const MachineTally& tally = trace.machine_tallies[m];
    const auto in = [&](MachineState state) {
      return static_cast<double>(tally.in_state[static_cast<std::size_t>(state)]);
    };
    const StopTally stops = trace.stop_tallies.empty() ? StopTally{} : trace.stop_tallies[m];
    const auto planned = static_cast<double>(trace.window.length() - stops.out_of_hours);
    const double run = planned - in(MachineState::setup) -
                       static_cast<double>(stops.down_in_hours + stops.maintained_in_hours);
    const double bad = trace.quality.bad.empty() ? 0 : number(trace.quality.bad[m]);
    const double availability = ratio(run, planned), performance = ratio(in(MachineState::processing), run);
    const double quality = ratio(std::max(0.0, number(tally.operations) - bad), number(tally.operations));
    table.rows.push_back({machine_name(scenario, static_cast<Index>(m)),
                          {availability, performance, quality, availability * performance * quality}});
  }
  return table;
}

}  // namespace takt
