// Machines that are stopped for several reasons at once, overtime, setups that the end of the run cuts off:
// cases that are computed by hand.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/model/read/load_scenario.hpp"
#include "sim/record/retally.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

using testing::ElementsAre;
using enum MachineState;

constexpr Time h = 3600 * ticks_per_second;

Scenario scenario_of(const std::string& text) {
  return parse_scenario("takt: 1\n" + text, "case.yaml");
}

Trace run(const Scenario& scenario) {
  FirstCandidate agent;
  SimulateOptions options;
  options.record = {true, true};
  options.check = true;
  const auto clock = make_calendar_clock(scenario);
  return simulate(scenario, agent, *clock, options);
}

Trace run(const std::string& text) {
  return run(scenario_of(text));
}

/// Start and end in hours, state, reasons beside it.
using Stretch = std::tuple<double, double, MachineState, int>;
std::vector<Stretch> stretches(const Trace& trace, Index machine = 0) {
  std::vector<Stretch> all;
  for (const MachineInterval& i : trace.intervals)
    if (i.machine == machine)
      all.emplace_back(static_cast<double>(i.start) / h, static_cast<double>(i.end) / h, i.state, i.also);
  return all;
}

double hours_in(const Trace& trace, MachineState state, Index machine = 0) {
  return static_cast<double>(
             trace.machine_tallies[static_cast<std::size_t>(machine)].in_state[static_cast<int>(state)]) /
         h;
}

constexpr int d = stop_bit(down), m = stop_bit(maintenance), o = stop_bit(off);

constexpr char shift[] = "calendars: {day: {cycle: 24 h, work: [{from: 0 h, to: 8 h}]}}\n";

/// A machine with a shift of 8 h that fails at a time and is repaired for so long, and one job.
std::string failing(const char* at_end, const char* fails, const char* repair, const char* work,
                    const char* release = "0 h", const char* on_failure = "resume") {
  return fmt::format(R"({}
machines:
  m:
    calendar: day
    at_end: {}
    breakdowns:
      - {{name: b, on_failure: {}, time_to_failure: {{empirical: {{values: [{}]}}}}, time_to_repair: {}}}
routings: {{r: [{{operation: x, machine: m, time: {}}}]}}
orders: [{{routing: r, release: {}}}]
)",
                     shift, at_end, on_failure, fails, repair, work, release);
}

TEST(stops, a_breakdown_that_reaches_over_the_end_of_the_shift) {
  const Trace trace = run(failing("pause", "31 h", "3 h", "20 h") + "run: {until: 48 h}");
  EXPECT_THAT(stretches(trace), ElementsAre(Stretch{0, 8, processing, 0}, Stretch{8, 24, off, 0},
                                            Stretch{24, 31, processing, 0}, Stretch{31, 32, down, 0},
                                            Stretch{32, 34, down, o}, Stretch{34, 48, off, 0}));
  EXPECT_EQ(hours_in(trace, down), 3);
  EXPECT_EQ(hours_in(trace, off), 30);
  EXPECT_EQ(trace.stop_tallies[0].down_in_hours, 1 * h);
  EXPECT_EQ(trace.stop_tallies[0].off, 32 * h);
  EXPECT_EQ(trace.stop_tallies[0].out_of_hours, 32 * h);
}

TEST(stops, a_failure_in_the_night_reaches_into_the_shift) {
  const Trace trace = run(failing("pause", "20 h", "10 h", "1 h", "24 h"));
  EXPECT_THAT(stretches(trace), ElementsAre(Stretch{8, 20, off, 0}, Stretch{20, 24, down, o},
                                            Stretch{24, 30, down, 0}, Stretch{30, 31, processing, 0}));
  EXPECT_EQ(trace.stop_tallies[0].down_in_hours, 6 * h);
  EXPECT_EQ(trace.stop_tallies[0].off, 16 * h);
}

TEST(stops, a_breakdown_within_the_night) {
  const Trace trace = run(failing("pause", "10 h", "2 h", "9 h"));
  EXPECT_THAT(stretches(trace),
              ElementsAre(Stretch{0, 8, processing, 0}, Stretch{8, 10, off, 0}, Stretch{10, 12, down, o},
                          Stretch{12, 22, off, 0}, Stretch{22, 24, down, o}, Stretch{24, 25, processing, 0}));
  EXPECT_EQ(trace.stop_tallies[0].down_in_hours, 0);
}

TEST(stops, a_failure_in_overtime_is_not_in_hours) {
  const Trace trace = run(failing("finish", "7 h", "3 h", "9 h"));
  // 0-7 worked, 7-10 down, 10-12 worked: 1 h of the breakdown is in hours, 2 h of the work are overtime.
  EXPECT_THAT(stretches(trace), ElementsAre(Stretch{0, 7, processing, 0}, Stretch{7, 10, down, 0},
                                            Stretch{10, 12, processing, 0}));
  EXPECT_EQ(trace.stop_tallies[0].down_in_hours, 1 * h);
  EXPECT_EQ(trace.stop_tallies[0].out_of_hours, 2 * h);
  EXPECT_EQ(trace.stop_tallies[0].overtime, 2 * h);
}

TEST(stops, a_failure_in_the_night_scraps_what_the_shift_had_paused) {
  const Trace trace = run(failing("pause", "20 h", "10 h", "9 h", "0 h", "scrap"));
  ASSERT_EQ(trace.jobs.size(), 1u);
  EXPECT_EQ(trace.jobs[0].outcome, JobOutcome::scrapped);
  EXPECT_EQ(trace.jobs[0].completion, 20 * h);
}

TEST(stops, a_failure_in_the_night_repeats_what_the_shift_had_paused) {
  const Trace trace = run(failing("pause", "20 h", "2 h", "9 h", "0 h", "repeat") + "run: {until: 60 h}");
  // Again from 24 h on: 8 h, and (after 42-44 h) the first hour of the third day once more from the start.
  EXPECT_EQ(trace.jobs[0].outcome, JobOutcome::unfinished);
  const Trace once = run(failing("pause", "20 h", "2 h", "8 h", "2 h", "repeat") + "run: {until: 33 h}");
  EXPECT_EQ(once.jobs[0].completion, 32 * h);  // 2-8 lost, 24-32
}

TEST(stops, the_second_breakdown_decides_as_well) {
  const auto text = [](const char* first, const char* second) {
    return fmt::format(R"(
machines:
  m:
    breakdowns:
      - {{name: a, on_failure: {}, time_to_failure: {{empirical: {{values: [4 h]}}}}, time_to_repair: 3 h}}
      - {{name: b, on_failure: {}, time_to_failure: {{empirical: {{values: [5 h]}}}}, time_to_repair: 4 h}}
routings: {{r: [{{operation: x, machine: m, time: 6 h}}]}}
orders: [{{routing: r}}]
run: {{until: 30 h}}
)",
                       first, second);
  };
  const Trace scrapped = run(text("resume", "scrap"));
  EXPECT_EQ(scrapped.jobs[0].outcome, JobOutcome::scrapped);
  EXPECT_EQ(scrapped.jobs[0].completion, 5 * h);
  // Down 4-9 (a 4-7, b 5-9), then a at 11, b at 14.
  const Trace resumed = run(text("resume", "resume"));
  EXPECT_EQ(resumed.jobs[0].completion, 11 * h);
  EXPECT_EQ(stretches(resumed)[1], (Stretch{4, 9, down, 0}));
  const Trace repeated = run(text("resume", "repeat"));
  // 0-4, 9-11, then down for a (11-14), b (14-18, all over again), a (18-21); 21-23; b (23-27), a (25-28);
  // 28-30.
  EXPECT_EQ(repeated.jobs[0].outcome, JobOutcome::unfinished);
  EXPECT_EQ(hours_in(repeated, processing), 10);
}

TEST(stops, maintenance_goes_over_the_end_of_the_shift) {
  const Trace trace = run(std::string(shift) + R"(
machines: {m: {calendar: day, at_end: pause, maintenance: [{name: p, every: 6 h, duration: 4 h}]}}
routings: {r: [{operation: x, machine: m, time: 1 h}]}
orders: [{routing: r, release: 5.5 h}]
run: {until: 30 h}
)");
  // Due at 6 h while it works until 6.5 h: 6.5-10.5, of which 2.5 h in the night. The next at 16.5 h, in the
  // night.
  EXPECT_THAT(stretches(trace), ElementsAre(Stretch{5.5, 6.5, processing, 0}, Stretch{6.5, 8, maintenance, 0},
                                            Stretch{8, 10.5, maintenance, o}, Stretch{10.5, 24, off, 0},
                                            Stretch{24, 28, maintenance, 0}));
  EXPECT_EQ(trace.stop_tallies[0].maintained, 8 * h);
  EXPECT_EQ(trace.stop_tallies[0].maintained_in_hours, 11 * h / 2);
  EXPECT_EQ(trace.stop_tallies[0].off, 16 * h);
}

TEST(stops, workers_go_home_while_the_machine_is_down) {
  const Trace trace = run(std::string(shift) + R"(
workers: {w: {calendar: day, at_end: pause}}
machines: {m: {breakdowns: [{name: b, time_to_failure: {empirical: {values: [7 h]}}, time_to_repair: 3 h}]}}
routings: {r: [{operation: x, machine: m, time: 10 h, worker: w}]}
orders: [{routing: r}]
run: {until: 26 h}
)");
  EXPECT_THAT(stretches(trace),
              ElementsAre(Stretch{0, 7, processing, 0}, Stretch{7, 8, down, 0}, Stretch{8, 10, down, o},
                          Stretch{10, 17, off, 0}, Stretch{17, 20, down, o}, Stretch{20, 24, off, 0},
                          Stretch{24, 26, processing, 0}));
}

TEST(stops, a_failure_scraps_what_waits_for_its_worker) {
  const Trace trace = run(std::string(shift) + R"(
workers: {w: {calendar: day, at_end: pause}}
machines:
  m: {breakdowns: [{name: b, on_failure: scrap, time_to_failure: {empirical: {values: [10 h]}}, time_to_repair: 3 h}]}
routings: {r: [{operation: x, machine: m, time: 10 h, worker: w}]}
orders: [{routing: r, quantity: 2}]
run: {until: 26 h}
)");
  EXPECT_EQ(trace.jobs[0].completion, 10 * h);
  EXPECT_EQ(trace.jobs[0].outcome, JobOutcome::scrapped);
  // The second job waits for the worker of the next day, but for the stop at 23 h.
  EXPECT_THAT(
      stretches(trace),
      ElementsAre(Stretch{0, 8, processing, 0}, Stretch{8, 10, off, 0}, Stretch{10, 13, down, 0},
                  Stretch{13, 23, waiting, static_cast<int>(WaitFor::worker)}, Stretch{23, 26, down, 0}));
}

TEST(stops, a_batch_and_a_cascade_are_lost_to_the_second_reason) {
  const Trace batch = run(std::string(shift) + R"(
machines:
  m:
    calendar: day
    at_end: pause
    batch: {maximum: 2}
    breakdowns: [{name: b, on_failure: scrap, time_to_failure: {empirical: {values: [9 h]}}, time_to_repair: 1 h}]
routings: {r: [{operation: x, machine: m, time: 9 h}]}
orders: [{routing: r, quantity: 2}]
)");
  for (const JobRecord& job : batch.jobs) {
    EXPECT_EQ(job.outcome, JobOutcome::scrapped);
    EXPECT_EQ(job.completion, 9 * h);
  }
  const Trace cascade = run(std::string(shift) + R"(
machines:
  m:
    calendar: day
    at_end: pause
    cascade: 1 h
    breakdowns: [{name: b, on_failure: scrap, time_to_failure: {empirical: {values: [9 h]}}, time_to_repair: 1 h}]
routings: {r: [{operation: x, machine: m, time: 12 h}]}
orders: [{routing: r, quantity: 2}]
)");
  for (const JobRecord& job : cascade.jobs) {
    EXPECT_EQ(job.outcome, JobOutcome::scrapped);
    EXPECT_EQ(job.completion, 9 * h);
  }
}

TEST(stops, a_setup_stopped_for_two_reasons_goes_on_where_it_was) {
  const Trace trace = run(std::string(shift) + R"(
families: [A]
setups: {s: {initial: 9 h}}
machines:
  m:
    calendar: day
    at_end: pause
    setup: s
    breakdowns: [{name: b, time_to_failure: {empirical: {values: [7 h]}}, time_to_repair: 2 h}]
costs: {setup: 7}
routings: {r: [{operation: x, machine: m, time: 1 h, family: A}]}
orders: [{routing: r}]
run: {until: 30 h}
)");
  // 7 h of setup, down 7-9, off (and down 16-18), 24-25 down again, 25-27 setup.
  EXPECT_EQ(stretches(trace).front(), (Stretch{0, 7, setup, 0}));
  EXPECT_EQ(hours_in(trace, setup), 9);
  EXPECT_EQ(trace.condition.machines[0].setups, 1);
}

TEST(overtime, over_whole_nights) {
  const Trace trace = run(std::string(shift) + R"(
machines: {m: {calendar: day}}
routings: {r: [{operation: x, machine: m, time: 33 h}]}
orders: [{routing: r}]
)");
  EXPECT_EQ(trace.stop_tallies[0].overtime, 17 * h);  // 8-24 and 32-33
}

TEST(overtime, that_ends_within_the_next_shift) {
  const Trace trace = run(std::string(shift) + R"(
machines: {m: {calendar: day}}
routings: {r: [{operation: x, machine: m, time: 26 h}]}
orders: [{routing: r}]
)");
  EXPECT_EQ(trace.stop_tallies[0].overtime, 16 * h);
}

TEST(overtime, cut_by_the_window) {
  const auto text = [](const char* until, const char* warm_up) {
    return fmt::format(R"({}
machines: {{m: {{calendar: day}}}}
routings: {{r: [{{operation: x, machine: m, time: 10 h}}]}}
orders: [{{routing: r}}, {{routing: r, release: 24 h}}, {{routing: r, release: 48 h}}, {{routing: r, release: 72 h}}]
run: {{until: {}, warm_up: {}}}
)",
                       shift, until, warm_up);
  };
  EXPECT_EQ(run(text("96 h", "57 h")).stop_tallies[0].overtime, 3 * h);
  EXPECT_EQ(run(text("81 h", "48 h")).stop_tallies[0].overtime, 3 * h);
  const Scenario scenario = scenario_of(text("96 h", "0 h"));
  const Trace trace = run(scenario);
  EXPECT_EQ(trace.stop_tallies[0].overtime, 8 * h);
  EXPECT_EQ(retally(scenario, trace, {17 * h / 2, 133 * h / 4}).stop_tallies[0].overtime, 11 * h / 4);
}

TEST(overtime, is_not_what_a_blocked_machine_does_at_night) {
  const Trace trace = run(std::string(shift) + R"(
machines: {m: {calendar: day}, n: {buffer: 0}}
routings: {r: [{operation: x, machine: m, time: 1 h}, {operation: y, machine: n, time: 14 h}]}
orders: [{routing: r, quantity: 2}]
)");
  // The second job is done on m at 2 h and leaves it at 15 h.
  EXPECT_THAT(stretches(trace), ElementsAre(Stretch{0, 1, processing, 0}, Stretch{1, 2, processing, 0},
                                            Stretch{2, 15, blocked, 0}, Stretch{15, 24, off, 0}));
  EXPECT_EQ(trace.stop_tallies[0].overtime, 0);
  EXPECT_EQ(trace.stop_tallies[0].out_of_hours, 16 * h);
}

TEST(setups, are_counted_when_they_begin) {
  const auto text = [](const char* until, const char* more) {
    return fmt::format(R"(
families: [A]
setups: {{s: {{initial: 10 s, default: 10 s}}}}
machines: {{m: {{setup: s{}}}}}
costs: {{setup: 7}}
routings: {{a: [{{operation: x, machine: m, time: 100 s, family: A}}]}}
orders: [{{routing: a}}]
run: {{until: {}}}
)",
                       more, until);
  };
  EXPECT_EQ(run(text("60 s", "")).condition.machines[0].setups, 1);
  EXPECT_EQ(run(text("5 s", "")).condition.machines[0].setups, 1);
  EXPECT_EQ(run(text("200 s", "")).condition.machines[0].setups, 1);
  EXPECT_EQ(run(text("5 s, warm_up: 2 s", "")).condition.machines[0].setups, 0);
  const char* stops =
      ", breakdowns: [{name: b, time_to_failure: {empirical: {values: [4 s]}}, time_to_repair: 3 s}]";
  EXPECT_EQ(run(text("9 s", stops)).condition.machines[0].setups, 1);
  EXPECT_EQ(run(text("60 s", stops)).condition.machines[0].setups, 1);
}

TEST(setups, of_cascades_whose_jobs_are_all_inside) {
  const Trace trace = run(R"(
families: [A, B]
setups: {s: {initial: 1 h, default: 1 h}}
machines: {m: {setup: s, cascade: 1 h}}
costs: {setup: 7}
routings:
  a: [{operation: x, machine: m, time: 9 h, family: A}]
  b: [{operation: x, machine: m, time: 9 h, family: B}]
orders: [{routing: a}, {routing: b}, {routing: a}]
run: {until: 5.5 h}
)");
  EXPECT_EQ(trace.operation_count, 0);  // setups 0-1, 2-3, 4-5
  EXPECT_EQ(trace.condition.machines[0].setups, 3);
}

}  // namespace
}  // namespace takt::test
