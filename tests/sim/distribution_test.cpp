#include "sim/model/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/model/error.hpp"
#include "sim/model/random.hpp"

namespace takt {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double minute = 60e6;

/// Everything the rest of this file looks at, with a name for messages.
std::vector<std::pair<std::string, Distribution>> examples() {
  return {{"constant", constant(3 * minute)},
          {"uniform", uniform(2 * minute, 9 * minute)},
          {"uniform by cv", uniform_mean_cv(5 * minute, 0.5)},
          {"discrete", discrete_uniform(1, 49, minute)},
          {"triangular", triangular(minute, 2 * minute, 7 * minute)},
          {"exponential", exponential(4 * minute)},
          {"truncated normal", truncated_normal(5 * minute, 2 * minute, 0, infinity)},
          {"twice truncated normal", truncated_normal(5 * minute, 9 * minute, 2 * minute, 6 * minute)},
          {"far tail of a normal", truncated_normal(minute, minute, 5 * minute, 7 * minute)},
          {"lognormal", lognormal_mean_cv(5 * minute, 0.8)},
          {"gamma", gamma_mean_cv(5 * minute, 0.4)},
          {"gamma with a peak at 0", gamma_mean_cv(5 * minute, 1.5)},
          {"erlang", gamma(3, minute)},
          {"weibull", weibull(1.7, 6 * minute)},
          {"weibull by cv", weibull_mean_cv(5 * minute, 0.3)},
          {"empirical", empirical({4 * minute, minute, 9 * minute}, {1, 2, 1})},
          {"geometric", geometric(0.3, minute)}};
}

/// Mean and coefficient of variation by integrating the quantile function (midpoints, with finer ones at both
/// ends).
std::pair<double, double> mean_and_cv(const Distribution& x) {
  constexpr int cells = 50'000;
  double sum = 0, squares = 0;
  for (int i = 0; i < cells; ++i) {
    // u = s^4 / (s^4 + (1-s)^4) crowds the points at 0 and 1, where quantiles are steep.
    const double s = (i + 0.5) / cells, p = std::pow(s, 4), q = std::pow(1 - s, 4);
    const double u = p / (p + q), weight = 4 * std::pow(s * (1 - s), 3) / ((p + q) * (p + q)) / cells;
    if (!(u > 0 && u < 1)) continue;
    const double value = quantile(x, u);
    sum += value * weight;
    squares += value * value * weight;
  }
  return {sum, std::sqrt(std::max(0.0, squares - sum * sum)) / sum};
}

TEST(distribution, quantiles_rise_and_are_finite_times) {
  for (const auto& [name, x] : examples()) {
    double before = 0;
    for (double u : {0.5 / 4503599627370496.0, 1e-9, 1e-4, 0.01, 0.1, 0.25, 0.4999, 0.5, 0.5001, 0.75, 0.9,
                     0.99, 0.9999, 1 - 1e-9, 1 - 0.5 / 4503599627370496.0}) {
      const double value = quantile(x, u);
      EXPECT_TRUE(std::isfinite(value)) << name << " at " << u;
      EXPECT_GE(value, before) << name << " at " << u;
      before = value;
    }
  }
}

TEST(distribution, the_stated_mean_is_the_mean_of_the_quantiles) {
  for (const auto& [name, x] : examples()) {
    const double expected = mean(x);
    EXPECT_NEAR(mean_and_cv(x).first / expected, 1,
                name == "discrete" || name == "empirical" || name == "geometric" ? 1e-4 : 1e-6)
        << name;
  }
}

TEST(distribution, mean_and_cv_come_out_as_asked) {
  for (double cv : {0.01, 0.1, 0.3, 0.5, 0.57}) {
    EXPECT_NEAR(mean_and_cv(uniform_mean_cv(5 * minute, cv)).second, cv, 1e-6 * cv) << cv;
  }
  for (double cv : {0.01, 0.1, 0.5, 1.0, 1.7}) {
    EXPECT_NEAR(mean_and_cv(lognormal_mean_cv(5 * minute, cv)).second, cv, 1e-3 * cv) << cv;
    EXPECT_NEAR(mean_and_cv(gamma_mean_cv(5 * minute, cv)).second, cv, 1e-5 * cv) << cv;
    EXPECT_NEAR(mean_and_cv(weibull_mean_cv(5 * minute, cv)).second, cv, 1e-4 * cv) << cv;
    EXPECT_NEAR(mean_and_cv(weibull_mean_cv(5 * minute, cv)).first, 5 * minute, 1e-5 * 5 * minute) << cv;
  }
}

TEST(distribution, quantiles_agree_with_long_double_references) {
  using boost::math::quantile;
  const boost::math::normal_distribution<long double> normal(5, 2);
  const boost::math::gamma_distribution<long double> erlang(3, 1), wide(0.25L, 1);
  const boost::math::weibull_distribution<long double> weibull_reference(1.7L, 6);
  const boost::math::lognormal_distribution<long double> log_reference(2, 0.5L);
  const boost::math::triangular_distribution<long double> triangle(1, 2, 7);
  const long double cut = cdf(normal, 0.0L);
  for (int i = 1; i < 200; ++i) {
    const double u = i / 200.0;
    const auto near = [u](double ours, long double reference, const char* name) {
      EXPECT_NEAR(ours, static_cast<double>(reference), 2e-12 * static_cast<double>(reference))
          << name << " " << u;
    };
    near(takt::quantile(truncated_normal(5, 2, 0, infinity), u), quantile(normal, cut + u * (1 - cut)),
         "normal");
    near(takt::quantile(gamma(3, 1), u), quantile(erlang, static_cast<long double>(u)), "erlang");
    near(takt::quantile(gamma(0.25, 1), u), quantile(wide, static_cast<long double>(u)), "gamma");
    near(takt::quantile(weibull(1.7, 6), u), quantile(weibull_reference, static_cast<long double>(u)),
         "weibull");
    near(takt::quantile(lognormal(2, 0.5), u), quantile(log_reference, static_cast<long double>(u)),
         "lognormal");
    near(takt::quantile(triangular(1, 2, 7), u), quantile(triangle, static_cast<long double>(u)),
         "triangular");
  }
}

TEST(distribution, discrete_values_have_their_shares) {
  const Distribution die = discrete_uniform(1, 6, minute);
  EXPECT_EQ(sample(die, 1e-12), 60'000'000);
  EXPECT_EQ(sample(die, 1.0 / 6 - 1e-12), 60'000'000);
  EXPECT_EQ(sample(die, 1.0 / 6 + 1e-12), 120'000'000);
  EXPECT_EQ(sample(die, 1 - 1e-12), 360'000'000);

  const Distribution some = empirical({30, 10, 20}, {1, 0, 3});
  EXPECT_EQ(some.values, (std::vector<double>{20, 30}));
  EXPECT_EQ(sample(some, 1e-12), 20);
  EXPECT_EQ(sample(some, 0.75), 20);
  EXPECT_EQ(sample(some, 0.7501), 30);
}

TEST(distribution, geometric_steps_have_their_shares) {
  const Distribution x = geometric(0.2, minute);
  double longer = 1;  // share of more than n - 1 steps
  for (int n = 1; n < 40; ++n, longer *= 0.8) {
    EXPECT_EQ(quantile(x, 1 - longer + 1e-9), n * minute);
    EXPECT_EQ(quantile(x, 1 - 0.8 * longer - 1e-9), n * minute);
  }
  EXPECT_EQ(quantile(geometric(1, minute), 0.999999), minute);
  EXPECT_EQ(sample(geometric(1e-9, 1e6), 1e-300), 1'000'000);
}

TEST(distribution, samples_are_whole_ticks_up_to_the_latest_time) {
  EXPECT_EQ(sample(constant(1.4), 0.5), 1);
  EXPECT_EQ(sample(constant(1.6), 0.5), 2);
  EXPECT_EQ(sample(constant(static_cast<double>(latest_time)), 0.5), latest_time);
  EXPECT_EQ(sample(constant(static_cast<double>(latest_time - 1)), 0.5), latest_time - 1);
  EXPECT_EQ(sample(weibull_mean_cv(1e12, 100), 1 - 1e-16), latest_time);
}

TEST(distribution, no_spread_is_a_constant) {
  for (const Distribution& x : {uniform_mean_cv(minute, 0), lognormal_mean_cv(minute, 0),
                                gamma_mean_cv(minute, 0), weibull_mean_cv(minute, 0)})
    EXPECT_EQ(x, constant(minute));
}

TEST(distribution, parameters_out_of_range_are_refused_with_a_sentence) {
  const auto message = [](auto build) -> std::string {
    try {
      build();
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::bad_input);
      return error.what();
    }
    return "accepted";
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  using testing::HasSubstr;
  EXPECT_THAT(message([] { constant(-1); }), HasSubstr("must not be negative"));
  EXPECT_THAT(message([=] { constant(nan); }), HasSubstr("must not be negative"));
  EXPECT_THAT(message([] { constant(1e300); }), HasSubstr("285 years"));
  EXPECT_THAT(message([] { uniform(2, 1); }), HasSubstr("from must not be greater than to"));
  EXPECT_THAT(message([] { uniform_mean_cv(2, 0.6); }), HasSubstr("cv must be at most 0.577"));
  EXPECT_THAT(message([] { discrete_uniform(1.5, 3, 1); }), HasSubstr("whole numbers"));
  EXPECT_THAT(message([] { discrete_uniform(1, 1e9, 1e9); }), HasSubstr("to times unit"));
  EXPECT_THAT(message([] { triangular(1, 5, 4); }), HasSubstr("must not decrease"));
  EXPECT_THAT(message([] { exponential(0); }), HasSubstr("mean must be greater than 0"));
  EXPECT_THAT(message([=] { exponential(nan); }), HasSubstr("mean must be greater than 0"));
  EXPECT_THAT(message([] { truncated_normal(1, 0, 0, 9); }), HasSubstr("sd must be greater than 0"));
  EXPECT_THAT(message([] { truncated_normal(1, 1, 9, 9); }), HasSubstr("from must be less than to"));
  EXPECT_THAT(message([] { truncated_normal(1, 1, 50, 60); }), HasSubstr("billionth"));
  EXPECT_THAT(message([] { lognormal_mean_cv(1, -1); }), HasSubstr("cv must be from"));
  EXPECT_THAT(message([] { lognormal(1, 11); }), HasSubstr("from 0 to 10"));
  EXPECT_THAT(message([] { gamma(0, 1); }), HasSubstr("shape must be from"));
  EXPECT_THAT(message([] { weibull(1e9, 1); }), HasSubstr("shape must be from"));
  EXPECT_THAT(message([] { geometric(0, 1); }), HasSubstr("chance must be from"));
  EXPECT_THAT(message([] { geometric(0.5, 0); }), HasSubstr("unit must be greater than 0"));
  EXPECT_THAT(message([] { geometric(1e-9, 1e12); }), HasSubstr("285 years"));
  EXPECT_THAT(message([] { empirical({}, {}); }), HasSubstr("must not be empty"));
  EXPECT_THAT(message([] { empirical({1, 2}, {1}); }), HasSubstr("1 weights for 2 values"));
  EXPECT_THAT(message([] { empirical({1, 2}, {0, 0}); }), HasSubstr("at least one weight"));
}

TEST(distribution, extreme_parameters_stay_finite) {
  for (const Distribution& x :
       {gamma_mean_cv(1e12, 100), weibull_mean_cv(1e12, 100), lognormal_mean_cv(1e12, 100),
        gamma_mean_cv(1e12, 1e-4), weibull_mean_cv(1e12, 1e-4), lognormal_mean_cv(1e12, 1e-4), gamma(1e-4, 1),
        lognormal(30, 3), weibull(0.08, 1), truncated_normal(0, 1e15, 0, infinity),
        truncated_normal(1e15, 1, 0, infinity)}) {
    EXPECT_TRUE(std::isfinite(mean(x)));
    for (std::uint64_t i = 0; i < 1000; ++i) {
      const Time t = sample(x, random_uniform({}, Purpose::processing_time, 1, i));
      EXPECT_TRUE(t >= 0 && t <= latest_time);
    }
  }
}

}  // namespace
}  // namespace takt
