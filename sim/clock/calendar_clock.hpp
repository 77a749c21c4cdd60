#pragma once

#include <vector>

#include "sim/clock/clock.hpp"
#include "sim/plant/ending_heap.hpp"

namespace takt {

/// A priority queue of endings: the fast clock, for rollouts, look-ahead and sweeps. A value: a copy lives
/// the same future by itself.
class CalendarClock final : public Clock {
 public:
  /// Throws Error(bad_input) for a scenario that shares lanes: only SimGrid knows how long that takes.
  explicit CalendarClock(const Scenario& scenario);

  void start(const Activity& activity) override;
  void start_flow(const Activity& activity, const Flow& flow) override;
  void cancel(ActivityKind kind, std::uint32_t entity) override;
  void run(InstantHandler& handler) override;
  EndingHeap* calendar() override { return &endings_; }

  /// When the next ending comes, into `at`. False: nothing is under way.
  bool next(Time& at) { return endings_.next(at); }

  /// Goes on to the next instant in which something ends, and tells all that does, in canonical order, until
  /// the next step. None: nothing is under way.
  std::span<const Activity> step() { return endings_.pop_instant(now_); }

  /// All that is under way, in no order, with what is left of it as its duration.
  std::vector<Activity> under_way() const { return endings_.under_way(now_); }

  Time now() const { return now_; }

 private:
  Time now_ = 0;
  EndingHeap endings_;
};

}  // namespace takt
