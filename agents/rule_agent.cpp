#include "agents/rule_agent.hpp"

#include <utility>

#include <fmt/format.h>

#include "agents/agent_kind.hpp"
#include "agents/suggest.hpp"
#include "sim/model/error.hpp"
#include "sim/plant/plant.hpp"

namespace takt {
namespace {

int choose(const Rule& rule, RouteRule route, const Decision& decision) {
  if (decision.kind == DecisionKind::dispatch) return rule.choose(decision);
  if (decision.candidates.front().job < 0) return without_jobs(decision);
  return decision.kind == DecisionKind::route ? choose_route(route, decision) : rule.choose(decision);
}

class RuleAgent final : public Agent {
 public:
  RuleAgent(std::unique_ptr<Rule> rule, RouteRule route)
      : rule_(std::move(rule)), index_(rule_->make_index()), route_(route) {}

  void begin(const Scenario& /*scenario*/, Seed seed) override {
    rule_->begin(seed);
    if (index_ != nullptr) index_->clear();
  }

  int decide(const Decision& decision) override {
    // A long queue's order is kept; the rule looks at all that wait where the index has lost sight of them.
    if (index_ != nullptr && decision.kind == DecisionKind::dispatch &&
        decision.candidates.long_queue() != nullptr) {
      const int choice = index_->choose(decision);
      if (choice >= 0) return choice;
    }
    return choose(*rule_, route_, decision);
  }

 private:
  std::unique_ptr<Rule> rule_;
  std::unique_ptr<RuleIndex> index_;  ///< null: the rule has none
  RouteRule route_;
};

class RulePolicy final : public Policy {
 public:
  RulePolicy(std::unique_ptr<Rule> rule, RouteRule route) : rule_(std::move(rule)), route_(route) {}

  void decide(std::span<const Decision> decisions, std::span<int> choices) override {
    for (std::size_t i = 0; i < decisions.size(); ++i) {
      rule_->begin(decisions[i].plant->seed());
      choices[i] = choose(*rule_, route_, decisions[i]);
    }
  }

 private:
  std::unique_ptr<Rule> rule_;
  RouteRule route_;
};

/// The rule that a spec names, with the options that every rule has.
RuleInfo rule_of(const AgentSpec& spec) {
  std::vector<std::string> names;
  for (RuleInfo& rule : rule_table()) {
    if (rule.name == spec.arg) {
      rule.options.push_back(route_option());
      return std::move(rule);
    }
    names.push_back(rule.name);
  }
  if (!spec.has_arg) {
    throw Error(Fault::usage,
                fmt::format("agent {}: which rule?{}", quoted(spec.text), near_and_known("", names)));
  }
  const std::size_t question_mark = spec.arg.find('?');
  if (question_mark != std::string::npos) {
    throw Error(Fault::usage, fmt::format("agent {}: {} is not of the form KEY=VALUE", quoted(spec.text),
                                          quoted(spec.arg.substr(question_mark + 1))));
  }
  throw Error(Fault::usage, fmt::format("agent {}: unknown rule {}{}", quoted(spec.text), quoted(spec.arg),
                                        near_and_known(spec.arg, names)));
}

std::vector<AgentListing> list_rules() {
  std::vector<AgentListing> all;
  for (const RuleInfo& rule : rule_table())
    all.push_back({"rule:" + rule.name, rule.description, "rule:" + rule.name});
  return all;
}

std::unique_ptr<Agent> make_rule(const AgentSpec& spec) {
  const RuleInfo rule = rule_of(spec);
  const OptionValues options(spec, rule.options);
  return make_rule_agent(rule.make(options), route_rule(options.choice("route")));
}

std::unique_ptr<Policy> make_rule_policy(const AgentSpec& spec) {
  const RuleInfo rule = rule_of(spec);
  const OptionValues options(spec, rule.options);
  return std::make_unique<RulePolicy>(rule.make(options), route_rule(options.choice("route")));
}

std::string describe_rule(const AgentSpec& spec) {
  const RuleInfo rule = rule_of(spec);
  const OptionValues checked(spec, rule.options);
  std::string text =
      fmt::format("rule:{}: {}.\n\nScore, least first; ties by the lowest job number, then position:\n",
                  rule.name, rule.description);
  text += fmt::format("  {}\n\n{}\n{}", rule.formula, formula_letters(), describe_options(rule.options));
  if (!rule.source.empty()) text += fmt::format("\nSource: {}.\n", rule.source);
  return text;
}

}  // namespace

AgentKind rule_kind() {
  return {"rule", list_rules, make_rule, describe_rule, make_rule_policy};
}

std::unique_ptr<Agent> make_rule_agent(std::unique_ptr<Rule> rule, RouteRule route) {
  return std::make_unique<RuleAgent>(std::move(rule), route);
}

}  // namespace takt
