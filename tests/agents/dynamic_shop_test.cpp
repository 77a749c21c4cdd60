// The dynamic job shop of Rajendran & Holthaus (1999): mean tardiness by rule, and which rule beats which.
#include <gtest/gtest.h>

#include "agents/registry.hpp"
#include "results/kpi.hpp"
#include "results/statistics.hpp"
#include "sim/simulate.hpp"

namespace takt {
namespace {

constexpr double unit = ticks_per_second;

/// 10 machines, 10 operations a job in random order, whole times U[1, 49], Poisson arrivals, due after 4
/// times the work.
Scenario dynamic_shop(double utilisation) {
  Scenario shop;
  shop.name = "dynamic job shop";
  Routing routing;
  routing.name = "any order";
  routing.step_count = routing.steps_taken = 10;
  routing.random_order = true;
  shop.routings.push_back(routing);
  for (Index m = 0; m < 10; ++m) {
    MachineGroup group;
    group.name = "m" + std::to_string(m);
    shop.groups.push_back(group);
    Step step;
    step.name = group.name;
    step.first_mode = m;
    shop.steps.push_back(step);
    Mode mode;
    mode.group = m;
    mode.time = discrete_uniform(1, 49, unit);
    shop.modes.push_back(mode);
  }
  Source source;
  source.name = "jobs";
  source.products.push_back({});
  source.interarrival = exponential(25 * unit / utilisation);
  source.due = {DueRule::total_work, 0, 4};
  shop.sources.push_back(source);
  shop.run.warm_up_jobs = 500;
  shop.run.measured_jobs = 2000;
  finish_scenario(shop);
  return shop;
}

std::vector<double> mean_tardiness(const Scenario& shop, const std::string& agent_name,
                                   std::uint64_t replications) {
  std::vector<double> values;
  const std::unique_ptr<Agent> agent = make_agent(agent_name);
  for (std::uint64_t r = 0; r < replications; ++r) {
    SimulateOptions options;
    options.seed = {1, r};
    const Trace trace = simulate(shop, *agent, *make_clock(ClockKind::calendar, shop), options);
    values.push_back(compute_kpis(shop, trace).value("mean_tardiness"));
  }
  return values;
}

struct Known {
  const char* agent;
  double mean;  ///< mean tardiness over 50 replications of another simulator
};

TEST(DynamicShop, MeanTardinessAtEightyPercent) {
  const Known known[] = {{"rule:fifo", 58}, {"rule:spt", 30},     {"rule:mod", 5.3},
                         {"rule:atc", 2.6}, {"rule:covert", 1.7}, {"rule:cr_spt", 0.6}};
  const Scenario shop = dynamic_shop(0.80);
  std::vector<double> worse;
  for (const Known& each : known) {
    const std::vector<double> values = mean_tardiness(shop, each.agent, 50);
    const Interval interval = confidence_interval(values);
    EXPECT_LT(interval.low(), each.mean) << each.agent;
    EXPECT_GT(interval.high(), each.mean) << each.agent;
    if (!worse.empty()) {
      EXPECT_GT(paired_difference(worse, values).low(), 0) << each.agent << " beats the one before";
    }
    worse = values;
  }
}

}  // namespace
}  // namespace takt
