// Groups without limit have the machines that are needed, and are otherwise what a large group is.

#include <algorithm>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "results/kpi.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/simulate.hpp"
#include "sim/simulation.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

/// Jobs every 2 s on average, that take 20 s: about ten at a time.
Scenario shop(const std::string& count, const std::string& more = "") {
  return parse_scenario(
      "takt: 1\nmachines: {saw: {count: 2}, oven: {count: " + count + more +
          "}}\n"
          "calendars: {day: {cycle: 600 s, work: [{from: 100 s, to: 500 s}]}}\n"
          "routings:\n  r: [{machine: saw, time: {exponential: {mean: 1 s}}}, {machine: oven, time: "
          "{exponential: {mean: 20 s}}}]\n"
          "arrivals: {a: {interarrival: {exponential: {mean: 2 s}}, routing: r}}\n"
          "run: {until: 1 h}\n",
      "case.yaml");
}

Trace run(const Scenario& scenario, ClockKind kind = ClockKind::calendar) {
  AnyCandidate agent;
  SimulateOptions options;
  options.record.operations = true;
  options.check = true;
  const auto clock = make_clock(kind, scenario);
  return simulate(scenario, agent, *clock, options);
}

TEST(UnlimitedGroups, AreWhatLargeOnesAre) {
  for (const std::string more : {"", ", calendar: day", ", calendar: day, at_end: pause", ", buffer: 3"}) {
    const Trace limited = run(shop("400", more)), unlimited = run(shop("unlimited", more));
    ASSERT_EQ(limited.operations.size(), unlimited.operations.size()) << more;
    for (std::size_t i = 0; i < limited.operations.size(); ++i) {
      const OperationRecord &x = limited.operations[i], &y = unlimited.operations[i];
      ASSERT_EQ(std::tuple(x.start, x.end, x.job, x.machine), std::tuple(y.start, y.end, y.job, y.machine))
          << more << " " << i;
    }
    // Machines that are there though nobody needs them are off by night, and the digest tells.
    if (more.find("calendar") == std::string::npos) {
      EXPECT_EQ(limited.digest, unlimited.digest) << more;
    }
    EXPECT_EQ(limited.decision_count, unlimited.decision_count) << more;
  }
}

TEST(UnlimitedGroups, HaveAsManyMachinesAsWereEverNeeded) {
  const Scenario scenario = shop("unlimited");
  FirstCandidate agent;
  Simulation simulation(scenario, {});
  Index most = 0;
  while (const auto decision = simulation.next_decision()) {
    Index busy = 1;  // whoever gets one now
    for (Index m = 2; m < scenario.machine_count; ++m) busy += simulation.plant().machine(m).job >= 0 ? 1 : 0;
    if (decision->machine >= 2) most = std::max(most, busy);
    simulation.resolve(agent.decide(*decision));
  }
  EXPECT_GT(most, 10);
  EXPECT_EQ(simulation.plant().group(1).machine_count, most + 1);  // and one to spare
  EXPECT_EQ(simulation.plant().group(1).could_start(),
            10'000 - static_cast<Index>(
                         std::count_if(simulation.plant().job_slots().begin(),
                                       simulation.plant().job_slots().end(), [](const JobState& job) {
                                         return job.phase == JobPhase::on_machine && job.machine >= 2;
                                       })));
}

TEST(UnlimitedGroups, HaveRowsForMachinesThatWereUsed) {
  const Scenario scenario = shop("unlimited");
  const Trace trace = run(scenario);
  Index last = 0;
  for (const OperationRecord& operation : trace.operations) last = std::max(last, operation.machine);
  const KpiReport kpis = compute_kpis(scenario, trace);
  ASSERT_EQ(static_cast<Index>(kpis.machines.size()), last + 1);
  EXPECT_EQ(kpis.machines.back().name, "oven/" + std::to_string(last - 1));
  double work = 0;
  for (std::size_t m = 2; m < kpis.machines.size(); ++m) work += kpis.machines[m].processing;
  EXPECT_NEAR(kpis.groups[1].utilisation, work / static_cast<double>(last - 1), 1e-9);
}

}  // namespace
}  // namespace takt::test
