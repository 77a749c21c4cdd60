#pragma once

#include <string>
#include <vector>

#include "sim/record/observer.hpp"
#include "sim/record/trace.hpp"
#include "sim/simulation.hpp"

namespace takt::test {

/// A run on the calendar whose plant is recounted at the end of each instant. It stops at the first law that
/// is broken.
class RecountedRun final : public Observer {
 public:
  RecountedRun(const Scenario& scenario, Agent& agent, Seed seed);

  void take(const Effects& effects) override;
  void decided(const Decision& /*decision*/, int /*choice*/) override {}

  const std::vector<std::string>& broken() const { return broken_; }
  int recounts() const { return recounts_; }
  const Plant& plant() const { return run_.plant(); }
  /// Everything that was recorded. Call once, last.
  Trace finish();

 private:
  void keep_faults();

  std::vector<std::string> faults_;  ///< of the last recount, which may have been before a decision
  std::vector<std::string> broken_;
  int recounts_ = 0;
  bool closed_ = false;
  Simulation run_;
};

}  // namespace takt::test
