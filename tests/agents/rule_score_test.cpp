// Every rule's score against a formula written down once more here, its choice against its scores, and the
// tie rule.
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agents/rule.hpp"
#include "tests/agents/facts.hpp"

namespace takt {
namespace {

using test::Facts;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// What a rule should say: the score, and whether jobs without a due date come after all others.
struct Expected {
  std::function<double(const Facts&)> score;
  bool due_first = false;
  std::string options = {};
};

double cost(const Facts& f) {
  return f.weight > 0 ? f.p / f.weight : infinity;
}

double atc_index(const Facts& f, double k, double b) {
  const double slack = f.due - f.now - f.p - (1 + b) * (f.remaining - f.p);
  return std::log(cost(f)) + std::max(slack, 0.0) / (k * std::max(1.0, f.mean_candidate_p));
}

double covert_index(const Facts& f, double k, double b, bool weighted) {
  const double slack = std::max(0.0, f.due - f.now - f.remaining);
  const double share = slack == 0 ? 1 : std::max(0.0, 1 - slack / (k * b * f.remaining));
  return share == 0 ? 0 : -share / (weighted ? cost(f) : f.p);
}

const std::multimap<std::string, Expected>& expected() {
  static const std::multimap<std::string, Expected> table = {
      {"fifo", {[](const Facts& f) { return f.ready; }}},
      {"spt", {[](const Facts& f) { return f.p; }}},
      {"lpt", {[](const Facts& f) { return -f.p; }}},
      {"edd", {[](const Facts& f) { return f.due; }, true}},
      {"slack", {[](const Facts& f) { return f.due - f.now - f.remaining; }, true}},
      {"cr", {[](const Facts& f) { return (f.due - f.now) / std::max(1.0, f.remaining); }, true}},
      {"mod", {[](const Facts& f) { return std::max(f.operation_due, f.now + f.p); }, true}},
      {"cr_spt",
       {[](const Facts& f) { return f.p * std::max(1.0, (f.due - f.now) / std::max(1.0, f.remaining)); },
        true}},
      {"mwkr", {[](const Facts& f) { return -f.remaining; }}},
      {"lwkr", {[](const Facts& f) { return f.remaining; }}},
      {"mopnr", {[](const Facts& f) { return f.position - f.operations; }}},
      {"fdd_mwkr", {[](const Facts& f) { return f.remaining == 0 ? infinity : f.through / f.remaining; }}},
      {"winq", {[](const Facts& f) { return f.next_queue_work; }}},
      {"pt_winq", {[](const Facts& f) { return f.p + f.next_queue_work; }}},
      {"pt_winq_sl", {[](const Facts& f) {
         return f.p + f.next_queue_work + (f.has_due ? std::min(0.0, f.due - f.now - f.remaining) : 0);
       }}},
      {"2pt_winq_npt", {[](const Facts& f) { return 2 * f.p + f.next_queue_work + f.next_p; }}},
      {"wspt", {cost}},
      {"atc", {[](const Facts& f) { return atc_index(f, 3, 2); }, true}},
      {"atc", {[](const Facts& f) { return atc_index(f, 2, 0); }, true, "?k=2&b=0"}},
      {"atc",
       {[](Facts f) {
          f.weight = 1;
          return atc_index(f, 3, 2);
        },
        true, "?weighted=false"}},
      {"covert", {[](const Facts& f) { return covert_index(f, 2, 2, true); }, true}},
      {"covert",
       {[](const Facts& f) { return covert_index(f, 0.5, 4, false); }, true, "?weighted=false&k=0.5&b=4"}},
      {"min_setup", {[](const Facts& f) { return f.setup; }}},
      {"random", {[](const Facts&) { return 0; }}},
  };
  return table;
}

std::unique_ptr<Rule> make_rule(const RuleInfo& info, const std::string& options) {
  return info.make(OptionValues(parse_agent_spec("rule:" + info.name + options), info.options));
}

std::vector<Candidate> operations_of(const Decision& decision) {
  std::vector<Candidate> operations;
  for (const Candidate& c : decision.candidates) {
    if (!c.is_wait()) operations.push_back(c);
  }
  return operations;
}

void expect_close(double value, double wanted) {
  if (std::isinf(wanted) || std::isinf(value)) {
    EXPECT_EQ(value, wanted);
  } else {
    EXPECT_NEAR(value, wanted, 1e-9 * std::max(1.0, std::abs(wanted)));
  }
}

/// Calls `look` at every dispatch decision with a choice to make, of 60 shops.
void for_each_choice(const std::function<void(const Decision&)>& look) {
  std::uint64_t seed = 0;
  int choices = 0;
  for (const Scenario& shop : test::constant_shops(60)) {
    test::for_each_decision(shop, ++seed, [&](const Decision& decision) {
      if (decision.kind != DecisionKind::dispatch || operations_of(decision).size() < 2) return;
      ++choices;
      look(decision);
    });
  }
  ASSERT_GT(choices, 200);
}

class RuleScore : public testing::TestWithParam<std::string> {
 protected:
  RuleInfo info() const {
    for (const RuleInfo& rule : rule_table()) {
      if (rule.name == GetParam()) return rule;
    }
    throw std::logic_error("no such rule");
  }
};

/// Those whose formula is written down here.
class KnownRule : public RuleScore {};

/// The options to try a rule with: those of its formulas here, else the standard ones.
std::vector<std::string> options_of(const std::string& rule) {
  std::vector<std::string> all;
  const auto [first, last] = expected().equal_range(rule);
  for (auto entry = first; entry != last; ++entry) all.push_back(entry->second.options);
  if (all.empty()) all.emplace_back();
  return all;
}

/// All but `random`, which draws.
class ComparingRule : public RuleScore {};

/// All but `random` and `fifo`, which takes the first candidate: they stand in its order.
class SearchingRule : public RuleScore {};

TEST_P(KnownRule, IsTheFormula) {
  const auto [first, last] = expected().equal_range(GetParam());
  for (auto entry = first; entry != last; ++entry) {
    const Expected& wanted = entry->second;
    const std::unique_ptr<Rule> rule = make_rule(info(), wanted.options);
    for_each_choice([&](const Decision& decision) {
      for (const Candidate& c : operations_of(decision)) {
        const Facts f = test::facts(decision, c);
        if (wanted.due_first && !f.has_due) {
          EXPECT_GE(rule->score(decision, c), static_cast<double>(never));
        } else {
          expect_close(rule->score(decision, c), wanted.score(f));
        }
      }
    });
  }
}

TEST_P(ComparingRule, LeastGoesFirst) {
  for (const std::string& options : options_of(GetParam())) {
    const std::unique_ptr<Rule> rule = make_rule(info(), options);
    for_each_choice([&](const Decision& decision) {
      const Candidate& chosen = decision.candidates[static_cast<std::size_t>(rule->choose(decision))];
      ASSERT_FALSE(chosen.is_wait());
      for (const Candidate& c : operations_of(decision)) {
        EXPECT_LE(rule->score(decision, chosen), rule->score(decision, c));
      }
    });
  }
}

/// What choose() does among candidates of one score: lowest job number, unless the rule has a second
/// criterion.
TEST_P(KnownRule, TiesGoToTheLowestJob) {
  const std::string name = GetParam();
  if (name == "random") return;
  const auto second = [&](const Facts& f) -> double {
    if (name == "min_setup") return f.p;
    if (f.has_due) return 0;
    if (name == "mod" || name == "cr_spt") return f.p;
    return name == "atc" || name == "covert" ? cost(f) : 0;
  };
  const std::unique_ptr<Rule> rule = make_rule(info(), "");
  int ties = 0;
  for_each_choice([&](const Decision& decision) {
    const Candidate& chosen = decision.candidates[static_cast<std::size_t>(rule->choose(decision))];
    const double best = rule->score(decision, chosen), best_second = second(test::facts(decision, chosen));
    for (const Candidate& c : operations_of(decision)) {
      if (c.number == chosen.number || rule->score(decision, c) != best) continue;
      const double other = second(test::facts(decision, c));
      EXPECT_LE(best_second, other);
      if (best_second != other) continue;
      EXPECT_LT(chosen.number, c.number);
      ++ties;
    }
  });
  EXPECT_GT(ties, 0) << "the shops hold no tie for this rule";
}

TEST_P(SearchingRule, OrderOfCandidatesDoesNotMatter) {
  const std::unique_ptr<Rule> rule = make_rule(info(), "");
  std::mt19937 shuffler(7);
  for_each_choice([&](const Decision& decision) {
    const std::uint32_t chosen = decision.candidates[static_cast<std::size_t>(rule->choose(decision))].number;
    std::vector<Candidate> shuffled = operations_of(decision);
    std::shuffle(shuffled.begin(), shuffled.end(), shuffler);
    Decision other = decision;
    other.candidates = shuffled;
    EXPECT_EQ(shuffled[static_cast<std::size_t>(rule->choose(other))].number, chosen);
  });
}

/// Whatever else a rule looks at: two operations that differ in nothing but the number of their job.
TEST_P(SearchingRule, OfTwinsTheLowestJobGoesFirst) {
  const std::unique_ptr<Rule> rule = make_rule(info(), "");
  for_each_choice([&](const Decision& decision) {
    Candidate late = decision.candidates.front(), early = late;
    late.number += 1;
    const Candidate both[] = {late, early};
    Decision other = decision;
    other.candidates = std::span<const Candidate>(both);
    EXPECT_EQ(rule->choose(other), 1);
  });
}

/// Two operations of one job at one machine cannot wait at once, so the second tie rule is tried on a made-up
/// decision.
TEST_P(SearchingRule, TiesOfOneJobGoToTheLowestPosition) {
  const std::unique_ptr<Rule> rule = make_rule(info(), "");
  for_each_choice([&](const Decision& decision) {
    Candidate late = decision.candidates.front(), early = late;
    late.position = 2;
    early.position = 1;
    const Candidate both[] = {late, early};
    Decision other = decision;
    other.candidates = std::span<const Candidate>(both);
    EXPECT_EQ(rule->choose(other), 1);
  });
}

std::vector<std::string> rule_names(const std::set<std::string>& but = {}) {
  std::vector<std::string> names;
  for (const RuleInfo& rule : rule_table()) {
    if (!but.contains(rule.name)) names.push_back(rule.name);
  }
  return names;
}

std::vector<std::string> known_names() {
  std::set<std::string> names;
  for (const auto& [name, formula] : expected()) names.insert(name);
  return {names.begin(), names.end()};
}

std::string test_name(const testing::TestParamInfo<std::string>& param) {
  return "rule_" + param.param;
}

INSTANTIATE_TEST_SUITE_P(Rules, KnownRule, testing::ValuesIn(known_names()), test_name);
INSTANTIATE_TEST_SUITE_P(Rules, ComparingRule, testing::ValuesIn(rule_names({"random"})), test_name);
INSTANTIATE_TEST_SUITE_P(Rules, SearchingRule, testing::ValuesIn(rule_names({"random", "fifo"})), test_name);

TEST(RuleTable, HasEveryRuleWhoseFormulaIsHere) {
  EXPECT_THAT(rule_names(), testing::IsSupersetOf(known_names()));
  EXPECT_EQ(known_names().size(), 21u);
}

/// The draw is uniform and differs between seeds, machines and times.
TEST(RandomRule, TakesEveryCandidateAboutEquallyOften) {
  const std::vector<RuleInfo> rules = rule_table();
  const auto info =
      std::find_if(rules.begin(), rules.end(), [](const RuleInfo& r) { return r.name == "random"; });
  ASSERT_NE(info, rules.end());
  const std::unique_ptr<Rule> rule = make_rule(*info, "");
  std::vector<Candidate> candidates(4);
  for (std::uint32_t i = 0; i < 4; ++i) {
    candidates[i].number = i;
    candidates[i].job = 0;
  }
  Decision decision;
  decision.machine = 3;
  decision.candidates = candidates;
  std::vector<int> taken(4);
  int same = 0;
  for (int i = 0; i < 4000; ++i) {
    decision.now = i;
    rule->begin({1, 0});
    const int choice = rule->choose(decision);
    ++taken[static_cast<std::size_t>(choice)];
    EXPECT_EQ(rule->choose(decision), choice);
    rule->begin({1, 1});
    same += rule->choose(decision) == choice ? 1 : 0;
  }
  for (const int count : taken) EXPECT_NEAR(count, 1000, 140);  // five standard deviations
  EXPECT_NEAR(same, 1000, 140);
}

}  // namespace
}  // namespace takt
