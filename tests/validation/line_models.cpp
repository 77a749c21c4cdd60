#include "tests/validation/line_models.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace takt::test {

namespace {

Source saturated(Scenario& s, Index routing, std::int64_t wip_limit = -1) {
  Source source;
  source.name = "saturated" + std::to_string(s.sources.size());
  source.products = {{routing, 1}};
  s.lines.sources.push_back({.saturated = true, .wip_limit = wip_limit});
  return source;
}

Index add_stations(Scenario& s, const std::vector<StationModel>& stations, Blocking blocking) {
  std::vector<Visit> visits;
  for (const StationModel& station : stations) {
    const Index group = add_group(s, station.machines);
    s.groups.back().breakdowns = station.breakdowns;
    s.lines.buffers.push_back({.places = station.buffer, .blocking = blocking});
    visits.push_back({group, station.time});
  }
  return add_routing(s, visits);
}

}  // namespace

Scenario saturated_line(const std::vector<StationModel>& stations, const Window& window, Blocking blocking) {
  Scenario s = empty_shop(window);
  s.sources.push_back(saturated(s, add_stations(s, stations, blocking)));
  return s;
}

Scenario conwip_line(const std::vector<StationModel>& stations, std::int64_t wip, const Window& window) {
  Scenario s = empty_shop(window);
  s.sources.push_back(saturated(s, add_stations(s, stations, Blocking::after_service), wip));
  return s;
}

Scenario assembly_cell(const std::vector<Distribution>& part_times, const std::vector<std::int64_t>& stores,
                       const Distribution& assembly_time, const Window& window) {
  Scenario s = empty_shop(window);
  Kit kit;
  for (std::size_t i = 0; i < part_times.size(); ++i) {
    s.lines.parts.push_back({.name = "part" + std::to_string(i), .capacity = stores[i]});
    s.sources.push_back(saturated(s, add_routing(s, {{add_group(s), part_times[i]}})));
    s.lines.part_of.push_back(static_cast<Index>(i));
    s.lines.steps.emplace_back();
    kit.push_back({.store = static_cast<Index>(i)});
  }
  s.sources.push_back(saturated(s, add_routing(s, {{add_group(s), assembly_time}})));
  s.lines.part_of.push_back(-1);
  s.lines.steps.emplace_back().kits = {kit};
  return s;
}

Breakdown while_busy(const Distribution& time_to_failure, const Distribution& time_to_repair) {
  return {"cause", FailureClock::busy, OnFailure::resume, time_to_failure, time_to_repair};
}

double throughput_of_last(const Scenario& scenario, const Trace& trace) {
  const auto last = static_cast<Index>(scenario.routings.size()) - 1;
  const auto done = std::count_if(trace.jobs.begin(), trace.jobs.end(), [&](const JobRecord& job) {
    return job.routing == last && job.outcome == JobOutcome::done && job.completion > scenario.run.warm_up;
  });
  return static_cast<double>(done) / to_seconds(trace.end - scenario.run.warm_up);
}

void expect_exact_throughput(Scenario scenario, double exact, int replications) {
  finish_scenario(scenario);
  const Interval rate = estimate(scenario, "rule:fifo", 1, replications, throughput_of_last);
  ::testing::Test::RecordProperty("interval",
                                  std::to_string(rate.low()) + " .. " + std::to_string(rate.high()));
  EXPECT_GE(exact, rate.low());
  EXPECT_LE(exact, rate.high());
  EXPECT_LE(2 * rate.half_width, 0.02 * exact);
}

}  // namespace takt::test
