#pragma once

#include <cmath>
#include <initializer_list>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/clock/isolate.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/test_agents.hpp"
#include "tests/sim/transport_check.hpp"

namespace takt::test {

inline constexpr Time second = ticks_per_second;

inline Trace run_checked(const Scenario& scenario, ClockKind kind = ClockKind::calendar, Seed seed = {}) {
  FirstCandidate agent;
  SimulateOptions options;
  options.seed = seed;
  options.record = {true, true};
  options.check = true;
  const auto clock = make_clock(kind, scenario);
  return simulate(scenario, agent, *clock, options);
}

/// Runs a scenario text, checks its events, and that SimGrid tells the same.
inline Trace told(const std::string& text) {
  const Scenario scenario = parse_scenario("takt: 1\n" + text, "case.yaml");
  const Trace trace = run_checked(scenario);
  for (const std::string& fault : check_transport_events(scenario, trace)) ADD_FAILURE() << fault;
  EXPECT_TRUE(trace.status == RunStatus::all_done);
  EXPECT_EQ(run_isolated([&] { return run_checked(scenario, ClockKind::simgrid).digest.hex(); }),
            trace.digest.hex());
  return trace;
}

inline std::vector<Time> times(const Trace& trace, EventKind kind) {
  std::vector<Time> result;
  for (const EventRecord& event : trace.events) {
    if (event.kind == kind) result.push_back(event.time);
  }
  return result;
}

/// Completion times by job number.
inline std::vector<Time> completions(const Trace& trace) {
  std::vector<Time> result;
  for (const JobRecord& job : trace.jobs) result.push_back(job.completion);
  return result;
}

inline std::vector<Time> seconds(std::initializer_list<double> values) {
  std::vector<Time> result;
  for (const double value : values) result.push_back(static_cast<Time>(std::llround(value * 1e6)));
  return result;
}

/// The text with one part of it replaced.
inline std::string with(std::string text, const std::string& part, const std::string& other) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), other);
}

}  // namespace takt::test
