// Key figures of stops, hours, waiting and of what the end of a run cuts off, computed by hand.

#include <gtest/gtest.h>

#include "results/kpi.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt {
namespace {

constexpr Time h = 3600 * ticks_per_second;

struct Case {
  Scenario scenario;
  Trace trace;

  explicit Case(const std::string& text) : scenario(parse_scenario("takt: 1\n" + text, "case.yaml")) {
    test::FirstCandidate agent;
    SimulateOptions options;
    options.record = {true, true};
    options.check = true;
    const auto clock = make_calendar_clock(scenario);
    trace = simulate(scenario, agent, *clock, options);
  }
  KpiReport kpis() const { return compute_kpis(scenario, trace); }
  KpiReport kpis(Time from, Time to) const { return compute_kpis(scenario, trace, {from, to}); }
};

double cell(const KpiReport& report, const std::string& table, const std::string& row,
            const std::string& column) {
  for (const KpiTable& t : report.tables) {
    if (t.name != table) continue;
    for (const KpiTable::Row& r : t.rows)
      for (std::size_t c = 0; c < t.columns.size(); ++c)
        if (r.name == row && t.columns[c].name == column) return r.values[c];
  }
  ADD_FAILURE() << "no " << table << "." << row << "." << column;
  return 0;
}

constexpr char breakdown_over_shift_end[] = R"(
calendars: {day: {cycle: 24 h, work: [{from: 0 h, to: 8 h}]}}
machines:
  m:
    calendar: day
    at_end: pause
    power: {busy: 10 kW, idle: 1 kW, "off": 0 W, down: 5 kW}
    breakdowns: [{name: b, time_to_failure: {empirical: {values: [31 h]}}, time_to_repair: 3 h}]
routings: {r: [{operation: x, machine: m, time: 20 h}]}
orders: [{name: a, routing: r}]
run: {until: 48 h}
)";

TEST(StopKpis, ABreakdownThatReachesOverTheEndOfTheShift) {
  const Case run(breakdown_over_shift_end);
  const KpiReport all = run.kpis();
  EXPECT_DOUBLE_EQ(all.machines[0].down, 3.0 / 48);
  EXPECT_DOUBLE_EQ(all.machines[0].down_in_hours, 1.0 / 48);
  EXPECT_DOUBLE_EQ(all.machines[0].off, 30.0 / 48);
  EXPECT_DOUBLE_EQ(all.groups[0].down_in_hours_share, 1.0 / 48);
  EXPECT_EQ(cell(all, "stops", "m", "down"), 3 * 3600);
  EXPECT_EQ(cell(all, "stops", "m", "down_in_hours"), 3600);
  EXPECT_EQ(cell(all, "stops", "m", "off"), 32 * 3600);
  EXPECT_EQ(cell(all, "stops", "m", "planned"), 16 * 3600);
  EXPECT_DOUBLE_EQ(cell(all, "oee", "m", "availability"), 15.0 / 16);
  EXPECT_DOUBLE_EQ(cell(all, "oee", "m", "performance"), 1);
  EXPECT_DOUBLE_EQ(cell(all, "energy", "m", "energy"), 15 * 10 + 3 * 5);
  // 31.5 to 33 h: half an hour of planned time, all of it down.
  const KpiReport some = run.kpis(63 * h / 2, 33 * h);
  EXPECT_EQ(cell(some, "stops", "m", "planned"), 1800);
  EXPECT_EQ(cell(some, "stops", "m", "off"), 3600);
  EXPECT_DOUBLE_EQ(some.machines[0].down, 1);
  EXPECT_EQ(cell(some, "oee", "m", "availability"), 0);
}

TEST(StopKpis, OvertimeIsPlannedTime) {
  const Case run(R"(
calendars: {day: {cycle: 24 h, work: [{from: 0 h, to: 8 h}]}}
machines:
  m: {calendar: day, breakdowns: [{time_to_failure: {empirical: {values: [7 h]}}, time_to_repair: 3 h}]}
routings: {r: [{operation: x, machine: m, time: 9 h}]}
orders: [{name: a, routing: r}]
run: {until: 14 h}
)");
  const KpiReport all = run.kpis();  // worked 0-7 and 10-12; down 7-10, of which 2 h after hours
  EXPECT_EQ(cell(all, "machine_hours", "m", "overtime"), 2 * 3600);
  EXPECT_EQ(cell(all, "stops", "m", "planned"), 10 * 3600);
  EXPECT_DOUBLE_EQ(cell(all, "oee", "m", "availability"), 0.9);
  EXPECT_EQ(cell(run.kpis(9 * h, 11 * h), "machine_hours", "m", "overtime"), 3600);
}

TEST(StopKpis, StarvedMeansStarved) {
  const KpiReport kpis = Case(R"(
calendars: {day: {cycle: 24 h, work: [{from: 8 h, to: 16 h}]}}
workers: {w: {calendar: day}}
machines: {m: {}, n: {buffer: 3}}
routings: {r: [{operation: a, machine: m, time: 1 h, worker: w}, {operation: b, machine: n, time: 1 min}]}
orders: [{routing: r}]
run: {until: 10 h}
)")
                             .kpis();
  EXPECT_DOUBLE_EQ(cell(kpis, "buffers", "m", "starved"), 0.1);
  EXPECT_DOUBLE_EQ(cell(kpis, "waiting_for", "m", "worker"), 0.8);
  EXPECT_DOUBLE_EQ(kpis.machines[0].waiting, 0.8);
  EXPECT_DOUBLE_EQ(kpis.groups[0].waiting_share, 0.8);
  EXPECT_DOUBLE_EQ(cell(kpis, "buffers", "n", "starved"), 1 - 1.0 / 600);
  EXPECT_EQ(cell(kpis, "waiting_for", "n", "worker"), 0);
}

TEST(StopKpis, BlockedBeforeServiceIsBlocked) {
  const KpiReport kpis = Case(R"(
machines: {m1: {blocking: before_service}, m2: {buffer: 1}, m3: {buffer: 0}}
routings: {r: [{operation: a, machine: m1, time: 1 s}, {operation: b, machine: m2, time: 10 s}, {operation: c, machine: m3, time: 1 s}]}
orders: [{routing: r, quantity: 3}]
)")
                             .kpis();
  EXPECT_DOUBLE_EQ(cell(kpis, "buffers", "m1", "blocked"), 9.0 / 32);
  EXPECT_DOUBLE_EQ(cell(kpis, "buffers", "m1", "starved"), 20.0 / 32);
}

TEST(StopKpis, ASetupCostsWhenItBegins) {
  const std::string text = R"(
families: [A]
setups: {s: {initial: 10 s}}
machines: {m: {setup: s}}
costs: {setup: 7, machines: {m: {setup: 36 /h}}}
routings: {a: [{operation: x, machine: m, time: 100 s, family: A}]}
orders: [{routing: a}]
)";
  const KpiReport cut = Case(text + "run: {until: 60 s}").kpis();
  EXPECT_EQ(cell(cut, "costs", "setup", "cost"), 7);
  EXPECT_DOUBLE_EQ(cell(cut, "costs", "machines", "cost"), 0.1);
  EXPECT_DOUBLE_EQ(cell(cut, "costs", "total", "cost"), 7.1);
  EXPECT_DOUBLE_EQ(cut.machines[0].setup, 10.0 / 60);
  const KpiReport within = Case(text + "run: {until: 4 s}").kpis();
  EXPECT_DOUBLE_EQ(cell(within, "costs", "total", "cost"), 7.04);
  const Case whole(text);
  EXPECT_EQ(cell(whole.kpis(), "costs", "setup", "cost"), 7);
  EXPECT_EQ(cell(whole.kpis(0, 5 * ticks_per_second), "costs", "setup", "cost"), 7);
  EXPECT_EQ(cell(whole.kpis(5 * ticks_per_second, whole.trace.end), "costs", "setup", "cost"), 0);
}

}  // namespace
}  // namespace takt
