// The list of agents, their descriptions, and errors about what does not exist.
#include "agents/registry.hpp"

#include <functional>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "agents/features.hpp"
#include "agents/rule.hpp"
#include "sim/model/error.hpp"

namespace takt {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string usage_error(const std::string& spec) {
  try {
    make_agent(spec);
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::usage) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "no error for " << spec;
  return "";
}

TEST(Registry, ListsEveryRuleOnce) {
  std::set<std::string> names;
  for (const AgentListing& listing : list_agents()) {
    EXPECT_TRUE(names.insert(listing.name).second) << listing.name;
    EXPECT_FALSE(listing.description.empty());
    EXPECT_EQ(listing.description.find('\n'), std::string::npos);
    EXPECT_TRUE(listing.example.empty() || make_agent(listing.example) != nullptr);
  }
  for (const RuleInfo& rule : rule_table()) EXPECT_TRUE(names.contains("rule:" + rule.name));
  EXPECT_TRUE(names.contains("expr:EXPRESSION"));
}

TEST(Registry, DescribesARuleWithFormulaAndOptions) {
  for (const RuleInfo& rule : rule_table()) {
    const std::string text = describe_agent("rule:" + rule.name);
    EXPECT_THAT(text, AllOf(HasSubstr(rule.formula), HasSubstr(rule.description), HasSubstr("route=ect")));
    for (const OptionInfo& option : rule.options) {
      EXPECT_THAT(text, AllOf(HasSubstr(option.name + "=" + option.standard), HasSubstr(option.meaning)));
    }
  }
  EXPECT_THAT(describe_agent("rule:atc"), HasSubstr("0.001 to 1000"));
}

TEST(Registry, DescribesExpressionsWithEveryFeature) {
  const std::string text = describe_agent("expr");
  for (const FeatureInfo& known : feature_table()) {
    EXPECT_THAT(text, AllOf(HasSubstr(std::string("  ") + known.name + " "), HasSubstr(known.meaning)));
  }
  EXPECT_EQ(describe_agent("expr:slack"), text);
}

TEST(Registry, NamesWhatIsKnown) {
  EXPECT_THAT(usage_error("rules:spt"),
              AllOf(HasSubstr("unknown kind 'rules'"), HasSubstr("did you mean 'rule'?"), HasSubstr("expr"),
                    HasSubstr("takt agents")));
  EXPECT_THAT(usage_error("maml:model.st"), HasSubstr("unknown kind 'maml'"));
  EXPECT_THAT(usage_error("spt"), AllOf(HasSubstr("unknown kind 'spt'"), HasSubstr("rule")));
  EXPECT_THAT(usage_error("rule"), AllOf(HasSubstr("which rule?"), HasSubstr("fdd_mwkr")));
  EXPECT_THAT(usage_error("rule:mwrk"), AllOf(HasSubstr("unknown rule 'mwrk'"),
                                              HasSubstr("did you mean 'mwkr'?"), HasSubstr("2pt_winq_npt")));
  EXPECT_THAT(usage_error("rule:spt?rout=ect"),
              AllOf(HasSubstr("unknown option 'rout'"), HasSubstr("did you mean 'route'?")));
  EXPECT_THAT(usage_error("rule:spt?k=2"),
              AllOf(HasSubstr("unknown option 'k'"), HasSubstr("Known are route")));
  EXPECT_THAT(usage_error("rule:atc?k"), HasSubstr("'k' is not of the form KEY=VALUE"));
  EXPECT_THAT(usage_error("expr"), HasSubstr("which expression?"));
}

TEST(Registry, APolicyIsOfAKindThatKeepsNothing) {
  EXPECT_NE(make_policy("rule:atc?k=2"), nullptr);
  EXPECT_NE(make_policy("expr:-slack"), nullptr);
  for (const char* spec : {"replay:run.h5", "rule:mwrk", "expr:slak"}) {
    try {
      make_policy(spec);
      ADD_FAILURE() << "no error for " << spec;
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::usage) << error.what();
    }
  }
}

TEST(Registry, ChecksValues) {
  const std::string out_of_range = "option 'k' must be 0.001 to 1000";
  for (const char* value : {"0", "-1", "1001", "1e400", "nan", "inf", "2x", " 2", "+", "0x2", "2,5"}) {
    EXPECT_THAT(usage_error(std::string("rule:atc?k=") + value), HasSubstr(out_of_range)) << value;
  }
  EXPECT_THAT(usage_error("rule:atc?weighted=yes"),
              HasSubstr("option 'weighted' must be true or false, not 'yes'"));
  EXPECT_THAT(usage_error("rule:spt?route=expr"),
              HasSubstr("must be ect, spt, least_work, fewest_jobs or first"));
  EXPECT_NE(make_agent("rule:atc?k=1e-3&b=0&weighted=false&route=first"), nullptr);
}

}  // namespace
}  // namespace takt
