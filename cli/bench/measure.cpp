#include "cli/bench/measure.hpp"

#include <algorithm>
#include <cassert>
#include <fstream>

#include <time.h>

namespace takt::bench {

namespace {

double seconds_on(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// `ratios`: of each round.
void set_ratio(BenchRow& row, const std::vector<double>& ratios) {
  row.ratio = median(ratios);
  const auto [least, greatest] = std::minmax_element(ratios.begin(), ratios.end());
  row.spread_low = *least;
  row.spread_high = *greatest;
  row.met = row.at_least ? row.ratio >= row.aim : row.ratio <= row.aim;
}

}  // namespace

double cpu_seconds() {
  return seconds_on(CLOCK_PROCESS_CPUTIME_ID);
}

double undisturbed_seconds() {
  // Nanoseconds on a core, nanoseconds waiting for one, slices.
  std::ifstream file("/proc/thread-self/schedstat");
  double ran = 0, waited = 0;
  if (!(file >> ran >> waited)) waited = 0;
  return seconds_on(CLOCK_MONOTONIC) - 1e-9 * waited;
}

double cpu_seconds_of(const std::function<void()>& work) {
  const double start = cpu_seconds();
  work();
  return cpu_seconds() - start;
}

Rounds measure_in_turn(int rounds, const std::function<double()>& takt,
                       const std::function<double()>& reference) {
  takt();
  reference();
  Rounds costs;
  for (int round = 0; round < std::max(1, rounds); ++round) {
    if (round % 2 == 0) {
      costs.takt.push_back(takt());
      costs.reference.push_back(reference());
    } else {
      costs.reference.push_back(reference());
      costs.takt.push_back(takt());
    }
  }
  return costs;
}

void set_rates(BenchRow& row, const Rounds& rounds, double amount) {
  row.value = amount / median(rounds.takt);
  row.reference_value = amount / median(rounds.reference);
  std::vector<double> ratios;
  for (std::size_t i = 0; i < rounds.takt.size(); ++i) {
    ratios.push_back(rounds.reference[i] / rounds.takt[i]);
  }
  set_ratio(row, ratios);
}

void set_times(BenchRow& row, const Rounds& rounds) {
  row.value = median(rounds.takt);
  row.reference_value = median(rounds.reference);
  std::vector<double> differences;
  for (std::size_t i = 0; i < rounds.takt.size(); ++i) {
    differences.push_back(rounds.takt[i] - rounds.reference[i]);
  }
  set_ratio(row, differences);
}

void set_ratios(BenchRow& row, const Rounds& rounds) {
  row.value = median(rounds.takt);
  row.reference_value = median(rounds.reference);
  std::vector<double> ratios;
  for (std::size_t i = 0; i < rounds.takt.size(); ++i) ratios.push_back(rounds.takt[i] / rounds.reference[i]);
  set_ratio(row, ratios);
}

double median(std::vector<double> values) {
  assert(!values.empty());
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

}  // namespace takt::bench
