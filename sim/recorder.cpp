#include "sim/recorder.hpp"

#include <algorithm>
#include <new>

#include <fmt/format.h>
#include <xxhash.h>

namespace takt {

std::string Digest::hex() const {
  return fmt::format("{:016x}{:016x}", high, low);
}

Recorder::Recorder(const Scenario& scenario, RecordOptions options)
    : scenario_(scenario), options_(options), hash_(XXH3_createState()) {
  if (hash_ == nullptr) throw std::bad_alloc();
  XXH3_128bits_reset(hash_);
  trace_.machine_tallies.resize(static_cast<std::size_t>(scenario.machine_count));
  trace_.group_tallies.resize(scenario.groups.size());
}

Recorder::~Recorder() {
  XXH3_freeState(hash_);
}

void Recorder::take(const Effects& effects) {
  const Time warm_up = scenario_.run.warm_up;
  for (const OperationRecord& operation : effects.operations) {
    XXH3_128bits_update(hash_, &operation, sizeof(operation));
    ++trace_.operation_count;
    if (operation.setup_start >= warm_up) {
      const auto machine = static_cast<std::size_t>(operation.machine);
      ++trace_.machine_tallies[machine].operations;
      GroupTally& group = trace_.group_tallies[static_cast<std::size_t>(scenario_.group_of_machine[machine])];
      const auto wait = static_cast<double>(operation.setup_start - operation.ready);
      ++group.operations;
      group.wait += wait;
      group.wait_squared += wait * wait;
    }
    if (options_.operations) trace_.operations.push_back(operation);
  }
  for (const MachineInterval& interval : effects.intervals) tally(interval);
  for (const JobRecord& job : effects.jobs) {
    XXH3_128bits_update(hash_, &job, sizeof(job));
    trace_.jobs.push_back(job);
  }
}

void Recorder::tally(const MachineInterval& interval) {
  // Processing and setup follow from the operations; only what they do not tell goes into the digest.
  if (interval.state == MachineState::down) XXH3_128bits_update(hash_, &interval, sizeof(interval));
  const Time start = std::max(interval.start, scenario_.run.warm_up);
  if (interval.end > start) {
    trace_.machine_tallies[static_cast<std::size_t>(interval.machine)]
        .in_state[static_cast<std::size_t>(interval.state)] += interval.end - start;
  }
  if (options_.operations) trace_.intervals.push_back(interval);
}

void Recorder::decided(const Decision& decision, int choice) {
  ++trace_.decision_count;
  if (!options_.decisions) return;
  const Candidate& chosen = decision.candidates[static_cast<std::size_t>(choice)];
  const bool wait = chosen.is_wait();
  trace_.decisions.push_back({.time = decision.now,
                              .kind = static_cast<std::uint32_t>(decision.kind),
                              .machine = decision.machine,
                              .candidates = static_cast<std::uint32_t>(decision.candidates.size()),
                              .choice = static_cast<std::uint32_t>(choice),
                              .job = wait ? decision.candidates.front().number : chosen.number,
                              .mode = wait ? -1 : chosen.mode});
}

Trace Recorder::finish(RunStatus status, std::string detail, Time end, std::int64_t instants) {
  XXH3_128bits_update(hash_, &end, sizeof(end));
  const XXH128_hash_t hash = XXH3_128bits_digest(hash_);
  trace_.digest = {hash.high64, hash.low64};
  trace_.status = status;
  trace_.status_detail = std::move(detail);
  trace_.end = end;
  trace_.instant_count = instants;
  const Time window = std::max<Time>(0, end - scenario_.run.warm_up);
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
