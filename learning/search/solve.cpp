#include "learning/search/solve.hpp"

#include <algorithm>

#include "agents/registry.hpp"
#include "learning/search/look_ahead.hpp"
#include "learning/search/orders_agent.hpp"
#include "learning/search/shop_problem.hpp"
#include "learning/search/solve_shop.hpp"
#include "results/kpi.hpp"
#include "sim/model/write/yaml.hpp"
#include "sim/simulate.hpp"

namespace takt::search {
namespace {

/// The schedules of some rules, to start from.
std::vector<MachineOrders> starts_by_rule(const ShopProblem& problem, const Scenario& scenario, Seed seed) {
  std::vector<MachineOrders> starts;
  for (const char* rule : {"rule:fdd_mwkr", "rule:atc", "rule:min_setup"}) {
    const std::unique_ptr<Agent> agent = make_agent(rule);
    const std::unique_ptr<Clock> clock = make_clock(ClockKind::calendar, scenario);
    SimulateOptions options;
    options.seed = seed;
    options.record = {true, false};
    starts.push_back(orders_of(problem, simulate(scenario, *agent, *clock, options)));
  }
  return starts;
}

Solution by_tabu_search(const ShopProblem& problem, const Scenario& scenario, Seed seed,
                        const SearchLimits& limits) {
  const auto kpi = [&problem](double cost) {
    const double ticks = cost * static_cast<double>(problem.unit) * problem.scale / ticks_per_second;
    return problem.at_least_zero ? std::max(0.0, ticks) : ticks;
  };
  SearchLimits own = limits;
  if (limits.progress)
    own.progress = [&](const SearchProgress& p) { limits.progress({p.share, kpi(p.best), p.iterations}); };
  const ShopSolution found = solve_shop(problem, starts_by_rule(problem, scenario, seed), seed.seed, own);
  Solution solution;
  solution.method = "tabu search";
  solution.scenario = scenario;
  if (!scenario.may_wait) {
    solution.scenario.may_wait = true;
    solution.scenario.source_text = to_yaml(solution.scenario);
  }
  solution.agent = make_orders_agent(problem, found.orders);
  solution.value = kpi(found.cost);
  solution.bound = kpi(found.bound);
  solution.iterations = found.iterations;
  solution.seconds = found.seconds;
  return solution;
}

Solution by_looking_ahead(const Scenario& scenario, Goal goal, Seed seed, const SearchLimits& limits) {
  LookAheadRun run = look_ahead(scenario, goal, seed, limits);
  Solution solution;
  solution.method = "looking ahead with " + run.base;
  solution.scenario = scenario;
  solution.agent = make_reciting_agent(std::move(run.choices));
  solution.iterations = run.iterations;
  solution.seconds = run.seconds;
  // Which jobs the KPI counts only a whole run tells.
  const std::unique_ptr<Clock> clock = make_clock(ClockKind::calendar, scenario);
  SimulateOptions options;
  options.seed = seed;
  solution.value =
      compute_kpis(scenario, simulate(scenario, *solution.agent, *clock, options)).value(name_of(goal));
  return solution;
}

}  // namespace

Solution solve(const Scenario& scenario, Goal goal, Seed seed, const SearchLimits& limits) {
  const ProblemOrReason made = make_problem(scenario, goal);
  if (made.reason.empty()) return by_tabu_search(made.problem, scenario, seed, limits);
  Solution solution = by_looking_ahead(scenario, goal, seed, limits);
  solution.reason = made.reason;
  return solution;
}

}  // namespace takt::search
