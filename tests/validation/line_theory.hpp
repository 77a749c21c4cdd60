#pragma once

#include <vector>

namespace takt::test {

// Exact throughputs of production lines, found without the simulator. Rates per s, so throughputs too.

/// A station with one machine and exponential times. It fails only while it works (operation-dependent), at
/// exponential times; the interrupted operation goes on after the repair.
struct LineStation {
  double rate = 1;
  double failure_rate = 0;
  double repair_rate = 1;
  int buffer = 0;  ///< places before it; of the first station without meaning
};

/// A saturated line, block after service: the continuous-time Markov chain of all machine and buffer states.
double line_throughput(const std::vector<LineStation>& stations);

/// The same when a machine starts no operation before a place behind it is reserved (block before service).
/// Buffers must be at least 1.
double line_throughput_before_service(const std::vector<LineStation>& stations);

/// Assembly: saturated stations, one a part, feed stores of these capacities; a station that needs one part
/// of each takes all when it starts, out of the stores or, at capacity 0, from the machines that hold them.
double assembly_throughput(const std::vector<double>& part_rates, const std::vector<int>& stores,
                           double assembly_rate);

/// Exponential stations of several machines each in a closed loop of `wip` jobs (CONWIP): mean value analysis
/// with load-dependent rates (Reiser and Lavenberg 1980).
struct ClosedStation {
  int machines = 1;
  double time = 1;
};
double conwip_throughput(const std::vector<ClosedStation>& stations, int wip);

/// Gershwin, Manufacturing Systems Engineering (1994), ch. 3: two machines that take one cycle, geometric
/// failures while they work and geometric repairs. First machines fail or are repaired, then whoever is up
/// and neither starved (n = 0) nor blocked (n = N) at the start of the cycle moves one part.
struct CycleMachine {
  double failure = 0;  ///< chance a working cycle
  double repair = 1;   ///< chance a cycle
};
double deterministic_line_efficiency(const CycleMachine& first, const CycleMachine& second, int buffer);

/// Buzacott: a line without buffers, where one failure stops all: 1 / (1 + sum of p / r).
double zero_buffer_efficiency(const std::vector<CycleMachine>& machines);

}  // namespace takt::test
