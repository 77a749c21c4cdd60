// Why machines have nothing to do: starved, waiting for something, blocked before service. Cases that are
// computed by hand.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/model/read/load_scenario.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using enum MachineState;
using enum WaitFor;

constexpr Time s = ticks_per_second;

Trace run(const std::string& text) {
  const Scenario scenario = parse_scenario("takt: 1\n" + text, "case.yaml");
  FirstCandidate agent;
  SimulateOptions options;
  options.record = {true, true};
  options.check = true;
  const auto clock = make_calendar_clock(scenario);
  return simulate(scenario, agent, *clock, options);
}

/// Stretches in which a machine waited or was kept from starting, in seconds; blocked: what is -1.
using Stretch = std::tuple<double, double, int>;
constexpr int kept = -1;

std::vector<Stretch> stretches(const Trace& trace, Index machine = 0) {
  std::vector<Stretch> all;
  for (const MachineInterval& i : trace.intervals)
    if (i.machine == machine && (i.state == waiting || i.state == blocked))
      all.emplace_back(to_seconds(i.start), to_seconds(i.end), i.state == blocked ? kept : i.also);
  return all;
}

double seconds_in(const Trace& trace, MachineState state, Index machine = 0) {
  return to_seconds(
      trace.machine_tallies[static_cast<std::size_t>(machine)].in_state[static_cast<int>(state)]);
}

constexpr int of(WaitFor what) {
  return static_cast<int>(what);
}

TEST(waiting, for_a_worker_is_not_starving) {
  const Trace trace = run(R"(
calendars: {day: {cycle: 24 s, work: [{from: 8 s, to: 16 s}]}}
workers: {w: {calendar: day}}
machines: {m: {}, n: {buffer: 3}}
routings: {r: [{operation: a, machine: m, time: 1 s, worker: w}, {operation: b, machine: n, time: .5 s}]}
orders: [{routing: r}]
run: {until: 10 s}
)");
  EXPECT_THAT(stretches(trace), ElementsAre(Stretch{0, 8, of(worker)}));
  EXPECT_EQ(seconds_in(trace, idle), 1);
  EXPECT_THAT(stretches(trace, 1), IsEmpty());
  EXPECT_EQ(seconds_in(trace, idle, 1), 9.5);
  EXPECT_EQ(trace.stop_tallies[0].waited[static_cast<std::size_t>(of(worker))], 8 * s);
}

TEST(waiting, for_a_tool_that_another_machine_has) {
  const Trace trace = run(R"(
resources: {tool: 1}
machines: {m: {}, n: {}}
routings:
  a: [{machine: m, time: 5 s, needs: {tool: 1}}]
  b: [{machine: n, time: 5 s, needs: {tool: 1}}]
orders: [{routing: a}, {routing: b, release: 1 s}]
)");
  EXPECT_THAT(stretches(trace, 1), ElementsAre(Stretch{1, 5, of(resource)}));
  EXPECT_EQ(seconds_in(trace, idle, 1), 1);
}

TEST(waiting, as_many_machines_as_there_are_jobs) {
  const Trace trace = run(R"(
resources: {tool: 1}
machines: {m: {count: 4}}
routings: {a: [{machine: m, time: 5 s, needs: {tool: 1}}]}
orders: [{routing: a, quantity: 3}]
)");
  // m1 works all the time; then the lowest machines without an operation stand for the jobs that wait.
  EXPECT_THAT(stretches(trace, 1), ElementsAre(Stretch{0, 10, of(resource)}));
  EXPECT_THAT(stretches(trace, 2), ElementsAre(Stretch{0, 5, of(resource)}));
  EXPECT_THAT(stretches(trace, 3), IsEmpty());
}

TEST(waiting, ends_when_the_machine_fails) {
  const Trace trace = run(R"(
resources: {tool: 1}
machines: {m: {}, n: {breakdowns: [{time_to_failure: {empirical: {values: [2 s]}}, time_to_repair: 1 s}]}}
routings:
  a: [{machine: m, time: 6 s, needs: {tool: 1}}]
  b: [{machine: n, time: 1 s, needs: {tool: 1}}]
orders: [{routing: a}, {routing: b}]
)");
  EXPECT_THAT(stretches(trace, 1), ElementsAre(Stretch{0, 2, of(resource)}, Stretch{3, 5, of(resource)}));
  EXPECT_EQ(seconds_in(trace, down, 1), 2);
}

TEST(waiting, for_parts) {
  const Trace trace = run(R"(
machines: {bench: {}, lathe: {}}
parts: {wheel: {capacity: 8}}
routings:
  wheel: {part: wheel, operations: [{machine: lathe, time: 5 s}]}
  cart: [{machine: bench, time: 1 s, parts: {wheel: 2}}]
orders: [{routing: wheel, quantity: 2}, {routing: cart}]
)");
  EXPECT_THAT(stretches(trace), ElementsAre(Stretch{0, 10, of(part)}));
  EXPECT_EQ(seconds_in(trace, idle), 0);
}

TEST(waiting, for_power) {
  const Trace trace = run(R"(
machines: {m: {power: {busy: 2 kW}}, n: {power: {busy: 2 kW}}}
energy: {cap: 3 kW}
routings: {a: [{machine: m, time: 5 s}], b: [{machine: n, time: 5 s}]}
orders: [{routing: a}, {routing: b}]
)");
  EXPECT_THAT(stretches(trace, 1), ElementsAre(Stretch{0, 5, of(power)}));
}

TEST(waiting, for_the_rest_of_a_batch) {
  const Trace trace = run(R"(
machines: {oven: {batch: {maximum: 2, minimum: 2}}}
routings: {a: [{machine: oven, time: 5 s}]}
orders: [{routing: a, release: 1 s}, {routing: a, release: 3 s}]
)");
  EXPECT_THAT(stretches(trace), ElementsAre(Stretch{1, 3, of(batch)}));
  EXPECT_EQ(seconds_in(trace, idle), 1);
}

TEST(waiting, for_a_card) {
  const Trace trace = run(R"(
machines: {m: {}, n: {}}
cards: {loop: {count: 1, over: [{routing: a}]}}
routings: {a: [{machine: m, time: 2 s}, {machine: n, time: 3 s}]}
orders: [{routing: a, quantity: 2}]
)");
  EXPECT_THAT(stretches(trace), ElementsAre(Stretch{2, 5, of(card)}));
  EXPECT_EQ(seconds_in(trace, idle), 3);  // 7-10
  EXPECT_EQ(seconds_in(trace, idle, 1), 4);
}

TEST(waiting, a_saturated_machine_never_starves) {
  const Trace trace = run(R"(
machines: {m: {}, n: {}}
routings: {a: [{machine: m, time: 1 s}, {machine: n, time: 3 s}]}
arrivals: {source: {saturated: true, routing: a, wip_limit: 2}}
run: {until: 60 s}
)");
  EXPECT_EQ(seconds_in(trace, idle), 0);
  EXPECT_EQ(seconds_in(trace, waiting) + seconds_in(trace, processing), 60);
  const Trace busy = run(R"(
machines: {m: {}, n: {}}
routings: {a: [{machine: m, time: 3 s}, {machine: n, time: 1 s}]}
arrivals: {source: {saturated: true, routing: a}}
run: {until: 60 s}
)");
  EXPECT_EQ(seconds_in(busy, processing), 60);
}

TEST(waiting, for_a_vehicle_until_it_sets_the_job_down) {
  const Trace trace = run(R"(
machines: {m: {place: a}, n: {place: b}}
transport:
  places: [a, b]
  lanes: {l: {from: a, to: b, length: 10 m}}
  vehicles: {v: {speed: 2 m/s, start: b, loading: 1 s, unloading: 1 s}}
routings: {r: [{machine: m, time: 4 s}, {machine: n, time: 1 s}]}
orders: [{routing: r, place: a}]
)");
  // Done at 4; the vehicle is there at 9, loads until 10, is at b at 15 and has unloaded at 16.
  EXPECT_THAT(stretches(trace, 1), ElementsAre(Stretch{4, 16, of(vehicle)}));
  EXPECT_EQ(seconds_in(trace, idle, 1), 4);
}

TEST(blocking, before_service_is_blocked) {
  const Trace trace = run(R"(
machines: {m1: {blocking: before_service}, m2: {buffer: 1}, m3: {buffer: 0}}
routings: {r: [{operation: a, machine: m1, time: 1 s}, {operation: b, machine: m2, time: 10 s}, {operation: c, machine: m3, time: 1 s}]}
orders: [{routing: r, quantity: 3}]
)");
  EXPECT_THAT(stretches(trace), ElementsAre(Stretch{2, 11, kept}));
  EXPECT_EQ(seconds_in(trace, processing), 3);
  EXPECT_EQ(seconds_in(trace, idle), 20);
}

TEST(blocking, before_service_draws_and_costs_what_blocked_does) {
  const Trace trace = run(R"(
machines: {m1: {blocking: before_service, power: {busy: 1 kW, blocked: 100 W, idle: 10 W}}, m2: {buffer: 1}}
routings: {r: [{operation: a, machine: m1, time: 1 s}, {operation: b, machine: m2, time: 10 s}]}
orders: [{routing: r, quantity: 3}]
)");
  std::vector<std::pair<double, double>> power;
  for (const EventRecord& e : trace.events)
    if (e.kind == EventKind::power) power.emplace_back(to_seconds(e.time), e.value);
  EXPECT_THAT(power, ElementsAre(std::pair{0.0, 1000.0}, std::pair{2.0, 100.0}, std::pair{11.0, 1000.0},
                                 std::pair{12.0, 10.0}));
}

TEST(blocking, before_service_for_lack_of_room_for_parts) {
  const Trace trace = run(R"(
machines: {m: {blocking: before_service}, n: {}}
parts: {p: {capacity: 1}}
routings:
  a: {part: p, operations: [{machine: m, time: 1 s}]}
  b: [{machine: n, time: 1 s, parts: {p: 1}}]
orders: [{routing: a, quantity: 2}, {routing: b, quantity: 2, release: 5 s}]
)");
  EXPECT_THAT(stretches(trace), ElementsAre(Stretch{1, 5, kept}));
}

}  // namespace
}  // namespace takt::test
