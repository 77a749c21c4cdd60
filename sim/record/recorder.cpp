#include "sim/record/recorder.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace takt {

std::string Digest::hex() const {
  return fmt::format("{:016x}{:016x}", high, low);
}

Recorder::Recorder(const Scenario& scenario, RecordOptions options)
    : scenario_(&scenario), options_(options), tallier_(scenario, scenario.run.warm_up) {
  trace_.has_records = options.operations;
  reserve();
}

/// Listed orders tell how much there will be to record: no vector has to grow, and so to hold everything
/// twice.
void Recorder::reserve() {
  std::size_t operations = 0;
  for (const Order& order : scenario_->orders) {
    operations +=
        static_cast<std::size_t>(scenario_->routings[static_cast<std::size_t>(order.routing)].steps_taken);
  }
  trace_.jobs.reserve(scenario_->orders.size());
  if (options_.operations) {
    trace_.operations.reserve(operations);
    trace_.intervals.reserve(operations);
  }
  if (options_.decisions) trace_.decisions.reserve(operations);
}

void Recorder::take(const Effects& effects) {
  const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
  hashes_[0].update(effects.operations.data(), effects.operations.size() * sizeof(OperationRecord));
  // Processing and setup follow from the operations, waiting from jobs and what they need; only what they do
  // not tell goes into the digest.
  for (const MachineInterval& interval : effects.intervals)
    if (interval.state >= MachineState::down && interval.state != MachineState::waiting)
      hashes_[1].update(&interval, sizeof(interval));
  hashes_[2].update(effects.jobs.data(), effects.jobs.size() * sizeof(JobRecord));
  tallier_.take(std::span<const OperationRecord>(effects.operations));
  tallier_.take(std::span<const MachineInterval>(effects.intervals));
  trace_.operation_count += static_cast<std::int64_t>(effects.operations.size());
  append(trace_.jobs, effects.jobs);
  if (options_.operations) {
    append(trace_.operations, effects.operations);
    append(trace_.intervals, effects.intervals);
  }
  if (effects.events.empty()) return;
  hashes_[3].update(effects.events.data(), effects.events.size() * sizeof(EventRecord));
  tallier_.take(std::span<const EventRecord>(effects.events));
  events_ += static_cast<std::int64_t>(effects.events.size());
  if (options_.operations) append(trace_.events, effects.events);
}

void Recorder::decided(const Decision& decision, int choice) {
  ++trace_.decision_count;
  if (!options_.decisions) return;
  const Candidate& chosen = decision.candidates[static_cast<std::size_t>(choice)];
  const Candidate& of = chosen.is_wait() ? decision.candidates.front() : chosen;
  trace_.decisions.push_back({.time = decision.now,
                              .kind = static_cast<std::uint32_t>(decision.kind),
                              .machine = decision.machine,
                              .candidates = static_cast<std::uint32_t>(decision.candidates.size()),
                              .choice = static_cast<std::uint32_t>(choice),
                              .job = of.job < 0 ? no_job : of.number,
                              .mode = chosen.job < 0 ? -1 : chosen.mode,
                              .entity = decision.entity,
                              .option = chosen.option});
}

Trace Recorder::finish(RunStatus status, std::string detail, Time end, std::int64_t instants,
                       std::vector<double> metered) {
  hashes_[2].update(&end, sizeof(end));
  RunningHash all;
  const std::size_t used = events_ > 0 ? 4 : 3;
  for (std::size_t i = 0; i < used; ++i) {
    const Digest stream = hashes_[i].digest();
    for (const std::uint64_t word : {stream.low, stream.high}) all.update(&word, sizeof(word));
  }
  trace_.digest = all.digest();
  trace_.status = status;
  trace_.status_detail = std::move(detail);
  trace_.end = end;
  trace_.instant_count = instants;
  static_cast<Tallies&>(trace_) = tallier_.finish(end, std::move(metered));
  std::sort(trace_.jobs.begin(), trace_.jobs.end(),
            [](const JobRecord& x, const JobRecord& y) { return x.number < y.number; });
  return std::move(trace_);
}

}  // namespace takt
