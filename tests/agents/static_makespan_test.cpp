// Non-delay schedules by rule of instances from the literature, against makespans that are known exactly.
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "agents/registry.hpp"
#include "sim/model/importers.hpp"
#include "sim/simulate.hpp"

namespace takt {
namespace {

double makespan(const Scenario& scenario, const std::string& agent_name) {
  const std::unique_ptr<Agent> agent = make_agent(agent_name);
  const std::unique_ptr<Clock> clock = make_clock(ClockKind::calendar, scenario);
  const Trace trace = simulate(scenario, *agent, *clock, {});
  EXPECT_EQ(trace.status, RunStatus::all_done);
  return to_seconds(trace.end);
}

/// Fisher & Thompson 1963, 6 jobs on 6 machines: a row a job of (machine, time) pairs.
constexpr char ft06[] = R"(6 6
2 1 0 3 1 6 3 7 5 3 4 6
1 8 2 5 4 10 5 10 0 10 3 4
2 5 3 4 5 8 0 9 1 1 4 7
1 5 0 5 2 5 3 3 4 8 5 9
2 9 1 3 4 5 5 4 0 3 3 1
1 3 3 3 5 9 0 10 4 4 2 1
)";

TEST(StaticMakespan, Ft06) {
  const Scenario scenario = parse_jsplib(ft06, "ft06", "ft06");
  EXPECT_EQ(makespan(scenario, "rule:spt"), 88);
  EXPECT_EQ(makespan(scenario, "rule:fifo"), 65);
  EXPECT_EQ(makespan(scenario, "expr:-processing_time"), 88);
  EXPECT_EQ(makespan(scenario, "expr:waiting_time"), 65);
}

class SharedInstances : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(shared / "data/jsplib"))
      GTEST_SKIP() << "no ../shared/data beside the repository";
  }
  const std::filesystem::path shared = TAKT_SHARED_DIR;
};

TEST_F(SharedInstances, FisherThompson) {
  const Scenario ft10 = import_jsplib((shared / "data/jsplib/ft10").string());
  EXPECT_EQ(makespan(ft10, "rule:spt"), 1074);
  EXPECT_EQ(makespan(ft10, "rule:fifo"), 1184);
  const Scenario ft20 = import_jsplib((shared / "data/jsplib/ft20").string());
  EXPECT_EQ(makespan(ft20, "rule:spt"), 1267);
  EXPECT_EQ(makespan(ft20, "rule:fifo"), 1645);
}

/// instance -> best known makespan, of Taillard's 80.
std::map<std::string, double> best_known(const std::filesystem::path& csv) {
  std::map<std::string, double> best;
  std::ifstream file(csv);
  for (std::string line; std::getline(file, line);) {
    std::istringstream row(line);
    std::vector<std::string> cells;  // family, instance, jobs, machines, lower bound, upper bound
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    if (cells.size() == 6 && cells[1].starts_with("ta")) best[cells[1]] = std::stod(cells[5]);
  }
  return best;
}

/// Average gap to best known in percent over 10 instances a size, as ../shared/FACTS.md has them.
TEST_F(SharedInstances, TaillardGaps) {
  const std::map<std::string, std::vector<double>> expected = {
      {"rule:spt", {25.89, 32.83, 27.75, 35.28, 34.50, 24.11, 25.54, 14.41}},
      {"rule:mwkr", {19.15, 23.36, 21.81, 23.92, 25.23, 16.86, 17.95, 8.31}},
      {"rule:mopnr", {20.53, 23.56, 21.71, 22.84, 25.00, 17.37, 17.68, 9.15}},
      {"rule:fdd_mwkr", {17.74, 21.27, 19.95, 21.67, 24.06, 15.31, 16.31, 7.64}}};
  const std::map<std::string, double> best = best_known(shared / "data/best_known.csv");
  for (int size = 0; size < 8; ++size) {
    std::map<std::string, double> gap;
    for (int i = 1; i <= 10; ++i) {
      const int number = 10 * size + i;
      const std::string name = (number < 10 ? "ta0" : "ta") + std::to_string(number);
      ASSERT_TRUE(best.contains(name)) << name;
      const Scenario scenario = import_taillard(name);
      for (const auto& [agent, gaps] : expected) {
        gap[agent] += 10 * (makespan(scenario, agent) / best.at(name) - 1);
      }
    }
    for (const auto& [agent, gaps] : expected) {
      EXPECT_NEAR(gap[agent], gaps[static_cast<std::size_t>(size)], 0.05) << agent << ", size " << size;
    }
  }
}

}  // namespace
}  // namespace takt
