// Any text as an expression over features: an agent that decides, or Error(usage) at once, or Error(agent)
// when it decides (a NaN).

#include <cstdint>
#include <string>

#include "agents/expression_agent.hpp"
#include "sim/model/error.hpp"
#include "sim/simulation.hpp"
#include "tests/sim/random_scenario.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace takt;
  static const Scenario scenario = test::random_scenario(7, {.mixed = true});
  const std::string expression(reinterpret_cast<const char*>(data), size);
  try {
    const auto agent = make_expression_agent(expression, {.route = {}, .wait = true});
    Simulation run(scenario, {.seed = {1, 0}, .recorded = false});
    for (int n = 0; n < 40; ++n) {
      const auto decision = run.next_decision();
      if (!decision) break;
      run.resolve(agent->decide(*decision));
    }
  } catch (const Error& error) {
    if (error.fault() != Fault::usage && error.fault() != Fault::agent) throw;
  }
  return 0;
}
