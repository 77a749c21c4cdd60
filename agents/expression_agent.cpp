#include "agents/expression_agent.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <muParser.h>

#include "agents/agent_kind.hpp"
#include "agents/candidate_text.hpp"
#include "agents/features.hpp"
#include "agents/options.hpp"
#include "sim/describe_decision.hpp"
#include "sim/model/error.hpp"
#include "sim/model/suggest.hpp"

namespace takt {
namespace {

/// `position` counts from 0; -1: somewhere.
Error expression_error(const std::string& expression, int position, const std::string& message) {
  const int last = static_cast<int>(expression.size());
  const std::string place = position < 0 ? "" : fmt::format(", character {}", std::min(position, last) + 1);
  return Error(Fault::usage, fmt::format("expression {}{}: {}", quoted(expression), place, message));
}

std::string unknown_name(const std::string& name) {
  std::vector<std::string_view> names;
  for (const FeatureInfo& known : feature_table()) names.emplace_back(known.name);
  const std::string near = closest(name, names);
  const std::string hint = near.empty() ? "" : fmt::format("; did you mean '{}'?", near);
  return fmt::format("unknown name {}{} (`takt agents expr` lists all)", quoted(name), hint);
}

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// The name that ends right before a position; empty when none does.
std::string name_before(const std::string& expression, int position) {
  const auto end = static_cast<std::size_t>(std::clamp(position, 0, static_cast<int>(expression.size())));
  std::size_t begin = end;
  while (begin > 0 && (starts_name(expression[begin - 1]) ||
                       (expression[begin - 1] >= '0' && expression[begin - 1] <= '9'))) {
    --begin;
  }
  return expression.substr(begin, end - begin);
}

/// muParser's error as ours: its messages, cut before the position that they name, counted from 0, in many
/// wordings.
Error translate(const std::string& expression, const mu::ParserError& error) {
  const std::string& token = error.GetToken();
  if (error.GetCode() == mu::ecUNASSIGNABLE_TOKEN && !token.empty() && starts_name(token[0])) {
    return expression_error(expression, error.GetPos(), unknown_name(token));
  }
  // muParser takes an unknown name before '(' for a variable.
  const std::string name = name_before(expression, error.GetPos());
  if (error.GetCode() == mu::ecUNEXPECTED_PARENS && token == "(" && !name.empty() && !find_feature(name)) {
    return expression_error(expression, error.GetPos() - static_cast<int>(name.size()), unknown_name(name));
  }
  std::string message = error.GetMsg();
  for (const char* tail : {" found at position", " at position", " at expression position"}) {
    message = message.substr(0, message.find(tail));
  }
  return expression_error(expression, error.GetPos(), message);
}

/// muParser lets `weight = 3` write to a variable, and takes the last of several expressions: neither is
/// meant here.
void refuse_assignment(const std::string& expression) {
  for (std::size_t i = 0; i < expression.size(); ++i) {
    if (expression[i] != '=') continue;
    const bool pair = i + 1 < expression.size() && expression[i + 1] == '=';
    const bool second = i > 0 && std::string_view("<>!=").find(expression[i - 1]) != std::string_view::npos;
    if (pair) ++i;
    if (!pair && !second)
      throw expression_error(expression, static_cast<int>(i), "'=' assigns; to compare, write '=='");
  }
}

class ExpressionPolicy final : public Policy {
 public:
  ExpressionPolicy(const std::string& expression, const ExpressionOptions& options)
      : expression_(expression), options_(options) {
    refuse_assignment(expression);
    try {
      for (const FeatureInfo& known : feature_table()) {
        parser_.DefineVar(known.name, &values_[static_cast<std::size_t>(known.id)]);
      }
      parser_.SetExpr(expression);
      for (const auto& [name, place] : parser_.GetUsedVar()) {
        used_.push_back(static_cast<FeatureId>(place - values_.data()));
      }
      parser_.Eval();
    } catch (const mu::ParserError& error) {
      throw translate(expression, error);
    }
    if (parser_.GetNumResults() != 1) {
      throw Error(Fault::usage,
                  fmt::format("expression {}: a ',' outside of a function's arguments", quoted(expression)));
    }
  }

  void decide(std::span<const Decision> decisions, std::span<int> choices) override {
    for (std::size_t i = 0; i < decisions.size(); ++i) choices[i] = choose(decisions[i]);
  }

 private:
  int choose(const Decision& decision) {
    if (decision.kind == DecisionKind::route && options_.route)
      return choose_route(*options_.route, decision);
    if (decision.candidates.front().job < 0) return without_jobs(decision);
    int best = -1;
    double best_value = 0;
    const Candidate* best_candidate = nullptr;
    int place = -1;
    FeatureMemo memo;
    for (const Candidate& candidate : decision.candidates) {
      ++place;
      if (candidate.is_wait() && !options_.wait) continue;
      const double value = evaluate(decision, candidate, memo);
      if (best >= 0) {
        if (value < best_value) continue;
        if (value == best_value && !wins_tie(candidate, *best_candidate)) continue;
      }
      best = place;
      best_candidate = &candidate;
      best_value = value;
    }
    return std::max(best, 0);  // nothing but the wait candidate
  }

  static bool wins_tie(const Candidate& x, const Candidate& y) {
    if (x.is_wait() || y.is_wait()) return y.is_wait() && !x.is_wait();
    return x.number != y.number ? x.number < y.number : x.position < y.position;
  }

  double evaluate(const Decision& decision, const Candidate& candidate, FeatureMemo& memo) {
    for (const FeatureId id : used_)
      values_[static_cast<std::size_t>(id)] = feature(id, decision, candidate, memo);
    const double value = parser_.Eval();
    if (std::isnan(value)) throw not_a_number(decision, candidate);
    return value;
  }

  Error not_a_number(const Decision& decision, const Candidate& candidate) const {
    std::string inputs;
    for (const FeatureId id : used_) {
      inputs += fmt::format("{}{} = {:.15g}", inputs.empty() ? "" : ", ", info(id).name,
                            values_[static_cast<std::size_t>(id)]);
    }
    return Error(Fault::agent,
                 fmt::format("expression {} is NaN at {} for {}{}{}", quoted(expression_), describe(decision),
                             describe_candidate(decision, candidate), inputs.empty() ? "" : ": ", inputs));
  }

  std::string expression_;
  ExpressionOptions options_;
  std::array<double, feature_count> values_{};
  std::vector<FeatureId> used_;
  mu::Parser parser_;
};

std::vector<OptionInfo> options() {
  return {route_option({"expr"}),
          flag_option("wait", "false",
                      "whether waiting is scored like any candidate, where the scenario allows it")};
}

std::vector<AgentListing> list_expression() {
  return {{"expr:EXPRESSION", "the candidate with the greatest value of an expression over named features",
           "expr:-(processing_time + work_in_next_queue)"}};
}

std::unique_ptr<Policy> expression_policy(const AgentSpec& spec) {
  if (!spec.has_arg) {
    throw Error(Fault::usage,
                fmt::format("agent {}: which expression? `takt agents expr` says what it may hold.",
                            quoted(spec.text)));
  }
  const OptionValues values(spec, options());
  const std::string& route = values.choice("route");
  ExpressionOptions chosen;
  chosen.route = route == "expr" ? std::nullopt : std::optional(route_rule(route));
  chosen.wait = values.flag("wait");
  return std::make_unique<ExpressionPolicy>(spec.arg, chosen);
}

std::unique_ptr<Agent> make_expression(const AgentSpec& spec) {
  return make_policy_agent(expression_policy(spec));
}

std::string describe_expression(const AgentSpec& spec) {
  if (spec.has_arg) make_expression(spec);
  std::string text =
      "expr:EXPRESSION: the candidate for which the expression is greatest; ties by the lowest job\n"
      "number, then position.\n\n"
      "  expr:weight/processing_time                     weighted shortest processing time\n"
      "  expr:-(processing_time + work_in_next_queue)    PT+WINQ\n"
      "  expr:slack < 0 ? 1/processing_time : -slack     late jobs first, the short ones before\n"
      "  expr:-group_load - processing_time?route=expr   routes by the expression as well\n\n"
      "Operators: + - * / ^ < <= > >= == != && || ?: ( )\n"
      "Functions: abs sign sqrt exp ln log (= ln) log2 log10 rint min max sum avg\n"
      "           sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh\n"
      "Constants: _pi _e\n"
      "A value that is not a number (0/0) stops the run.\n"
      "Options begin at the last '?' that KEY= follows.\n\n";
  text += describe_options(options());
  text += "\nNames (times in seconds; 'group': the machines where the candidate would be done):\n";
  for (const FeatureInfo& known : feature_table()) {
    text += fmt::format("  {:<25} {:<2} {}\n", known.name,
                        known.unit == std::string_view("1") ? "" : known.unit, known.meaning);
  }
  return text;
}

}  // namespace

AgentKind expression_kind() {
  return {"expr", list_expression, make_expression, describe_expression, expression_policy};
}

std::unique_ptr<Agent> make_expression_agent(const std::string& expression,
                                             const ExpressionOptions& options) {
  return make_policy_agent(std::make_unique<ExpressionPolicy>(expression, options));
}

}  // namespace takt
