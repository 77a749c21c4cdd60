#include "tests/sim/recounted_run.hpp"

namespace takt::test {

RecountedRun::RecountedRun(const Scenario& scenario, Agent& agent, Seed seed)
    : run_(scenario, {.seed = seed, .record = {true, true}, .stall_limit = 2000, .observer = this}) {
  agent.begin(scenario, seed);
  while (const auto decision = run_.next_decision()) {
    if (!broken_.empty()) return;
    run_.resolve(agent.decide(*decision));
  }
}

void RecountedRun::take(const Effects& /*effects*/) {
  if (closed_ || !broken_.empty()) return;
  ++recounts_;
  broken_ = run_.plant().check();
}

Trace RecountedRun::finish() {
  closed_ = true;
  return run_.finish();
}

}  // namespace takt::test
