// The rules of the plain shop over arrays of fixed size do what they do over a PlantState.

#include <memory>

#include <gtest/gtest.h>

#include "tests/sim/fixed_shop.hpp"
#include "tests/sim/small_shop.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

constexpr int jobs = 40, machines = 8, groups = 5, families = 3;
using Shop = FixedShop<jobs, machines, groups, families>;

/// Groups of one or two machines, some with setups; jobs of up to six operations that take whole seconds,
/// some none: much happens at one instant.
Scenario random_shop(std::uint64_t seed) {
  std::uint64_t drawn = 0;
  const auto below = [&](std::uint64_t n) {
    return static_cast<Index>(random_below(random_bits({seed, 0}, Purpose::agent, 1, drawn++), n));
  };
  Scenario s;
  s.families = {"red", "green", "blue"};
  SetupMatrix matrix;
  matrix.name = "paint";
  for (int from = 0; from < families; ++from)
    for (int to = 0; to < families; ++to)
      matrix.times.push_back(from == to ? 0 : (1 + below(3)) * ticks_per_second);
  for (int to = 0; to < families; ++to) matrix.initial.push_back(below(2) * ticks_per_second);
  s.setup_matrices.push_back(matrix);
  Index left = machines;
  for (Index g = 0; g < groups; ++g) {
    const Index count = left > groups - g ? 1 + below(2) : 1;
    left -= count;
    const Index group = add_group(s, count);
    if (below(2) == 0) s.groups[at(group)].setup_matrix = 0;
    if (below(4) == 0) s.groups[at(group)].initial_family = below(families);
  }
  for (Index r = 0; r < 6; ++r) {
    std::vector<Visit> visits;
    for (Index i = 1 + below(6); i > 0; --i) {
      const Index group = below(groups);
      const bool painted = s.groups[at(group)].setup_matrix >= 0;
      visits.push_back({group, constant(ticks(below(5))), painted ? below(families + 1) - 1 : -1});
    }
    add_routing(s, visits);
  }
  for (Index j = 0; j < jobs; ++j) add_order(s, below(6));
  return s;
}

/// The scenario's tables and its shop before time 0.
std::unique_ptr<Shop> fixed(const Scenario& s) {
  auto shop = std::make_unique<Shop>();
  shop->plans = s.plans.data();
  shop->job_count = jobs;
  shop->machine_count = s.machine_count;
  shop->group_count = groups;
  for (Index g = 0; g < groups; ++g) {
    const MachineGroup& group = s.groups[at(g)];
    GroupState& state = shop->groups[g];
    state.idle = state.machine_count = group.count;
    state.first_machine = group.first_machine;
    for (Index m = group.first_machine; m < group.first_machine + group.count; ++m) {
      shop->machines[m].group = g;
      shop->machines[m].family = group.initial_family;
      for (Index from = -1; from < families; ++from)
        for (Index to = 0; to < families; ++to)
          shop->setups[m][from + 1][to] = s.setup_time(group.setup_matrix, from, to);
    }
  }
  for (Index j = 0; j < jobs; ++j) {
    JobState& state = shop->jobs[j];
    const Routing& routing = s.routings[at(s.orders[at(j)].routing)];
    state.number = static_cast<std::uint32_t>(j);
    state.first_step = routing.first_step;
    state.operation_count = static_cast<std::uint32_t>(routing.step_count);
    state.work_remaining = state.total_work = routing.planned;
  }
  return shop;
}

TEST(shop_core, runs_in_fixed_arrays_as_in_a_plant) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Scenario s = random_shop(seed);
    FirstCandidate agent;
    const Trace trace = run_recorded(s, agent);
    finish_scenario(s);
    ASSERT_TRUE(s.plain);
    const auto shop = fixed(s);
    shop->run();
    ASSERT_EQ(trace.jobs.size(), at(jobs));
    for (const JobRecord& job : trace.jobs)
      ASSERT_EQ(shop->left[job.number], job.completion) << "job " << job.number << " of shop " << seed;
    EXPECT_EQ(at(shop->operations), trace.operations.size());
    for (const JobState& job : shop->jobs) EXPECT_EQ(job.work_remaining, 0);
  }
}

}  // namespace
}  // namespace takt::test
