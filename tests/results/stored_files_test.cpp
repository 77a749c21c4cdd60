// Result files that other programs, or larger scenarios than a file may hold, have left.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "results/read_run.hpp"
#include "results/write_result.hpp"
#include "sim/model/error.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/model/write/yaml.hpp"
#include "sim/simulate.hpp"
#include "tests/results/fixture.hpp"
#include "tests/results/kpi_difference.hpp"
#include "tests/results/scratch_folder.hpp"
#include "tests/sim/small_shop.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt {
namespace {

/// version_2.h5 was written by the program of commit 8832158, from version_2.yaml on SimGrid:
///
///   takt run version_2.yaml -o version_2.h5 --compress --seed 2 --agent rule:edd
TEST(StoredFiles, OneOfVersion2GivesItsFigures) {
  const StoredRun run = read_run(TAKT_SOURCE_DIR "/tests/results/version_2.h5");
  EXPECT_EQ(run.file.info.format_version, 2);
  EXPECT_EQ(run.file.trace.operation_count, 133);
  EXPECT_EQ(run.file.trace.digest.hex(), "a85d0fe8a2a1a0a01f88150a98d8f512");
  EXPECT_TRUE(run.file.trace.has_records);
  const KpiReport kpis = kpis_of(run);
  // As that program printed them.
  EXPECT_DOUBLE_EQ(kpis.value("makespan"), 28698.426485);
  EXPECT_DOUBLE_EQ(kpis.value("mean_flow_time"), 1273.611881290909);
  EXPECT_DOUBLE_EQ(kpis.value("total_weighted_tardiness"), 1070.363697);
  EXPECT_DOUBLE_EQ(kpis.value("mean_utilisation"), 0.43531000837301587);
  // Whatever stands in the file comes out of its records too. Its clock's meters do not stand in it: energy
  // is that of the states, which differs in rounding.
  EXPECT_TRUE(run.file.trace.condition.metered.empty());
  KpiReport stored = run.file.info.kpis;
  for (std::size_t g = 0; g < stored.groups.size(); ++g)  // not in version 2
    stored.groups[g].down_in_hours_share = kpis.groups[g].down_in_hours_share;
  for (std::size_t m = 0; m < stored.machines.size(); ++m)
    stored.machines[m].down_in_hours = kpis.machines[m].down_in_hours;
  EXPECT_EQ(fixture::lost_figures(stored, kpis, 1e-12), "");
  EXPECT_GT(run.file.info.kpis.tables.size(), 5U);
  // And of a window of its own.
  const KpiReport part = kpis_of(run, {3600 * ticks_per_second, 4 * 3600 * ticks_per_second});
  EXPECT_LT(part.value("makespan"), 4 * 3600);
}

TEST(StoredFiles, ItsScenarioGivesTheSameRunToday) {
  const std::string folder = TAKT_SOURCE_DIR "/tests/results/";
  const StoredRun run = read_run(folder + "version_2.h5");
  EXPECT_TRUE(run.scenario == load_scenario(folder + "version_2.yaml"));
}

/// A scenario that is made, not read, may be larger than a file may be.
TEST(StoredFiles, AScenarioBeyondTheLimitsOfFilesIsReadWhole) {
  Scenario scenario;
  scenario.name = "large";
  const Index group = test::add_group(scenario, 1);
  test::add_routing(scenario, {{group, constant(test::ticks(1)), -1}});
  for (int i = 0; i < 260'000; ++i) {
    test::add_order(scenario, 0);
    scenario.orders.back().weight = 2 + 1e-3 * (i % 7);
  }
  finish_scenario(scenario);
  EXPECT_THROW(parse_scenario(to_yaml(scenario), "large.yaml"), Error) << "not beyond the limits";

  test::FirstCandidate agent;
  const Trace trace = simulate(scenario, agent, *make_calendar_clock(scenario), {});
  const KpiReport kpis = compute_kpis(scenario, trace);
  const fixture::ScratchFolder folder;
  write_result(folder / "large.h5", scenario, trace, kpis, fixture::info(1), nullptr, {});
  const StoredRun run = read_run(folder / "large.h5");
  EXPECT_EQ(run.scenario.orders.size(), scenario.orders.size());
  EXPECT_EQ(fixture::difference(kpis, kpis_of(run)), "");
}

}  // namespace
}  // namespace takt
