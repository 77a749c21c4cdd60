#pragma once

#include <optional>
#include <vector>

#include "sim/clock/calendar_clock.hpp"
#include "sim/course.hpp"

namespace takt {

/// What a copy that looks ahead knows of the future.
enum class Foresight { hidden, clairvoyant };

/// A run in the hand: it stops at each decision, can be copied there, and goes on with any choice.
///
///   Simulation run(scenario, {.seed = seed});
///   while (const auto decision = run.next_decision()) run.resolve(agent.decide(*decision));
///
/// It runs on the calendar clock. A value: a copy lives the same arrivals, processing times and breakdowns as
/// its original would have. To look ahead in plain copies is therefore clairvoyance: what they show has not
/// been revealed to any agent yet. ahead() gives copies that know no more than an agent does. Many may share
/// a scenario, each in a thread of its own; the scenario must outlive them.
class Simulation {
 public:
  /// Starts at time 0. Throws Error(bad_input) for a scenario that only SimGrid can run.
  Simulation(const Scenario& scenario, const CourseOptions& options);

  /// Runs on until an agent is to decide; nullopt: the run is over. Asking again before resolve() changes
  /// nothing. The decision is valid until this run is resolved, moved or destroyed.
  std::optional<Decision> next_decision() { return run_until(never); }

  /// The same, but takes in nothing that ends after `time`: nullopt means that it got there, or is over.
  /// now() stays at the last instant in which something happened.
  std::optional<Decision> run_until(Time time);

  /// Carries out a choice. Throws Error(agent), and changes nothing, when it is none of the candidates, or
  /// when nothing is to be decided.
  void resolve(int choice);

  /// Draws all that has not been revealed to an agent from another seed: see Plant::reseed. The past, and
  /// what is known of the jobs in the shop, stay. A decision that was asked for stands, but is to be asked
  /// for again.
  void reseed(Seed seed);

  /// A copy to look ahead in: with another future, drawn from `seed`, or, for upper bounds, with the one that
  /// will come to pass.
  Simulation ahead(Seed seed, Foresight foresight = Foresight::hidden) const;

  bool over() const { return course_.over(); }
  /// How the run ended; nothing is meant by it before it is over.
  RunStatus status() const { return course_.status(); }
  const std::string& status_detail() const { return course_.status_detail(); }
  Time now() const { return course_.plant().now(); }
  Objective objective() const { return course_.objective(); }
  const Plant& plant() const { return course_.plant(); }

  /// Closes the run where it is. Call once, last; see Course::finish.
  Trace finish(bool check = false) { return course_.finish(clock_, check); }

 private:
  /// A decision points into the plant that asks, so it stays behind when the run is copied or moved.
  struct Asked {
    Decision decision;
    bool pending = false;

    Asked() = default;
    Asked(const Asked& /*other*/) {}
    Asked& operator=(const Asked& /*other*/) {
      pending = false;
      return *this;
    }
    ~Asked() = default;
  };

  CalendarClock clock_;
  Course course_;
  Asked asked_;
};

}  // namespace takt
