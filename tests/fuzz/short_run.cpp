#include "tests/fuzz/short_run.hpp"

#include "sim/model/error.hpp"
#include "sim/model/random.hpp"
#include "sim/simulation.hpp"

namespace takt::fuzz {
namespace {

struct Enough {};

/// Ends a run that goes on and on without asking.
class Bound final : public Observer {
 public:
  void take(const Effects& /*effects*/) override {
    if (++instants_ > 2000) throw Enough{};
  }
  void decided(const Decision& /*decision*/, int /*choice*/) override {}

 private:
  int instants_ = 0;
};

bool is_small(const Scenario& scenario) {
  return scenario.machine_count <= 500 && scenario.steps.size() <= 2000 && scenario.modes.size() <= 5000;
}

}  // namespace

void short_run(const Scenario& scenario, std::uint64_t seed) {
  if (!is_small(scenario)) return;
  Bound bound;
  try {
    Simulation run(scenario, {.seed = {seed, 0}, .observer = &bound});
    for (std::uint64_t n = 0; n < 500; ++n) {
      const auto decision = run.next_decision();
      if (!decision) break;
      run.resolve(static_cast<int>(
          random_below(random_bits({seed, 0}, Purpose::agent, 0, n), decision->candidates.size())));
    }
    (void)run.finish();
  } catch (const Enough&) {
  } catch (const Error& error) {
    if (error.fault() != Fault::bad_input) throw;
  }
}

}  // namespace takt::fuzz
