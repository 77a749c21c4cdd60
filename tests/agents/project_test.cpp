// Projects with limited resources: schedules by priority rules are feasible and not below what is possible.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agents/registry.hpp"
#include "sim/model/open_scenario.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/model/write/yaml.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/resources_check.hpp"

namespace takt {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;

const fs::path instances = fs::path(TAKT_SOURCE_DIR) / "tests" / "instances";

/// Critical path, most successors, shortest and longest processing time, first come first served.
constexpr const char* rules[] = {"rule:mwkr", "rule:mopnr", "rule:spt", "rule:lpt", "rule:fifo"};

Trace run(const Scenario& scenario, const std::string& agent_spec) {
  const auto agent = make_agent(agent_spec);
  const auto clock = make_clock(ClockKind::calendar, scenario);
  SimulateOptions options;
  options.record = {true, true};
  return simulate(scenario, *agent, *clock, options);
}

/// Two bounds on the makespan of one project, from its definition alone: the longest path, and for each
/// resource the work that needs it divided by its capacity.
Time lower_bound(const Scenario& scenario) {
  const Routing& routing = scenario.routings[0];
  std::vector<Time> end(scenario.steps.size(), -1);
  const auto time_of = [&](Index step) {
    return static_cast<Time>(mean(scenario.modes[static_cast<std::size_t>(step)].time));
  };
  const std::function<Time(Index)> end_of = [&](Index step) {
    Time& known = end[static_cast<std::size_t>(step)];
    if (known >= 0) return known;
    Time ready = 0;
    for (const Index before : scenario.precedence.tasks[static_cast<std::size_t>(step)].after)
      ready = std::max(ready, end_of(before));
    return known = ready + time_of(step);
  };
  Time bound = 0;
  for (Index step = 0; step < routing.step_count; ++step) bound = std::max(bound, end_of(step));
  for (std::size_t p = 0; p < scenario.resources.pools.size(); ++p) {
    Time energy = 0;
    for (Index step = 0; step < routing.step_count; ++step) {
      const NeedRange range = scenario.resources.mode_needs[static_cast<std::size_t>(step)];
      for (Index n = range.first; n < range.first + range.count; ++n) {
        const Need& need = scenario.resources.needs[static_cast<std::size_t>(n)];
        if (need.pool == static_cast<Index>(p)) energy += need.amount * time_of(step);
      }
    }
    const Time capacity = scenario.resources.pools[p].capacity;
    bound = std::max(bound, (energy + capacity - 1) / capacity);
  }
  return bound;
}

TEST(five_tasks, take_the_least_possible_time_of_twelve_days) {
  const Scenario scenario = load_scenario((fs::path(TAKT_SOURCE_DIR) / "scenarios/five_tasks.yaml").string());
  constexpr Time day = 24 * 3600 * ticks_per_second;
  EXPECT_EQ(lower_bound(scenario), 12 * day);
  Time best = never;
  for (const char* rule : rules) {
    const Trace trace = run(scenario, rule);
    EXPECT_EQ(trace.status, RunStatus::all_done);
    EXPECT_THAT(test::resources_faults(scenario, trace), IsEmpty()) << rule;
    EXPECT_GE(trace.end, 12 * day);
    best = std::min(best, trace.end);
  }
  EXPECT_EQ(best, 12 * day);
  // 3 x 1 + 8 x 2 + 5 x 1.5 + 12 x 2 + 11 x 1 days
  EXPECT_DOUBLE_EQ(run(scenario, "rule:mwkr").resources.tasks[0].weighted_completion,
                   61.5 * static_cast<double>(day));
}

TEST(five_tasks, the_bound_of_the_work_counts_when_cpus_are_few) {
  Scenario scenario = load_scenario((fs::path(TAKT_SOURCE_DIR) / "scenarios/five_tasks.yaml").string());
  scenario.resources.pools[0].capacity = 4;
  finish_scenario(scenario);
  constexpr Time day = 24 * 3600 * ticks_per_second;
  // 2 x 3 + 4 x 5 + 3 x 2 + 2 x 4 + 4 x 6 = 64 CPU days on 4
  EXPECT_EQ(lower_bound(scenario), 16 * day);
  for (const char* rule : rules) EXPECT_GE(run(scenario, rule).end, 16 * day) << rule;
}

/// Optimal makespans, or the best that are known, in ticks.
std::map<std::string, Time> known_optima() {
  std::map<std::string, Time> optima;
  std::ifstream file(instances / "best_known.txt");
  std::string name;
  for (std::int64_t lower = 0, upper = 0; file >> name >> lower >> upper;)
    optima[name] = upper * ticks_per_second;
  return optima;
}

TEST(psplib, schedules_by_five_rules_are_feasible_and_not_below_the_optimum) {
  const auto optima = known_optima();
  int count = 0, optimal = 0;
  std::map<std::string, double> gap;
  for (const fs::directory_entry& entry : fs::directory_iterator(instances / "rcpsp")) {
    const std::string name = entry.path().stem().string();
    const Scenario scenario = open_scenario("psplib:" + entry.path().string());
    const Time bound = std::max(lower_bound(scenario), optima.at(name));
    ++count;
    for (const char* rule : rules) {
      const Trace trace = run(scenario, rule);
      EXPECT_EQ(trace.status, RunStatus::all_done) << name;
      EXPECT_EQ(trace.jobs.at(0).operations_done,
                static_cast<std::uint32_t>(scenario.routings[0].step_count));
      EXPECT_THAT(test::resources_faults(scenario, trace), IsEmpty()) << name << " by " << rule;
      EXPECT_GE(trace.end, bound) << name << " by " << rule;
      optimal += trace.end == bound;
      gap[rule] += static_cast<double>(trace.end) / static_cast<double>(bound) - 1;
    }
  }
  EXPECT_EQ(count, 12);
  EXPECT_GT(optimal, 0);
  for (const auto& [rule, sum] : gap) {
    RecordProperty(rule, std::to_string(100 * sum / count));
    std::printf("%s: %.1f %% above the optimum on average\n", rule.c_str(), 100 * sum / count);
    EXPECT_LT(sum / count, 0.5) << rule;
  }
  EXPECT_LT(gap["rule:mwkr"], gap["rule:spt"]);
}

TEST(psplib, survives_export) {
  for (const char* file : {"rcpsp/j301_1.sm", "rcpsp/j601_2.sm"}) {
    const Scenario scenario = open_scenario("psplib:" + (instances / file).string());
    Scenario again = parse_scenario(to_yaml(scenario), "export.yaml");
    again.source_text = scenario.source_text;
    EXPECT_TRUE(again == scenario) << file;
  }
}

TEST(wfcommons, workflows_run_and_respect_every_dependency) {
  int files = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(instances / "wfcommons")) {
    const Scenario scenario = open_scenario("wfcommons:" + entry.path().string());
    ++files;
    for (const char* rule : rules) {
      const Trace trace = run(scenario, rule);
      EXPECT_EQ(trace.status, RunStatus::all_done);
      EXPECT_EQ(trace.operation_count, scenario.routings[0].step_count);
      EXPECT_THAT(test::resources_faults(scenario, trace), IsEmpty()) << entry.path() << " by " << rule;
      EXPECT_GE(trace.end, lower_bound(scenario));
    }
    Scenario narrow = scenario;
    narrow.resources.pools.at(0).capacity = 2;
    finish_scenario(narrow);
    const Trace trace = run(narrow, "rule:mwkr");
    EXPECT_EQ(trace.resources.pools[0].peak, 2);
    EXPECT_GE(trace.end, lower_bound(narrow));
    EXPECT_THAT(test::resources_faults(narrow, trace), IsEmpty());
    Scenario again = parse_scenario(to_yaml(scenario), "export.yaml");
    again.source_text = scenario.source_text;
    EXPECT_TRUE(again == scenario) << entry.path();
  }
  EXPECT_GE(files, 3);
}

}  // namespace
}  // namespace takt
