#pragma once

#include <string>
#include <vector>

namespace takt {

struct BenchOptions {
  int rounds = 9;                  ///< measured in turn, after one round to warm up
  double size = 1;                 ///< share of the full size; a tiny one only shows that it works
  std::string folder = ".";        ///< for files that are written and removed; its disk is what is measured
  std::string python = "python3";  ///< with SimPy 4, for the row "simpy"
};

/// What was measured and what it is held against. Both sides are medians over rounds that took turns.
struct BenchRow {
  std::string name;       ///< as in bench_names()
  std::string what;       ///< what of Takt was measured
  std::string reference;  ///< what it was measured against
  double value = 0;       ///< in `unit`
  double reference_value = 0;
  std::string unit;  ///< "M operations/s", "GB/s", "ms", "power of n"
  double ratio = 0;  ///< median over rounds of value / reference; for unit "ms" of value - reference, in ms
  double aim = 0;    ///< for `ratio`
  bool at_least = true;  ///< `aim` is the least that is good; false: the most
  bool met = false;
  double spread_low = 0, spread_high = 0;  ///< least and greatest `ratio` of a round
  std::string skipped;                     ///< why nothing was measured; empty: it was
};

/// Every benchmark, in the order of DESIGN section 9.
std::vector<std::string> bench_names();

/// Measures one. Throws Error(usage) for an unknown name, Error(io) when a file or process fails, and
/// std::logic_error when Takt and the reference did not do the same schedule.
BenchRow run_bench(const std::string& name, const BenchOptions& options);

/// The rows as a table for people.
std::string bench_table(const std::vector<BenchRow>& rows);

/// The rows as a JSON array; a skipped row has no numbers.
std::string bench_json(const std::vector<BenchRow>& rows);

}  // namespace takt
