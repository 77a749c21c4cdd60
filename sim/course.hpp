#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/clock/clock.hpp"
#include "sim/plant/plant.hpp"
#include "sim/record/recorder.hpp"

namespace takt {

/// How good a run is so far. Jobs that have left as done, scrapped ones not.
struct Objective {
  Time makespan = 0;              ///< when the last of them was done
  double weighted_tardiness = 0;  ///< ticks
  double tardiness = 0;           ///< ticks, sum over them
  Time max_tardiness = 0;         ///< the greatest
  double flow_time = 0;           ///< ticks, sum over them
  double weighted_flow_time = 0;  ///< ticks
  std::uint64_t jobs = 0;
};

struct CourseOptions {
  Seed seed = {};
  bool recorded = true;  ///< false: no trace, digest or tally, only the objective
  RecordOptions record = {};
  std::int64_t stall_limit = 10'000'000;  ///< see SimulateOptions
  /// Looked at now and then, also within an instant that goes on and on; true ends with Error(interrupted).
  const std::atomic<bool>* stop = nullptr;
  bool ends_when_stuck = true;  ///< false: it goes on to its horizon though nothing can move any more
  /// Told of everything before each decision and at the end of each instant, beside the records; null: nobody
  /// is. It must outlive the run; copies of the run are not observed.
  Observer* observer = nullptr;
};

/// So many steps (what took no time, decisions) after each other are taken without a look outside.
inline constexpr std::int64_t step_interval = 256;
/// More than this in one instant is a chain without end: steps that take no time, jobs that are released.
inline constexpr std::int64_t most_steps_of_instant = 20'000'000;
inline constexpr std::uint64_t most_releases_of_instant = 2'000'000;

/// How a run goes on within an instant, whatever the clock: what ended is applied, what takes no time ends at
/// once, decisions are found, records are taken, a run that stands still is noticed. Whoever drives it owns
/// the clock and tells it what ended:
///
///   course.begin(clock);
///   at each instant: course.take_in(now, ended, clock);
///   and after both: while (course.next_decision(clock, decision)) course.resolve(decision, n, clock);
///
/// A value: a copy goes on by itself, with a copy of the clock. The scenario must outlive it.
class Course {
 public:
  Course(const Scenario& scenario, const CourseOptions& options);

  /// Starts the plant at time 0. Call once, first.
  void begin(Clock& clock);

  /// Everything in `ended` ended at `now`, in canonical order.
  void take_in(Time now, std::span<const Activity> ended, Clock& clock);

  /// What the agent is to decide next in this instant, into `decision`: valid until resolve(). False: the
  /// instant holds nothing more, or the run is over. What the agent is not asked for is done here, by the
  /// scenario's own policy.
  bool next_decision(Clock& clock, Decision& decision);

  /// Throws Error(agent) when a choice is none of the candidates.
  void check_choice(const Decision& decision, int choice) const {
    if (choice < 0 || static_cast<std::size_t>(choice) >= decision.candidates.size())
      refuse(decision, choice);
  }

  /// Carries out a choice. Throws Error(agent), and changes nothing, when it is none of the candidates.
  void resolve(const Decision& decision, int choice, Clock& clock);

  /// Nothing is under way any more: unless the run is over, its jobs wait for each other or for nothing.
  void stand_still();

  /// All that has not been revealed is drawn from another seed from now on: see Plant::reseed. `under_way`:
  /// all that the clock has, with what is left of it. Ends what was asked and not yet resolved.
  void reseed(Seed seed, std::span<const Activity> under_way, Clock& clock);

  bool over() const { return over_; }
  /// How the run ended; nothing is meant by it before it is over.
  RunStatus status() const { return status_; }
  const std::string& status_detail() const { return detail_; }
  Objective objective() const;
  std::int64_t instants() const { return instants_; }
  std::int64_t operations() const { return effects_.operations_done; }
  const Plant& plant() const { return plant_; }

  /// Closes the run where it is; one that is not over ends as at a horizon. Without records all of the trace
  /// is empty but how and when it ended. `check`: throws Error(broken_law) when something was lost or
  /// doubled. Call once, last.
  Trace finish(const Clock& clock, bool check);

 private:
  /// Stays behind when a run is copied: who watches one run does not want to hear of another.
  struct Watched {
    Observer* by = nullptr;

    Watched() = default;
    explicit Watched(Observer* observer) : by(observer) {}
    Watched(const Watched& /*other*/) {}
    Watched& operator=(const Watched& /*other*/) {
      by = nullptr;
      return *this;
    }
    Watched(Watched&& other) noexcept : by(other.by) {}
    Watched& operator=(Watched&& other) noexcept {
      by = other.by;
      return *this;
    }
    ~Watched() = default;
  };

  bool find_decision(Clock& clock, Decision& decision);
  void end_next();
  void end_if_over();
  void end_if_stalled();
  void see_who_is_stuck();
  /// One more thing happens within the instant. Throws Error(bad_input) when they go on without end.
  void count_step() {
    if (++steps_ % step_interval == 0) [[unlikely]]
      look_outside();
  }
  void look_outside() const;
  void check_releases() const;
  void check_laws(const Trace& trace) const;
  std::vector<double> metered(const Clock& clock) const;
  void end_run(RunStatus status);
  /// Hands the plant's effects on. What takes no time ends within this instant and never reaches the clock.
  void flush(Clock& clock);
  void hand_on(Clock& clock);
  void start_and_cancel(Clock& clock);
  void drain();
  [[noreturn]] void refuse(const Decision& decision, int choice) const;
  [[noreturn]] void beyond_time(const Activity& activity) const;

  // What every decision looks at, side by side.
  const Scenario* scenario_;
  bool over_ = false;
  bool ends_when_stuck_;
  Watched watched_;
  std::int64_t stall_limit_;
  std::int64_t instants_ = 0;
  std::int64_t last_progress_ = 0;
  std::int64_t steps_ = 0, steps_before_ = 0;  ///< in all, and before this instant
  std::uint64_t released_before_ = 0;          ///< jobs, before this instant
  const std::atomic<bool>* stop_;
  std::vector<Activity> immediate_;  ///< a heap: what takes no time, the first in canonical order on top
  Effects effects_;
  Plant plant_;

  std::int64_t operations_seen_ = 0;  ///< when effects_ were last drained
  Objective objective_;               ///< without what is still in effects_
  std::optional<Recorder> recorder_;
  RunStatus status_ = RunStatus::all_done;
  std::string detail_;
  RunStatus stuck_as_ = RunStatus::all_done;  ///< deadlock or starved once jobs are stuck ...
  std::string stuck_detail_;                  ///< ... and who, when the first of them got stuck
};

}  // namespace takt
