// Supply chains whose exact results are known: the rows of tests/instances/published_values.txt and more of
// their kinds.

#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "agents/registry.hpp"
#include "results/kpi.hpp"
#include "sim/model/open_scenario.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "tests/validation/supply_forms.hpp"
#include "tests/validation/supply_models.hpp"

namespace takt::test {
namespace {

const Figure cost = cell("stock_cost", "all", "per_period");
Figure stock(const char* column) {
  return cell("stock", "site / x", column);
}

// Newsvendor: each period is a world of its own.

struct Newsvendor {
  double mean, sd, h, p, level;
};

Scenario newsvendor(const Newsvendor& c) {
  return one_stock(
      fmt::format("policy: {{base_stock: {}}}, review_every: 1, demand: {{size: {{normal: {{mean: {}, sd: "
                  "{}}}}}}}, costs: {{holding: {}, shortage: {}}}",
                  c.level, c.mean, c.sd, c.h, c.p),
      20'000, 2, "orders: before_demand");
}

TEST(newsvendor, formulas_give_the_published_values) {
  EXPECT_NEAR(newsvendor_level(50, 8, 0.18, 0.70), 56.60396, 5e-6);
  EXPECT_NEAR(newsvendor_cost(50, 8, 0.18, 0.70, 56.60396), 1.99761, 5e-6);
}

TEST(newsvendor, cost_is_exact) {
  const double best = newsvendor_level(50, 8, 0.18, 0.70);
  for (const Newsvendor& c : {Newsvendor{50, 8, 0.18, 0.70, best}, Newsvendor{50, 8, 0.18, 0.70, 52},
                              Newsvendor{100, 20, 1, 4, 120}, Newsvendor{30, 5, 2, 3, 31.5}}) {
    expect_exact(newsvendor(c), 10, {{cost, newsvendor_cost(c.mean, c.sd, c.h, c.p, c.level)}});
  }
}

TEST(newsvendor, the_service_at_the_best_level_is_the_critical_ratio) {
  const Newsvendor c{50, 8, 0.18, 0.70, newsvendor_level(50, 8, 0.18, 0.70)};
  expect_exact(newsvendor(c), 10,
               {{stock("type1_service"), 0.70 / 0.88}, {stock("ready_rate"), 0.70 / 0.88}});
}

/// The same system stated the other way round: an order of lead time 1 placed after the demand.
TEST(newsvendor, lead_time_one_after_demand_is_lead_time_none_before_demand) {
  Scenario s = newsvendor({50, 8, 0.18, 0.70, 56.60396});
  s.supply.orders_first = false;
  s.supply.points[0].lead_time = constant(static_cast<double>(s.supply.period));
  finish_scenario(s);
  expect_exact(s, 10, {{cost, 1.99761}});
}

// (s,S) with periodic review.

Scenario min_max(int s, int S, double demand, int lead_time, double K, double h, double p, long periods) {
  return one_stock(
      fmt::format(
          "initial: {}, policy: {{min_max: {{reorder_at: {}, up_to: {}}}}}, review_every: 1, lead_time: "
          "{} d, demand: {{size: {{poisson: {{mean: {}}}}}}}, costs: {{order: {}, holding: {}, "
          "shortage: {}}}",
          std::max(0, S), s, S, lead_time, demand, K, h, p),
      periods, 100, "orders: before_demand");
}

TEST(min_max, the_recursion_gives_the_published_optimum) {
  const MinMax best = best_min_max(10, 0, 64, 1, 9, 60);
  EXPECT_EQ(best.s, 6);
  EXPECT_EQ(best.S, 40);
  EXPECT_NEAR(best.cost, 35.022, 5e-4);
}

TEST(min_max, cost_is_exact) {
  const auto expect = [](int s, int S, double demand, int lead_time, double K, double p) {
    expect_exact(min_max(s, S, demand, lead_time, K, 1, p, 20'000), 10,
                 {{cost, min_max_cost(s, S, demand, lead_time, K, 1, p)}});
  };
  expect(6, 40, 10, 0, 64, 9);
  expect(15, 49, 20, 0, 64, 9);
  expect(25, 60, 10, 2, 32, 19);
  expect(3, 9, 2, 1, 5, 6);
}

// Clark and Scarf: three stages in a row.

/// Snyder & Shen example 6.1; base stock levels from the customer upwards.
Scenario serial(const std::vector<double>& levels, bool echelon) {
  const double rates[] = {7, 4, 2};  // local holding costs: sums of the echelon ones
  const double lead_times[] = {1, 1, 2};
  std::string sites;
  double below = 0;
  for (int i = 0; i < 3; ++i) {
    const double level =
        echelon ? levels[static_cast<std::size_t>(i)] : levels[static_cast<std::size_t>(i)] - below;
    below = levels[static_cast<std::size_t>(i)];
    sites += fmt::format(
        "  s{}: {{items: {{x: {{initial: 5, {}lead_time: {} d, review_every: 1, policy: {{{}: {:.6f}}}{}, "
        "costs: "
        "{{holding: {}, transit: {}{}}}}}}}}}\n",
        i, i < 2 ? fmt::format("from: s{}, ", i + 1) : "", lead_times[i],
        echelon ? "echelon_base_stock" : "base_stock", level,
        i == 0 ? ", demand: {size: {normal: {mean: 5, sd: 1}}}" : "", rates[i], i < 2 ? rates[i + 1] : 0,
        i == 0 ? ", shortage: 37.12" : "");
  }
  return supply_chain("sites:\n" + sites, 20'000, 100);
}

const std::vector<SerialStage> example_6_1 = {{1, 3}, {1, 2}, {2, 2}};

TEST(clark_scarf, the_recursion_gives_the_published_levels) {
  const SerialForm best = serial_form(example_6_1, 5, 1, 37.12);
  EXPECT_NEAR(best.levels[0], 6.514, 0.02);
  EXPECT_NEAR(best.levels[1], 12.012, 0.02);
  EXPECT_NEAR(best.levels[2], 22.700, 0.02);
  EXPECT_GT(best.cost, 47.64);
  EXPECT_LT(best.cost, 47.68);
}

TEST(clark_scarf, cost_is_exact) {
  const std::vector<double> best = {6.514, 12.012, 22.700}, other = {6.0, 12.5, 24.0};
  for (const std::vector<double>& levels : {best, other})
    expect_exact(serial(levels, false), 10, {{cost, serial_form(example_6_1, 5, 1, 37.12, levels).cost}});
}

/// Local levels that are the differences of the echelon levels order the same.
TEST(clark_scarf, echelon_and_local_base_stock_are_one_policy) {
  const std::vector<double> best = {6.514, 12.012, 22.700};
  const auto costs_of = [&](bool echelon) {
    return replicate(serial(best, echelon), "rule:fifo", 3, 2, {cost}).front();
  };
  const std::vector<double> local = costs_of(false), echelon = costs_of(true);
  for (std::size_t r = 0; r < local.size(); ++r) EXPECT_NEAR(local[r], echelon[r], 1e-9);
}

// Bullwhip of order-up-to policies with forecasts.

TEST(bullwhip, is_exact) {
  const auto forecasting = [](const std::string& policy) {
    return one_stock("initial: 100, review_every: 1, policy: {" + policy +
                         "}, demand: {size: {normal: {mean: 50, sd: 8}}}",
                     20'000, 200);
  };
  EXPECT_NEAR(moving_average_bullwhip(2, 5), 2.12, 1e-12);
  expect_exact(forecasting("moving_average: {periods: 5, cover: 2}"), 20, {{stock("bullwhip"), 2.12}});
  expect_exact(forecasting("moving_average: {periods: 8, cover: 3, safety_stock: 25}"), 20,
               {{stock("bullwhip"), moving_average_bullwhip(3, 8)}});
  expect_exact(forecasting("smoothing: {alpha: 0.2, cover: 3, forecast: 50}"), 20,
               {{stock("bullwhip"), smoothing_bullwhip(3, 0.2)}});
}

// The beer game: to the last case.

TEST(beer_game, costs_204) {
  const Scenario s = open_scenario(TAKT_SOURCE_DIR "/scenarios/beer_game.yaml");
  const auto total = [&](const char* row) {
    return replicate(s, "rule:fifo", 1, 1, {cell("stock_cost", row, "total")}).front().front();
  };
  EXPECT_EQ(total("shop / beer"), 46);
  EXPECT_EQ(total("wholesaler / beer"), 50);
  EXPECT_EQ(total("distributor / beer"), 54);
  EXPECT_EQ(total("brewery / beer"), 54);
  EXPECT_EQ(total("all"), 204);
}

// Continuous review with Poisson demand.

TEST(base_stock, palms_theorem_holds_for_any_lead_time) {
  for (const char* lead_time : {"2 d", "{exponential: {mean: 2 d}}", "{lognormal: {mean: 2 d, cv: 1.5}}"}) {
    const Scenario s = one_stock(fmt::format("initial: 9, policy: {{base_stock: 9}}, lead_time: {}, demand: "
                                             "{{interarrival: {{exponential: {{mean: 6 h}}}}}}",
                                             lead_time),
                                 30'000, 200);
    const StockForm exact = base_stock_form(9, 8);
    expect_exact(s, 20,
                 {{stock("fill_rate"), exact.fill_rate},
                  {stock("mean_stock"), exact.on_hand, 0.03},
                  {stock("mean_owed"), exact.owed, 0.05}});
  }
}

TEST(fixed_quantity, the_position_is_uniform) {
  const Scenario s = one_stock(
      "initial: 16, policy: {fixed_quantity: {reorder_at: 8, quantity: 10}}, lead_time: 2 d, demand: "
      "{interarrival: {exponential: {mean: 6 h}}}",
      20'000, 200);
  const StockForm exact = fixed_quantity_form(8, 10, 8);
  expect_exact(s, 20,
               {{stock("fill_rate"), exact.fill_rate},
                {stock("mean_stock"), exact.on_hand},
                {stock("mean_owed"), exact.owed, 0.05},
                {stock("mean_in_transit"), 8}});
}

TEST(lost_sales, one_for_one_loses_as_erlang_says) {
  const Scenario s = one_stock(
      "initial: 9, policy: {base_stock: 9}, when_short: lost, lead_time: {gamma: {mean: 2 d, cv: 0.7}}, "
      "demand: {interarrival: {exponential: {mean: 6 h}}}",
      10'000, 200);
  expect_exact(s, 20, {{stock("lost"), 4 * erlang_b(9, 8), 0.04}, {stock("fill_rate"), 1 - erlang_b(9, 8)}});
}

/// A factory of one machine inside: orders become jobs and come back as stock.
TEST(make_to_stock, is_a_queue_with_stock_before_it) {
  const std::string text =
      "takt: 1\nname: plant\nmachines: {press: {}}\nroutings: {part: [{machine: press, time: {exponential: "
      "{mean: 48 min}}}]}\n"
      "supply:\n  period: 1 d\n  sites:\n    site:\n      kind: plant\n      items:\n        x:\n          "
      "initial: 6\n"
      "          make: {routing: part}\n          policy: {base_stock: 6}\n"
      "          demand: {interarrival: {exponential: {mean: 60 min}}}\n"
      "run: {until: 10050 d, warm_up: 50 d}\n";
  const Scenario s = parse_scenario(text, "plant.yaml");
  const StockForm exact = make_to_stock_form(6, 0.8);
  expect_exact(s, 30,
               {{stock("fill_rate"), exact.fill_rate},
                {stock("mean_stock"), exact.on_hand},
                {stock("mean_owed"), exact.owed, 0.06}});
}

}  // namespace
}  // namespace takt::test
