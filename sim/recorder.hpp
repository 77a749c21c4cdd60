#pragma once

#include "sim/condition_tally.hpp"
#include "sim/plant/plant.hpp"
#include "sim/simulate.hpp"
#include "sim/supply_tally.hpp"
#include "sim/trace.hpp"

struct XXH3_state_s;

namespace takt {

/// Builds the Trace of a run from the plant's records: digest and tallies always, the records themselves on
/// request.
class Recorder {
 public:
  Recorder(const Scenario& scenario, RecordOptions options);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// Takes in the records of `effects`; leaves its clock commands alone. Batches of some dozens are cheapest.
  void take(const Effects& effects);
  void decided(const Decision& decision, int choice);

  std::int64_t operations() const { return trace_.operation_count; }
  std::size_t jobs() const { return trace_.jobs.size(); }

  /// The finished trace; call once, last. `end`: when the run ended.
  /// `metered`: see ConditionTally::metered.
  Trace finish(RunStatus status, std::string detail, Time end, std::int64_t instants,
               std::vector<double> metered = {});

 private:
  void reserve();
  void take(const std::vector<OperationRecord>& operations);
  void take(const std::vector<EventRecord>& events);
  void tally(const MachineInterval& interval);

  const Scenario& scenario_;
  RecordOptions options_;
  Trace trace_;
  /// A hash each for operations, downtimes, jobs and events, so that it does not matter in which batches they
  /// come. The last goes into the digest only where there are events.
  XXH3_state_s* hashes_[4] = {};
  std::int64_t events_ = 0;
  SupplyTally supply_tally_;
  ConditionTallier condition_;
};

}  // namespace takt
