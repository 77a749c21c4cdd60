// Non-delay schedules by rule of instances from the literature, against makespans and gaps that are known
// exactly.
#include <algorithm>
#include <array>
#include <string>

#include <gtest/gtest.h>

#include "agents/registry.hpp"
#include "sim/model/import/importers.hpp"
#include "sim/simulate.hpp"
#include "tests/agents/fisher_thompson.hpp"

namespace takt {
namespace {

double makespan(const Scenario& scenario, const std::string& spec) {
  const std::unique_ptr<Agent> agent = make_agent(spec);
  const std::unique_ptr<Clock> clock = make_clock(ClockKind::calendar, scenario);
  const Trace trace = simulate(scenario, *agent, *clock, {});
  EXPECT_EQ(trace.status, RunStatus::all_done);
  Time last = 0;
  for (const JobRecord& job : trace.jobs) last = std::max(last, job.completion);
  return to_seconds(last);
}

TEST(FisherThompson, NonDelayMakespans) {
  struct Row {
    const char* instance;
    double spt, fifo;
  };
  for (const Row& row : {Row{ft06, 88, 65}, Row{ft10, 1074, 1184}, Row{ft20, 1267, 1645}}) {
    const Scenario scenario = parse_jsplib(row.instance, "instance", "instance");
    EXPECT_EQ(makespan(scenario, "rule:spt"), row.spt) << row.instance;
    EXPECT_EQ(makespan(scenario, "rule:fifo"), row.fifo) << row.instance;
    EXPECT_EQ(makespan(scenario, "expr:-processing_time"), row.spt) << row.instance;
    EXPECT_EQ(makespan(scenario, "expr:waiting_time"), row.fifo) << row.instance;
  }
}

constexpr int sizes = 8, instances_of_a_size = 10;

/// Best known makespans of ta01 to ta80, a row for each size.
// clang-format off
constexpr std::array<std::array<int, instances_of_a_size>, sizes> best_known = {{
    {{1231, 1244, 1218, 1175, 1224, 1238, 1227, 1217, 1274, 1241}},
    {{1357, 1367, 1342, 1345, 1339, 1360, 1462, 1396, 1332, 1348}},
    {{1642, 1600, 1557, 1644, 1595, 1643, 1680, 1603, 1625, 1584}},
    {{1764, 1783, 1791, 1828, 2007, 1819, 1771, 1673, 1795, 1669}},
    {{2005, 1937, 1846, 1978, 1997, 2002, 1889, 1937, 1960, 1923}},
    {{2760, 2756, 2717, 2839, 2679, 2781, 2943, 2885, 2655, 2723}},
    {{2868, 2869, 2755, 2702, 2725, 2845, 2825, 2784, 3071, 2995}},
    {{5464, 5181, 5568, 5339, 5392, 5342, 5436, 5394, 5358, 5183}},
}};
// clang-format on

/// The table has two digits.
constexpr double printed = 0.0051;

/// Average gaps to the best known makespan in %, by size, then over all 80.
struct Gaps {
  const char* rule;
  std::array<double, sizes> by_size;
  double all;
};

class TaillardGap : public testing::TestWithParam<Gaps> {};

TEST_P(TaillardGap, IsTheKnownOne) {
  const Gaps& expected = GetParam();
  double all = 0;
  for (std::size_t size = 0; size < sizes; ++size) {
    double gap = 0;
    for (std::size_t i = 0; i < instances_of_a_size; ++i) {
      const std::string number = std::to_string(size * instances_of_a_size + i + 1);
      const std::string name = (number.size() < 2 ? "ta0" : "ta") + number;
      const double best = best_known[size][i];
      const double found = makespan(import_taillard(name), expected.rule);
      EXPECT_GE(found, best) << name;
      gap += 100 * (found / best - 1) / instances_of_a_size;
    }
    EXPECT_NEAR(gap, expected.by_size[size], printed) << "size " << size;
    all += gap / sizes;
  }
  EXPECT_NEAR(all, expected.all, printed);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, TaillardGap,
    testing::Values(Gaps{"rule:spt", {25.89, 32.83, 27.75, 35.28, 34.50, 24.11, 25.54, 14.41}, 27.54},
                    Gaps{"rule:mwkr", {19.15, 23.36, 21.81, 23.92, 25.23, 16.86, 17.95, 8.31}, 19.57},
                    Gaps{"rule:mopnr", {20.53, 23.56, 21.71, 22.84, 25.00, 17.37, 17.68, 9.15}, 19.73},
                    Gaps{"rule:fdd_mwkr", {17.74, 21.27, 19.95, 21.67, 24.06, 15.31, 16.31, 7.64}, 17.99}),
    [](const auto& row) { return std::string(row.param.rule + 5); });

}  // namespace
}  // namespace takt
