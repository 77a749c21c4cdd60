// Saturated lines with buffers, closed lines and assembly against exact throughputs.

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/validation/line_models.hpp"
#include "tests/validation/line_theory.hpp"

namespace takt::test {
namespace {

Distribution exp_s(double mean) {
  return exponential(ticks(mean));
}

/// The simulated line of what the theory calls a line.
std::vector<StationModel> models_of(const std::vector<LineStation>& stations) {
  std::vector<StationModel> models;
  for (const LineStation& station : stations) {
    StationModel model{.time = exp_s(1 / station.rate), .buffer = static_cast<Index>(station.buffer)};
    if (station.failure_rate > 0)
      model.breakdowns.push_back(while_busy(exp_s(1 / station.failure_rate), exp_s(1 / station.repair_rate)));
    models.push_back(model);
  }
  models.front().buffer = -1;
  return models;
}

std::vector<LineStation> equal_stations(std::size_t count, int buffer) {
  return std::vector<LineStation>(count, {.rate = 1, .buffer = buffer});
}

struct LineCase {
  std::string name;
  std::vector<LineStation> stations;
  double length = 5000;  ///< s a replication
};

class BufferedLine : public ::testing::TestWithParam<LineCase> {};

/// After service: the rows line2_* to line5_*, gb_*, and others of their kinds.
TEST_P(BufferedLine, throughput_is_that_of_its_markov_chain) {
  const LineCase& c = GetParam();
  expect_exact_throughput(saturated_line(models_of(c.stations), {.warm_up = 500, .length = c.length}),
                          line_throughput(c.stations));
}
const auto name_of = [](const auto& info) { return info.param.name; };
INSTANTIATE_TEST_SUITE_P(
    lines, BufferedLine,
    ::testing::Values(LineCase{"line2_B0", equal_stations(2, 0)}, LineCase{"line2_B4", equal_stations(2, 4)},
                      LineCase{"line3_B0", equal_stations(3, 0)}, LineCase{"line3_B1", equal_stations(3, 1)},
                      LineCase{"line3_B2", equal_stations(3, 2)}, LineCase{"line4_B0", equal_stations(4, 0)},
                      LineCase{"line5_B1", equal_stations(5, 1)}, LineCase{"line2_B9", equal_stations(2, 9)},
                      LineCase{"line6_B0", equal_stations(6, 0)},
                      LineCase{"bowl", {{1.2, 0, 1, 0}, {0.8, 0, 1, 2}, {1.5, 0, 1, 0}, {1, 0, 1, 3}}},
                      LineCase{"slow_end", {{2, 0, 1, 0}, {1.5, 0, 1, 3}, {0.7, 0, 1, 1}}, 12'000},
                      LineCase{"gb_B0", {{1, 0.01, 0.1, 0}, {1, 0.01, 0.1, 0}}, 60'000},
                      LineCase{"gb_B4", {{1, 0.01, 0.1, 0}, {1, 0.01, 0.1, 4}}, 60'000},
                      LineCase{
                          "gb_unequal", {{1, 0.02, 0.05, 0}, {1.3, 0.01, 0.2, 6}, {0.9, 0, 1, 1}}, 100'000}),
    name_of);

TEST(lines, block_before_service_is_its_markov_chain) {
  for (const auto& stations : {equal_stations(2, 1), equal_stations(3, 2),
                               std::vector<LineStation>{{1.2, 0, 1, 0}, {0.8, 0.01, 0.1, 2}, {1, 0, 1, 1}}})
    expect_exact_throughput(
        saturated_line(models_of(stations), {.warm_up = 500, .length = 30'000}, Blocking::before_service),
        line_throughput_before_service(stations));
}

TEST(lines, assembly_is_its_markov_chain) {
  const auto check = [](const std::vector<double>& rates, const std::vector<int>& stores, double assembly) {
    std::vector<Distribution> times;
    for (const double rate : rates) times.push_back(exp_s(1 / rate));
    expect_exact_throughput(assembly_cell(times, {stores.begin(), stores.end()}, exp_s(1 / assembly),
                                          {.warm_up = 500, .length = 5000}),
                            assembly_throughput(rates, stores, assembly));
  };
  check({1, 1}, {0, 0}, 1);  // asm_B0: 6/11
  check({1, 1.5}, {2, 0}, 0.8);
  check({1, 1, 2}, {1, 3, 0}, 1.2);
}

/// Whoever is made of four wheels waits for four wheels.
struct ClosedCase {
  std::string name;
  std::vector<ClosedStation> stations;  ///< times in h
  int wip;
};
class ClosedLine : public ::testing::TestWithParam<ClosedCase> {};

TEST_P(ClosedLine, conwip_throughput_is_that_of_mean_value_analysis) {
  const ClosedCase& c = GetParam();
  std::vector<StationModel> models;
  for (const ClosedStation& station : c.stations)
    models.push_back({.time = exp_s(3600 * station.time), .machines = station.machines});
  expect_exact_throughput(conwip_line(models, c.wip, {.warm_up = 3.6e6, .length = 80e6}),
                          conwip_throughput(c.stations, c.wip) / 3600);
}
const std::vector<ClosedStation> penny_one = {{1, 2}, {1, 2}, {1, 2}, {1, 2}};
const std::vector<ClosedStation> penny_two = {{1, 2}, {2, 5}, {6, 10}, {2, 3}};
INSTANTIATE_TEST_SUITE_P(lines, ClosedLine,
                         ::testing::Values(ClosedCase{"penny1_pwc_w4", penny_one, 4},
                                           ClosedCase{"penny1_pwc_w8", penny_one, 8},
                                           ClosedCase{"penny1_pwc_w1", penny_one, 1},
                                           ClosedCase{"penny2_exp_w8", penny_two, 8},
                                           ClosedCase{"penny2_exp_w20", penny_two, 20},
                                           ClosedCase{"two_unequal", {{1, 1}, {3, 2}, {1, 0.5}}, 5}),
                         name_of);

/// Penny Fab One without chance: min(w / T0, rb), to the job.
TEST(lines, deterministic_penny_fab_one_is_exact) {
  for (int wip = 1; wip <= 8; ++wip) {
    const StationModel station{.time = constant(ticks(7200))};
    Scenario s =
        conwip_line({station, station, station, station}, wip, {.warm_up = 25 * 3600, .length = 4000 * 3600});
    finish_scenario(s);
    const double rate = replicate(s, "rule:fifo", 1, 1, {throughput_of_last})[0][0] * 3600;
    EXPECT_DOUBLE_EQ(rate, std::min(wip / 8.0, 0.5)) << wip;
  }
}

/// Machines of one cycle that fail and are repaired at the starts of cycles. In Gershwin's model N counts the
/// parts between the machines, the one in the second machine included, and the first may start only if there
/// are less than N at the start of the cycle. With block before service that is a buffer of N - 1 places;
/// with block after service the first machine itself keeps one part more, so it is a buffer of N - 2. A
/// failure that is due after k operations strikes at the start of the next one, before it works, as it does
/// there.
TEST(lines, gershwins_deterministic_line) {
  struct Row {
    CycleMachine first, second;
    int n;
  };
  const CycleMachine usual{0.01, 0.1};
  for (const Row& row : {Row{usual, usual, 4}, Row{usual, usual, 10}, Row{{0.02, 0.2}, {0.01, 0.05}, 6}}) {
    const double exact = deterministic_line_efficiency(row.first, row.second, row.n);
    const auto station = [](const CycleMachine& m, Index buffer) {
      return StationModel{
          .time = constant(ticks(1)),
          .buffer = buffer,
          .breakdowns = {while_busy(geometric(m.failure, ticks(1)), geometric(m.repair, ticks(1)))}};
    };
    const Window window{.warm_up = 2000, .length = 60'000};
    expect_exact_throughput(
        saturated_line({station(row.first, -1), station(row.second, static_cast<Index>(row.n - 1))}, window,
                       Blocking::before_service),
        exact);
    expect_exact_throughput(
        saturated_line({station(row.first, -1), station(row.second, static_cast<Index>(row.n - 2))}, window),
        exact);
  }
}

/// Buzacott's line without buffers: one failure stops all, so its stations are the causes of one machine.
TEST(lines, buzacotts_zero_buffer_line) {
  for (const auto& machines : {std::vector<CycleMachine>{{0.01, 0.1}, {0.01, 0.1}},
                               std::vector<CycleMachine>{{0.02, 0.1}, {0.005, 0.05}, {0.01, 0.2}}}) {
    StationModel rigid{.time = constant(ticks(1))};
    for (const CycleMachine& m : machines)
      rigid.breakdowns.push_back(while_busy(exp_s(1 / m.failure), exp_s(1 / m.repair)));
    expect_exact_throughput(saturated_line({rigid}, {.warm_up = 2000, .length = 60'000}),
                            zero_buffer_efficiency(machines));
  }
}

/// What the theory computes is what others published.
TEST(lines, exact_values_are_those_published) {
  std::ifstream table(TAKT_SOURCE_DIR "/tests/instances/published_values.txt");
  std::map<std::string, double> value_of;
  std::string name;
  for (double value = 0; table >> name >> value;) value_of[name] = value;
  const std::vector<LineStation> failing(2, {1, 0.01, 0.1, 0}), buffered(2, {1, 0.01, 0.1, 4});
  const std::pair<const char*, double> rows[] = {
      {"penny1_pwc_w4", conwip_throughput(penny_one, 4)},
      {"penny1_pwc_w8", conwip_throughput(penny_one, 8)},
      {"penny2_exp_w8", conwip_throughput(penny_two, 8)},
      {"line2_B0", line_throughput(equal_stations(2, 0))},
      {"line2_B4", line_throughput(equal_stations(2, 4))},
      {"line3_B0", line_throughput(equal_stations(3, 0))},
      {"line3_B1", line_throughput(equal_stations(3, 1))},
      {"line3_B2", line_throughput(equal_stations(3, 2))},
      {"line4_B0", line_throughput(equal_stations(4, 0))},
      {"line5_B1", line_throughput(equal_stations(5, 1))},
      {"asm_B0", assembly_throughput({1, 1}, {0, 0}, 1)},
      {"gb_B0", line_throughput(failing)},
      {"gb_B4", line_throughput(buffered)},
      {"gersh_4", deterministic_line_efficiency({0.01, 0.1}, {0.01, 0.1}, 4)},
      {"gersh_10", deterministic_line_efficiency({0.01, 0.1}, {0.01, 0.1}, 10)}};
  for (const auto& [id, exact] : rows) {
    ASSERT_TRUE(value_of.contains(id)) << id;
    EXPECT_NEAR(value_of[id], exact, 6e-5) << id;
  }
  // Closed forms against the chains.
  EXPECT_NEAR(line_throughput(equal_stations(2, 7)), 9.0 / 10, 1e-10);
  EXPECT_NEAR(assembly_throughput({1, 1}, {0, 0}, 1), 6.0 / 11, 1e-10);
  EXPECT_NEAR(conwip_throughput(penny_one, 4), 0.5 * 4 / 7, 1e-12);
}

}  // namespace
}  // namespace takt::test
