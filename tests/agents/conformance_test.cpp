// One suite over every registered agent: legal choices only, the same for a seed, ends, survives odd
// features. Then agents that misbehave, and what the simulator makes of them.
#include <cmath>
#include <functional>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agents/record_decisions.hpp"
#include "agents/registry.hpp"
#include "sim/model/error.hpp"
#include "sim/simulate.hpp"
#include "sim/simulation.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Trace run(const Scenario& shop, Agent& agent, Seed seed = {}) {
  SimulateOptions options;
  options.seed = seed;
  options.record.decisions = true;
  options.stall_limit = 20'000;  // a machine that breaks down faster than it works is called starved soon
  return simulate(shop, agent, *make_clock(ClockKind::calendar, shop), options);
}

/// Every option that has another value than the standard, one at a time.
std::vector<std::string> variants(const std::string& example) {
  std::vector<std::string> all = {example};
  for (const char* route : {"spt", "least_work", "fewest_jobs", "first"})
    all.push_back(example + "?route=" + route);
  if (example == "rule:atc" || example == "rule:covert") {
    for (const char* more : {"?k=0.001", "?k=1000&b=0", "?weighted=false"}) all.push_back(example + more);
  }
  return all;
}

/// Compares the choice with the candidates, asks once more, and hears of it when it waits.
class Watched final : public Agent {
 public:
  explicit Watched(std::unique_ptr<Agent> agent) : agent_(std::move(agent)) {}
  void begin(const Scenario& scenario, Seed seed) override { agent_->begin(scenario, seed); }
  int decide(const Decision& decision) override {
    const int choice = agent_->decide(decision);
    EXPECT_GE(choice, 0);
    EXPECT_LT(choice, static_cast<int>(decision.candidates.size()));
    EXPECT_FALSE(decision.candidates[static_cast<std::size_t>(choice)].is_wait())
        << "waits though it has work";
    return choice;
  }

 private:
  std::unique_ptr<Agent> agent_;
};

class Conformance : public testing::TestWithParam<std::string> {};

TEST_P(Conformance, LegalRepeatableAndEnds) {
  for (const std::string& name : variants(GetParam())) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const Scenario shop = test::random_scenario(seed);
      Watched first(make_agent(name)), second(make_agent(name));
      const Digest digest = run(shop, first, {seed, 3}).digest;
      EXPECT_EQ(run(shop, first, {seed, 3}).digest, digest) << name << ": begin() forgets the last run";
      run(shop, second, {seed, 4});
      EXPECT_EQ(run(shop, second, {seed, 3}).digest, digest) << name << ": nothing but the seed counts";
    }
  }
}

/// Runs of different shops and seeds, one decision of each in turn, against an agent of its own for each.
TEST_P(Conformance, APolicyAnswersManyRunsAsAgentsAnswerEach) {
  const std::unique_ptr<Policy> policy = make_policy(GetParam());
  std::vector<Scenario> shops;
  for (std::uint64_t seed = 0; seed < 12; ++seed)
    shops.push_back(test::random_scenario(seed % 6, {.mixed = seed % 2 == 1}));
  std::vector<Simulation> runs;
  for (std::uint64_t i = 0; i < shops.size(); ++i)
    runs.emplace_back(shops[i], CourseOptions{.seed = {i, 1}, .stall_limit = 20'000});
  for (bool any = true; any;) {
    std::vector<Decision> decisions;
    std::vector<Simulation*> asked;
    for (Simulation& run : runs) {
      if (const auto decision = run.next_decision()) {
        decisions.push_back(*decision);
        asked.push_back(&run);
      }
    }
    std::vector<int> choices(decisions.size(), -1);
    policy->decide(decisions, choices);
    for (std::size_t i = 0; i < asked.size(); ++i) asked[i]->resolve(choices[i]);
    any = !asked.empty();
  }
  for (std::uint64_t i = 0; i < shops.size(); ++i) {
    const std::unique_ptr<Agent> agent = make_agent(GetParam());
    EXPECT_EQ(runs[i].finish().digest, run(shops[i], *agent, {i, 1}).digest) << i;
  }
}

/// No due dates and no weight and no time that an operation takes: every ratio is 0/0.
Scenario degenerate_shop(std::uint64_t seed, bool zero_times) {
  Scenario shop = test::random_scenario(seed, {.sources = 0, .stochastic = false, .breakdowns = false});
  for (Order& order : shop.orders) {
    order.due = {};
    order.weight = 0;
  }
  if (zero_times) {
    for (Mode& mode : shop.modes) mode.time = constant(0);
  }
  finish_scenario(shop);
  return shop;
}

TEST_P(Conformance, SurvivesZeroTimesAndWeightsAndNoDueDates) {
  for (const std::string& name : variants(GetParam())) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      for (const bool zero_times : {false, true}) {
        const Scenario shop = degenerate_shop(seed, zero_times);
        Watched agent(make_agent(name));
        EXPECT_NE(run(shop, agent).status, RunStatus::starved);
      }
    }
  }
}

TEST_P(Conformance, SurvivesTheLargestTimesAndDueDates) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Scenario shop = test::random_scenario(seed, {.sources = 0, .stochastic = false, .breakdowns = false});
    std::int64_t longest = 0;
    for (const Order& order : shop.orders)
      longest += shop.routings[static_cast<std::size_t>(order.routing)].step_count;
    for (Mode& mode : shop.modes) {
      mode.time = constant(std::floor(static_cast<double>(latest_time) / static_cast<double>(3 * longest)));
    }
    for (std::size_t i = 0; i < shop.orders.size(); ++i) {
      shop.orders[i].weight = i % 2 == 0 ? 1e-300 : 1e9;
      shop.orders[i].due = {DueRule::fixed, i % 3 == 0 ? 0 : latest_time, 0};
    }
    shop.run = {};
    finish_scenario(shop);
    Watched agent(make_agent(GetParam()));
    EXPECT_EQ(run(shop, agent).status, RunStatus::all_done);
  }
}

std::vector<std::string> examples() {
  std::vector<std::string> all;
  for (const AgentListing& listing : list_agents()) {
    if (!listing.example.empty()) all.push_back(listing.example);
  }
  return all;
}

std::string test_name(const testing::TestParamInfo<std::string>& param) {
  std::string name = param.param;
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

INSTANTIATE_TEST_SUITE_P(Agents, Conformance, testing::ValuesIn(examples()), test_name);

/// Behaves for some decisions, then does what it was made for.
class Misbehaving final : public Agent {
 public:
  Misbehaving(int decisions, std::function<int(const Decision&)> deed)
      : good_(decisions), deed_(std::move(deed)) {}
  int decide(const Decision& decision) override { return good_-- > 0 ? 0 : deed_(decision); }

 private:
  int good_;
  std::function<int(const Decision&)> deed_;
};

std::string fault_of(Agent& agent, const Scenario& shop) {
  try {
    run(shop, agent);
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::agent);
    return error.what();
  }
  ADD_FAILURE() << "nobody noticed";
  return "";
}

TEST(Misbehaving, IllegalIndicesAreNamedWithTheirDecision) {
  const std::function<int(const Decision&)> deeds[] = {
      [](const Decision&) { return -1; },
      [](const Decision& d) { return static_cast<int>(d.candidates.size()); },
      [](const Decision&) { return std::numeric_limits<int>::max(); },
      [](const Decision&) { return std::numeric_limits<int>::min(); },
  };
  const Scenario shop = test::random_scenario(3, {.stochastic = false});
  for (const auto& deed : deeds) {
    for (const int good : {0, 3}) {
      Misbehaving agent(good, deed);
      EXPECT_THAT(fault_of(agent, shop), AllOf(HasSubstr("decision of"), HasSubstr(" s")));
      DecisionDetail detail;
      Misbehaving again(good, deed);
      const std::unique_ptr<Agent> recorded = record_decisions(again, detail);
      EXPECT_THAT(fault_of(*recorded, shop), HasSubstr("decision of"));
      EXPECT_EQ(detail.decisions(), static_cast<std::size_t>(good) + 1);
    }
  }
}

TEST(Misbehaving, WhatAnAgentThrowsComesOut) {
  const Scenario shop = test::random_scenario(3);
  Misbehaving agent(2, [](const Decision&) -> int { throw Error(Fault::agent, "lost my weights"); });
  EXPECT_EQ(fault_of(agent, shop), "lost my weights");
}

TEST(Misbehaving, OneThatAlwaysWaitsStarvesTheShop) {
  Scenario shop = test::random_scenario(3, {.sources = 0, .stochastic = false, .breakdowns = false});
  shop.may_wait = true;
  shop.run = {};
  finish_scenario(shop);
  Misbehaving agent(0, [](const Decision& d) {
    return d.kind == DecisionKind::dispatch ? static_cast<int>(d.candidates.size()) - 1 : 0;
  });
  const Trace trace = run(shop, agent);
  EXPECT_EQ(trace.status, RunStatus::starved);
  EXPECT_THAT(trace.status_detail, HasSubstr("waiting by the agent"));
}

}  // namespace
}  // namespace takt
