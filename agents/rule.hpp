#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agents/options.hpp"
#include "agents/rule_index.hpp"
#include "sim/agent.hpp"

namespace takt {

/// A dispatching rule: the candidate with the least score goes first; of equal scores the lowest job number,
/// then the lowest position, in whatever order the candidates stand. A rule never waits while there is
/// something to do.
class Rule {
 public:
  virtual ~Rule() = default;

  /// Called before each run. Only a rule that draws random numbers cares.
  virtual void begin(Seed /*seed*/) {}

  /// Index of the candidate to dispatch.
  virtual int choose(const Decision& decision) const = 0;

  /// The score of one candidate that is not the wait candidate, for people: never NaN. Times are in ticks.
  /// Where choose() looks at more than one number, this is the first that counts.
  virtual double score(const Decision& decision, const Candidate& candidate) const = 0;

  /// An index that chooses as this rule does; null for a rule whose scores change while operations wait, or
  /// that needs none.
  virtual std::unique_ptr<RuleIndex> make_index() const { return nullptr; }
};

/// What a rule is to the registry, to `takt agents` and to tests.
struct RuleInfo {
  std::string name;         ///< as in rule:NAME
  std::string description;  ///< one line
  std::string formula;      ///< the score, least first; the letters are explained in formula_letters()
  std::string source;       ///< where the formula is from
  std::vector<OptionInfo> options;
  std::unique_ptr<Rule> (*make)(const OptionValues& options);
};

/// Every rule there is, in the order in which they are listed. A row each: rule_table.cpp.
std::vector<RuleInfo> rule_table();

/// What the letters in the formulas stand for, a line each.
std::string formula_letters();

}  // namespace takt
