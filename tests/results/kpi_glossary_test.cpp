// What is measured is defined: every figure of every shipped scenario stands in the glossary, with its unit.

#include "results/kpi_glossary.hpp"

#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "results/kpi.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt {
namespace {

void expect_defined(const std::string& table, const std::string& name, const std::string& unit) {
  const std::vector<KpiDefinition> found = explained(table + "." + name);
  ASSERT_EQ(found.size(), 1U) << table << "." << name;
  EXPECT_EQ(found.front().unit, unit) << table << "." << name;
  EXPECT_FALSE(row_of_table(table).empty()) << table;
}

TEST(KpiGlossary, DefinesWhatShippedScenariosMeasure) {
  int scenarios = 0;
  for (const auto& entry : std::filesystem::directory_iterator(TAKT_SOURCE_DIR "/scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    Scenario scenario = load_scenario(entry.path().string());
    // Which figures there are does not depend on how long a run lasts, nor on who shares a lane.
    scenario.run = {};
    scenario.run.horizon = 3600 * ticks_per_second;
    for (Lane& lane : scenario.transport.lanes) lane.capacity = 0;
    finish_scenario(scenario);
    test::FirstCandidate agent;
    const auto clock = make_clock(ClockKind::calendar, scenario);
    const KpiReport report = compute_kpis(scenario, simulate(scenario, agent, *clock, {}));
    for (const Kpi& kpi : report.shop) expect_defined("shop", kpi.name, kpi.unit);
    for (const KpiTable& table : report.tables)
      for (const KpiTable::Column& column : table.columns)
        expect_defined(table.name, column.name, column.unit);
    ++scenarios;
  }
  EXPECT_GE(scenarios, 14);
}

TEST(KpiGlossary, DefinesEachOnce) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const KpiDefinition& definition : kpi_glossary()) {
    EXPECT_TRUE(seen.emplace(definition.table, definition.name).second)
        << definition.table << definition.name;
    EXPECT_FALSE(definition.formula.empty() || definition.window.empty() || definition.unit.empty());
    EXPECT_FALSE(row_of_table(definition.table).empty()) << definition.table;
  }
}

TEST(KpiGlossary, ExplainsByColumnTableAndNumber) {
  EXPECT_EQ(explained("stock.fill_rate").size(), 1U);
  EXPECT_EQ(explained("oee").size(), 4U);
  EXPECT_EQ(explained("condition.level_12").size(), 1U);
  EXPECT_GT(explained("mean_wait").size(), 2U);
  for (const char* unknown : {"", "level_", "condition.level_x", "stock.makespan", "nosuch"})
    EXPECT_TRUE(explained(unknown).empty()) << unknown;
}

}  // namespace
}  // namespace takt
