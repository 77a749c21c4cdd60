#include "tests/sim/recounted_run.hpp"

namespace takt::test {

RecountedRun::RecountedRun(const Scenario& scenario, Agent& agent, Seed seed)
    : run_(scenario, {.seed = seed, .record = {true, true}, .stall_limit = 2000, .observer = this}) {
  agent.begin(scenario, seed);
  while (const auto decision = run_.next_decision()) {
    faults_.clear();  // within the instant a law may wait for what is decided
    if (!broken_.empty()) return;
    run_.resolve(agent.decide(*decision));
  }
  keep_faults();
}

void RecountedRun::take(const Effects& /*effects*/) {
  keep_faults();
  if (closed_ || !broken_.empty()) return;
  ++recounts_;
  faults_ = run_.plant().check();
}

void RecountedRun::keep_faults() {
  if (broken_.empty()) broken_ = std::move(faults_);
  faults_.clear();
}

Trace RecountedRun::finish() {
  closed_ = true;
  return run_.finish();
}

}  // namespace takt::test
