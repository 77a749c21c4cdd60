#pragma once

#include <string>
#include <vector>

#include "sim/model/time.hpp"

namespace takt {

/// The families of durations. The comment gives the meaning of Distribution::a, b, c; all in ticks unless
/// noted.
enum class DistributionKind {
  constant,          ///< a: the value
  uniform,           ///< a: least, b: greatest
  discrete_uniform,  ///< whole multiples a..b (pure numbers) of c
  triangular,        ///< a: least, b: most likely, c: greatest
  exponential,       ///< a: mean
  truncated_normal,  ///< a: mean and b: standard deviation of the normal before it is cut at c: least, d:
                     ///< greatest
  lognormal,         ///< a: mean and b: standard deviation of the logarithm of the ticks
  gamma,             ///< a: shape (pure number; Erlang when whole), b: scale
  weibull,           ///< a: shape (pure number), b: scale
  empirical,         ///< values with cumulative shares
  geometric,         ///< c times how many trials it takes to the first success, of chance a each
};

/// A distribution of durations, sampled by inverse quantile. A plain value; build it with the functions
/// below.
struct Distribution {
  DistributionKind kind = DistributionKind::constant;
  double a = 0, b = 0, c = 0, d = 0;
  std::vector<double> values = {};      ///< empirical only, in ticks
  std::vector<double> cumulative = {};  ///< empirical only: share of values[0..i], the last is 1

  bool is_constant() const { return kind == DistributionKind::constant; }
  bool operator==(const Distribution&) const = default;
};

/// The builders take ticks (shapes, cv and shares are pure numbers) and throw Error(bad_input) with a
/// sentence about the parameter that is out of its range, without a position: the loader adds it.
Distribution constant(double value);
Distribution uniform(double least, double greatest);
Distribution discrete_uniform(double least, double greatest, double unit);
Distribution triangular(double least, double mode, double greatest);
Distribution exponential(double mean);
Distribution truncated_normal(double mean, double sd, double least, double greatest);
Distribution lognormal(double log_mean, double log_sd);
/// One unit, or two, ...: each ends it with this chance in (0, 1]; the mean is unit / chance.
Distribution geometric(double chance, double unit);
Distribution lognormal_mean_cv(double mean, double cv);
Distribution gamma(double shape, double scale);
Distribution gamma_mean_cv(double mean, double cv);
Distribution weibull(double shape, double scale);
Distribution weibull_mean_cv(double mean, double cv);
/// `weights` may be empty (all equal) or hold one weight >= 0 a value, not all zero.
Distribution empirical(std::vector<double> values, const std::vector<double>& weights);

/// The uniform with this mean and coefficient of variation (cv <= 1/sqrt(3)).
Distribution uniform_mean_cv(double mean, double cv);

/// Expected value in ticks.
double mean(const Distribution& distribution);

/// The value below which a share u in (0, 1) lies, in ticks; never negative.
double quantile(const Distribution& distribution, double u);

/// The z below which a share u in (0, 1) of a standard normal lies.
double normal_quantile(double u);

/// quantile rounded to the nearest tick, at most latest_time.
Time sample(const Distribution& distribution, double u);

/// sample() of a draw that is known to be longer than `age` ticks: the quantile at F + (1 - F) u, where F is
/// the share of draws of at most `age`. At least age + 1. A negative age is no knowledge.
Time sample_beyond(const Distribution& distribution, Time age, double u);

}  // namespace takt
