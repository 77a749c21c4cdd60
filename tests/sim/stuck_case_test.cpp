// Runs that get stuck, worked out by hand: when, who and why, whatever goes on elsewhere; and runs that do
// not.

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/model/read/load_scenario.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/small_shop.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

using ::testing::HasSubstr;

Trace run(const std::string& text) {
  FirstCandidate agent;
  SimulateOptions options;
  options.check = true;
  const Scenario scenario = parse_scenario("takt: 1\n" + text, "case.yaml");
  const auto clock = make_calendar_clock(scenario);
  return simulate(scenario, agent, *clock, options);
}

void expect(const Trace& trace, RunStatus status, double since, double end, std::int64_t jobs) {
  EXPECT_EQ(trace.status, status) << trace.status_detail;
  EXPECT_EQ(trace.stuck_since, static_cast<Time>(ticks(since))) << trace.status_detail;
  EXPECT_EQ(trace.end, static_cast<Time>(ticks(end)));
  EXPECT_EQ(trace.stuck_jobs, jobs) << trace.status_detail;
}

/// Two jobs that want each other's machine: a circle from 4 s on, when the second is done.
const std::string circle_routings = R"(
routings:
  a: [{operation: a1, machine: m1, time: 3 s}, {operation: a2, machine: m2, time: 4 s}]
  b: [{operation: b1, machine: m2, time: 4 s}, {operation: b2, machine: m1, time: 4 s}]
)";
const std::string circle =
    "job 0 on 'm1' waits for a place before 'm2', which job 1 on 'm2' holds; "
    "job 1 on 'm2' waits for a place before 'm1', which job 0 on 'm1' holds";

TEST(Circles, AreSeenWhenTheyCloseWhateverGoesOnElsewhere) {
  const std::string both = "orders: [{routing: a}, {routing: b}]\n" + circle_routings;
  const std::string two = "m1: {buffer: 0}, m2: {buffer: 0}";
  const std::vector<std::string> shops = {
      "machines: {" + two + "}\n",
      "calendars: {day: {cycle: 24 h, work: [{from: 0 h, to: 8 h}]}}\n"
      "machines: {" +
          two + ", other: {calendar: day}}\n",
      "calendars: {day: {cycle: 24 h, work: [{from: 0 h, to: 8 h}]}}\n"
      "machines: {m1: {buffer: 0, calendar: day}, m2: {buffer: 0, calendar: day, at_end: pause}}\n",
      "machines: {" + two + ", o: {breakdowns: [{name: b, time_to_failure: 10 s, time_to_repair: 1 s}]}}\n",
      "machines: {" + two + ", o: {sensors: [{name: s, every: 1 s, value: {idle: 1}}]}}\n",
      "machines: {" + two + ", o: {maintenance: [{name: pm, every: 10 s, duration: 1 s}]}}\n",
      "machines: {" + two +
          "}\nresources: {t: {profile: [{from: 0 s, capacity: 1}, {from: 9 s, capacity: 2}], "
          "cycle: 20 s}}\n",
      "machines: {" + two + "}\nrun: {until: 100 s}\n",
      "machines: {" + two + "}\ndecisions: {wait: true}\nrun: {until: 100 s}\n",
  };
  for (const std::string& shop : shops) {
    SCOPED_TRACE(shop);
    const Trace trace = run(shop + both);
    expect(trace, RunStatus::deadlock, 4, 4, 2);
    EXPECT_EQ(trace.status_detail, circle);
  }
}

TEST(Circles, EndARunInWhichJobsOnlyArriveBehindThem) {
  const Trace trace =
      run("machines: {m1: {buffer: 1}, m2: {buffer: 1}}\n"
          "arrivals: {a: {interarrival: 2 s, routing: a}, b: {interarrival: 2 s, routing: b}}\n"
          "run: {until: 1000 s}\n" +
          circle_routings);
  // Both begin at 2 s; the places before both machines are taken at 4 s; both are done by 6 s.
  expect(trace, RunStatus::deadlock, 6, 6, 6);
  EXPECT_EQ(trace.operation_count, 2);
}

TEST(Circles, AreReportedWhileTheRestGoesOn) {
  const std::string shop =
      "machines: {m1: {buffer: 0}, m2: {buffer: 0}, m3: {}}\n"
      "orders: [{routing: a}, {routing: b}, {routing: c, release: 20 s}, {routing: c, release: 50 s}]\n" +
      circle_routings + "  c: [{machine: m3, time: 5 s}]\n";
  Trace trace = run(shop);
  expect(trace, RunStatus::deadlock, 4, 55, 2);  // until all others are done
  EXPECT_EQ(trace.status_detail, circle);
  EXPECT_EQ(trace.operation_count, 4);
  trace = run(shop + "run: {until: 30 s}\n");
  expect(trace, RunStatus::deadlock, 4, 30, 2);
  trace = run(shop + "run: {measured_jobs: 4}\n");
  expect(trace, RunStatus::deadlock, 4, 4, 2);  // a job that counts can never be done
}

TEST(Circles, OfWarmUpJobsDoNotEndAMeasuredRun) {
  const Trace trace =
      run("machines: {m1: {buffer: 0}, m2: {buffer: 0}, m3: {}}\n"
          "orders: [{routing: a}, {routing: b}, {routing: c, quantity: 3}]\n"
          "run: {warm_up_jobs: 2, measured_jobs: 3}\n" +
          circle_routings + "  c: [{machine: m3, time: 5 s}]\n");
  expect(trace, RunStatus::deadlock, 4, 15, 2);
}

TEST(Circles, OfCards) {
  const Trace trace = run(R"(
machines: {m1: {}, m2: {}, other: {}}
routings:
  a: [{operation: a1, machine: m1, time: 2 s}, {operation: a2, machine: m2, time: 2 s}, {operation: a3, machine: m1, time: 2 s}]
  b: [{operation: b1, machine: m2, time: 5 s}, {operation: b2, machine: m1, time: 2 s}, {operation: b3, machine: m2, time: 2 s}]
cards:
  red: {count: 1, over: [{routing: a, from: a1, to: a2}, {routing: b, from: b2, to: b3}]}
  blue: {count: 1, over: [{routing: a, from: a2, to: a3}, {routing: b, from: b1, to: b2}]}
orders: [{routing: a}, {routing: b}]
arrivals: {c: {interarrival: 1 s, routing: b, limit: 3}}
)");
  expect(trace, RunStatus::deadlock, 5, 5, 5);
  EXPECT_THAT(trace.status_detail, HasSubstr("waits for a card of 'blue', which job 1"));
}

TEST(Circles, OverConveyors) {
  const Trace trace = run(R"(
machines: {m1: {place: p, buffer: 1, output_buffer: 0}, m2: {place: q, buffer: 1, output_buffer: 0}, o: {}}
transport:
  places: [p, q]
  conveyors:
    there: {from: p, to: q, length: 10 m, speed: 1 m/s, spacing: 1 m, slots: 1}
    back: {from: q, to: p, length: 10 m, speed: 1 m/s, spacing: 1 m, slots: 1}
routings:
  r: [{operation: x, machine: m1, time: 1 s}, {operation: y, machine: m2, time: 30 s}, {operation: z, machine: m1, time: 1 s}]
  o: [{machine: o, time: 100 s}]
orders: [{routing: r, quantity: 9, place: p}, {routing: o}]
)");
  // Job 0 is back at 51 s and finds others before m1, which cannot get rid of job 4: job 3 stands at the end
  // of the way there. At 71 s m2 is done with job 1, for which there is no room behind job 0.
  expect(trace, RunStatus::deadlock, 71, 100, 9);
  EXPECT_THAT(trace.status_detail, HasSubstr("waits behind job 0 on conveyor 'back'"));
}

TEST(Starved, OfAPartThatNothingMakesAnyMore) {
  const std::string shop = R"(
machines: {m1: {}, m2: {}, m3: {}}
parts: {wheel: {initial: 1}}
routings:
  cart: [{operation: join, machine: m1, time: 1 s, parts: {wheel: 2}}]
  wheel: {part: wheel, operations: [{machine: m2, time: 5 s}, {machine: m2, time: 5 s, scrap: SCRAP}]}
  other: [{machine: m3, time: 30 s}]
orders: [{routing: cart, quantity: 2}, {routing: wheel}, {routing: other}]
)";
  const auto with = [&](const std::string& scrap) {
    std::string text = shop;
    return run(text.replace(text.find("SCRAP"), 5, scrap));
  };
  // The wheel is scrapped at 10 s: neither cart can be made. Or it is not: one is, and takes the last.
  expect(with("1"), RunStatus::starved, 10, 30, 2);
  const Trace trace = with("0");
  expect(trace, RunStatus::starved, 10, 30, 1);
  EXPECT_EQ(trace.status_detail, "job 1 before 'm1' waits for part 'wheel', which nothing makes any more");
}

TEST(Starved, OfAPartOfWhichOnlyTooFewAreToCome) {
  const Trace trace = run(R"(
machines: {m1: {}, m2: {}}
parts: {wheel: {}}
routings:
  cart: [{operation: join, machine: m1, time: 1 s, parts: {wheel: 4}}]
  wheel: {part: wheel, operations: [{machine: m2, time: 5 s}]}
orders: [{routing: cart}, {routing: wheel, quantity: 2}]
arrivals: {w: {interarrival: 3 s, routing: wheel, limit: 1}}
)");
  expect(trace, RunStatus::starved, 0, 15, 1);
}

TEST(Starved, OfABatchThatNobodyCanFill) {
  const std::string shop = R"(
machines: {oven: {batch: {minimum: 3, maximum: 3}}, saw: {}}
routings:
  part: [{operation: cut, machine: saw, time: 2 s}, {operation: bake, machine: oven, time: 10 s}]
  other: [{machine: saw, time: 1 s}]
)";
  // The fourth and the fifth are alone from 10 s on; the first three bake from 6 to 16 s.
  expect(run(shop + "orders: [{routing: part, quantity: 5}]\n"), RunStatus::starved, 8, 16, 2);
  // As long as jobs may come that bake, nobody is stuck: 4 jobs at 10, 20, 30 and 40 s.
  expect(run(shop + "arrivals: {p: {interarrival: 10 s, routing: part, limit: 4}}\n"), RunStatus::starved, 42,
         42, 1);
  const Trace endless =
      run(shop + "arrivals: {p: {interarrival: 10 s, routing: part}}\nrun: {until: 55 s}\n");
  EXPECT_EQ(endless.status, RunStatus::horizon);
  // Of others none does.
  expect(run(shop + "orders: [{routing: part}]\narrivals: {p: {interarrival: 10 s, routing: other}}\n"
                    "run: {until: 55 s}\n"),
         RunStatus::starved, 2, 55, 1);
}

TEST(Starved, OfUnitsThatAreOverForGood) {
  // Nobody is there after 5 s; the first operation ends in overtime.
  const Trace finish = run(R"(
machines: {m: {}, n: {breakdowns: [{name: b, time_to_failure: 7 s, time_to_repair: 1 s}]}}
resources: {crew: {profile: [{from: 0 s, capacity: 1}, {from: 5 s, capacity: 0}]}}
routings: {a: [{operation: x, machine: m, time: 6 s, needs: {crew: 1}}]}
orders: [{routing: a, quantity: 2}]
)");
  expect(finish, RunStatus::starved, 5, 6, 1);
  EXPECT_THAT(finish.status_detail, HasSubstr("job 1 before 'm' waits for 1 of 'crew'"));
  // With `pause` the first stands on its machine, and holds the tool that the other job needs elsewhere.
  const Trace pause = run(R"(
machines: {m: {}, n: {}, o: {}}
resources:
  tool: 1
  crew: {profile: [{from: 0 s, capacity: 1}, {from: 5 s, capacity: 0}], at_end: pause}
routings:
  a: [{operation: x, machine: m, time: 6 s, needs: {crew: 1, tool: 1}}]
  b: [{operation: y, machine: n, time: 1 s, needs: {tool: 1}}]
  c: [{operation: z, machine: o, time: 20 s}]
orders: [{routing: a}, {routing: b, release: 1 s}, {routing: c}]
)");
  expect(pause, RunStatus::starved, 5, 20, 2);
}

TEST(Starved, OfHoursThatNeverMeet) {
  const std::string shop = R"(
calendars:
  early: {cycle: 1 d, work: [{from: 6 h, to: 14 h}]}
  late: {cycle: 1 d, work: [{from: 14 h, to: 22 h}]}
  weekly: {cycle: 7 d, work: [{from: 0 h, to: 12 h}]}
resources: {crane: {capacity: 1, calendar: early}}
workers: {w: {calendar: SHIFT}}
machines: {m: {calendar: weekly}, n: {}}
routings: {a: [{operation: x, machine: m, time: 1 h, worker: w, needs: {crane: 1}}], b: [{machine: n, time: 30 h}]}
orders: [{routing: a}, {routing: b}]
)";
  const auto with = [&](const std::string& shift) {
    std::string text = shop;
    return run(text.replace(text.find("SHIFT"), 5, shift));
  };
  expect(with("late"), RunStatus::starved, 0, 30 * 3600, 1);
  EXPECT_EQ(with("early").status, RunStatus::all_done);
}

TEST(Starved, OfARunWithoutABreakdownThatIsLongEnough) {
  const Trace trace = run(R"(
machines: {m: {breakdowns: [{name: jam, clock: busy, time_to_failure: {uniform: {from: 1 s, to: 3 s}}, time_to_repair: 1 s,
  on_failure: repeat}]}, n: {}}
routings: {a: [{machine: m, time: 4 s}], b: [{machine: n, time: 30 s}]}
orders: [{routing: a, quantity: 2}, {routing: b}]
)");
  EXPECT_EQ(trace.status, RunStatus::starved);
  EXPECT_EQ(trace.stuck_jobs, 2);
  EXPECT_LE(trace.stuck_since, static_cast<Time>(ticks(3)));  // at the first breakdown
  EXPECT_EQ(trace.end, static_cast<Time>(ticks(30)));
  EXPECT_THAT(trace.status_detail, HasSubstr("begins again after each breakdown"));
}

TEST(Starved, OfRoomThatNobodyMakes) {
  const Trace trace = run(R"(
machines: {m: {}, n: {}}
parts: {chips: {capacity: 3}}
routings: {a: [{machine: m, time: 1 s, yields: {chips: 2}}], b: [{machine: n, time: 30 s}]}
orders: [{routing: a, quantity: 3}, {routing: b}]
)");
  expect(trace, RunStatus::starved, 2, 30, 2);
  EXPECT_THAT(trace.status_detail,
              HasSubstr("job 1 on 'm' waits for room for part 'chips', which nobody takes"));
}

TEST(LiveRuns, AreNotCalledStuck) {
  const std::vector<std::string> shops = {
      // Blocked for long, but the machine before is repaired at 100 s.
      "machines: {m1: {}, m2: {buffer: 0, breakdowns: [{name: b, time_to_failure: 1 s, time_to_repair: 100 "
      "s}]}}\n"
      "routings: {r: [{machine: m1, time: 1 s}, {machine: m2, time: 1 s}]}\n"
      "orders: [{routing: r, quantity: 2}]\n",
      // A circle of two that a third job would close, with a place for it.
      "machines: {m1: {buffer: 1}, m2: {buffer: 0}}\norders: [{routing: a}, {routing: b}]\n" +
          circle_routings,
      // Parts come from a job that is still far away.
      "machines: {m1: {}, m2: {}}\nparts: {w: {}}\nrouting"
      "s: {c: [{machine: m1, time: 1 s, parts: {w: 1}}], w: [{machine: m2, time: 1 s}, {machine: m2, time: 1 "
      "s, "
      "yields: {w: 1}}]}\norders: [{routing: c}, {routing: w, release: 50 s}]\n",
      // The limit on waiting sends the job away before its machine comes back.
      "machines: {m1: {}, m2: {batch: {minimum: 2, maximum: 2}}}\nroutings:\n  r:\n    - {operation: x, "
      "machine: m1, "
      "time: 1 s}\n    - {operation: y, machine: m2, time: 1 s, within: {time: 5 s, of: x}}\norders: "
      "[{routing: r}]\n",
  };
  for (const std::string& shop : shops) {
    SCOPED_TRACE(shop);
    const Trace trace = run(shop);
    EXPECT_EQ(trace.status, RunStatus::all_done) << trace.status_detail;
    EXPECT_EQ(trace.stuck_jobs, 0);
  }
}

}  // namespace
}  // namespace takt::test
