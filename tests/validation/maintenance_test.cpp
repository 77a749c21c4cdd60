// Degradation and maintenance against Markov chains and renewal-reward formulas.

#include <algorithm>
#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "results/kpi.hpp"
#include "results/kpi_condition.hpp"
#include "tests/sim/test_agents.hpp"
#include "tests/validation/queue_models.hpp"

namespace takt::test {
namespace {

/// One machine with an operation that is over at once, and its condition.
Scenario resting_machine(double days) {
  Scenario s;
  s.name = "machine";
  add_group(s);
  add_routing(s, {{0, constant(0)}});
  add_order(s, 0);
  s.run.horizon = static_cast<Time>(ticks(days * 86'400));
  s.condition.groups.resize(1);
  return s;
}

/// The value lies in the 99 % interval, which is at most 2 % wide.
void expect_estimate(const std::vector<double>& values, double truth, const std::string& what) {
  const Interval interval = confidence_interval(values, 0.99);
  EXPECT_LE(2 * interval.half_width, 0.02 * truth) << what;
  EXPECT_GE(truth, interval.low()) << what;
  EXPECT_LE(truth, interval.high()) << what;
  std::printf("%-28s %.6f in %.6f +- %.6f (99 %%)\n", what.c_str(), truth, interval.mean,
              interval.half_width);
}

const KpiTable::Row& row_of(const KpiTable& table, const std::string& name) {
  return *std::find_if(table.rows.begin(), table.rows.end(),
                       [&](const auto& row) { return row.name == name; });
}

/// Stationary distribution of a chain by its rates (from, to): Gauss on the balance equations.
template <std::size_t N>
std::array<double, N> stationary(const std::array<std::array<double, N>, N>& rates) {
  std::array<std::array<double, N + 1>, N> a{};
  for (std::size_t i = 0; i < N; ++i) {
    for (std::size_t j = 0; j < N; ++j) {
      a[j][i] += rates[i][j];
      a[i][i] -= rates[i][j];
    }
  }
  for (std::size_t i = 0; i <= N; ++i) a[N - 1][i] = 1;  // in place of one balance equation: the sum is 1
  for (std::size_t c = 0; c < N; ++c) {
    std::size_t pivot = c;
    for (std::size_t r = c; r < N; ++r)
      if (std::abs(a[r][c]) > std::abs(a[pivot][c])) pivot = r;
    std::swap(a[c], a[pivot]);
    for (std::size_t r = 0; r < N; ++r) {
      if (r == c) continue;
      const double factor = a[r][c] / a[c][c];
      for (std::size_t k = c; k <= N; ++k) a[r][k] -= factor * a[c][k];
    }
  }
  std::array<double, N> shares{};
  for (std::size_t i = 0; i < N; ++i) shares[i] = a[i][N] / a[i][i];
  return shares;
}

TEST(maintenance, levels_with_failures_and_maintenance_are_the_markov_chain) {
  // Per hour: good -> worn 1/40, worn -> bad 1/25, failures 1/30 (worn: three times as often), repairs 1/3.
  // At "bad" the machine is maintained, 1/4 on average, as soon as it is up. Its level goes on in a repair.
  constexpr double worn = 1.0 / 40, bad = 1.0 / 25, fails = 1.0 / 30, repaired = 1.0 / 3, maintained = 0.25;
  enum { good_up, worn_up, good_down, worn_down, bad_down, in_maintenance, states };
  std::array<std::array<double, states>, states> rates{};
  rates[good_up][worn_up] = worn;
  rates[good_up][good_down] = fails;
  rates[worn_up][in_maintenance] = bad;
  rates[worn_up][worn_down] = 3 * fails;
  rates[good_down][good_up] = repaired;
  rates[good_down][worn_down] = worn;
  rates[worn_down][worn_up] = repaired;
  rates[worn_down][bad_down] = bad;
  rates[bad_down][in_maintenance] = repaired;
  rates[in_maintenance][good_up] = maintained;
  const auto share = stationary(rates);

  const auto hours = [](double h) { return exponential(ticks(3600 * h)); };
  Scenario s = resting_machine(60'000);
  s.run.warm_up = static_cast<Time>(ticks(86'400 * 100));
  s.groups[0].breakdowns.push_back(
      {"cause", FailureClock::calendar, OnFailure::resume, hours(1 / fails), hours(1 / repaired)});
  GroupCondition& group = s.condition.groups[0];
  group.law.clock = WearClock::calendar;
  group.law.levels.resize(3);
  group.law.levels[0].lasts = hours(1 / worn);
  group.law.levels[1].lasts = hours(1 / bad);
  group.law.levels[1].failure_rate = 3;
  group.law.levels[2].failure_rate = 3;
  group.plans.push_back({.name = "overhaul",
                         .trigger = MaintenanceTrigger::level,
                         .due = 2,
                         .offer = 2,
                         .duration = hours(1 / maintained)});
  finish_scenario(s);
  const auto cell = [](std::size_t column) {
    return [column](const Scenario& scenario, const Trace& trace) {
      return condition_table(scenario, trace).rows[0].values[column];
    };
  };
  const auto state = [](MachineState which) {
    return [which](const Scenario& scenario, const Trace& trace) {
      return static_cast<double>(trace.machine_tallies[0].in_state[static_cast<std::size_t>(which)]) /
             static_cast<double>(trace.end - scenario.run.warm_up);
    };
  };
  const auto rows = replicate(
      s, "rule:fifo", 11, 16,
      {cell(0), cell(4), cell(5), cell(6), state(MachineState::down), state(MachineState::maintenance)});
  expect_estimate(rows[0], share[good_up] + share[worn_up], "availability");
  expect_estimate(rows[1], share[good_up] + share[good_down], "share of level good");
  expect_estimate(rows[2], share[worn_up] + share[worn_down], "share of level worn");
  expect_estimate(rows[3], share[bad_down] + share[in_maintenance], "share of level bad");
  expect_estimate(rows[4], share[good_down] + share[worn_down] + share[bad_down], "share of downtime");
  expect_estimate(rows[5], share[in_maintenance], "share of maintenance");
}

TEST(maintenance, age_replacement_earns_what_renewal_reward_says) {
  // Weibull lives of shape 2.5 and scale 100 h; replaced at 70 h in 2 h, repaired in 10 h. An hour of repair
  // costs 200, an hour of maintenance 50.
  constexpr double shape = 2.5, scale = 100, age = 70, replace = 2, repair = 10;
  const auto survives = [](double t) { return std::exp(-std::pow(t / scale, shape)); };
  constexpr int cells = 20'000;
  double life = 0;  // mean of min(life, age), by midpoints
  for (int i = 0; i < cells; ++i) life += survives((i + 0.5) * age / cells) * age / cells;
  const double failed = 1 - survives(age);
  const double cycle = life + failed * repair + (1 - failed) * replace;

  Scenario s = resting_machine(60'000);
  s.groups[0].breakdowns.push_back({"life", FailureClock::calendar, OnFailure::resume,
                                    weibull(shape, ticks(3600 * scale)), constant(ticks(3600 * repair))});
  s.condition.groups[0].plans.push_back({.name = "replacement",
                                         .trigger = MaintenanceTrigger::calendar,
                                         .due = ticks(3600 * age),
                                         .offer = ticks(3600 * age),
                                         .restarts_at_repair = true,
                                         .duration = constant(ticks(3600 * replace))});
  s.condition.costs.stated = true;
  s.condition.costs.machine_per_h = {{0, 0, 0, 200, 0, 0, 50}};
  finish_scenario(s);
  const auto rows = replicate(s, "rule:fifo", 12, 12,
                              {[](const Scenario& scenario, const Trace& trace) {
                                 return condition_table(scenario, trace).rows[0].values[0];
                               },
                               [](const Scenario& scenario, const Trace& trace) {
                                 return row_of(cost_table(scenario, trace), "machines").values[0] /
                                        (to_seconds(trace.end) / 3600);
                               },
                               [](const Scenario&, const Trace& trace) {
                                 return static_cast<double>(trace.condition.machines[0].maintained[0]) /
                                        (to_seconds(trace.end) / 3600) * 1000;
                               }});
  expect_estimate(rows[0], life / cycle, "availability");
  expect_estimate(rows[1], (failed * repair * 200 + (1 - failed) * replace * 50) / cycle, "cost per hour");
  expect_estimate(rows[2], (1 - failed) / cycle * 1000, "replacements per 1000 h");
}

TEST(maintenance, wear_is_a_gamma_process) {
  // 200 machines work 100 h each in operations of 6 min; a sensor reads the wear at the end.
  constexpr double growth = 0.02, noise = 0.5, hours = 100;
  constexpr Index machines = 200;
  Scenario s;
  add_group(s, machines);
  add_routing(s, {{0, constant(ticks(360))}});
  Source source;
  source.name = "endless";
  source.products = {{0, 1}};
  source.interarrival = constant(ticks(1.8));  // one a machine every 6 min
  source.limit = machines * static_cast<std::int64_t>(hours) * 10;
  s.sources.push_back(source);
  s.run.horizon = static_cast<Time>(ticks((hours + 1) * 3600));
  s.condition.groups.resize(1);
  ConditionLaw& law = s.condition.groups[0].law;
  law.growth = growth;
  law.noise = noise;
  law.levels.push_back({.name = "any"});
  Sensor sensor;
  sensor.name = "wear";
  sensor.interval = s.run.horizon;
  sensor.per_wear = 1;
  s.condition.groups[0].sensors = {sensor};
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent, {5, 0}, 1'000'000);
  ASSERT_EQ(trace.operation_count, source.limit);
  std::vector<double> worn(machines, 0), busy(machines, 0), rate;
  for (const OperationRecord& o : trace.operations)
    busy[static_cast<std::size_t>(o.machine)] += to_seconds(o.end - o.start) / 3600;
  for (const EventRecord& event : trace.events)
    if (event.kind == EventKind::sample) worn[static_cast<std::size_t>(event.entity)] = event.value;
  double squares = 0;
  for (std::size_t m = 0; m < worn.size(); ++m) {
    ASSERT_GT(busy[m], 50);
    rate.push_back(worn[m] / busy[m]);
    squares += std::pow(worn[m] - growth * busy[m], 2) / (growth * growth * noise * noise * busy[m]);
  }
  expect_estimate(rate, growth, "growth per hour");
  // A chi-square of 200 degrees of freedom: mean 200, sd 20.
  EXPECT_NEAR(squares, machines, 3.3 * 20);
}

}  // namespace
}  // namespace takt::test
