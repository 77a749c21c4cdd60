// What must hold of transport in every run, over random shops on random networks.

#include <algorithm>

#include <gtest/gtest.h>

#include "sim/clock/isolate.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/model/write/yaml.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"
#include "tests/sim/transport_check.hpp"

namespace takt::test {
namespace {

Scenario scenario_with_transport(std::uint64_t seed) {
  return random_scenario(2 * seed, {.mixed = true});
}

Trace recorded(const Scenario& scenario, ClockKind kind, Seed seed) {
  AnyCandidate agent;
  SimulateOptions options;
  options.seed = seed;
  options.record = {true, true};
  options.check = true;
  options.stall_limit = 2000;
  const auto clock = make_clock(kind, scenario);
  return simulate(scenario, agent, *clock, options);
}

TEST(transport_properties, events_are_consistent_and_add_up) {
  std::int64_t kinds[64] = {};
  std::int64_t chosen = 0, blocked = 0;
  for (std::uint64_t seed = 0; seed < 1200; ++seed) {
    const Scenario scenario = scenario_with_transport(seed);
    const Trace trace = recorded(scenario, ClockKind::calendar, {seed, 0});
    std::string faults;
    for (const std::string& fault : check_transport_events(scenario, trace)) faults += "\n  " + fault;
    EXPECT_EQ(faults, "") << "scenario " << 2 * seed;
    for (const EventRecord& event : trace.events) ++kinds[static_cast<std::size_t>(event.kind) % 64];
    for (const DecisionRecord& decision : trace.decisions)
      chosen +=
          decision.kind == static_cast<std::uint32_t>(DecisionKind::transport) && decision.candidates > 1;
    for (const MachineInterval& interval : trace.intervals)
      blocked += interval.state == MachineState::blocked;
  }
  for (const EventKind kind : {EventKind::transport_wait, EventKind::vehicle_charging,
                               EventKind::job_unloaded, EventKind::conveyor_leaves})
    EXPECT_GT(kinds[static_cast<std::size_t>(kind)], 300) << static_cast<int>(kind);
  EXPECT_GT(chosen, 300);
  EXPECT_GT(blocked, 100);
}

/// Faults put into a good run are found: the check above is not blind.
TEST(transport_properties, the_check_finds_faults_that_are_put_in) {
  int seen = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Scenario scenario = scenario_with_transport(seed);
    const Trace good = recorded(scenario, ClockKind::calendar, {seed, 0});
    ASSERT_TRUE(check_transport_events(scenario, good).empty());
    for (std::size_t i = 0; i < good.events.size(); ++i) {
      if (good.events[i].kind != EventKind::vehicle_loaded) continue;
      ++seen;
      const auto found = [&](auto spoil) {
        Trace bad = good;
        spoil(bad);
        return !check_transport_events(scenario, bad).empty();
      };
      EXPECT_TRUE(found([i](Trace& t) { t.events[i].value += 1; }));
      EXPECT_TRUE(found([i](Trace& t) { ++t.events[i].detail; }) ||
                  scenario.transport.places.size() == static_cast<std::size_t>(good.events[i].detail + 1));
      EXPECT_TRUE(found([i](Trace& t) { t.events.erase(t.events.begin() + static_cast<int>(i)); }));
      EXPECT_TRUE(found([](Trace& t) { ++t.transport.vehicles.front().in_state[0]; }));
      break;
    }
  }
  EXPECT_GT(seen, 30);
}

TEST(transport_properties, unshared_networks_run_alike_on_both_clocks) {
  preload_simgrid_clock();
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const Scenario scenario = scenario_with_transport(seed);
    const auto digest = [&](ClockKind kind) {
      const Trace trace = recorded(scenario, kind, {seed, 1});
      return trace.digest.hex() + " " + std::to_string(trace.end) + " " + trace.status_detail;
    };
    const std::string simgrid = run_isolated([&] { return digest(ClockKind::simgrid); });
    EXPECT_EQ(digest(ClockKind::calendar), simgrid) << "scenario " << 2 * seed;
  }
}

/// A file cannot name a product or an alternative twice.
bool has_a_file(const Scenario& scenario) {
  return std::all_of(scenario.sources.begin(), scenario.sources.end(),
                     [](const Source& s) { return s.products.size() == 1; }) &&
         std::all_of(scenario.steps.begin(), scenario.steps.end(), [&](const Step& step) {
           for (Index m = step.first_mode + 1; m < step.first_mode + step.mode_count; ++m)
             for (Index k = step.first_mode; k < m; ++k)
               if (scenario.modes[static_cast<std::size_t>(m)].group ==
                   scenario.modes[static_cast<std::size_t>(k)].group)
                 return false;
           return true;
         });
}

TEST(transport_properties, a_scenario_file_says_it_all) {
  int read_back = 0;
  for (std::uint64_t seed = 0; seed < 900; ++seed) {
    const Scenario scenario = scenario_with_transport(seed);
    if (!has_a_file(scenario)) continue;
    ++read_back;
    const std::string text = to_yaml(scenario);
    const Scenario read = parse_scenario(text, "exported.yaml");
    EXPECT_EQ(read.transport, scenario.transport) << text;
    EXPECT_EQ(recorded(read, ClockKind::calendar, {seed, 0}).digest,
              recorded(scenario, ClockKind::calendar, {seed, 0}).digest);
  }
  EXPECT_GT(read_back, 100);
}

}  // namespace
}  // namespace takt::test
