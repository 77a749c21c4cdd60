// Rules that keep long queues in order choose what a scan of all candidates would, whatever has happened in
// between: other agents' choices, copies that go their own ways, needs that let only some start.
#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "agents/registry.hpp"
#include "agents/rule.hpp"
#include "sim/simulate.hpp"
#include "sim/simulation.hpp"
#include "tests/sim/long_queues.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt {
namespace {

std::unique_ptr<Rule> make_rule(const RuleInfo& info) {
  return info.make(OptionValues(parse_agent_spec("rule:" + info.name), info.options));
}

std::vector<std::string> rules_with_index() {
  std::vector<std::string> names;
  for (const RuleInfo& info : rule_table())
    if (make_rule(info)->make_index() != nullptr) names.push_back(info.name);
  return names;
}

/// A rule's agent, and beside it the rule on a row of all candidates. Counts what was asked of long queues.
class Checked {
 public:
  explicit Checked(const std::string& name) : agent_(make_agent("rule:" + name)) {
    for (const RuleInfo& info : rule_table())
      if (info.name == name) rule_ = make_rule(info);
  }
  void begin(const Scenario& scenario) { agent_->begin(scenario, {}); }

  int decide(const Decision& decision) {
    const int choice = agent_->decide(decision);
    if (decision.kind != DecisionKind::dispatch) return choice;
    Decision in_a_row = decision;
    in_a_row.candidates = decision.candidates.in_a_row(room_);
    EXPECT_EQ(choice, rule_->choose(in_a_row));
    EXPECT_EQ(choice, rule_->choose(decision));
    EXPECT_EQ(choice, agent_->decide(decision)) << "asked again";
    if (decision.candidates.long_queue() != nullptr) ++long_;
    return choice;
  }
  int asked_of_long() const { return long_; }

 private:
  std::unique_ptr<Agent> agent_;
  std::unique_ptr<Rule> rule_;
  std::vector<Candidate> room_;
  int long_ = 0;
};

TEST(RuleIndex, IsThereForRulesWhoseOrderStands) {
  EXPECT_EQ(rules_with_index(), (std::vector<std::string>{"spt", "lpt", "edd", "slack", "mwkr", "lwkr",
                                                          "mopnr", "fdd_mwkr", "wspt"}));
}

class EveryIndexedRule : public testing::TestWithParam<std::string> {};

TEST_P(EveryIndexedRule, ChoosesAsAScanThroughARun) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Scenario shop = test::long_queue_shop(seed, {.needs = seed % 2 == 0, .may_wait = seed % 3 == 0});
    Checked rule(GetParam());
    rule.begin(shop);
    Simulation run(shop, {});
    while (const auto decision = run.next_decision()) {
      run.resolve(rule.decide(*decision));
      ASSERT_FALSE(HasFailure()) << "seed " << seed << " at " << run.now();
    }
    EXPECT_EQ(run.status(), RunStatus::all_done);
    EXPECT_GT(rule.asked_of_long(), 200) << "seed " << seed;
  }
}

/// One agent is asked about three runs by turns, which others steer as well and which are copied over each
/// other.
TEST_P(EveryIndexedRule, ChoosesAsAScanWhateverItIsAskedAbout) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const Scenario shop = test::long_queue_shop(seed, {.needs = seed % 2 == 0});
    Checked rule(GetParam());
    rule.begin(shop);
    std::vector<Simulation> runs(3, Simulation(shop, {}));
    test::AnyCandidate any;
    any.begin(shop, Seed{seed, 1});
    std::uint64_t draws = 0;
    const auto below = [&](std::uint64_t bound) {
      return random_below(random_bits(Seed{seed, 2}, Purpose::agent, 0, draws++), bound);
    };
    std::size_t at = 0;
    for (int step = 0; step < 4000; ++step) {
      if (below(30) == 0) at = below(3);
      if (below(200) == 0) runs[below(3)] = Simulation(runs[at]);
      const auto decision = runs[at].next_decision();
      if (!decision) continue;
      const int choice = rule.decide(*decision);
      ASSERT_FALSE(HasFailure()) << "seed " << seed << ", step " << step;
      runs[at].resolve(below(4) == 0 ? any.decide(*decision) : choice);
    }
    EXPECT_GT(rule.asked_of_long(), 200);
  }
}

TEST_P(EveryIndexedRule, ChoosesAsAScanInMixedScenarios) {
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    const Scenario scenario = test::random_scenario(seed, {.orders = 300, .mixed = true});
    if (scenario.transport.first_shared_lane >= 0) continue;
    Checked rule(GetParam());
    rule.begin(scenario);
    Simulation run(scenario, {});
    for (int i = 0; i < 800; ++i) {
      const auto decision = run.next_decision();
      if (!decision) break;
      run.resolve(rule.decide(*decision));
      ASSERT_FALSE(HasFailure()) << "seed " << seed << " at " << run.now();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rules, EveryIndexedRule, testing::ValuesIn(rules_with_index()));

/// Whether operations are told apart by the classes of their needs or looked at one by one is the same run:
/// choices, records and since when they lacked what.
TEST(NeedClasses, RunsAreTheSameAsWithoutThem) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Scenario with = test::long_queue_shop(seed, {.needs = true, .may_wait = seed % 3 == 0}),
                   without = test::long_queue_shop(
                       seed, {.needs = true, .may_wait = seed % 3 == 0, .too_many_classes = true});
    for (Index g = 0; g < 3; ++g) {
      ASSERT_FALSE(with.resources.classes.modes[static_cast<std::size_t>(g)].empty());
      ASSERT_TRUE(without.resources.classes.modes[static_cast<std::size_t>(g)].empty());
    }
    for (const char* name : {"rule:fifo", "rule:edd", "rule:atc", "rule:random"}) {
      const auto digest_of = [&](const Scenario& scenario) {
        const auto agent = make_agent(name);
        const auto clock = make_calendar_clock(scenario);
        SimulateOptions options;
        options.check = true;
        options.record = {.operations = true, .decisions = true};
        const Trace trace = simulate(scenario, *agent, *clock, options);
        EXPECT_EQ(trace.status, RunStatus::all_done);
        EXPECT_TRUE(std::any_of(trace.events.begin(), trace.events.end(),
                                [](const EventRecord& e) { return e.kind == EventKind::pool_wait; }));
        return trace.digest;
      };
      EXPECT_EQ(digest_of(with), digest_of(without)) << name << ", seed " << seed;
    }
  }
}

}  // namespace
}  // namespace takt
