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
#include "tests/sim/long_queues.hpp"

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
  bool over = false;
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
  again.over = run.over();
  return again;
}

std::vector<std::string> shipped() {
  std::vector<std::string> names = {"taillard:ta21"};
  for (const auto& file : std::filesystem::directory_iterator(TAKT_SOURCE_DIR "/scenarios"))
    if (file.path().extension() == ".yaml") names.push_back(file.path().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// Allocations a decision that some features still make: a list of the jobs whose parts a store takes in, and
/// one of the needs of an operation that goes on after a pause.
double allowed(const std::string& name) {
  if (name == "assembly_cell") return 1;
  return name == "shift_line" ? 0.5 : 0;
}

class EveryScenario : public testing::TestWithParam<std::string> {};

TEST_P(EveryScenario, IsSteppedAgainWithoutAllocating) {
  const Scenario scenario = open_scenario(GetParam());
  if (scenario.transport.first_shared_lane >= 0) return;  // only SimGrid can run it
  for (const char* rule : {"rule:fifo", "rule:spt", "rule:atc"}) {
    const Again again = step_again(scenario, rule, 3000);
    EXPECT_TRUE(again.decisions == 3000 || again.over) << rule;
    EXPECT_EQ(again.back, 0U) << rule;
    EXPECT_LE(static_cast<double>(again.stepping),
              allowed(std::filesystem::path(GetParam()).stem().string()) * again.decisions)
        << rule << ", " << again.decisions << " decisions";
  }
}

INSTANTIATE_TEST_SUITE_P(SteppingAllocations, EveryScenario, testing::ValuesIn(shipped()),
                         [](const testing::TestParamInfo<std::string>& of) {
                           std::string name = std::filesystem::path(of.param).stem().string();
                           for (char& c : name)
                             if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
                           return name;
                         });

/// Hundreds of jobs wait at once; the index of the rule keeps their order.
TEST(SteppingAllocations, LongQueuesAllocateRarely) {
  const Scenario scenario = test::long_queue_shop(3, {.jobs = 2000});
  for (const char* rule : {"rule:fifo", "rule:spt", "rule:mwkr"}) {
    const auto agent = make_agent(rule);
    agent->begin(scenario, {});
    Simulation run(scenario, {.recorded = false});
    step(run, *agent, 2000);
    const std::size_t before = allocations;
    ASSERT_EQ(step(run, *agent, 1000), 1000) << rule;
    // Now and then a queue or its index outgrows its memory.
    EXPECT_LE(allocations - before, 20U) << rule;
  }
}

}  // namespace
}  // namespace takt
