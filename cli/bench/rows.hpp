#pragma once

#include "cli/bench/bench.hpp"

namespace takt::bench {

// One function a benchmark; the table is in bench.cpp.

BenchRow bench_calendar(const BenchOptions& options);         // bench_clocks.cpp
BenchRow bench_fab(const BenchOptions& options);              // bench_fab.cpp
BenchRow bench_simgrid(const BenchOptions& options);          // bench_clocks.cpp
BenchRow bench_simpy(const BenchOptions& options);            // bench_simpy.cpp
BenchRow bench_stepping(const BenchOptions& options);         // bench_simulation.cpp
BenchRow bench_lockstep(const BenchOptions& options);         // bench_simulation.cpp
BenchRow bench_lockstep_64(const BenchOptions& options);      // bench_simulation.cpp
BenchRow bench_lockstep_1(const BenchOptions& options);       // bench_simulation.cpp
BenchRow bench_features(const BenchOptions& options);         // bench_features.cpp
BenchRow bench_snapshot(const BenchOptions& options);         // bench_snapshot.cpp
BenchRow bench_snapshot_2000(const BenchOptions& options);    // bench_snapshot.cpp
BenchRow bench_snapshot_20(const BenchOptions& options);      // bench_snapshot.cpp
BenchRow bench_result(const BenchOptions& options);           // bench_result.cpp
BenchRow bench_growth_fifo(const BenchOptions& options);      // bench_growth.cpp
BenchRow bench_growth_spt(const BenchOptions& options);       // bench_growth.cpp
BenchRow bench_growth_edd(const BenchOptions& options);       // bench_growth.cpp
BenchRow bench_growth_mwkr(const BenchOptions& options);      // bench_growth.cpp
BenchRow bench_growth_needs(const BenchOptions& options);     // bench_growth.cpp
BenchRow bench_growth_calendar(const BenchOptions& options);  // bench_growth.cpp
BenchRow bench_growth_simgrid(const BenchOptions& options);   // bench_growth.cpp
BenchRow bench_start(const BenchOptions& options);            // bench_start.cpp
BenchRow bench_start_calendar(const BenchOptions& options);   // bench_start.cpp

/// `full` at full size, at least `least`.
int sized(int full, const BenchOptions& options, int least = 2);

/// Throws std::logic_error unless both makespans (ticks) are the same.
void must_agree(const BenchRow& row, long long takt, long long reference);

}  // namespace takt::bench
