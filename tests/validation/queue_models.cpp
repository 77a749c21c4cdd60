#include "tests/validation/queue_models.hpp"

#include "agents/registry.hpp"
#include "results/kpi.hpp"
#include "sim/simulate.hpp"

namespace takt::test {

Scenario empty_shop(const Window& window) {
  Scenario s;
  s.name = "queue";
  s.run.warm_up = static_cast<Time>(ticks(window.warm_up));
  s.run.horizon = static_cast<Time>(ticks(window.warm_up + window.length));
  return s;
}

void add_poisson(Scenario& scenario, double rate, const std::vector<Source::Product>& products) {
  Source source;
  source.name = "poisson" + std::to_string(scenario.sources.size());
  source.products = products;
  source.interarrival = exponential(ticks(1 / rate));
  scenario.sources.push_back(source);
}

Scenario single_queue(double rate, const Distribution& service, Index count, const Window& window) {
  Scenario s = empty_shop(window);
  const Index group = add_group(s, count);
  add_poisson(s, rate, {{add_routing(s, {{group, service}}), 1}});
  return s;
}

Figure mean_wait_of(Index group) {
  return [group](const Scenario&, const Trace& trace) {
    const GroupTally& tally = trace.group_tallies[static_cast<std::size_t>(group)];
    return tally.wait / static_cast<double>(tally.operations) / ticks_per_second;
  };
}

Figure kpi(const std::string& name) {
  return [name](const Scenario& scenario, const Trace& trace) {
    return compute_kpis(scenario, trace).value(name);
  };
}

std::vector<std::vector<double>> replicate(const Scenario& scenario, const std::string& agent,
                                           std::uint64_t seed, int replications,
                                           const std::vector<Figure>& figures) {
  const auto dispatcher = make_agent(agent);
  std::vector<std::vector<double>> rows(figures.size());
  for (int r = 0; r < replications; ++r) {
    SimulateOptions options;
    options.seed = {seed, static_cast<std::uint64_t>(r)};
    const auto clock = make_calendar_clock(scenario);
    const Trace trace = simulate(scenario, *dispatcher, *clock, options);
    for (std::size_t f = 0; f < figures.size(); ++f) rows[f].push_back(figures[f](scenario, trace));
  }
  return rows;
}

Interval estimate(const Scenario& scenario, const std::string& agent, std::uint64_t seed, int replications,
                  const Figure& figure, double level) {
  return confidence_interval(replicate(scenario, agent, seed, replications, {figure}).front(), level);
}

}  // namespace takt::test
