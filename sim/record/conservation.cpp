#include "sim/record/conservation.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace takt {

namespace {

using Broken = std::vector<std::string>;

void check_flow(const Trace& trace, const PlantCounts& counts, Broken& broken) {
  if (trace.jobs.size() != counts.released) {
    broken.push_back(
        fmt::format("{} jobs were released, {} are recorded", counts.released, trace.jobs.size()));
  }
  std::uint64_t ticks = 0;
  for (std::size_t i = 0; i < trace.jobs.size(); ++i) {
    const JobRecord& job = trace.jobs[i];
    if (i > 0 && job.number == trace.jobs[i - 1].number) {
      broken.push_back(fmt::format("job {} is recorded twice", job.number));
    }
    if ((job.completion == never) != (job.outcome == JobOutcome::unfinished)) {
      broken.push_back(fmt::format("job {} is unfinished and completed at once", job.number));
    }
    ticks += static_cast<std::uint64_t>(std::min(job.completion, trace.end) - job.release);
  }
  if (ticks != counts.job_ticks) {
    broken.push_back(
        fmt::format("Little's law: WIP adds up to {} job ticks, the jobs' times in the shop to {}",
                    counts.job_ticks, ticks));
  }
}

void check_machines(const Scenario& scenario, const Trace& trace, Broken& broken) {
  const Time window = std::max<Time>(0, trace.end - scenario.run.warm_up);
  for (std::size_t m = 0; m < trace.machine_tallies.size(); ++m) {
    Time sum = 0;
    bool negative = false;
    for (const Time time : trace.machine_tallies[m].in_state) {
      sum += time;
      negative = negative || time < 0;
    }
    if (sum != window || negative) {
      broken.push_back(
          fmt::format("machine '{}': its states add up to {} of {} ticks, one of them below 0: {}",
                      machine_name(scenario, static_cast<Index>(m)), sum, window, negative));
    }
  }
  std::vector<Time> until(trace.machine_tallies.size(), 0);
  for (const MachineInterval& interval : trace.intervals) {
    Time& last = until[static_cast<std::size_t>(interval.machine)];
    if (interval.start < last || interval.end < interval.start) {
      broken.push_back(fmt::format("machine '{}' is in two states at {} s",
                                   machine_name(scenario, interval.machine), to_seconds(interval.start)));
    }
    last = std::max(last, interval.end);
  }
}

void check_operations(const Trace& trace, Broken& broken) {
  for (const OperationRecord& operation : trace.operations) {
    if (operation.ready > operation.setup_start || operation.setup_start > operation.start ||
        operation.start > operation.end) {
      broken.push_back(
          fmt::format("job {}, operation {}: ends before it begins", operation.job, operation.position + 1));
    }
  }
}

}  // namespace

std::vector<std::string> check_conservation(const Scenario& scenario, const Trace& trace,
                                            const PlantCounts& counts) {
  Broken broken;
  check_flow(trace, counts, broken);
  check_machines(scenario, trace, broken);
  check_operations(trace, broken);
  return broken;
}

}  // namespace takt
