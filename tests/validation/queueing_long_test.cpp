// Queues with exact answers, each at the full width of 2 % (label `long`).

#include <gtest/gtest.h>

#include "tests/validation/queueing_cases.hpp"

namespace takt::test {
namespace {

class FullWidth : public ::testing::TestWithParam<QueueingCase> {};
const auto name_of = [](const auto& info) { return info.param.name; };

/// All but those that queueing_test.cpp has at this width already.
std::vector<QueueingCase> long_cases() {
  std::vector<QueueingCase> cases = further_cases();
  for (const QueueingCase& c : published_cases())
    if (c.name == "mmc2" || c.name == "mmc5") cases.push_back(c);
  return cases;
}

TEST_P(FullWidth, mean_wait_is_the_exact_one) {
  const QueueingCase& c = GetParam();
  double customers = 12e6;
  if (c.name == "mmc2" || c.name == "mg1_lognormal") customers = 20e6;
  if (c.name == "mmc5") customers = 75e6;  // at utilisation 0.9 neighbouring waits are much more alike
  expect_exact_wait(c, customers, 40, 0.02);
}
INSTANTIATE_TEST_SUITE_P(queueing, FullWidth, ::testing::ValuesIn(long_cases()), name_of);

}  // namespace
}  // namespace takt::test
