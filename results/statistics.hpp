#pragma once

#include <cstdint>
#include <span>

namespace takt {

/// Mean and variance of a stream of numbers in one pass without cancellation (Welford 1962; merging after
/// Chan, Golub and LeVeque 1983). Merging gives the same value as one stream up to rounding.
class Accumulator {
 public:
  void add(double value);
  void merge(const Accumulator& other);

  std::int64_t count() const { return count_; }
  double mean() const;                ///< NaN when empty
  double variance() const;            ///< sample variance (divisor n - 1); NaN below two values
  double standard_deviation() const;  ///< square root of variance()

 private:
  std::int64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;  ///< sum of squared deviations from the mean
};

/// A confidence interval mean +- half_width.
struct Interval {
  double mean = 0;
  double half_width = 0;  ///< NaN below two values
  double level = 0.95;
  std::int64_t n = 0;

  double low() const { return mean - half_width; }
  double high() const { return mean + half_width; }
};

double mean(std::span<const double> values);                ///< NaN when empty
double standard_deviation(std::span<const double> values);  ///< of the sample; NaN below two values

/// Quantile of Student's t with `degrees` > 0 degrees of freedom, 0 < p < 1.
double student_t_quantile(double degrees, double p);

/// Student-t confidence interval for the mean of independent values, such as one KPI over replications:
/// mean +- t(n - 1, (1 + level) / 2) s / sqrt(n). NaN values are no values: they are left out, and n counts
/// the rest. 0 < level < 1.
Interval confidence_interval(std::span<const double> values, double level = 0.95);

/// The same of values that were gathered already.
Interval interval_of(const Accumulator& values, double level = 0.95);

/// The interval of the mean of x[i] - y[i]: two agents on the same seeds, compared pair by pair. The spans
/// are equally long; pairs with a NaN are left out. The difference counts at this level when the interval
/// does not hold 0.
Interval paired_difference(std::span<const double> x, std::span<const double> y, double level = 0.95);

}  // namespace takt
