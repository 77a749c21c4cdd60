// What the benchmarks compare is the same work. No time is measured here.

#include "cli/bench/bench.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "cli/bench/bare_simgrid.hpp"
#include "cli/bench/measure.hpp"
#include "cli/bench/reference_heap.hpp"
#include "sim/clock/isolate.hpp"
#include "sim/model/error.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt {
namespace {

Time makespan(const bench::BareShop& shop, ClockKind kind) {
  const Scenario scenario = bench::scenario_of(shop);
  test::FirstCandidate agent;
  const auto clock = make_clock(kind, scenario);
  return simulate(scenario, agent, *clock, SimulateOptions{}).end;
}

TEST(BenchReferences, HeapLoopDoesTaktsSchedule) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto jobs = static_cast<std::int32_t>(1 + seed % 40),
               machines = static_cast<std::int32_t>(1 + seed % 13);
    const bench::BareShop shop = bench::make_bare_shop(jobs, machines, seed);
    ASSERT_EQ(makespan(shop, ClockKind::calendar), bench::run_reference_heap(shop)) << "seed " << seed;
  }
}

TEST(BenchReferences, BareSimGridDoesTaktsSchedule) {
  bench::preload_bare_simgrid();
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const bench::BareShop shop = bench::make_bare_shop(30, 7, seed);
    const std::string answer = run_isolated([&] { return std::to_string(bench::run_bare_simgrid(shop)); });
    ASSERT_EQ(std::to_string(makespan(shop, ClockKind::calendar)), answer) << "seed " << seed;
  }
}

TEST(BenchReferences, ShopIsRandomAndTheSameForASeed) {
  const bench::BareShop shop = bench::make_bare_shop(10, 5, 1);
  EXPECT_EQ(shop.machine, bench::make_bare_shop(10, 5, 1).machine);
  EXPECT_NE(shop.machine, bench::make_bare_shop(10, 5, 2).machine);
  for (std::size_t job = 0; job < 10; ++job) {
    const auto first = shop.machine.begin() + static_cast<std::ptrdiff_t>(5 * job);
    EXPECT_THAT(std::vector<std::int32_t>(first, first + 5), testing::UnorderedElementsAre(0, 1, 2, 3, 4));
  }
  for (const std::int64_t time : shop.time) {
    EXPECT_THAT(time, testing::AllOf(testing::Ge(1'000'000), testing::Le(99'000'000)));
  }
}

class EveryBench : public testing::TestWithParam<std::string> {};

TEST_P(EveryBench, MakesARowAtATinySize) {
  const BenchRow row = run_bench(GetParam(), {.rounds = 1, .size = 0.005, .folder = testing::TempDir()});
  EXPECT_EQ(row.name, GetParam());
  EXPECT_THAT(bench_table({row}), testing::HasSubstr(GetParam()));
  const auto json = nlohmann::json::parse(bench_json({row})).at(0);
  EXPECT_EQ(json.at("name"), GetParam());
  if (!row.skipped.empty()) GTEST_SKIP() << row.skipped;
  EXPECT_FALSE(row.what.empty());
  EXPECT_FALSE(row.reference.empty());
  EXPECT_GT(row.value, 0);
  EXPECT_GT(row.reference_value, 0);
  EXPECT_GT(row.aim, 0);
  EXPECT_LE(row.spread_low, row.ratio);
  EXPECT_GE(row.spread_high, row.ratio);
  EXPECT_EQ(row.met, row.at_least ? row.ratio >= row.aim : row.ratio <= row.aim);
  EXPECT_EQ(json.at("met"), row.met);
}

INSTANTIATE_TEST_SUITE_P(All, EveryBench, testing::ValuesIn(bench_names()), [](const auto& name) {
  std::string word = name.param;
  for (char& c : word) {
    if (c == '-') c = '_';
  }
  return word;
});

TEST(Bench, UnknownNameIsAUsageErrorThatListsTheKnown) {
  try {
    run_bench("calender", {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::usage);
    EXPECT_THAT(error.what(), testing::HasSubstr("calendar, fab, simgrid"));
  }
}

TEST(Bench, RatiosAreMediansOverRounds) {
  BenchRow row;
  row.aim = 0.5;
  bench::set_rates(row, {.takt = {2, 4, 8}, .reference = {1, 3, 2}}, 12);
  EXPECT_DOUBLE_EQ(row.value, 3);
  EXPECT_DOUBLE_EQ(row.reference_value, 6);
  EXPECT_DOUBLE_EQ(row.ratio, 0.5);
  EXPECT_DOUBLE_EQ(row.spread_low, 0.25);
  EXPECT_DOUBLE_EQ(row.spread_high, 0.75);
  EXPECT_TRUE(row.met);

  row.at_least = false;
  row.aim = 30;
  bench::set_times(row, {.takt = {20, 40, 60, 80}, .reference = {1, 2, 3, 4}});
  EXPECT_DOUBLE_EQ(row.ratio, 47.5);
  EXPECT_FALSE(row.met);
}

TEST(Bench, BothSidesTakeTurns) {
  std::string calls;
  const bench::Rounds rounds = bench::measure_in_turn(
      3,
      [&] {
        calls += 't';
        return 1.0;
      },
      [&] {
        calls += 'r';
        return 2.0;
      });
  EXPECT_EQ(calls, "trtrrttr");
  EXPECT_THAT(rounds.takt, testing::ElementsAre(1, 1, 1));
  EXPECT_THAT(rounds.reference, testing::ElementsAre(2, 2, 2));
}

}  // namespace
}  // namespace takt
