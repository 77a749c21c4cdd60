#pragma once

#include <vector>

#include "tests/validation/queue_models.hpp"

namespace takt::test {

/// A station of a line as a scenario has it.
struct StationModel {
  Distribution time;
  Index buffer = -1;  ///< places before it; -1: any number
  Index machines = 1;
  std::vector<Breakdown> breakdowns = {};
};

/// A line that never runs out of jobs; the last station's finished jobs leave.
Scenario saturated_line(const std::vector<StationModel>& stations, const Window& window,
                        Blocking blocking = Blocking::after_service);

/// A line in which always `wip` jobs are (CONWIP).
Scenario conwip_line(const std::vector<StationModel>& stations, std::int64_t wip, const Window& window);

/// Saturated machines, one a part, whose parts lie in stores of these capacities until a machine that needs
/// one of each takes them. The assembled ones are made by the last routing.
Scenario assembly_cell(const std::vector<Distribution>& part_times, const std::vector<std::int64_t>& stores,
                       const Distribution& assembly_time, const Window& window);

/// An operation-dependent cause of failures.
Breakdown while_busy(const Distribution& time_to_failure, const Distribution& time_to_repair);

/// Jobs of the last routing that leave, per s of the window.
double throughput_of_last(const Scenario& scenario, const Trace& trace);

/// Expects the exact throughput (per s) inside the 99 % interval over `replications` windows, and the whole
/// interval no wider than 2 % of it. Seeds are fixed: see expect_exact_wait.
void expect_exact_throughput(Scenario scenario, double exact, int replications = 20);

}  // namespace takt::test
