// to_yaml: what it writes is read back as the same scenario, to the last bit.
#include <algorithm>
#include <filesystem>
#include <limits>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/model/open_scenario.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/model/write/yaml.hpp"
#include "tests/sim/random_condition.hpp"
#include "tests/sim/random_scenario.hpp"

namespace takt {
namespace {

namespace fs = std::filesystem;

/// Compares everything but source_text, section by section so that a failure says where to look.
void expect_same(const Scenario& a, Scenario b, const std::string& what) {
  b.source_text = a.source_text;
  EXPECT_EQ(a.name, b.name) << what;
  EXPECT_EQ(a.families, b.families) << what;
  EXPECT_TRUE(a.setup_matrices == b.setup_matrices) << what;
  EXPECT_TRUE(a.groups == b.groups) << what;
  EXPECT_TRUE(a.modes == b.modes) << what;
  EXPECT_TRUE(a.steps == b.steps) << what;
  EXPECT_TRUE(a.routings == b.routings) << what;
  EXPECT_TRUE(a.orders == b.orders) << what;
  EXPECT_TRUE(a.sources == b.sources) << what;
  EXPECT_TRUE(a.run == b.run) << what;
  EXPECT_TRUE(a == b) << what;
}

void expect_round_trip(const Scenario& scenario, const std::string& what) {
  const std::string text = to_yaml(scenario);
  expect_same(scenario, parse_scenario(text, "export.yaml"), what + "\n" + text.substr(0, 4000));
}

TEST(Export, TaillardInstances) {
  for (const char* name : {"ta01", "ta11", "ta21", "ta31", "ta41", "ta51", "ta61", "ta71", "ta80"}) {
    expect_round_trip(open_scenario(std::string("taillard:") + name), name);
  }
}

TEST(Export, CollectedInstances) {
  const fs::path data = fs::path(TAKT_SOURCE_DIR) / "tests" / "instances";
  for (const std::string format : {"jsplib", "fjsp"}) {
    for (const fs::directory_entry& entry : fs::directory_iterator(data / format)) {
      expect_round_trip(open_scenario(format + ":" + entry.path().string()), entry.path().string());
    }
  }
}

TEST(Export, BatchesCascadesAndQuality) {
  expect_round_trip(parse_scenario(R"(takt: 1
machines:
  oven: {batch: {minimum: 2, maximum: 6, same: family, wait: 20 min}, parameters: {heat: 850.5, flow: -2}}
  kiln: {batch: {maximum: 3, wait: full}, setup: die}
  track: {cascade: 90 s, parameters: {heat: 3}}
families: [a, b]
setups: {die: {times: {a: {b: 5 s}}, minimum_run: 4}}
routings:
  part:
    - {operation: bake, machine: oven, time: 2 h, family: a, scrap: 0.01, defect: [0.1, 0.25, 1]}
    - operation: coat
      alternatives: [{machine: oven, time: 8 min}, {machine: track, time: 9 min}]
      per: piece
      scrap: {probability: [0.1, 0.2], parameter: heat, target: 840, slope: 0.001}
      rework: {probability: {probability: 0.02, parameter: heat, target: 1, slope: 0}, to: bake, limit: 2}
      within: {time: 30 min}
    - {operation: rinse, machine: track, time: 1 min, cascade: 0 s, per: lot,
       within: {time: 1 h, of: bake, late: rework, limit: 9}}
    - {operation: test, machine: kiln, time: 3 min, per: batch, inspect: {sample: 0.5, miss: 0.05, false_alarm: 0.01,
       to: coat, limit: 3}, rework: {probability: 0.3, to: test}}
    - {operation: pack, machine: kiln, time: 3 min, inspect: {}}
orders: [{routing: part, pieces: 25, quantity: 3}]
arrivals: {more: {interarrival: 1 h, routing: part, limit: 5, pieces: 10}}
)",
                                   "process.yaml"),
                    "process");
}

TEST(Export, ShippedScenarios) {
  int count = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(TAKT_SOURCE_DIR) / "scenarios")) {
    if (entry.path().extension() != ".yaml") continue;
    expect_round_trip(open_scenario(entry.path().string()), entry.path().string());
    ++count;
  }
  EXPECT_GE(count, 3);
}

/// A file names each product of a source once, and each machine among the alternatives of an operation.
void make_expressible(Scenario& scenario) {
  for (Source& source : scenario.sources) {
    std::vector<Source::Product> once;
    for (const Source::Product& product : source.products) {
      const auto same = [&](const Source::Product& other) { return other.routing == product.routing; };
      if (std::none_of(once.begin(), once.end(), same)) once.push_back(product);
    }
    source.products = once;
  }
  const auto groups = static_cast<Index>(scenario.groups.size());
  for (const Step& step : scenario.steps) {
    const Index first = scenario.modes[static_cast<std::size_t>(step.first_mode)].group;
    for (Index i = 0; i < step.mode_count; ++i)
      scenario.modes[static_cast<std::size_t>(step.first_mode + i)].group = (first + i) % groups;
  }
  finish_scenario(scenario);
}

RC_GTEST_PROP(Export, RandomScenarios, (std::uint32_t seed)) {
  Scenario scenario = test::random_scenario(seed);
  for (const Step& step : scenario.steps) {
    if (static_cast<std::size_t>(step.mode_count) > scenario.groups.size()) RC_DISCARD("too few machines");
  }
  make_expressible(scenario);
  Scenario read = parse_scenario(to_yaml(scenario), "export.yaml");
  read.source_text = scenario.source_text;
  RC_ASSERT(read == scenario);
}

RC_GTEST_PROP(Export, ConditionsEnergyAndCosts, (std::uint32_t seed)) {
  Scenario scenario = test::random_scenario(seed);
  for (const Step& step : scenario.steps) {
    if (static_cast<std::size_t>(step.mode_count) > scenario.groups.size()) RC_DISCARD("too few machines");
  }
  test::add_condition(scenario, seed);
  make_expressible(scenario);
  const std::string text = to_yaml(scenario);
  Scenario read = parse_scenario(text, "export.yaml");
  read.source_text = scenario.source_text;
  if (!(read == scenario)) RC_FAIL(text);
}

/// A scenario of one operation; tests put into it what they are about.
Scenario small() {
  Scenario s;
  s.name = "small";
  s.groups.resize(1);
  s.groups[0].name = "saw";
  s.modes.push_back({0, constant(5e6)});
  s.steps.push_back({.name = "cut", .first_mode = 0, .mode_count = 1});
  s.routings.push_back({.name = "part", .first_step = 0, .step_count = 1, .steps_taken = 1});
  s.orders.push_back({.name = "first", .routing = 0, .due = {}});
  return s;
}

TEST(Export, DistributionsToTheLastBit) {
  const std::vector<Distribution> all = {
      constant(0),
      constant(1),
      constant(1.5),
      constant(123456789.25),
      constant(1e15),
      uniform(0, 1e6 / 3),
      discrete_uniform(1, 49, 60e6),
      discrete_uniform(0, 3, 0.5),
      triangular(1, 2.5, 1e7 / 7),
      exponential(1e6 / 3),
      truncated_normal(5e6, 1e6 / 3, 0, 1e9),
      truncated_normal(5e6, 2e6, 0, std::numeric_limits<double>::infinity()),
      lognormal_mean_cv(5e6 / 3, 0.3),
      lognormal_mean_cv(1e9 / 7, 2.7),
      lognormal_mean_cv(12345678, 1e-3),
      gamma_mean_cv(1e7 / 3, 0.7),
      gamma(3, 1e6),
      weibull_mean_cv(1e6, 0.4),
      weibull(0.5, 1e6 / 3),
      geometric(0.1, 60e6),
      geometric(1.0 / 3, 0.5),
      empirical({1e6, 2e6, 3e6}, {}),
      empirical({1e6, 2e6, 3e6}, {1, 2, 4}),
      empirical({7, 7, 1e6 / 3}, {0.1, 0.7, 0.3}),
      empirical({1, 2, 3, 4, 5, 6, 7}, {3, 1e-7, 5, 1e3, 0.1, 9, 1e8})};
  for (const Distribution& distribution : all) {
    Scenario s = small();
    s.modes[0].time = distribution;
    finish_scenario(s);
    expect_round_trip(s, "a distribution");
  }
}

TEST(Export, OrdersOfOneQuantityStayTogether) {
  const Scenario s = parse_scenario(
      "takt: 1\nname: q\nmachines: {saw: {}}\nroutings: {part: [{machine: saw, time: 1 s}]}\n"
      "orders:\n  - {name: a, routing: part, quantity: 3, due: 9 s}\n  - {routing: part, quantity: 2, "
      "weight: 2.5}\n"
      "  - {name: b, routing: part, quantity: 1}\n",
      "q.yaml");
  ASSERT_EQ(s.orders.size(), 6u);
  expect_round_trip(s, "quantities");
  EXPECT_NE(to_yaml(s).find("{name: a, routing: part, quantity: 3"), std::string::npos);
}

TEST(Export, NamesThatYamlWouldMisread) {
  for (const char* name : {"null", "1", "1e5", "on", "true", "a b", "0x10", "_", "yes"}) {
    Scenario s = small();
    s.name = "a \"quoted\" \\ name: # 1";
    s.description = "two lines\n\tof 'text'";
    s.groups[0].name = s.routings[0].name = s.orders[0].name = s.steps[0].name = name;
    finish_scenario(s);
    expect_round_trip(s, name);
  }
}

TEST(Export, TimesAreWholeSecondsOrMicroseconds) {
  Scenario s = small();
  s.orders[0].release = 1'500'000;
  s.orders[0].due = {DueRule::fixed, 90 * ticks_per_second, 0};
  finish_scenario(s);
  EXPECT_NE(to_yaml(s).find("release: 1500000 us, due: {at: 90 s}"), std::string::npos) << to_yaml(s);
}

}  // namespace
}  // namespace takt
