// That the table the other tests of this program run over has the rule that README.md shows.
#include <gtest/gtest.h>

#include "agents/registry.hpp"
#include "agents/rule.hpp"

namespace takt {
namespace {

TEST(RuleOfTheReadme, IsListedAndMade) {
  EXPECT_EQ(rule_table().back().name, "changeover");
  EXPECT_NE(make_agent("rule:changeover"), nullptr);
}

}  // namespace
}  // namespace takt
