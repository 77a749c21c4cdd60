#include "sim/model/scenario.hpp"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/model/error.hpp"

namespace takt {
namespace {

/// Two lathes at double speed and a mill; a part that is turned, then milled on either.
Scenario small_shop() {
  Scenario s;
  s.families = {"red", "blue"};
  s.setup_matrices = {{"colours", {0, 5, 7, 0}, {1, 2}}};
  s.groups.resize(2);
  s.groups[0].name = "lathe";
  s.groups[0].count = 2;
  s.groups[0].speed = 2;
  s.groups[0].setup_matrix = 0;
  s.groups[0].breakdowns = {
      {"jam", FailureClock::busy, OnFailure::resume, exponential(1e9), constant(1e6)},
      {"wear", FailureClock::calendar, OnFailure::scrap, exponential(1e9), constant(1e6)}};
  s.groups[1].name = "mill";
  s.groups[1].breakdowns = {{"jam", FailureClock::busy, OnFailure::resume, exponential(1e9), constant(1e6)}};
  s.modes = {{0, constant(100)}, {1, exponential(60)}, {0, constant(40)}};
  s.steps = {{"turn", 0, 1, 0}, {"finish", 1, 2, 1}};
  s.routings.resize(1);
  s.routings[0].name = "part";
  s.routings[0].step_count = 2;
  s.orders = {{"late", 0, 50, {}, 1}, {"early", 0, 10, {}, 1}, {"later", 0, 50, {}, 1}};
  return s;
}

TEST(finish_scenario, fills_in_what_follows_from_the_rest) {
  Scenario s = small_shop();
  finish_scenario(s);
  EXPECT_EQ(s.machine_count, 3);
  EXPECT_EQ(s.breakdown_units, 5);
  EXPECT_EQ(s.groups[1].first_machine, 2);
  EXPECT_EQ(s.groups[1].first_breakdown, 4);
  EXPECT_EQ(s.group_of_machine, (std::vector<Index>{0, 0, 1}));
  EXPECT_EQ(s.modes[0].planned, 50);
  EXPECT_EQ(s.modes[1].planned, 60);
  EXPECT_EQ(s.steps[1].planned, 40);
  EXPECT_FALSE(s.routings[0].constant);
  EXPECT_EQ(s.routings[0].mode_count, 3);
  EXPECT_EQ(s.routings[0].steps_taken, 2);
  EXPECT_EQ(s.orders_by_release, (std::vector<Index>{1, 0, 2}));
  EXPECT_EQ(s.setup_time(0, 0, 1), 5);
  EXPECT_EQ(s.setup_time(0, 1, 0), 7);
  EXPECT_EQ(s.setup_time(0, -1, 1), 2);
  EXPECT_EQ(s.setup_time(0, 1, -1), 0);
}

TEST(finish_scenario, may_run_twice) {
  Scenario s = small_shop();
  finish_scenario(s);
  finish_scenario(s);
  EXPECT_EQ(s.group_of_machine.size(), 3u);
  EXPECT_EQ(s.routings[0].mode_count, 3);
}

TEST(machine_name, numbers_the_machines_of_a_group_of_several) {
  Scenario s = small_shop();
  finish_scenario(s);
  EXPECT_EQ(machine_name(s, 0), "lathe/1");
  EXPECT_EQ(machine_name(s, 1), "lathe/2");
  EXPECT_EQ(machine_name(s, 2), "mill");
}

struct Spoiled {
  const char* message;
  std::function<void(Scenario&)> spoil;
};

TEST(finish_scenario, refuses_what_no_run_could_use) {
  const std::vector<Spoiled> cases = {
      {"no machines", [](Scenario& s) { s.groups.clear(); }},
      {"count must be at least 1", [](Scenario& s) { s.groups[0].count = 0; }},
      {"more than 1000000 machines", [](Scenario& s) { s.groups[0].count = 2'000'000'000; }},
      {"speed must be from", [](Scenario& s) { s.groups[0].speed = 0; }},
      {"there is no setup matrix 3", [](Scenario& s) { s.groups[0].setup_matrix = 3; }},
      {"there is no family 9", [](Scenario& s) { s.groups[0].initial_family = 9; }},
      {"one entry a pair", [](Scenario& s) { s.families.push_back("green"); }},
      {"mean time_to_failure", [](Scenario& s) { s.groups[0].breakdowns[0].time_to_failure = constant(0); }},
      {"no routings", [](Scenario& s) { s.routings.clear(); }},
      {"has no operations", [](Scenario& s) { s.routings[0].step_count = 0; }},
      {"operations are not where", [](Scenario& s) { s.routings[0].step_count = 3; }},
      {"modes are not where", [](Scenario& s) { s.steps[1].first_mode = 0; }},
      {"modes are not where", [](Scenario& s) { s.steps[1].mode_count = 3; }},
      {"there is no machine 2", [](Scenario& s) { s.modes[1].group = 2; }},
      {"there is no family 5", [](Scenario& s) { s.steps[1].family = 5; }},
      {"longer than 285 years",
       [](Scenario& s) {
         s.modes[0].time = s.modes[2].time = constant(static_cast<double>(latest_time));
         s.groups[0].speed = 1;
       }},
      {"take must be from 1 to its 2",
       [](Scenario& s) {
         s.routings[0].random_order = true;
         s.routings[0].steps_taken = 3;
       }},
      {"order 'late': there is no routing 4", [](Scenario& s) { s.orders[0].routing = 4; }},
      {"release is negative", [](Scenario& s) { s.orders[0].release = -1; }},
      {"due time",
       [](Scenario& s) {
         s.orders[0].due = {DueRule::fixed, latest_time + 1, 0};
       }},
      {"total_work must be",
       [](Scenario& s) {
         s.orders[0].due = {DueRule::total_work, 0, -1};
       }},
      {"weight must be", [](Scenario& s) { s.orders[0].weight = -1; }},
      {"no job", [](Scenario& s) { s.orders.clear(); }},
      {"no product",
       [](Scenario& s) {
         s.sources.push_back({"in", {}, exponential(10), 0, 5, {}, 1});
       }},
      {"share must be",
       [](Scenario& s) {
         s.sources.push_back({"in", {{0, 0}}, exponential(10), 0, 5, {}, 1});
       }},
      {"interarrival time",
       [](Scenario& s) {
         s.sources.push_back({"in", {{0, 1}}, constant(0), 0, 5, {}, 1});
       }},
      {"limit must be",
       [](Scenario& s) {
         s.sources.push_back({"in", {{0, 1}}, constant(9), 0, 0, {}, 1});
       }},
      {"never end",
       [](Scenario& s) {
         s.sources.push_back({"in", {{0, 1}}, constant(9), 0, -1, {}, 1});
       }},
      {"fixed due date",
       [](Scenario& s) {
         s.sources.push_back({"in", {{0, 1}}, constant(9), 0, 5, {DueRule::fixed, 1, 0}, 1});
       }},
      {"the run must last", [](Scenario& s) { s.run.horizon = 0; }},
      {"warm_up leaves nothing", [](Scenario& s) { s.run.horizon = s.run.warm_up = 7; }},
      {"only 3 jobs in all", [](Scenario& s) { s.run.warm_up_jobs = 3; }},
      {"only 2 jobs follow",
       [](Scenario& s) {
         s.run.warm_up_jobs = 1;
         s.run.measured_jobs = 3;
       }},
  };
  for (const Spoiled& spoiled : cases) {
    Scenario s = small_shop();
    spoiled.spoil(s);
    try {
      finish_scenario(s);
      ADD_FAILURE() << "accepted: " << spoiled.message;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr(spoiled.message));
      EXPECT_EQ(error.fault(), Fault::bad_input);
    }
  }
}

TEST(input_error, writes_the_place_it_knows) {
  EXPECT_STREQ(input_error("a.yaml", 3, 7, "no").what(), "a.yaml:3:7: no");
  EXPECT_STREQ(input_error("a.yaml", 3, 0, "no").what(), "a.yaml:3: no");
  EXPECT_STREQ(input_error("a.yaml", 0, 0, "no").what(), "a.yaml: no");
  EXPECT_STREQ(input_error("", 0, 0, "no").what(), "no");
}

}  // namespace
}  // namespace takt
