#include "results/kpi.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/model/error.hpp"

namespace takt {
namespace {

constexpr Time second = ticks_per_second;

/// Two lathes and a mill.
Scenario shop() {
  Scenario scenario;
  scenario.groups.resize(2);
  scenario.groups[0].name = "lathe";
  scenario.groups[0].count = 2;
  scenario.groups[1].name = "mill";
  scenario.modes.resize(2);
  scenario.modes[0].time = constant(1e6);
  scenario.modes[1].group = 1;
  scenario.modes[1].time = constant(1e6);
  scenario.steps.resize(2);
  scenario.steps[1].first_mode = 1;
  scenario.routings.resize(1);
  scenario.routings[0].step_count = 2;
  scenario.orders.resize(1);
  finish_scenario(scenario);
  return scenario;
}

Trace empty_trace(Time end) {
  Trace trace;
  trace.end = end;
  trace.machine_tallies.resize(3);
  trace.group_tallies.resize(2);
  return trace;
}

/// Of a trace whose window is that of its scenario.
KpiReport kpis_of(const Scenario& scenario, Trace trace) {
  trace.window = {scenario.run.warm_up, trace.end};
  return compute_kpis(scenario, trace);
}

void add_job(Trace& trace, double release, double due, double completion, double weight = 1,
             JobOutcome outcome = JobOutcome::done) {
  const auto ticks = [](double s) { return s < 0 ? never : static_cast<Time>(s * second); };
  JobRecord job;
  job.number = static_cast<std::uint32_t>(trace.jobs.size());
  job.release = ticks(release);
  job.due = ticks(due);
  job.completion = ticks(completion);
  job.weight = weight;
  job.outcome = outcome;
  trace.jobs.push_back(job);
}

/// A run of 100 s with a warm-up of 20 s; a due date or completion below zero means never.
Trace hand_trace() {
  Trace trace = empty_trace(100 * second);
  add_job(trace, 0, 30, 40);      // in the warm-up
  add_job(trace, 20, 60, 50, 2);  // F 30, L -10
  add_job(trace, 30, 45, 60, 3);  // F 30, L 15
  add_job(trace, 40, -1, 90);     // F 50, no due date
  add_job(trace, 50, 55, 70, 1, JobOutcome::scrapped);
  add_job(trace, 80, 85, -1, 1, JobOutcome::unfinished);
  add_job(trace, 10, 20, -1, 1, JobOutcome::unfinished);
  trace.operation_count = 17;
  trace.machine_tallies[0] = {{20 * second, 10 * second, 40 * second, 10 * second}, 5};
  trace.machine_tallies[1] = {{80 * second, 0, 0, 0}, 0};
  trace.machine_tallies[2] = {{0, 0, 80 * second, 0}, 7};
  trace.group_tallies[0] = {3, 6e6, 14e12};  // waits of 1, 2 and 3 s
  trace.group_tallies[1] = {1, 4e6, 16e12};
  return trace;
}

TEST(Kpi, ShopByHand) {
  Scenario scenario = shop();
  scenario.run.warm_up = 20 * second;
  const KpiReport report = kpis_of(scenario, hand_trace());
  EXPECT_DOUBLE_EQ(report.value("makespan"), 90);
  EXPECT_DOUBLE_EQ(report.value("mean_flow_time"), 110.0 / 3);
  EXPECT_DOUBLE_EQ(report.value("max_flow_time"), 50);
  EXPECT_DOUBLE_EQ(report.value("mean_tardiness"), 7.5);
  EXPECT_DOUBLE_EQ(report.value("total_weighted_tardiness"), 45);
  EXPECT_DOUBLE_EQ(report.value("max_tardiness"), 15);
  EXPECT_DOUBLE_EQ(report.value("mean_lateness"), 2.5);
  EXPECT_DOUBLE_EQ(report.value("fraction_tardy"), 0.5);
  EXPECT_DOUBLE_EQ(report.value("throughput_per_h"), 4 * 3600 / 80.0);
  EXPECT_DOUBLE_EQ(report.value("mean_wip"), (20 + 30 + 30 + 50 + 20 + 20 + 80) / 80.0);
  EXPECT_DOUBLE_EQ(report.value("total_weighted_flow_time"), 200);
  EXPECT_DOUBLE_EQ(report.value("mean_wait"), 2.5);
  EXPECT_DOUBLE_EQ(report.value("mean_utilisation"), 0.5);
  EXPECT_EQ(report.value("jobs_done"), 4);
  EXPECT_EQ(report.value("jobs_scrapped"), 1);
  EXPECT_EQ(report.value("jobs_unfinished"), 2);
  EXPECT_EQ(report.value("operations"), 17);
  EXPECT_EQ(report.value("jobs_measured"), 3);
  EXPECT_DOUBLE_EQ(report.value("flow_time_p50"), 30);
  EXPECT_DOUBLE_EQ(report.value("flow_time_p90"), 46);
  EXPECT_DOUBLE_EQ(report.value("flow_time_p95"), 48);
  EXPECT_DOUBLE_EQ(report.value("flow_time_p99"), 49.6);
}

TEST(Kpi, GroupsAndMachinesByHand) {
  Scenario scenario = shop();
  scenario.run.warm_up = 20 * second;
  const KpiReport report = kpis_of(scenario, hand_trace());
  ASSERT_EQ(report.groups.size(), 2u);
  EXPECT_EQ(report.groups[0].name, "lathe");
  EXPECT_EQ(report.groups[0].operations, 3);
  EXPECT_DOUBLE_EQ(report.groups[0].mean_wait, 2);
  EXPECT_DOUBLE_EQ(report.groups[0].wait_sd, 1);
  EXPECT_DOUBLE_EQ(report.groups[0].utilisation, 0.25);
  EXPECT_DOUBLE_EQ(report.groups[0].setup_share, 0.0625);
  EXPECT_DOUBLE_EQ(report.groups[0].down_share, 0.0625);
  EXPECT_DOUBLE_EQ(report.groups[1].mean_wait, 4);
  EXPECT_TRUE(std::isnan(report.groups[1].wait_sd));
  EXPECT_DOUBLE_EQ(report.groups[1].utilisation, 1);
  ASSERT_EQ(report.machines.size(), 3u);
  EXPECT_EQ(report.machines[1].name, "lathe/2");
  EXPECT_EQ(report.machines[2].name, "mill");
  EXPECT_EQ(report.machines[0].operations, 5);
  EXPECT_DOUBLE_EQ(report.machines[0].idle, 0.25);
  EXPECT_DOUBLE_EQ(report.machines[0].setup, 0.125);
  EXPECT_DOUBLE_EQ(report.machines[0].processing, 0.5);
  EXPECT_DOUBLE_EQ(report.machines[0].down, 0.125);
}

TEST(Kpi, OrderAndUnits) {
  const KpiReport report = kpis_of(shop(), hand_trace());
  EXPECT_EQ(report.shop.front().name, "makespan");
  EXPECT_EQ(report.shop[7].name, "fraction_tardy");
  EXPECT_EQ(report.shop[7].unit, "1");
  EXPECT_EQ(report.shop[8].unit, "1/h");
  EXPECT_EQ(report.shop[16].name, "operations");
}

TEST(Kpi, WarmUpByJobNumber) {
  Scenario scenario = shop();
  scenario.run.warm_up_jobs = 1;
  EXPECT_DOUBLE_EQ(kpis_of(scenario, hand_trace()).value("mean_flow_time"), 110.0 / 3);
  scenario.run.warm_up_jobs = 2;
  scenario.run.measured_jobs = 1;
  const KpiReport report = kpis_of(scenario, hand_trace());
  EXPECT_EQ(report.value("jobs_measured"), 1);
  EXPECT_DOUBLE_EQ(report.value("mean_flow_time"), 30);
  EXPECT_DOUBLE_EQ(report.value("mean_tardiness"), 15);
  EXPECT_DOUBLE_EQ(report.value("makespan"), 90) << "the makespan looks at all jobs";
}

TEST(Kpi, ReleaseAtTheEndOfWarmUpIsMeasured) {
  Scenario scenario = shop();
  scenario.run.warm_up = 20 * second + 1;
  EXPECT_EQ(kpis_of(scenario, hand_trace()).value("jobs_measured"), 2);
}

TEST(Kpi, NothingToMeasureIsNaN) {
  Scenario scenario = shop();
  Trace trace = empty_trace(10 * second);
  add_job(trace, 0, 5, -1, 1, JobOutcome::unfinished);
  const KpiReport report = kpis_of(scenario, trace);
  for (const char* name : {"makespan", "mean_flow_time", "max_flow_time", "mean_tardiness", "max_tardiness",
                           "total_weighted_tardiness", "mean_lateness", "fraction_tardy", "mean_wait",
                           "total_weighted_flow_time", "flow_time_p50"})
    EXPECT_TRUE(std::isnan(report.value(name))) << name;
  EXPECT_EQ(report.value("throughput_per_h"), 0);
  EXPECT_EQ(report.value("mean_wip"), 1);
}

TEST(Kpi, WarmUpLongerThanTheRun) {
  Scenario scenario = shop();
  scenario.run.warm_up = 200 * second;
  const KpiReport report = kpis_of(scenario, hand_trace());
  EXPECT_TRUE(std::isnan(report.value("mean_wip")));
  EXPECT_TRUE(std::isnan(report.value("throughput_per_h")));
  EXPECT_TRUE(std::isnan(report.value("mean_utilisation")));
  EXPECT_EQ(report.value("jobs_measured"), 0);
}

TEST(Kpi, UnknownNameIsAnErrorThatListsThem) {
  const KpiReport report = kpis_of(shop(), hand_trace());
  try {
    (void)report.value("makespam");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::usage);
    EXPECT_NE(std::string(error.what()).find("makespam"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("mean_flow_time"), std::string::npos);
  }
}

// A job every 10 s, each 25 s in the shop, looked at in steady state: 0.1/s times 25 s are 2.5 jobs.
TEST(Kpi, LittlesLawInSteadyState) {
  Scenario scenario = shop();
  scenario.run.warm_up = 100 * second;
  Trace trace = empty_trace(200 * second);
  for (int release = 0; release < 200; release += 10) {
    const bool done = release + 25 <= 200;
    add_job(trace, release, -1, done ? release + 25 : -1, 1,
            done ? JobOutcome::done : JobOutcome::unfinished);
  }
  const KpiReport report = kpis_of(scenario, trace);
  EXPECT_DOUBLE_EQ(report.value("mean_wip"), 2.5);
  EXPECT_DOUBLE_EQ(report.value("throughput_per_h"), 360);
  EXPECT_DOUBLE_EQ(report.value("mean_flow_time"), 25);
}

// In a shop that starts and ends empty Little's law holds exactly, whatever happened.
RC_GTEST_PROP(Kpi, LittlesLawOfAnyClosedRun, ()) {
  const auto count = *rc::gen::inRange(1, 40);
  Trace trace = empty_trace(0);
  for (int i = 0; i < count; ++i) {
    const int release = *rc::gen::inRange(0, 1000);
    add_job(trace, release, -1, release + *rc::gen::inRange(0, 500));
  }
  for (const JobRecord& job : trace.jobs) trace.end = std::max(trace.end, job.completion);
  RC_PRE(trace.end > 0);
  const KpiReport report = kpis_of(shop(), trace);
  const double per_second = report.value("throughput_per_h") / 3600;
  RC_ASSERT(std::abs(report.value("mean_wip") - per_second * report.value("mean_flow_time")) < 1e-9);
}

// Against the definition, on a sorted copy.
RC_GTEST_PROP(Kpi, QuantileLiesBetweenOrderStatistics, (std::vector<int> numbers)) {
  RC_PRE(!numbers.empty());
  const double p = *rc::gen::inRange(0, 1001) / 1000.0;
  std::vector<double> values(numbers.begin(), numbers.end());
  const double result = quantile(values, p);
  std::sort(numbers.begin(), numbers.end());
  const double place = p * static_cast<double>(numbers.size() - 1);
  const double low = numbers[static_cast<std::size_t>(std::floor(place))];
  const double high = numbers[static_cast<std::size_t>(std::ceil(place))];
  const double expected = low + (place - std::floor(place)) * (high - low);
  RC_ASSERT(std::abs(result - expected) <= 1e-9 * (1 + std::abs(expected)));
}

}  // namespace
}  // namespace takt
