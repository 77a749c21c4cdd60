// expr: what it chooses, what it refuses and where, and what it does at a NaN.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agents/features.hpp"
#include "agents/registry.hpp"
#include "agents/rule.hpp"
#include "sim/model/error.hpp"
#include "sim/simulate.hpp"
#include "tests/agents/facts.hpp"

namespace takt {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string error_of(const std::function<void()>& action, Fault fault) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), fault) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "no error";
  return "";
}

Trace run(const Scenario& shop, const std::string& agent_name) {
  const std::unique_ptr<Agent> agent = make_agent(agent_name);
  SimulateOptions options;
  options.record.decisions = true;
  return simulate(shop, *agent, *make_clock(ClockKind::calendar, shop), options);
}

TEST(Expression, DoesWhatTheRuleDoes) {
  const std::pair<const char*, const char*> same[] = {
      {"expr:-processing_time", "rule:spt"},
      {"expr:processing_time", "rule:lpt"},
      {"expr:waiting_time", "rule:fifo"},
      {"expr:work_remaining", "rule:mwkr"},
      {"expr:operations_left", "rule:mopnr"},
      {"expr:-(2*processing_time + work_in_next_queue + next_processing_time)", "rule:2pt_winq_npt"},
      {"expr:-(1e9*setup_time + processing_time)", "rule:min_setup"},
      {"expr:has_due ? -time_until_due : -1e10", "rule:edd"},
      {"expr:-processing_time?route=spt", "rule:spt?route=spt"},
      {"expr:1?route=first", "expr:-job_number?route=first"},
      {"expr:-(is_route ? group_load + setup_time + processing_time : waiting_time)?route=expr",
       "expr:-waiting_time?route=ect"},
  };
  for (const auto& [expression, rule] : same) {
    for (const Scenario& shop : test::constant_shops(25)) {
      EXPECT_EQ(run(shop, expression).digest, run(shop, rule).digest) << expression << ", " << shop.name;
    }
  }
}

TEST(Expression, WaitsOnlyWhenItIsAllowedTo) {
  int could_wait = 0;
  for (Scenario shop : test::constant_shops(25)) {
    shop.may_wait = true;
    const auto waits = [&](const std::string& agent) {
      int count = 0;
      for (const DecisionRecord& decision : run(shop, agent).decisions) count += decision.mode < 0 ? 1 : 0;
      return count;
    };
    EXPECT_EQ(waits("expr:is_wait"), 0);
    EXPECT_EQ(waits("expr:-1"), 0);
    EXPECT_EQ(waits("expr:0?wait=true"), 0) << "of equal values an operation goes first";
    could_wait += waits("expr:is_wait?wait=true");
  }
  EXPECT_GT(could_wait, 25);
}

TEST(Expression, InfinityIsAValueLikeAny) {
  for (const Scenario& shop : test::constant_shops(10)) {
    EXPECT_EQ(run(shop, "expr:1/0").digest, run(shop, "expr:7").digest);
    EXPECT_EQ(run(shop, "expr:-1/0").digest, run(shop, "expr:7").digest);
  }
}

TEST(Expression, ErrorsNameThePlace) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"weigth/processing_time",
       "character 1:", "unknown name 'weigth'; did you mean 'weight'? (`takt agents expr`"},
      {"1 + 2*slak", "character 7:", "unknown name 'slak'; did you mean 'slack'?"},
      {"zzzzzz", "character 1:", "unknown name 'zzzzzz' (`takt agents expr` lists all)"},
      {"Weight", "character 1:", "did you mean 'weight'?"},
      {"pi", "character 1:", "unknown name 'pi'"},
      {"rnd()", "character 1:", "unknown name 'rnd'"},
      {"2 +", "character 4:", "Unexpected end of expression"},
      {"2 * (weight + 1", "", "Missing parenthesis"},
      {"weight)", "character 7:", "Unexpected parenthesis"},
      {"weight slack", "character 8:", "Unexpected variable"},
      {"weight $ 2", "character 8:", "Unexpected token"},
      {"weight & 2", "character 8:", "Unexpected token"},
      {"sin()", "character 5:", "Too few parameters"},
      {"\"abc\"", "", "Strings"},
      {"weight = 3", "character 8:", "'=' assigns; to compare, write '=='"},
      {"sum(weight = 3)", "character 12:", "'=' assigns"},
      {"weight == = 3", "character 11:", "'=' assigns"},
      {"slack, weight", "", "',' outside of a function's arguments"},
      {"weight > 1 ? 2", "", "else clause"},
      {" ", "", "empty"},
  };
  for (const auto& [expression, place, message] : cases) {
    const std::string error = error_of([&] { make_agent(std::string("expr:") + expression); }, Fault::usage);
    EXPECT_THAT(error, AllOf(HasSubstr(place), HasSubstr(message), Not(HasSubstr("position")))) << expression;
  }
  EXPECT_NE(make_agent("expr:weight <= 3 && slack != 2 || age >= 1"), nullptr);
}

TEST(Expression, LongAndDeepOnesEnd) {
  const std::string ones = "1" + std::string(4000 / 2, ' ') + "+ 1";
  EXPECT_NE(make_agent("expr:" + ones), nullptr);
  EXPECT_NE(make_agent("expr:" + std::string(2000, '(') + "1" + std::string(2000, ')')), nullptr);
  std::string powers = "weight";
  for (int i = 0; i < 500; ++i) powers += "^weight";
  EXPECT_NE(make_agent("expr:" + powers), nullptr);
}

TEST(Expression, NotANumberNamesTheDecision) {
  Scenario shop = test::constant_shops(1).front();
  const std::string error = error_of([&] { run(shop, "expr:0*weight/0"); }, Fault::agent);
  EXPECT_THAT(error, AllOf(HasSubstr("expression '0*weight/0'"),
                           HasSubstr(" is NaN at the dispatch decision of machine '"),
                           HasSubstr(" s for job "), HasSubstr("operation 0"), HasSubstr("weight = ")));
  shop.may_wait = true;
  EXPECT_EQ(run(shop, "expr:weight/(1-is_wait)").status, RunStatus::all_done)
      << "waiting is not scored unless asked";
  EXPECT_THAT(error_of([&] { run(shop, "expr:weight/(1-is_wait)?wait=true"); }, Fault::agent),
              HasSubstr("for wait"));
}

}  // namespace
}  // namespace takt
