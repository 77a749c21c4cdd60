#include "tests/validation/closed_forms.hpp"

#include <cmath>

namespace takt::test {

double mmc_wait(double arrival_rate, double service_rate, int servers) {
  const double load = arrival_rate / service_rate;
  double term = 1, sum = 0;  // load^k / k!
  for (int k = 0; k < servers; ++k) {
    sum += term;
    term *= load / (k + 1);
  }
  const double queued = term * servers / (servers - load);
  return queued / (sum + queued) / (servers * service_rate - arrival_rate);
}

Moments constant_moments(double value) {
  return {value, value * value};
}
Moments exponential_moments(double mean) {
  return {mean, 2 * mean * mean};
}
Moments gamma_moments(double mean, double cv) {
  return {mean, mean * mean * (1 + cv * cv)};
}
Moments mixture(double chance, Moments x, Moments y) {
  return {chance * x.mean + (1 - chance) * y.mean, chance * x.second + (1 - chance) * y.second};
}

double mg1_wait(double arrival_rate, Moments service) {
  return arrival_rate * service.second / (2 * (1 - arrival_rate * service.mean));
}

Moments resumed(Moments service, double failure_rate, Moments repair) {
  // Given S there are Poisson(f S) repairs.
  const double stretch = 1 + failure_rate * repair.mean;
  return {service.mean * stretch,
          service.second * stretch * stretch + service.mean * failure_rate * repair.second};
}

Moments repeated_constant(double length, double failure_rate, Moments repair) {
  // N failed attempts, N geometric, each an exponential time cut at `length` and a repair.
  const double success = std::exp(-failure_rate * length);
  const double attempts = (1 - success) / success, attempts_variance = (1 - success) / (success * success);
  const double cut = length * success / (1 - success);
  const double run = 1 / failure_rate - cut;  // mean of the exponential given that it is below `length`
  const double run_second = 2 / (failure_rate * failure_rate) - cut * (length + 2 / failure_rate);
  const double failed = run + repair.mean;
  const double failed_variance = run_second - run * run + repair.second - repair.mean * repair.mean;
  const double mean = length + attempts * failed;
  return {mean, mean * mean + attempts * failed_variance + attempts_variance * failed * failed};
}

Moments scrapped_exponential(double mean, double failure_rate, Moments repair) {
  // The time to the first of end and failure does not depend on which it is.
  const double first = 1 / (1 / mean + failure_rate), chance = failure_rate * first;
  return {first + chance * repair.mean,
          2 * first * first + 2 * first * chance * repair.mean + chance * repair.second};
}

double mg1_calendar_wait(double arrival_rate, Moments service, double failure_rate, Moments repair) {
  return mg1_wait(arrival_rate, resumed(service, failure_rate, repair)) +
         failure_rate * repair.second / (2 * (1 + failure_rate * repair.mean));
}

double mm1_spt_wait(double arrival_rate, double mean_service) {
  // W = integral over x of f(x) (lambda E[S^2] / 2) / (1 - lambda integral_0^x t f(t) dt)^2, with S = x
  // served before all longer; u = F(x) makes it an integral over (0, 1), taken by midpoints.
  constexpr int cells = 2'000'000;
  double sum = 0;
  for (int i = 0; i < cells; ++i) {
    const double u = (i + 0.5) / cells, x = -std::log1p(-u);  // in units of the mean
    const double shorter = 1 - std::exp(-x) * (1 + x);
    const double idle = 1 - arrival_rate * mean_service * shorter;
    sum += 1 / (idle * idle);
  }
  return arrival_rate * mean_service * mean_service * sum / cells;
}

}  // namespace takt::test
