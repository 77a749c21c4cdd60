#pragma once

#include <functional>
#include <vector>

#include "cli/bench/bench.hpp"

namespace takt::bench {

/// CPU time of this process, s: what others do on a busy machine does not count.
double cpu_seconds();

/// Time on the wall without what this thread spent waiting for a core (Linux's schedstat, where there is
/// one), s: for work that waits for a disk.
double undisturbed_seconds();

/// CPU seconds that `work` takes.
double cpu_seconds_of(const std::function<void()>& work);

/// Costs of Takt and of the reference, round by round.
struct Rounds {
  std::vector<double> takt, reference;
};

/// Calls both once to warm up, then in turn; which comes first changes from round to round. Each returns its
/// cost.
Rounds measure_in_turn(int rounds, const std::function<double()>& takt,
                       const std::function<double()>& reference);

/// Fills in the numbers of a row whose costs are seconds for `amount` units of work: rates and their ratio.
void set_rates(BenchRow& row, const Rounds& rounds, double amount);

/// Fills in the numbers of a row whose costs are the milliseconds themselves: medians and their difference.
void set_times(BenchRow& row, const Rounds& rounds);

/// Fills in the numbers of a row whose costs are numbers of its unit as they are: medians and their ratio.
void set_ratios(BenchRow& row, const Rounds& rounds);

double median(std::vector<double> values);

}  // namespace takt::bench
