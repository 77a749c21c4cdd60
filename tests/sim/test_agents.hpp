#pragma once

#include "sim/agent.hpp"

namespace takt::test {

/// Picks any candidate, wait included, by a keyed draw: the same decisions get the same answers.
class AnyCandidate final : public Agent {
 public:
  void begin(const Scenario& /*scenario*/, Seed seed) override {
    seed_ = seed;
    asked_ = 0;
  }
  int decide(const Decision& decision) override {
    const std::uint64_t bits = random_bits(seed_, Purpose::agent, 0, asked_++);
    return static_cast<int>(random_below(bits, decision.candidates.size()));
  }

 private:
  Seed seed_;
  std::uint64_t asked_ = 0;
};

/// Always the first candidate: first come, first served.
class FirstCandidate final : public Agent {
 public:
  int decide(const Decision& /*decision*/) override { return 0; }
};

}  // namespace takt::test
