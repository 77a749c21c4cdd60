#include <algorithm>
#include <unordered_map>

#include "viz/timeline/job_name.hpp"
#include "viz/timeline/machine_records.hpp"
#include "viz/timeline/rows/rows.hpp"

namespace takt::rows {

namespace {

/// The bars of the jobs that are shown, by job number.
using JobBars = std::unordered_map<std::uint32_t, std::vector<Bar>>;

void add_operations(const StoredRun& run, JobBars& jobs) {
  const Trace& trace = run.file.trace;
  const MachineRecords records(run.scenario, trace);
  for (const OperationRecord& operation : trace.operations) {
    const auto job = jobs.find(operation.job);
    if (job == jobs.end()) continue;
    if (operation.ready < operation.setup_start)
      job->second.push_back({.start = operation.ready,
                             .end = operation.setup_start,
                             .job = operation.job,
                             .step = operation.step,
                             .machine = operation.machine,
                             .kind = BarKind::waiting});
    records.cut(operation, true, job->second);
  }
  for (const std::vector<Bar>& machine : unrecorded_work(run, records)) {
    for (const Bar& bar : machine) {
      const auto job = jobs.find(bar.job);
      if (job != jobs.end()) job->second.push_back(bar);
    }
  }
}

/// Rides and belts: from the event that begins them to the one that ends them, and the wait before.
void add_transports(const Trace& trace, JobBars& jobs) {
  std::unordered_map<std::uint32_t, Bar> open;
  for (const EventRecord& event : trace.events) {
    const bool asks = event.kind == EventKind::transport_wait;
    const bool begins = event.kind == EventKind::job_loaded || event.kind == EventKind::conveyor_enters;
    const bool ends = event.kind == EventKind::job_unloaded || event.kind == EventKind::conveyor_leaves;
    if (!asks && !begins && !ends) continue;
    const auto job = jobs.find(event.job);
    if (job == jobs.end()) continue;
    if (const auto now = open.find(event.job); now != open.end()) {
      now->second.end = event.time;
      if (now->second.start < event.time) job->second.push_back(now->second);
      open.erase(now);
    }
    if (!ends)
      open[event.job] = {
          .start = event.time, .job = event.job, .kind = asks ? BarKind::waiting : BarKind::transport};
  }
  for (auto& [number, bar] : open) {
    bar.end = trace.end;
    if (bar.start < bar.end) jobs[number].push_back(bar);
  }
}

}  // namespace

bool has_orders(const StoredRun& run) {
  return !run.file.trace.jobs.empty();
}

void add_orders(const StoredRun& run, const RowChoice& choice, Timeline& timeline) {
  const Trace& trace = run.file.trace;
  std::vector<const JobRecord*> shown;
  JobBars bars;
  for (const JobRecord& job : trace.jobs) {
    if (job.release >= choice.to || std::min(job.completion, trace.end) < choice.from) continue;
    if (!matches(job_name(run.scenario, job), choice.pattern)) continue;
    shown.push_back(&job);
    bars[job.number];
  }
  add_operations(run, bars);
  add_transports(trace, bars);
  std::stable_sort(shown.begin(), shown.end(),
                   [](const JobRecord* x, const JobRecord* y) { return x->release < y->release; });
  for (const JobRecord* job : shown) {
    std::vector<Bar>& all = bars[job->number];
    std::stable_sort(all.begin(), all.end(), [](const Bar& x, const Bar& y) { return x.start < y.start; });
    // Tasks of a project may be under way at the same time, and wait while others are worked on.
    const std::vector<std::uint32_t> lane_of = assign_lanes(all);
    std::vector<std::vector<Bar>> lanes(all.empty() ? 1
                                                    : 1 + *std::max_element(lane_of.begin(), lane_of.end()));
    for (std::size_t i = 0; i < all.size(); ++i) lanes[lane_of[i]].push_back(all[i]);
    add_row(timeline,
            {.name = job_name(run.scenario, *job),
             .index = static_cast<Index>(job->number),
             .due = job->due,
             .completion = job->completion},
            {}, lanes);
  }
}

}  // namespace takt::rows
