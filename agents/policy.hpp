#pragma once

#include <memory>
#include <span>

#include "sim/agent.hpp"

namespace takt {

/// Answers decisions of any number of runs and keeps nothing about them: the answer to a decision hangs on
/// that decision and on the plant it points to (whose seed() is the source of all chance), not on what was
/// asked before or stands beside it. So runs may be stepped together, in any order, copied and dropped.
///
/// Members may be memory that is used again, so an object serves one thread at a time.
class Policy {
 public:
  virtual ~Policy() = default;

  /// choices[i] becomes an index into decisions[i].candidates. Both spans have one length; 0 is allowed.
  /// Throws Error(agent).
  virtual void decide(std::span<const Decision> decisions, std::span<int> choices) = 0;

  /// The answer to one.
  int decide(const Decision& decision) {
    int choice = 0;
    decide({&decision, 1}, {&choice, 1});
    return choice;
  }
};

/// An agent that asks a policy, one decision at a time.
std::unique_ptr<Agent> make_policy_agent(std::unique_ptr<Policy> policy);

}  // namespace takt
