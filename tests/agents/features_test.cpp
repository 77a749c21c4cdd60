// Every feature against a value worked out anew from the scenario, and what the table promises.
#include "agents/features.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "sim/simulate.hpp"
#include "tests/agents/facts.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt {
namespace {

using test::Facts;

double s(double ticks) {
  return ticks / 1e6;
}
double until_due(const Facts& f) {
  return f.has_due ? s(f.due - f.now) : 1e10;
}

const std::map<std::string, std::function<double(const Facts&)>>& expected() {
  static const std::map<std::string, std::function<double(const Facts&)>> table = {
      {"is_wait", [](const Facts&) { return 0; }},
      {"processing_time", [](const Facts& f) { return s(f.p); }},
      {"setup_time", [](const Facts& f) { return s(f.setup); }},
      {"same_family", [](const Facts& f) { return f.setup == 0 ? 1 : 0; }},
      {"waiting_time", [](const Facts& f) { return s(f.now - f.ready); }},
      {"age", [](const Facts& f) { return s(f.now - f.release); }},
      {"has_due", [](const Facts& f) { return f.has_due ? 1 : 0; }},
      {"time_until_due", until_due},
      {"slack", [](const Facts& f) { return until_due(f) - s(f.remaining); }},
      {"critical_ratio", [](const Facts& f) { return until_due(f) / std::max(1e-6, s(f.remaining)); }},
      {"time_until_operation_due",
       [](const Facts& f) { return f.has_due ? s(f.operation_due - f.now) : 1e10; }},
      {"time_until_modified_due", [](const Facts& f) { return std::max(until_due(f), s(f.remaining)); }},
      {"weight", [](const Facts& f) { return f.weight; }},
      {"total_work", [](const Facts& f) { return s(f.total); }},
      {"work_done", [](const Facts& f) { return s(f.total - f.remaining); }},
      {"work_through", [](const Facts& f) { return s(f.through); }},
      {"work_remaining", [](const Facts& f) { return s(f.remaining); }},
      {"work_after", [](const Facts& f) { return s(f.after); }},
      {"progress", [](const Facts& f) { return f.total == 0 ? 0 : (f.total - f.remaining) / f.total; }},
      {"operations_done", [](const Facts& f) { return f.position; }},
      {"operations_left", [](const Facts& f) { return f.operations - f.position; }},
      {"modes", [](const Facts& f) { return f.modes; }},
      {"next_processing_time", [](const Facts& f) { return s(f.next_p); }},
      {"work_in_next_queue", [](const Facts& f) { return s(f.next_queue_work); }},
      {"jobs_in_next_queue", [](const Facts& f) { return f.next_queue_jobs; }},
      {"next_group_load", [](const Facts& f) { return s(f.next_load); }},
      {"next_machine_free_in", [](const Facts& f) { return s(f.next_free_in); }},
      {"machines", [](const Facts& f) { return f.machines; }},
      {"idle_machines", [](const Facts& f) { return f.idle; }},
      {"queue_length", [](const Facts& f) { return f.queue_length; }},
      {"queue_work", [](const Facts& f) { return s(f.queue_work); }},
      {"mean_queue_time", [](const Facts& f) { return s(f.mean_queue); }},
      {"group_load", [](const Facts& f) { return s(f.load); }},
      {"jobs_in_shop", [](const Facts& f) { return f.jobs_in_shop; }},
      {"job_number", [](const Facts& f) { return f.number; }},
      {"step", [](const Facts& f) { return f.step; }},
      {"alternative", [](const Facts& f) { return f.alternative; }},
      {"path_through", [](const Facts& f) { return s(f.setup + f.p + f.after); }},
      {"path_slack", [](const Facts& f) { return s(f.longest_path - f.setup - f.p - f.after); }},
      {"longest_path", [](const Facts& f) { return s(f.longest_path); }},
      {"processing_time_rank", [](const Facts& f) { return f.p_rank; }},
      {"work_remaining_rank", [](const Facts& f) { return f.remaining_rank; }},
      {"slack_rank", [](const Facts& f) { return f.slack_rank; }},
  };
  return table;
}

/// What these shops have nothing of, so that it keeps one value: other kinds of decisions, and lots.
const std::map<std::string, double>& elsewhere() {
  static const std::map<std::string, double> values = {
      {"is_release", 0},         {"is_transport", 0},    {"is_allocate", 0},
      {"is_maintain", 0},        {"is_replenish", 0},    {"is_fallback", 0},
      {"option_rank", 0},        {"pieces", 1},          {"need_units", 0},
      {"need_share", 0},         {"fetch_time", 0},      {"carry_time", 0},
      {"holds_machine", 0},      {"battery", 0},         {"cards_free", 0},
      {"bottleneck_load", 0},    {"plan_measure", 0},    {"plan_duration", 0},
      {"condition_level", 0},    {"condition_wear", 0},  {"stock_on_hand", 0},
      {"machine_queue_work", 0}, {"stock_position", 0},  {"stock_on_order", 0},
      {"lead_time_demand", 0},   {"demand_forecast", 0}, {"order_quantity", 0},
      {"cover_after", 0},
  };
  return values;
}

TEST(Features, AreWhatTheirMeaningSays) {
  int operations = 0, routes = 0;
  std::set<std::string> varied;
  std::map<std::string, double> first_value;
  for (const Scenario& shop : test::constant_shops(60)) {
    test::for_each_decision(shop, 3, [&](const Decision& decision) {
      for (const Candidate& c : decision.candidates) {
        if (c.is_wait()) continue;
        const Facts f = test::facts(decision, c);
        ++operations;
        routes += decision.kind == DecisionKind::route ? 1 : 0;
        for (const FeatureInfo& known : feature_table()) {
          const double value = feature(known.id, decision, c);
          if (known.id == FeatureId::is_route) {
            EXPECT_EQ(value, decision.kind == DecisionKind::route ? 1 : 0);
            continue;
          }
          if (const auto same = elsewhere().find(known.name); same != elsewhere().end()) {
            EXPECT_EQ(value, same->second) << known.name;
            continue;
          }
          ASSERT_TRUE(expected().contains(known.name)) << known.name << " needs its formula in this test";
          const double wanted = expected().at(known.name)(f);
          EXPECT_NEAR(value, wanted, 1e-9 * std::max(1.0, std::abs(wanted))) << known.name;
          if (!first_value.emplace(known.name, value).second && value != first_value[known.name]) {
            varied.insert(known.name);
          }
        }
      }
    });
  }
  EXPECT_GT(operations, 2000);
  EXPECT_GT(routes, 200);
  EXPECT_EQ(varied.size(), feature_count - 2 - elsewhere().size())
      << "a feature that never changes was not tested";
}

TEST(Features, OfTheWaitCandidateAreZeroWhereTheyAreAboutAJob) {
  const std::set<std::string> about_the_shop = {"is_wait",      "machines",     "idle_machines",
                                                "queue_length", "queue_work",   "mean_queue_time",
                                                "group_load",   "jobs_in_shop", "longest_path"};
  int waits = 0;
  for (const Scenario& shop : test::constant_shops(30)) {
    test::for_each_decision(shop, 4, [&](const Decision& decision) {
      if (!decision.candidates.back().is_wait()) return;
      ++waits;
      const Facts job = test::facts(decision, decision.candidates.front());
      for (const FeatureInfo& known : feature_table()) {
        const double value = feature(known.id, decision, decision.candidates.back());
        if (known.id == FeatureId::is_wait) {
          EXPECT_EQ(value, 1);
        } else if (about_the_shop.contains(known.name)) {
          const double wanted = expected().at(known.name)(job);
          EXPECT_NEAR(value, wanted, 1e-9 * std::max(1.0, wanted)) << known.name;
        } else {
          EXPECT_EQ(value, 0) << known.name;
        }
      }
    });
  }
  EXPECT_GT(waits, 50);
}

/// Checks rows of features at every decision and answers anything.
class RowCheck final : public Agent {
 public:
  void begin(const Scenario& scenario, Seed seed) override { any_.begin(scenario, seed); }
  int decide(const Decision& decision) override {
    std::vector<float> row(feature_count);
    for (const Candidate& c : decision.candidates) {
      all_features(decision, c, row);
      for (const FeatureInfo& known : feature_table()) {
        const double value = feature(known.id, decision, c);
        EXPECT_TRUE(std::isfinite(value)) << known.name;
        EXPECT_EQ(row[static_cast<std::size_t>(known.id)], static_cast<float>(value)) << known.name;
      }
    }
    return any_.decide(decision);
  }

 private:
  test::AnyCandidate any_;
};

TEST(Features, AreFiniteInShopsWithEverything) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Scenario shop = test::random_scenario(seed, {.mixed = seed % 2 == 1});
    RowCheck check;
    SimulateOptions options;
    options.seed = {seed, 0};
    options.stall_limit = 1000;
    simulate(shop, check, *make_clock(ClockKind::calendar, shop), options);
  }
}

/// Notes the greatest end that longest_path promised, and the least.
class Promises final : public Agent {
 public:
  void begin(const Scenario& scenario, Seed seed) override { any_.begin(scenario, seed); }
  int decide(const Decision& decision) override {
    const double end =
        to_seconds(decision.now) + feature(FeatureId::longest_path, decision, decision.candidates.front());
    greatest = std::max(greatest, end);
    least = std::min(least, end);
    const int choice = any_.decide(decision);
    return decision.candidates[static_cast<std::size_t>(choice)].is_wait() ? 0 : choice;
  }
  double greatest = 0, least = 1e300;

 private:
  test::AnyCandidate any_;
};

/// Where every operation has one way to be done, nobody is done before the longest path; alone in a shop
/// without setups a job takes exactly that.
TEST(Features, LongestPathIsABoundAndExactForOneJobAlone) {
  int shops = 0, alone = 0;
  for (Scenario shop : test::constant_shops(300)) {
    const auto one_mode = [](const Step& step) { return step.mode_count == 1; };
    if (!std::all_of(shop.steps.begin(), shop.steps.end(), one_mode)) continue;
    shop.run = {};
    for (const bool single : {false, true}) {
      if (single) {
        shop.orders.resize(1);
        for (MachineGroup& group : shop.groups) group.setup_matrix = -1;
      }
      finish_scenario(shop);
      Promises agent;
      const Trace trace = simulate(shop, agent, *make_clock(ClockKind::calendar, shop), {});
      ASSERT_EQ(trace.status, RunStatus::all_done);
      EXPECT_LE(agent.greatest, to_seconds(trace.end) + 1e-6);
      ++shops;
      if (!single) continue;
      EXPECT_NEAR(agent.least, to_seconds(trace.end), 1e-6);
      ++alone;
    }
  }
  EXPECT_GT(shops, 20);
  EXPECT_GT(alone, 10);
}

TEST(FeatureTable, NamesUnitsAndOrder) {
  std::set<std::string> names;
  ASSERT_EQ(feature_table().size(), feature_count);
  for (std::size_t i = 0; i < feature_count; ++i) {
    const FeatureInfo& known = feature_table()[i];
    EXPECT_EQ(static_cast<std::size_t>(known.id), i);
    EXPECT_EQ(find_feature(known.name), known.id);
    EXPECT_EQ(&info(known.id), &known);
    EXPECT_TRUE(names.insert(known.name).second) << known.name;
    EXPECT_TRUE(known.unit == std::string("s") || known.unit == std::string("1")) << known.name;
    const bool is_time = known.scaling == Scaling::time || known.scaling == Scaling::due_time;
    EXPECT_EQ(is_time, known.unit == std::string("s")) << known.name;
    const std::string name = known.name;
    EXPECT_TRUE(
        std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }));
    EXPECT_FALSE(std::string(known.meaning).empty());
  }
  EXPECT_EQ(find_feature("procesing_time"), std::nullopt);
  EXPECT_EQ(find_feature(""), std::nullopt);
}

}  // namespace
}  // namespace takt
