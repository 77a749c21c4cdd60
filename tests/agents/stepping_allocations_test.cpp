// Stepping a run without records allocates nothing once the run's memory has its size: every use of operator
// new in this program is counted.

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "agents/registry.hpp"
#include "sim/model/open_scenario.hpp"
#include "sim/simulation.hpp"

namespace {

std::size_t allocations = 0;

void* counted(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return counted(size);
}
void* operator new[](std::size_t size) {
  return counted(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace takt {
namespace {

/// Steps a run; returns the decisions made.
int step(Simulation& run, Agent& agent, int decisions) {
  int made = 0;
  for (; made < decisions; ++made) {
    const auto decision = run.next_decision();
    if (!decision) break;
    run.resolve(agent.decide(*decision));
  }
  return made;
}

/// What stepping the same part of a run allocates that has been stepped before in the same memory, and what
/// putting it back to where it began does.
struct Again {
  std::size_t back = 0, stepping = 0;
  int decisions = 0;
};
Again step_again(const Scenario& scenario, const std::string& rule, int decisions) {
  const auto agent = make_agent(rule);
  const Simulation start(scenario, {.seed = {7, 0}, .recorded = false});
  Simulation run = start;
  agent->begin(scenario, {7, 0});
  step(run, *agent, decisions);

  Again again;
  std::size_t before = allocations;
  run = start;
  again.back = allocations - before;
  agent->begin(scenario, {7, 0});
  before = allocations;
  again.decisions = step(run, *agent, decisions);
  again.stepping = allocations - before;
  return again;
}

std::vector<std::string> shipped() {
  std::vector<std::string> names = {"taillard:ta21"};
  for (const auto& file : std::filesystem::directory_iterator(std::string(TAKT_SOURCE_DIR) + "/scenarios"))
    if (file.path().extension() == ".yaml") names.push_back(file.path().string());
  std::sort(names.begin(), names.end());
  return names;
}

class EveryScenario : public testing::TestWithParam<std::string> {};

TEST_P(EveryScenario, IsSteppedAgainWithoutAllocating) {
  const Scenario scenario = open_scenario(GetParam());
  if (scenario.transport.first_shared_lane >= 0) return;  // only SimGrid can run it
  for (const char* rule : {"rule:fifo", "rule:spt", "rule:atc"}) {
    const Again again = step_again(scenario, rule, 3000);
    EXPECT_GT(again.decisions, 4) << rule;
    EXPECT_EQ(again.back, 0U) << rule;
    EXPECT_EQ(again.stepping, 0U) << rule << ", " << again.decisions << " decisions";
  }
}

INSTANTIATE_TEST_SUITE_P(SteppingAllocations, EveryScenario, testing::ValuesIn(shipped()),
                         [](const testing::TestParamInfo<std::string>& of) {
                           std::string name = std::filesystem::path(of.param).stem().string();
                           for (char& c : name)
                             if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
                           return name;
                         });

/// A queue that stays long: as many jobs come as go. Its order is kept by the rule's index.
TEST(SteppingAllocations, LongQueuesAreSteppedWithout) {
  Scenario scenario = open_scenario("taillard:ta21");
  scenario.orders.clear();
  const Index routings = static_cast<Index>(scenario.routings.size());
  for (Index i = 0; i < 40 * routings; ++i) {
    Order order;
    order.name = "job " + std::to_string(i);
    order.routing = i % routings;
    scenario.orders.push_back(order);
  }
  finish_scenario(scenario);
  for (const char* rule : {"rule:fifo", "rule:spt", "rule:mwkr"}) {
    const auto agent = make_agent(rule);
    agent->begin(scenario, {});
    Simulation run(scenario, {.recorded = false});
    step(run, *agent, 2000);
    std::string counts;
    for (int i = 0; i < 5; ++i) {
      const std::size_t before = allocations;
      step(run, *agent, 200);
      counts += " " + std::to_string(allocations - before);
    }
    EXPECT_EQ(counts, " 0 0 0 0 0") << rule;
  }
}

}  // namespace
}  // namespace takt
