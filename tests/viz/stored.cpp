#include "tests/viz/stored.hpp"

#include "sim/simulate.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {

StoredRun stored(const Scenario& scenario, std::uint64_t seed) {
  AnyCandidate agent;
  SimulateOptions options;
  options.seed = {seed, 0};
  options.record = {true, true};
  options.stall_limit = 2000;
  StoredRun run{"run.h5", scenario, {}};
  run.file.trace = simulate(scenario, agent, *make_clock(ClockKind::calendar, scenario), options);
  run.file.info.title = scenario.name;
  run.file.info.run.agent = "any";
  run.file.info.run.seed = seed;
  run.file.info.status = run.file.trace.status;
  ResultNames& names = run.file.names;
  for (Index m = 0; m < scenario.machine_count; ++m) names.machines.push_back(machine_name(scenario, m));
  for (const Step& step : scenario.steps) names.steps.push_back(step.name);
  names.mode_step.assign(scenario.modes.size(), -1);
  for (std::size_t s = 0; s < scenario.steps.size(); ++s)
    for (Index m = 0; m < scenario.steps[s].mode_count; ++m)
      at(names.mode_step, scenario.steps[s].first_mode + m) = static_cast<Index>(s);
  return run;
}

}  // namespace takt::test
