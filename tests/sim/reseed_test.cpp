// A reseeded copy of a run: its past is the original's, its hidden future another, drawn by the right law.

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/model/read/load_scenario.hpp"
#include "sim/simulation.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

constexpr CourseOptions recorded(Seed seed) {
  return {.seed = seed, .record = {true, true}, .stall_limit = 2000};
}

Trace play_on(Simulation& run, Agent& agent) {
  while (const auto decision = run.next_decision()) run.resolve(agent.decide(*decision));
  return run.finish(true);
}

/// What had left its machine by `time`.
std::vector<OperationRecord> past(const Trace& trace, Time time) {
  std::vector<OperationRecord> all;
  for (const OperationRecord& operation : trace.operations)
    if (operation.end <= time) all.push_back(operation);
  return all;
}

bool same(const OperationRecord& x, const OperationRecord& y) {
  return x.ready == y.ready && x.setup_start == y.setup_start && x.start == y.start && x.end == y.end &&
         x.job == y.job && x.step == y.step && x.mode == y.mode && x.machine == y.machine;
}

TEST(Reseed, ThePastStaysAndTheLawsHold) {
  int random = 0, different = 0;
  for (std::uint64_t number = 0; number < 300; ++number) {
    const Scenario scenario = random_scenario(number, {.mixed = true});
    AnyCandidate agent;
    agent.begin(scenario, {number});
    Simulation run(scenario, recorded({number}));
    for (std::uint64_t step = number % 40; step > 0; --step) {
      const auto decision = run.next_decision();
      if (!decision) break;
      run.resolve(agent.decide(*decision));
    }
    run.next_decision();
    const Time now = run.now();
    Simulation plain = run.ahead({1}, Foresight::clairvoyant), other = run.ahead({number + 1, 7}),
               twin = other;
    // Once more from where the copy got to: what was drawn anew is under way when it is drawn anew again.
    Simulation twice = other;
    AnyCandidate first = agent, second = agent, third = agent, fourth = agent;
    for (int step = 0; step < 10; ++step) {
      const auto decision = twice.next_decision();
      if (!decision) break;
      twice.resolve(fourth.decide(*decision));
    }
    if (!twice.over()) twice.reseed({number + 2});
    const Trace original = play_on(plain, first), future = play_on(other, second),
                same_seed = play_on(twin, third);
    play_on(twice, fourth);
    EXPECT_EQ(future.digest.hex(), same_seed.digest.hex()) << "random scenario " << number;
    const auto before = past(original, now), after = past(future, now);
    ASSERT_EQ(before.size(), after.size()) << "random scenario " << number;
    EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin(), same))
        << "random scenario " << number;
    ++random;
    if (original.digest.hex() != future.digest.hex()) ++different;
  }
  EXPECT_GT(different, random / 2);
}

TEST(Reseed, WhatHoldsNoChanceStaysAsItIs) {
  const Scenario scenario = parse_scenario(R"(takt: 1
machines: {lathe: {count: 2}, drill: {}}
routings:
  part: [{operation: turn, machine: lathe, time: 5 min}, {operation: bore, machine: drill, time: 3 min}]
orders: [{routing: part, quantity: 20}]
arrivals: {more: {routing: part, interarrival: 4 min, limit: 20}}
)",
                                           "plain.yaml");
  FirstCandidate agent;
  Simulation run(scenario, recorded({1}));
  run.run_until(600 * ticks_per_second);
  Simulation other = run.ahead({2});
  const Trace original = play_on(run, agent), future = play_on(other, agent);
  EXPECT_EQ(original.digest.hex(), future.digest.hex());
}

/// What agents were told of a job at its release is so in every future.
TEST(Reseed, KnownTimesOfJobsInTheShopStay) {
  const Scenario scenario = parse_scenario(R"(takt: 1
machines: {lathe: {}}
processing_times: {known: at_release}
routings: {part: [{operation: turn, machine: lathe, time: {exponential: {mean: 5 min}}}]}
orders: [{routing: part, quantity: 20}]
)",
                                           "known.yaml");
  FirstCandidate agent;
  Simulation run(scenario, recorded({1}));
  run.next_decision();
  Simulation other = run.ahead({2});
  const Trace original = play_on(run, agent), future = play_on(other, agent);
  EXPECT_EQ(original.digest.hex(), future.digest.hex());
}

/// What is inside a cascade, and a lot or batch on a machine that degrades, keeps its end, whatever the
/// future; what comes after it does not.
TEST(Reseed, WhatCannotBeDrawnAgainKeepsItsEnd) {
  for (const std::string machine :
       {"{cascade: 90 s}", "{condition: {levels: [{name: good, lasts: 9 d}, {name: worn}]}}",
        "{batch: {minimum: 3, maximum: 3}, condition: {levels: [{name: good, lasts: 9 d}, {name: worn}]}}"}) {
    SCOPED_TRACE(machine);
    const Scenario scenario = parse_scenario("takt: 1\nmachines: {bath: " + machine +
                                                 "}\nroutings: {part: [{operation: dip, machine: bath, time: "
                                                 "{uniform: {from: 2 min, to: 9 min}}, per: "
                                                 "piece}]}\norders: [{routing: part, quantity: 40, pieces: "
                                                 "2}]\nprocessing_times: {known: at_start}\n",
                                             "case.yaml");
    FirstCandidate agent;
    Simulation run(scenario, recorded({3}));
    while (const auto decision = run.run_until(3000 * ticks_per_second)) run.resolve(agent.decide(*decision));
    Simulation as_it_is = run;
    const Trace original = play_on(as_it_is, agent);
    std::set<Time> next_ends;
    for (std::uint64_t seed = 100; seed < 130; ++seed) {
      Simulation copy = run.ahead({seed});
      const Trace future = play_on(copy, agent);
      ASSERT_EQ(future.operations.size(), original.operations.size());
      Time next = 0;
      int inside = 0;
      for (std::size_t i = 0; i < original.operations.size(); ++i) {
        const OperationRecord &was = original.operations[i], &is = future.operations[i];
        if (was.start <= run.now()) {
          EXPECT_EQ(is.end, was.end) << was.job;
          inside += was.end > run.now();
        } else if (next == 0) {
          next = is.end - is.start;
        }
      }
      EXPECT_GT(inside, 0);
      next_ends.insert(next);
    }
    EXPECT_GT(next_ends.size(), 5U);
  }
}

}  // namespace
}  // namespace takt::test
