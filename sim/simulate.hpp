#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "sim/agent.hpp"
#include "sim/clock/clock.hpp"
#include "sim/record/recorder.hpp"
#include "sim/record/trace.hpp"

namespace takt {

enum class ClockKind { simgrid, calendar };

struct Progress {
  Time now = 0;
  Time horizon = never;
  std::uint64_t jobs_left_shop = 0;  ///< so far
  std::uint64_t jobs_expected = 0;   ///< 0: unknown
  std::int64_t operations = 0;
};

/// Debug builds check every run.
#ifdef NDEBUG
inline constexpr bool checks_by_default = false;
#else
inline constexpr bool checks_by_default = true;
#endif

struct SimulateOptions {
  Seed seed;
  RecordOptions record;
  const std::atomic<bool>* stop = nullptr;  ///< looked at now and then; true ends with Error(interrupted)
  std::function<void(const Progress&)> progress;  ///< called now and then when set
  /// A shop with work in it in which this many instants pass without an operation ending makes no progress
  /// any more and is called starved: an operation that is repeated after each breakdown and never has the
  /// time to end does that.
  std::int64_t stall_limit = 10'000'000;
  bool check = checks_by_default;     ///< Error(broken_law) when the run lost or doubled something
  std::int64_t operation_limit = -1;  ///< Error(bad_input) beyond this many operations; -1: no limit
};

/// Runs a scenario to its end: joins plant, clock, agent and recorder. The clock must be fresh.
/// Throws Error(agent) when the agent answers outside the candidates, naming the decision.
Trace simulate(const Scenario& scenario, Agent& agent, Clock& clock, const SimulateOptions& options);

/// A fresh clock of a kind.
std::unique_ptr<Clock> make_clock(ClockKind kind, const Scenario& scenario);

}  // namespace takt
