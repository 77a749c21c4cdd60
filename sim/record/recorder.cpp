#include "sim/record/recorder.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace takt {

std::string Digest::hex() const {
  return fmt::format("{:016x}{:016x}", high, low);
}

Recorder::Recorder(const Scenario& scenario, RecordOptions options)
    : scenario_(&scenario), options_(options), supply_tally_(scenario), condition_(scenario) {
  trace_.machine_tallies.resize(static_cast<std::size_t>(scenario.machine_count));
  trace_.group_tallies.resize(scenario.groups.size());
  trace_.resources = make_resource_tally(scenario);
  trace_.transport = TransportTally(scenario.transport);
  trace_.quality = make_quality_tally(scenario);
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
  take(effects.operations);
  for (const MachineInterval& interval : effects.intervals) tally(interval);
  if (condition_.on()) condition_.take(effects.operations, effects.intervals, effects.events);
  if (options_.operations) {
    trace_.intervals.insert(trace_.intervals.end(), effects.intervals.begin(), effects.intervals.end());
  }
  hashes_[2].update(effects.jobs.data(), effects.jobs.size() * sizeof(JobRecord));
  trace_.jobs.insert(trace_.jobs.end(), effects.jobs.begin(), effects.jobs.end());
  if (!effects.events.empty()) take(effects.events);
}

void Recorder::take(const std::vector<EventRecord>& events) {
  for (const EventRecord& event : events) {
    tally_resources(trace_.resources, *scenario_, event);
    tally_quality(trace_.quality, *scenario_, event);
  }
  events_ += static_cast<std::int64_t>(events.size());
  if (scenario_->supply.used()) {
    for (const EventRecord& event : events) supply_tally_.take(event);
  }
  if (scenario_->transport.used()) {
    for (const EventRecord& event : events) trace_.transport.take(*scenario_, event);
  }
  hashes_[3].update(events.data(), events.size() * sizeof(EventRecord));
  for (const EventRecord& event : events) trace_.line_tally.take(event);
  if (options_.operations) trace_.events.insert(trace_.events.end(), events.begin(), events.end());
}

void Recorder::take(const std::vector<OperationRecord>& operations) {
  hashes_[0].update(operations.data(), operations.size() * sizeof(OperationRecord));
  trace_.operation_count += static_cast<std::int64_t>(operations.size());
  for (const OperationRecord& operation : operations) {
    if (operation.setup_start < scenario_->run.warm_up) continue;
    const auto machine = static_cast<std::size_t>(operation.machine);
    ++trace_.machine_tallies[machine].operations;
    GroupTally& group = trace_.group_tallies[static_cast<std::size_t>(scenario_->group_of_machine[machine])];
    const auto wait = static_cast<double>(operation.setup_start - operation.ready);
    ++group.operations;
    group.wait += wait;
    group.wait_squared += wait * wait;
  }
  if (!trace_.quality.steps.empty()) {
    for (const OperationRecord& operation : operations) tally_quality(trace_.quality, *scenario_, operation);
  }
  if (options_.operations) {
    trace_.operations.insert(trace_.operations.end(), operations.begin(), operations.end());
  }
}

void Recorder::tally(const MachineInterval& interval) {
  // Processing and setup follow from the operations; only what they do not tell goes into the digest.
  if (interval.state >= MachineState::down) hashes_[1].update(&interval, sizeof(interval));
  const Time start = std::max(interval.start, scenario_->run.warm_up);
  if (interval.end <= start) return;
  MachineTally& machine = trace_.machine_tallies[static_cast<std::size_t>(interval.machine)];
  machine.in_state[static_cast<std::size_t>(interval.state)] += interval.end - start;
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
  trace_.condition = condition_.finish(end, std::move(metered));
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
  close_resource_tally(trace_.resources, *scenario_, end);
  trace_.instant_count = instants;
  trace_.stock_tallies = supply_tally_.finish(end);
  trace_.transport.finish(scenario_->run.warm_up, end);
  const Time window = std::max<Time>(0, end - scenario_->run.warm_up);
  for (MachineTally& tally : trace_.machine_tallies) {
    Time busy = 0;
    for (int s = 1; s < machine_state_count; ++s) busy += tally.in_state[s];
    tally.in_state[static_cast<int>(MachineState::idle)] = window - busy;
  }
  std::sort(trace_.jobs.begin(), trace_.jobs.end(),
            [](const JobRecord& x, const JobRecord& y) { return x.number < y.number; });
  return std::move(trace_);
}

}  // namespace takt
