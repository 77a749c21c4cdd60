// The grammar of agent names: what is taken apart how, and what is refused.
#include "agents/agent_spec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "agents/registry.hpp"
#include "sim/model/error.hpp"

namespace takt {
namespace {

using testing::HasSubstr;
using Options = std::vector<std::pair<std::string, std::string>>;

struct Case {
  const char* text;
  const char* kind;
  const char* arg;
  Options options;
};

TEST(AgentSpec, IsTakenApart) {
  const Case cases[] = {
      {"rule:spt", "rule", "spt", {}},
      {"rule:atc?k=2", "rule", "atc", {{"k", "2"}}},
      {"rule:atc?k=2&weighted=false", "rule", "atc", {{"k", "2"}, {"weighted", "false"}}},
      {"expr", "expr", "", {}},
      {"expr?wait=true", "expr", "", {{"wait", "true"}}},
      {"expr:a ? b : c", "expr", "a ? b : c", {}},
      {"expr:a?b:c", "expr", "a?b:c", {}},
      {"expr:a?b==1:c", "expr", "a?b==1:c", {}},
      {"expr:a?b<=1:c", "expr", "a?b<=1:c", {}},
      {"expr:a?b:c?route=spt", "expr", "a?b:c", {{"route", "spt"}}},
      {"expr:a ? b ? 1 : 2 : c?route=spt&wait=true",
       "expr",
       "a ? b ? 1 : 2 : c",
       {{"route", "spt"}, {"wait", "true"}}},
      {"expr:a?x=1?b", "expr", "a", {{"x", "1?b"}}},
      {"expr:a && b", "expr", "a && b", {}},
      {"replay:C:\\runs\\a.h5", "replay", "C:\\runs\\a.h5", {}},
      {"replay:what?.h5", "replay", "what?.h5", {}},
      {"kind:x?key=a=b", "kind", "x", {{"key", "a=b"}}},
  };
  for (const Case& c : cases) {
    const AgentSpec spec = parse_agent_spec(c.text);
    EXPECT_EQ(spec.kind, c.kind) << c.text;
    EXPECT_EQ(spec.arg, c.arg) << c.text;
    EXPECT_EQ(spec.has_arg, !spec.arg.empty()) << c.text;
    EXPECT_EQ(spec.options, c.options) << c.text;
    EXPECT_EQ(spec.text, c.text);
  }
}

std::string usage_error(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::usage) << error.what();
    return error.what();
  }
  ADD_FAILURE() << "no error";
  return "";
}

TEST(AgentSpec, RefusesWhatIsNone) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "empty"},
      {":spt", "KIND[:ARG]"},
      {"?k=2", "KIND[:ARG]"},
      {"Rule:spt", "KIND[:ARG]"},
      {"ru le:spt", "KIND[:ARG]"},
      {"../rule:spt", "KIND[:ARG]"},
      {"rule:", "nothing follows 'rule:'"},
      {"rule:?k=2", "nothing follows 'rule:'"},
      {"rule:atc?k=", "option 'k' has no value"},
      {"rule:atc?k=2&", "option '' is not of the form KEY=VALUE"},
      {"rule:atc?k=2&b", "option 'b' is not of the form KEY=VALUE"},
      {"rule:atc?k=2&=3", "option '=3' is not of the form KEY=VALUE"},
      {"rule:atc?k=2&K=3", "option 'K=3' is not of the form KEY=VALUE"},
      {"rule:atc?k=2&k=3", "option 'k' is given twice"},
      {"rule:spt\n", "control character"},
      {std::string("rule:s\0pt", 9), "control character"},
      {"expr:" + std::string(5000, '1'), "longer than 4096 bytes"},
  };
  for (const auto& [text, message] : cases) {
    EXPECT_THAT(usage_error([&] { parse_agent_spec(text); }), HasSubstr(message)) << text;
  }
}

TEST(AgentSpec, MessagesStayReadable) {
  const std::string message = usage_error([] { make_agent("rule:" + std::string(4000, 'x')); });
  EXPECT_LT(message.size(), 900U);
  EXPECT_EQ(quoted("a\nb"), "'a?b'");
  EXPECT_EQ(quoted(std::string(121, 'y')), "'" + std::string(120, 'y') + "...'");
}

/// Whatever the bytes: an agent or Error(usage), and nothing that another kind of error could mean.
void try_spec(const std::string& text) {
  if (text.starts_with("replay:")) return;  // names files
  try {
    RC_ASSERT(make_agent(text) != nullptr);
  } catch (const Error& error) {
    RC_ASSERT(error.fault() == Fault::usage);
    RC_ASSERT(std::string(error.what()).size() < 2000U);
  }
}

RC_GTEST_PROP(AgentSpec, AnyBytesAreAnAgentOrAUsageError, (const std::string& text)) {
  try_spec(text);
}

RC_GTEST_PROP(AgentSpec, AnyMixOfItsPartsIsAnAgentOrAUsageError, ()) {
  const auto part = rc::gen::element<std::string>(
      "rule", "expr", ":", "?", "&", "=", "spt", "atc", "k", "2", "route", "ect", "weight", "slack", "/", "(",
      ")", "-", "min", ",", " ", "wait", "true", "1e9", "nan", "inf", "\"", "==", "||", "0", "\xff");
  const auto parts = *rc::gen::container<std::vector<std::string>>(part);
  std::string text;
  for (const std::string& each : parts) text += each;
  try_spec(text);
  try_spec("expr:" + text);
  try_spec("rule:atc?k=" + text);
}

}  // namespace
}  // namespace takt
