#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/agent.hpp"
#include "sim/plant/effects.hpp"
#include "sim/record/observer.hpp"
#include "sim/record/running_hash.hpp"
#include "sim/record/tallies.hpp"
#include "sim/record/trace.hpp"

namespace takt {

/// What a Trace keeps beside jobs and tallies.
struct RecordOptions {
  bool operations = false;  ///< operations and machine intervals
  bool decisions = false;   ///< choices
};

/// Builds the Trace of a run from the plant's records: digest and tallies always, the records themselves on
/// request. A value: a copy goes on recording by itself. The scenario must outlive it.
class Recorder final : public Observer {
 public:
  Recorder(const Scenario& scenario, RecordOptions options);

  /// Takes in the records of `effects`; leaves its clock commands alone. Batches of some dozens are cheapest.
  void take(const Effects& effects) override;
  void decided(const Decision& decision, int choice) override;

  /// The finished trace; call once, last. `end`: when the run ended.
  /// `metered`: see ConditionTally::metered.
  Trace finish(RunStatus status, std::string detail, Time end, std::int64_t instants,
               std::vector<double> metered = {});

 private:
  void reserve();
  const Scenario* scenario_;
  RecordOptions options_;
  Trace trace_;
  /// A hash each for operations, downtimes, jobs and events, so that it does not matter in which batches they
  /// come. The last goes into the digest only where there are events.
  std::array<RunningHash, 4> hashes_;
  std::int64_t events_ = 0;
  Tallier tallier_;
};

}  // namespace takt
