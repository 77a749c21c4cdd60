// Degradation and maintenance worked out by hand, to the tick.

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/plant/plant.hpp"
#include "tests/sim/machine_story.hpp"
#include "tests/sim/small_shop.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

using ::testing::ElementsAre;

Distribution seconds(double s) {
  return constant(ticks(s));
}

/// One machine with orders of one operation of `work` s each.
Scenario one_machine(double work, int orders, double until = 0) {
  Scenario s;
  add_group(s);
  s.condition.groups.resize(1);
  add_routing(s, {{0, seconds(work)}});
  for (int i = 0; i < orders; ++i) add_order(s, 0);
  if (until > 0) s.run.horizon = static_cast<Time>(ticks(until));
  return s;
}

MaintenancePlan plan(MaintenanceTrigger trigger, double due, double duration) {
  return {.name = "plan", .trigger = trigger, .due = due, .offer = due, .duration = seconds(duration)};
}

std::string run_story(const Scenario& s) {
  FirstCandidate agent;
  return story(run_recorded(s, agent));
}

TEST(maintenance_cases, by_the_calendar_it_waits_for_the_end_of_the_operation) {
  Scenario s = one_machine(4, 4, 30);
  s.condition.groups[0].plans = {plan(MaintenanceTrigger::calendar, ticks(6), 2)};
  // Due at 6, and 6 s after each end of a maintenance: 10 -> 16, ended 18 -> 24.
  EXPECT_EQ(run_story(s),
            "work 0-4 work 4-8 maintenance 8-10 work 10-14 work 14-18 maintenance 18-20 maintenance 26-28");
}

TEST(maintenance_cases, an_idle_machine_is_maintained_when_it_is_due) {
  Scenario s = one_machine(1, 1, 20);
  s.condition.groups[0].plans = {plan(MaintenanceTrigger::calendar, ticks(5), 3)};
  EXPECT_EQ(run_story(s), "work 0-1 maintenance 5-8 maintenance 13-16");
}

TEST(maintenance_cases, by_processing_time_and_by_pieces) {
  Scenario s = one_machine(4, 5);
  s.condition.groups[0].plans = {plan(MaintenanceTrigger::busy, ticks(8), 1)};
  EXPECT_EQ(run_story(s),
            "work 0-4 work 4-8 maintenance 8-9 work 9-13 work 13-17 maintenance 17-18 work 18-22");
  s.condition.groups[0].plans = {plan(MaintenanceTrigger::pieces, 3, 2)};
  EXPECT_EQ(run_story(s), "work 0-4 work 4-8 work 8-12 maintenance 12-14 work 14-18 work 18-22");
}

TEST(maintenance_cases, a_repair_restarts_the_measure_of_age_replacement_only) {
  Scenario s = one_machine(1, 1, 25);
  s.groups[0].breakdowns.push_back(
      {"cause", FailureClock::calendar, OnFailure::resume, seconds(6), seconds(2)});
  s.condition.groups[0].plans = {plan(MaintenanceTrigger::calendar, ticks(7), 1)};
  // Block: the failure at 6 is repaired at 8, when the maintenance has been due for 1 s; then 9 + 6 fails
  // first.
  EXPECT_EQ(run_story(s), "work 0-1 down 6-8 maintenance 8-9 down 15-17 maintenance 17-18 down 24-25");
  s.condition.groups[0].plans[0].restarts_at_repair = true;
  EXPECT_EQ(run_story(s), "work 0-1 down 6-8 down 14-16 down 22-24");
}

TEST(maintenance_cases, times_to_failure_stand_still_or_start_anew) {
  Scenario s = one_machine(1, 1, 25);
  s.groups[0].breakdowns.push_back(
      {"cause", FailureClock::calendar, OnFailure::resume, seconds(8), seconds(2)});
  s.condition.groups[0].plans = {plan(MaintenanceTrigger::calendar, ticks(5), 1)};
  // With restored failures the machine is always younger than 5 s.
  EXPECT_EQ(run_story(s), "work 0-1 maintenance 5-6 maintenance 11-12 maintenance 17-18 maintenance 23-24");
  s.condition.groups[0].plans[0].restores_failures = false;
  // 5 s of age are gone before the maintenance, 3 s after it: the failure comes at 9, its repair ends at 11,
  // when the plan is due; 8 s later than that without the maintenance in between: 20, and 18-19 in between.
  EXPECT_EQ(
      run_story(s),
      "work 0-1 maintenance 5-6 down 9-11 maintenance 11-12 maintenance 17-18 down 21-23 maintenance 23-24");
}

/// Three levels that last 10 and 5 s of processing; the second halves the speed.
ConditionLaw three_levels(WearClock clock) {
  ConditionLaw law;
  law.clock = clock;
  law.levels.resize(3);
  law.levels[0].lasts = seconds(10);
  law.levels[1].lasts = seconds(5);
  law.levels[1].speed = 0.5;
  law.levels[0].pieces = 2;
  law.levels[1].pieces = 1;
  law.levels[2].speed = 0.25;
  return law;
}

TEST(degradation_cases, levels_slow_the_operations_that_start_later) {
  Scenario s = one_machine(4, 5);
  s.condition.groups[0].law = three_levels(WearClock::busy);
  // Level 1 after 10 s of work, in the third operation, which keeps its pace; level 2 after 15 s.
  EXPECT_EQ(run_story(s), "work 0-4 work 4-8 work 8-12 work 12-20 work 20-36");
  s.condition.groups[0].law = three_levels(WearClock::pieces);
  EXPECT_EQ(run_story(s), "work 0-4 work 4-8 work 8-16 work 16-32 work 32-48");
}

TEST(degradation_cases, maintenance_at_a_level_makes_the_machine_as_new) {
  Scenario s = one_machine(4, 5);
  s.condition.groups[0].law = three_levels(WearClock::busy);
  s.condition.groups[0].plans = {plan(MaintenanceTrigger::level, 1, 3)};
  EXPECT_EQ(run_story(s), "work 0-4 work 4-8 work 8-12 maintenance 12-15 work 15-19 work 19-23");
}

TEST(degradation_cases, the_last_level_is_a_breakdown) {
  Scenario s = one_machine(8, 2);
  ConditionLaw& law = s.condition.groups[0].law;
  law.levels.resize(2);
  law.levels[0].lasts = seconds(6);
  law.fails = true;
  law.time_to_repair = seconds(2);
  EXPECT_EQ(run_story(s), "work 0-6 down 6-8 work 8-10 work 10-14 down 14-16 work 16-20");
  law.repeats = true;
  law.levels[0].lasts = seconds(11);
  // After 3 s of the second operation; it is repeated from the start.
  EXPECT_EQ(run_story(s), "work 0-8 work 8-11 down 11-13 work 13-21");
  law.repeats = false;
  law.scraps = true;
  EXPECT_EQ(run_story(s), "work 0-8 work 8-11");  // and no job is left
}

TEST(degradation_cases, a_calendar_clock_runs_in_idle_time_and_stands_still_in_maintenance) {
  Scenario s = one_machine(1, 1, 30);
  s.condition.groups[0].law = three_levels(WearClock::calendar);
  s.condition.groups[0].law.fails = true;
  s.condition.groups[0].law.time_to_repair = seconds(2);
  // 10 + 5 s to the last level.
  EXPECT_EQ(run_story(s), "work 0-1 down 15-17");
  s.condition.groups[0].plans = {plan(MaintenanceTrigger::calendar, ticks(12), 4)};
  s.condition.groups[0].plans[0].restores_condition = false;
  // At 12 s 3 are left of level 1; they run from 16 on. The plan is due again at 28.
  EXPECT_EQ(run_story(s), "work 0-1 maintenance 12-16 down 19-21 maintenance 28-30");
}

TEST(degradation_cases, the_failure_rate_rescales_the_time_that_is_left) {
  Scenario s = one_machine(1, 1, 40);
  s.groups[0].breakdowns.push_back(
      {"cause", FailureClock::calendar, OnFailure::resume, seconds(16), seconds(1)});
  ConditionLaw& law = s.condition.groups[0].law;
  law.clock = WearClock::calendar;
  law.levels.resize(2);
  law.levels[0].lasts = seconds(10);
  law.levels[1].failure_rate = 3;
  // 6 of 16 s are left at 10 s: the failure comes at 12. At rate 3, the next ones come after 16 / 3 s.
  const std::string text = run_story(s);
  EXPECT_TRUE(text.starts_with("work 0-1 down 12-13 down 18-19 ")) << text;
  // A busy clock in the middle of an operation: at 10 s of work 6 are left, so 2.
  Scenario busy = one_machine(20, 1, 30);
  busy.groups[0].breakdowns = s.groups[0].breakdowns;
  busy.groups[0].breakdowns[0].clock = FailureClock::busy;
  busy.condition.groups[0].law = law;
  EXPECT_TRUE(run_story(busy).starts_with("work 0-12 down 12-13 work 13-18 ")) << run_story(busy);
}

TEST(degradation_cases, wear_grows_at_the_end_of_operations) {
  Scenario s = one_machine(4, 6);
  ConditionLaw& law = s.condition.groups[0].law;
  law.clock = WearClock::pieces;
  law.growth = 0.25;
  law.levels.resize(2);
  law.levels[1].from_wear = 0.5;
  law.levels[1].speed = 0.5;
  s.condition.groups[0].plans = {plan(MaintenanceTrigger::wear, 0.75, 1)};
  EXPECT_EQ(run_story(s), "work 0-4 work 4-8 work 8-16 maintenance 16-17 work 17-21 work 21-25 work 25-33");
  FirstCandidate agent;
  std::vector<std::pair<double, Index>> levels;
  const Trace trace = run_recorded(s, agent);
  for (const EventRecord& event : trace.events)
    if (event.kind == EventKind::level) levels.emplace_back(event.value, event.detail);
  EXPECT_THAT(levels, ElementsAre(std::pair(0.5, 1), std::pair(0.0, 0), std::pair(0.5, 1)));
  ASSERT_EQ(trace.condition.machines.size(), 1u);
  EXPECT_THAT(trace.condition.machines[0].in_level, ElementsAre(ticks(8 + 8), ticks(9 + 8)));
  EXPECT_THAT(trace.condition.machines[0].maintained,
              ElementsAre(2));  // the second began with the end of the run
}

/// Maintains whenever it is asked, or never; writes down what it is asked.
class Maintainer final : public Agent {
 public:
  explicit Maintainer(bool now) : now_(now) {}
  int decide(const Decision& decision) override {
    if (decision.kind != DecisionKind::maintain) return 0;
    asked_.emplace_back(to_seconds(decision.now), decision.fallback);
    EXPECT_EQ(decision.entity, 0);
    EXPECT_EQ(decision.candidates[0].option, 0);
    EXPECT_EQ(decision.candidates[1].option, 1);
    EXPECT_FALSE(decision.candidates[0].is_wait());
    return now_ ? 1 : 0;
  }
  std::vector<std::pair<double, int>> asked_;

 private:
  bool now_;
};

TEST(maintenance_cases, an_agent_is_asked_from_the_offer_on) {
  Scenario s = one_machine(4, 4);
  s.condition.groups[0].plans = {plan(MaintenanceTrigger::pieces, 3, 1)};
  s.condition.groups[0].plans[0].offer = 2;
  s.asked = 1U << static_cast<unsigned>(DecisionKind::maintain);
  Maintainer eager(true), lazy(false);
  EXPECT_EQ(story(run_recorded(s, eager)), "work 0-4 work 4-8 maintenance 8-9 work 9-13 work 13-17");
  EXPECT_THAT(eager.asked_, ElementsAre(std::pair(8.0, 0), std::pair(17.0, 0)));
  EXPECT_EQ(story(run_recorded(s, lazy)), "work 0-4 work 4-8 work 8-12 work 12-16");
  EXPECT_THAT(lazy.asked_, ElementsAre(std::pair(8.0, 0), std::pair(12.0, 1), std::pair(16.0, 1)));
}

/// A pool of one fitter.
void add_fitter(Scenario& s) {
  Pool pool;
  pool.name = "fitter";
  s.resources.pools.push_back(pool);
}

TEST(maintenance_cases, repairs_wait_for_their_crew) {
  Scenario s;
  add_group(s, 2);
  add_routing(s, {{0, seconds(20)}});
  for (int i = 0; i < 2; ++i) add_order(s, 0);
  s.groups[0].breakdowns.push_back({"cause", FailureClock::busy, OnFailure::resume, seconds(15), seconds(3)});
  add_fitter(s);
  s.condition.groups.resize(1);
  s.condition.groups[0].repair_crews = {{.pool = 0}};
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent);
  EXPECT_EQ(story(trace, 0), "work 0-15 down 15-18 work 18-23");
  EXPECT_EQ(story(trace, 1), "work 0-15 down 15-21 work 21-26");
}

TEST(maintenance_cases, maintenance_waits_for_its_crew_behind_repairs_and_stops_no_machine) {
  Scenario s;
  add_group(s, 3);
  add_routing(s, {{0, seconds(5)}});
  for (int i = 0; i < 9; ++i) add_order(s, 0);
  s.groups[0].breakdowns.push_back({"cause", FailureClock::busy, OnFailure::resume, seconds(7), seconds(4)});
  add_fitter(s);
  s.condition.groups.resize(1);
  s.condition.groups[0].repair_crews = {{.pool = 0}};
  s.condition.groups[0].plans = {plan(MaintenanceTrigger::pieces, 1, 4)};
  s.condition.groups[0].plans[0].crew.pool = 0;
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent);
  // At 5 s all three are due; the fitter takes the first, the others work on and fail at 7, when the fitter
  // is busy until 9; then come their repairs, and behind them, at 17, the maintenance of whoever rests.
  EXPECT_TRUE(story(trace, 0).starts_with("work 0-5 maintenance 5-9 work 9-14 ")) << story(trace, 0);
  EXPECT_TRUE(story(trace, 1).starts_with("work 0-5 work 5-7 down 7-13 work 13-16 ")) << story(trace, 1);
  EXPECT_TRUE(story(trace, 2).starts_with("work 0-5 work 5-7 down 7-17 work 17-20 ")) << story(trace, 2);
  EXPECT_EQ(trace.resources.pools[0].peak, 1);
}

}  // namespace
}  // namespace takt::test
