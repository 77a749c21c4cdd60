#include "results/statistics.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/model/random.hpp"

namespace takt {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Printed tables of Student's t.
TEST(Statistics, StudentQuantiles) {
  EXPECT_NEAR(student_t_quantile(1, 0.975), 12.7062047364, 1e-9);
  EXPECT_NEAR(student_t_quantile(4, 0.975), 2.7764451052, 1e-9);
  EXPECT_NEAR(student_t_quantile(30, 0.995), 2.7499956536, 1e-9);
  EXPECT_NEAR(student_t_quantile(30, 0.005), -2.7499956536, 1e-9);
  EXPECT_NEAR(student_t_quantile(1e7, 0.975), 1.9599642, 1e-6);
}

TEST(Statistics, MeanAndDeviationOfSmallSamples) {
  EXPECT_TRUE(std::isnan(mean({})));
  const std::vector<double> one{7}, five{1, 2, 3, 4, 5};
  EXPECT_EQ(mean(one), 7);
  EXPECT_TRUE(std::isnan(standard_deviation(one)));
  EXPECT_DOUBLE_EQ(mean(five), 3);
  EXPECT_DOUBLE_EQ(standard_deviation(five), std::sqrt(2.5));
}

TEST(Statistics, DeviationWithoutCancellation) {
  const std::vector<double> far{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
  EXPECT_DOUBLE_EQ(standard_deviation(far), std::sqrt(30.0));
}

TEST(Statistics, ConfidenceIntervalByHand) {
  const std::vector<double> values{1, 2, 3, 4, 5};
  const Interval interval = confidence_interval(values);
  EXPECT_DOUBLE_EQ(interval.mean, 3);
  EXPECT_NEAR(interval.half_width, 2.7764451052 * std::sqrt(2.5) / std::sqrt(5), 1e-9);
  EXPECT_EQ(interval.n, 5);
  EXPECT_EQ(interval.level, 0.95);
  EXPECT_NEAR(interval.low(), 1.0367568385, 1e-9);
  EXPECT_NEAR(interval.high(), 4.9632431615, 1e-9);
  EXPECT_GT(confidence_interval(values, 0.99).half_width, interval.half_width);
}

TEST(Statistics, IntervalOfLessThanTwoValues) {
  EXPECT_TRUE(std::isnan(confidence_interval({}).mean));
  const std::vector<double> one{2};
  EXPECT_EQ(confidence_interval(one).mean, 2);
  EXPECT_TRUE(std::isnan(confidence_interval(one).half_width));
}

TEST(Statistics, NaNIsNoValue) {
  const std::vector<double> values{1, nan, 3};
  const Interval interval = confidence_interval(values);
  EXPECT_EQ(interval.n, 2);
  EXPECT_EQ(interval.mean, 2);
  const std::vector<double> x{1, 5, nan, 9}, y{0, nan, 3, 6};
  const Interval difference = paired_difference(x, y);
  EXPECT_EQ(difference.n, 2);
  EXPECT_EQ(difference.mean, 2);
}

// The pairs differ by 1, 2, 1, 2, 1 although each series varies by hundreds: pairing sees the difference.
TEST(Statistics, PairingRemovesCommonNoise) {
  const std::vector<double> x{101, 302, 51, 902, 11}, y{100, 300, 50, 900, 10};
  const Interval difference = paired_difference(x, y, 0.95);
  EXPECT_DOUBLE_EQ(difference.mean, 1.4);
  EXPECT_NEAR(difference.half_width, 2.7764451052 * std::sqrt(0.3 / 5), 1e-9);
  EXPECT_GT(difference.low(), 0);
  EXPECT_LT(confidence_interval(x).low(), confidence_interval(y).high());
}

// 4000 intervals of 5 normal-like values (sums of 12 uniforms) at 90 %: the share that holds the true mean
// has a standard error of 0.5 %.
TEST(Statistics, IntervalsCoverTheMeanAsOftenAsTheySay) {
  int holds = 0;
  constexpr int trials = 4000;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    std::vector<double> values(5, -6.0);
    for (std::uint64_t i = 0; i < 60; ++i) values[i % 5] += random_uniform({99, trial}, Purpose::agent, i, 0);
    const Interval interval = confidence_interval(values, 0.9);
    if (interval.low() <= 0 && 0 <= interval.high()) ++holds;
  }
  EXPECT_NEAR(holds / double{trials}, 0.9, 0.02);
}

RC_GTEST_PROP(Statistics, MergedEqualsOneStream, (const std::vector<int>& x, const std::vector<int>& y)) {
  Accumulator left, right, all;
  for (const int value : x) left.add(value), all.add(value);
  for (const int value : y) right.add(value), all.add(value);
  left.merge(right);
  RC_ASSERT(left.count() == all.count());
  if (all.count() == 0) return;
  const double scale = 1 + std::abs(all.mean()) + (all.count() > 1 ? all.standard_deviation() : 0);
  RC_ASSERT(std::abs(left.mean() - all.mean()) <= 1e-12 * scale);
  if (all.count() > 1)
    RC_ASSERT(std::abs(left.standard_deviation() - all.standard_deviation()) <= 1e-9 * scale);
}

}  // namespace
}  // namespace takt
