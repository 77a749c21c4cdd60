#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/course.hpp"
#include "sim/simulate.hpp"

namespace takt {

/// A run that stops at each decision, on either clock: what Simulation is for the calendar, for a scenario
/// that only SimGrid can run. Its clock lives in a thread of its own that waits at each decision, since
/// SimGrid cannot stop within an instant. It cannot be copied: SimGrid has no second engine. On SimGrid one a
/// process, ever: see run_isolated.
class SteppedRun {
 public:
  /// Starts at time 0. Throws as make_clock() does. The scenario must outlive it.
  SteppedRun(const Scenario& scenario, ClockKind clock, const CourseOptions& options);
  /// Gives the run up where it is.
  ~SteppedRun();
  SteppedRun(const SteppedRun&) = delete;
  SteppedRun& operator=(const SteppedRun&) = delete;

  /// Runs on until an agent is to decide; nullopt: the run is over. Asking again before resolve() changes
  /// nothing. The decision is valid until resolve().
  std::optional<Decision> next_decision();

  /// Carries out a choice. Throws Error(agent), and changes nothing, when it is none of the candidates, or
  /// when nothing is to be decided.
  void resolve(int choice);

  // As Simulation has them.
  bool over() const;
  RunStatus status() const;
  const std::string& status_detail() const;
  Time now() const;
  Objective objective() const;
  const Plant& plant() const;

  /// Closes the run where it is. Call once, last; see Course::finish.
  Trace finish(bool check = false);

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace takt
