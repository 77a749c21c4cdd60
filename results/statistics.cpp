#include "results/statistics.hpp"

#include <cassert>
#include <cmath>
#include <limits>

#include <boost/math/distributions/students_t.hpp>

namespace takt {
namespace {

Accumulator accumulate(std::span<const double> values) {
  Accumulator accumulator;
  for (const double value : values) accumulator.add(value);
  return accumulator;
}

}  // namespace

void Accumulator::add(double value) {
  ++count_;
  const double from_old_mean = value - mean_;
  mean_ += from_old_mean / static_cast<double>(count_);
  squares_ += from_old_mean * (value - mean_);
}

void Accumulator::merge(const Accumulator& other) {
  if (other.count_ == 0) return;
  const double n = static_cast<double>(count_), m = static_cast<double>(other.count_);
  const double apart = other.mean_ - mean_;
  count_ += other.count_;
  mean_ += apart * (m / (n + m));
  squares_ += other.squares_ + apart * apart * (n * m / (n + m));
}

double Accumulator::mean() const {
  return count_ > 0 ? mean_ : std::numeric_limits<double>::quiet_NaN();
}

double Accumulator::variance() const {
  return count_ > 1 ? squares_ / static_cast<double>(count_ - 1) : std::numeric_limits<double>::quiet_NaN();
}

double Accumulator::standard_deviation() const {
  return std::sqrt(variance());
}

double mean(std::span<const double> values) {
  return accumulate(values).mean();
}

double standard_deviation(std::span<const double> values) {
  return accumulate(values).standard_deviation();
}

double student_t_quantile(double degrees, double p) {
  assert(degrees > 0 && p > 0 && p < 1);
  return boost::math::quantile(boost::math::students_t_distribution<double>(degrees), p);
}

Interval interval_of(const Accumulator& values, double level) {
  assert(level > 0 && level < 1);
  Interval interval;
  interval.mean = values.mean();
  interval.level = level;
  interval.n = values.count();
  const double n = static_cast<double>(values.count());
  interval.half_width = values.count() < 2 ? std::numeric_limits<double>::quiet_NaN()
                                           : student_t_quantile(n - 1, (1 + level) / 2) *
                                                 values.standard_deviation() / std::sqrt(n);
  return interval;
}

Interval confidence_interval(std::span<const double> values, double level) {
  Accumulator present;
  for (const double value : values)
    if (!std::isnan(value)) present.add(value);
  return interval_of(present, level);
}

Interval paired_difference(std::span<const double> x, std::span<const double> y, double level) {
  assert(x.size() == y.size());
  Accumulator differences;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!std::isnan(x[i]) && !std::isnan(y[i])) differences.add(x[i] - y[i]);
  return interval_of(differences, level);
}

}  // namespace takt
