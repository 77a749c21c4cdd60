// Resources, workers, hours and precedence graphs: cases that are computed by hand.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/model/open_scenario.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/recounted_run.hpp"
#include "tests/sim/resources_check.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Time s = ticks_per_second;

Scenario scenario_of(const std::string& text) {
  return parse_scenario("takt: 1\n" + text, "case.yaml");
}

Trace run(const Scenario& scenario) {
  FirstCandidate agent;
  SimulateOptions options;
  options.record = {true, true};
  options.stall_limit = 2000;
  const auto clock = make_calendar_clock(scenario);
  EXPECT_THAT(RecountedRun(scenario, agent, {}).broken(), IsEmpty());
  return simulate(scenario, agent, *clock, options);
}

/// (step, start of setup, end) in seconds, in order of ending.
using Span = std::tuple<Index, Time, Time>;
std::vector<Span> spans(const Trace& trace) {
  std::vector<Span> all;
  for (const OperationRecord& o : trace.operations) all.emplace_back(o.step, o.setup_start / s, o.end / s);
  return all;
}

TEST(resources, are_taken_together_and_the_smaller_need_goes_before) {
  // a holds 2 of 3; b needs 2 and waits; c needs one and goes before it, although it came later.
  const Scenario scenario = scenario_of(R"(
machines: {m: {count: 3}}
resources: {tool: 3}
routings:
  a: [{machine: m, time: 10 s, needs: {tool: 2}}]
  b: [{machine: m, time: 10 s, needs: {tool: 2}}]
  c: [{machine: m, time: 4 s, needs: {tool: 1}}]
orders: [{routing: a}, {routing: b}, {routing: c}]
)");
  const Trace trace = run(scenario);
  EXPECT_THAT(spans(trace), ElementsAre(Span{2, 0, 4}, Span{0, 0, 10}, Span{1, 10, 20}));
  EXPECT_THAT(resources_faults(scenario, trace), IsEmpty());
  const PoolTally& pool = trace.resources.pools[0];
  EXPECT_EQ(pool.used_time, 44e6);  // 2 x 10 + 1 x 4 + 2 x 10
  EXPECT_EQ(pool.capacity_time, 60e6);
  EXPECT_EQ(pool.peak, 3);
  EXPECT_EQ(pool.waits, 1);
  EXPECT_EQ(pool.wait, 10e6);
}

TEST(resources, two_needs_in_different_order_do_not_lock_each_other) {
  const Scenario scenario = scenario_of(R"(
machines: {m: {}, n: {}}
resources: {x: 1, y: 1}
routings:
  a: [{machine: m, time: 3 s, needs: {x: 1, y: 1}}]
  b: [{machine: n, time: 3 s, needs: {y: 1, x: 1}}]
orders: [{routing: a, quantity: 2}, {routing: b, quantity: 2}]
)");
  const Trace trace = run(scenario);
  EXPECT_EQ(trace.status, RunStatus::all_done);
  EXPECT_EQ(trace.end, 12 * s);
  EXPECT_THAT(resources_faults(scenario, trace), IsEmpty());
}

TEST(resources, are_kept_through_setup_and_breakdown) {
  const Scenario scenario = scenario_of(R"(
families: [f]
setups: {change: {initial: 2 s}}
machines:
  m: {setup: change, breakdowns: [{clock: busy, time_to_failure: 3 s, time_to_repair: 5 s}]}
  n: {}
resources: {tool: 1}
routings:
  a: [{machine: m, time: 4 s, family: f, needs: {tool: 1}}]
  b: [{machine: n, time: 1 s, needs: {tool: 1}}]
orders: [{routing: a}, {routing: b}]
)");
  // Setup 0-2, processing 2-5, down 5-10, processing 10-11; the tool is free then.
  EXPECT_THAT(spans(run(scenario)), ElementsAre(Span{0, 0, 11}, Span{1, 11, 12}));
}

TEST(resources, are_given_back_when_a_breakdown_scraps_the_operation) {
  const Scenario scenario = scenario_of(R"(
machines:
  m: {breakdowns: [{clock: busy, on_failure: scrap, time_to_failure: 3 s, time_to_repair: 50 s}]}
  n: {}
resources: {tool: 1}
routings:
  a: [{machine: m, time: 4 s, needs: {tool: 1}}]
  b: [{machine: n, time: 1 s, needs: {tool: 1}}]
orders: [{routing: a}, {routing: b}]
)");
  EXPECT_THAT(spans(run(scenario)), ElementsAre(Span{0, 0, 3}, Span{1, 3, 4}));
}

TEST(resources, follow_a_profile_and_the_last_to_start_stop_first) {
  // 3 units till 5 s, then 1 till 9 s, then 3. At 0: a (2 units), at 2: b (1 unit) on another machine.
  const std::string head = R"(
machines: {m: {count: 2}}
resources: {power: {at_end: pause, profile: [{from: 0 s, capacity: 3}, {from: 5 s, capacity: 2}, {from: 9 s, capacity: 3}]}}
routings:
  a: [{machine: m, time: 10 s, needs: {power: 2}}]
  b: [{machine: m, time: 10 s, needs: {power: 1}}]
orders: [{routing: a}, {routing: b, release: 2 s}]
)";
  const Scenario scenario = scenario_of(head);
  const Trace trace = run(scenario);
  // b stops at 5 after 3 s of work and goes on at 9: ends at 16.
  EXPECT_THAT(spans(trace), ElementsAre(Span{0, 0, 10}, Span{1, 2, 16}));
  EXPECT_THAT(resources_faults(scenario, trace), IsEmpty());
  ASSERT_EQ(trace.resources.pools[0].used_time, (2 * 10 + 3 + 7) * 1e6);
  EXPECT_EQ(trace.resources.pools[0].overtime, 0);
}

constexpr const char* day = R"(
calendars: {day: {cycle: 24 s, work: [{from: 6 s, to: 14 s}], breaks: [{from: 10 s, to: 11 s}]}}
machines: {m: {count: 2}}
routings: {a: [{machine: m, time: 5 s, worker: ann}]}
)";

TEST(workers, pause_at_the_end_of_the_shift_and_in_breaks) {
  const Scenario scenario = scenario_of(std::string(day) +
                                        "workers: {ann: {calendar: day, at_end: pause}}\n"
                                        "orders: [{routing: a}, {routing: a}]\n");
  const Trace trace = run(scenario);
  // First: 6-10, break, 11-12. Second: 12-14, then 30-33 the day after.
  EXPECT_THAT(spans(trace), ElementsAre(Span{0, 6, 12}, Span{0, 12, 33}));
  EXPECT_THAT(resources_faults(scenario, trace), IsEmpty());
  EXPECT_EQ(trace.resources.pools[0].used_time, 10e6);
  EXPECT_EQ(trace.resources.pools[0].overtime, 0);
  EXPECT_EQ(trace.resources.pools[0].capacity_time, 10e6);  // 6-10, 11-14, 30-33
}

TEST(workers, finish_what_they_began_in_overtime) {
  const Scenario scenario = scenario_of(std::string(day) +
                                        "workers: {ann: {calendar: day, at_end: finish}}\n"
                                        "orders: [{routing: a}, {routing: a}]\n");
  const Trace trace = run(scenario);
  // First: 6-11 through the break. Second: 11-16, two seconds longer than the shift.
  EXPECT_THAT(spans(trace), ElementsAre(Span{0, 6, 11}, Span{0, 11, 16}));
  EXPECT_THAT(resources_faults(scenario, trace), IsEmpty());
  EXPECT_EQ(trace.resources.pools[0].overtime, 3e6);
  EXPECT_EQ(trace.resources.pools[0].used_time, 10e6);
}

TEST(workers, hand_over_to_the_next_shift_at_the_very_instant) {
  const Scenario scenario = scenario_of(R"(
calendars:
  early: {cycle: 24 s, work: [{from: 6 s, to: 14 s}]}
  late: {cycle: 24 s, work: [{from: 14 s, to: 22 s}]}
machines: {m: {}}
workers:
  ann: {skills: [weld], calendar: early, at_end: pause}
  bob: {skills: [weld], calendar: late, at_end: pause}
routings: {a: [{machine: m, time: 12 s, worker: weld, needs: {jig: 1}}]}
resources: {jig: 1}
orders: [{routing: a}]
)");
  const Trace trace = run(scenario);
  EXPECT_THAT(spans(trace), ElementsAre(Span{0, 6, 18}));
  EXPECT_EQ(trace.resources.pools[1].used_time, 8e6);
  EXPECT_EQ(trace.resources.pools[2].used_time, 4e6);
  EXPECT_EQ(trace.machine_tallies[0].in_state[static_cast<int>(MachineState::off)], 0);
}

TEST(workers, a_paused_operation_keeps_its_tool_and_its_machine) {
  const Scenario scenario = scenario_of(R"(
calendars: {day: {cycle: 20 s, work: [{from: 0 s, to: 10 s}]}}
machines: {m: {}, n: {}}
resources: {jig: 1}
workers: {ann: {calendar: day, at_end: pause}}
routings:
  a: [{machine: m, time: 12 s, worker: ann, needs: {jig: 1}}]
  b: [{machine: n, time: 1 s, needs: {jig: 1}}]
orders: [{routing: a}, {routing: b}]
)");
  EXPECT_THAT(spans(run(scenario)), ElementsAre(Span{0, 0, 22}, Span{1, 22, 23}));
}

TEST(workers, with_the_fewest_skills_go_first_unless_another_need_would_be_left_alone) {
  const Scenario scenario = scenario_of(R"(
machines: {m: {count: 2}}
workers:
  all: {skills: [weld, paint, test]}
  duo: {skills: [weld, paint]}
  solo: {skills: [weld]}
routings:
  a: [{machine: m, time: 5 s, worker: weld}]
  b: [{machine: m, time: 5 s, worker: [weld, paint]}]
orders: [{routing: a}]
)");
  const Trace one = run(scenario);
  EXPECT_EQ(one.resources.pools[2].peak, 1);  // solo
  EXPECT_EQ(one.resources.pools[0].peak + one.resources.pools[1].peak, 0);

  // weld would take solo or duo; paint needs one of all and duo.
  Scenario both = scenario;
  both.orders[0].routing = 1;
  finish_scenario(both);
  const Trace two = run(both);
  EXPECT_EQ(two.resources.pools[2].peak, 1);
  EXPECT_EQ(two.resources.pools[1].peak, 1);
  EXPECT_EQ(two.resources.pools[0].peak, 0);

  std::vector<Take> takes;
  const std::vector<Need> needs = {{-1, 0, 2}, {-1, 1, 1}};  // two welders and a painter
  EXPECT_EQ(choose_pools(scenario.resources, needs, std::vector<Index>{0, 1, 1}, takes), 1);
  EXPECT_TRUE(takes.empty());
  const std::vector<Need> swapped = {{-1, 0, 1}, {-1, 1, 1}};  // duo must paint when all is away
  EXPECT_EQ(choose_pools(scenario.resources, swapped, std::vector<Index>{1, 1, 0}, takes), -1);
  EXPECT_EQ(takes.size(), 2u);
}

TEST(machine_hours, pause_or_finish_work_in_progress) {
  const auto text = [](const char* at_end) {
    return fmt::format(R"(
calendars: {{day: {{cycle: 20 s, work: [{{from: 2 s, to: 10 s}}]}}}}
machines: {{m: {{calendar: day, at_end: {}}}}}
routings: {{a: [{{machine: m, time: 6 s}}]}}
orders: [{{routing: a, quantity: 2}}]
)",
                       at_end);
  };
  const Trace pause = run(scenario_of(text("pause")));
  EXPECT_THAT(spans(pause), ElementsAre(Span{0, 2, 8}, Span{0, 8, 26}));
  EXPECT_EQ(pause.machine_tallies[0].in_state[static_cast<int>(MachineState::off)], 14 * s);  // 0-2, 10-22
  const Trace finish = run(scenario_of(text("finish")));
  EXPECT_THAT(spans(finish), ElementsAre(Span{0, 2, 8}, Span{0, 8, 14}));
  EXPECT_EQ(finish.machine_tallies[0].in_state[static_cast<int>(MachineState::off)], 2 * s);
  EXPECT_EQ(finish.stop_tallies[0].overtime, 4 * s);
}

TEST(machine_hours, of_a_paused_machine_send_its_worker_home) {
  const Scenario scenario = scenario_of(R"(
calendars: {day: {cycle: 20 s, work: [{from: 0 s, to: 10 s}]}}
machines: {m: {calendar: day, at_end: pause}, n: {}}
workers: {ann: {}}
routings:
  a: [{machine: m, time: 12 s, worker: ann}]
  b: [{machine: n, time: 15 s, worker: ann}]
orders: [{routing: a}, {routing: b}]
)");
  // a stops at 10 and ann does b till 25; a goes on then and not at 20.
  EXPECT_THAT(spans(run(scenario)), ElementsAre(Span{1, 10, 25}, Span{0, 0, 27}));
}

TEST(graphs, start_every_task_when_all_it_comes_after_are_done) {
  const Scenario scenario = scenario_of(R"(
machines: {m: {count: unlimited}}
routings:
  a:
    - {operation: last, machine: m, time: 1 s, after: [left, right]}
    - {operation: left, machine: m, time: 3 s, after: [first], weight: 2}
    - {operation: right, machine: m, time: 5 s, after: [first]}
    - {operation: first, machine: m, time: 2 s}
orders: [{routing: a, weight: 3}, {routing: a, release: 1 s}]
)");
  const Trace trace = run(scenario);
  EXPECT_THAT(spans(trace), ElementsAre(Span{3, 0, 2}, Span{3, 1, 3}, Span{1, 2, 5}, Span{1, 3, 6},
                                        Span{2, 2, 7}, Span{0, 7, 8}, Span{2, 3, 8}, Span{0, 8, 9}));
  EXPECT_THAT(resources_faults(scenario, trace), IsEmpty());
  ASSERT_EQ(trace.jobs.size(), 2u);
  EXPECT_EQ(trace.jobs[0].operations_done, 4u);
  EXPECT_EQ(trace.jobs[0].total_work, 11 * s);
  // 3 x (2 + 2 x 5 + 7 + 8) + (3 + 2 x 6 + 8 + 9)
  EXPECT_EQ(trace.resources.tasks[0].weighted_completion, 113e6);
  EXPECT_EQ(scenario.precedence.tasks[3].path, 8 * s);
  EXPECT_EQ(scenario.precedence.tasks[3].on_path, 2);
  EXPECT_EQ(scenario.precedence.tasks[3].successors, 3);
}

TEST(graphs, lose_the_job_with_a_scrapped_task) {
  const Scenario scenario = scenario_of(R"(
machines:
  m: {count: 2}
  bad: {breakdowns: [{clock: busy, on_failure: scrap, time_to_failure: 3 s, time_to_repair: 50 s}]}
routings:
  a:
    order: graph
    operations:
      - {operation: x, machine: bad, time: 4 s}
      - {operation: y, machine: m, time: 5 s}
      - {operation: y2, machine: m, time: 5 s}
      - {operation: z, machine: m, time: 5 s}
      - {operation: w, machine: m, time: 5 s, after: [y]}
orders: [{routing: a}]
)");
  const Trace trace = run(scenario);
  // x is scrapped at 3; y and y2 come to their end at 5; z and w are never begun.
  EXPECT_THAT(spans(trace), ElementsAre(Span{0, 0, 3}, Span{1, 0, 5}, Span{2, 0, 5}));
  ASSERT_EQ(trace.jobs.size(), 1u);
  EXPECT_EQ(trace.jobs[0].outcome, JobOutcome::scrapped);
  EXPECT_EQ(trace.jobs[0].completion, 5 * s);
  EXPECT_EQ(trace.jobs[0].operations_done, 2u);
}

TEST(starvation, of_units_that_never_come_is_named) {
  const Scenario scenario = scenario_of(R"(
machines: {m: {}, n: {}}
resources: {tool: {profile: [{from: 0 s, capacity: 2}, {from: 5 s, capacity: 1}]}}
routings:
  a: [{machine: m, time: 6 s}, {machine: n, time: 1 s, needs: {tool: 2}}]
orders: [{routing: a}]
)");
  const Trace trace = run(scenario);
  EXPECT_EQ(trace.status, RunStatus::starved);
  EXPECT_THAT(
      trace.status_detail,
      testing::HasSubstr("waits for 2 of 'tool', of which 1 are free, and there are never enough again"));
}

/// Takes the last candidate of allocate decisions, the first of all others.
class LastAllocated final : public Agent {
 public:
  int decide(const Decision& decision) override {
    if (decision.kind != DecisionKind::allocate) return 0;
    ++asked;
    EXPECT_GE(decision.fallback, 0);
    return static_cast<int>(decision.candidates.size()) - 1;
  }
  int asked = 0;
};

TEST(allocation, is_one_decision_over_all_groups_that_contend) {
  const std::string text = R"(
machines: {m: {}, n: {}, other: {}}
resources: {tool: 1}
routings:
  a: [{machine: m, time: 3 s, needs: {tool: 1}}]
  b: [{machine: n, time: 3 s, needs: {tool: 1}}]
  c: [{machine: other, time: 3 s}]
orders: [{routing: a}, {routing: b}, {routing: c}]
)";
  EXPECT_THAT(spans(run(scenario_of(text))), ElementsAre(Span{0, 0, 3}, Span{2, 0, 3}, Span{1, 3, 6}));
  const Scenario asking = scenario_of(text + "decisions: {allocate: agent}\n");
  LastAllocated agent;
  SimulateOptions options;
  options.record = {true, true};
  const auto clock = make_calendar_clock(asking);
  const Trace trace = simulate(asking, agent, *clock, options);
  EXPECT_THAT(spans(trace), ElementsAre(Span{1, 0, 3}, Span{2, 0, 3}, Span{0, 3, 6}));
  EXPECT_EQ(agent.asked, 2);
  EXPECT_EQ(trace.decisions[0].candidates, 2u);
}

TEST(calendars, wrap_around_the_end_of_the_cycle) {
  const Scenario scenario = scenario_of(R"(
calendars: {night: {cycle: 24 h, work: [{from: 22 h, to: 6 h}]}}
machines: {m: {calendar: night}}
routings: {a: [{machine: m, time: 1 s}]}
orders: [{routing: a}]
)");
  using Level = Timetable::Level;
  EXPECT_THAT(scenario.resources.calendars[0].hours.levels,
              ElementsAre(Level{0, 1}, Level{6 * 3600 * s, 0}, Level{22 * 3600 * s, 1}));
}

}  // namespace
}  // namespace takt::test
