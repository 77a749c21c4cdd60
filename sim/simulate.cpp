#include "sim/simulate.hpp"

#include <fmt/format.h>

#include "sim/course.hpp"
#include "sim/model/error.hpp"

namespace takt {

namespace {

/// How often the outside is told, in instants.
constexpr std::int64_t look_interval = 4096;

/// Lets an agent make the choices of a course on any clock.
class Driver final : public InstantHandler {
 public:
  Driver(Course& course, Agent& agent, Clock& clock, const SimulateOptions& options)
      : course_(course), agent_(agent), clock_(clock), options_(options) {}

  /// False: the run is over.
  bool settle() {
    while (course_.next_decision(clock_, decision_))
      course_.resolve(decision_, agent_.decide(decision_), clock_);
    return !course_.over();
  }

  bool on_instant(Time now, std::span<const Activity> ended) override {
    if ((course_.instants() + 1) % look_interval == 0) look_outside(now);
    course_.take_in(now, ended, clock_);
    return settle();
  }

 private:
  void look_outside(Time now) const {
    if (options_.operation_limit >= 0 && course_.operations() > options_.operation_limit) {
      throw Error(Fault::bad_input,
                  fmt::format("the run passed its limit of {} operations", options_.operation_limit));
    }
    if (!options_.progress) return;
    const Plant& plant = course_.plant();
    options_.progress({.now = now,
                       .horizon = plant.scenario().run.horizon,
                       .jobs_left_shop = plant.jobs_released() - plant.jobs_in_shop(),
                       .jobs_expected = jobs_expected(plant.scenario()),
                       .operations = course_.operations()});
  }

  /// How many jobs will have left at the end, as far as the scenario tells; 0: it does not.
  static std::uint64_t jobs_expected(const Scenario& scenario) {
    if (scenario.run.measured_jobs > 0)
      return static_cast<std::uint64_t>(scenario.run.warm_up_jobs + scenario.run.measured_jobs);
    std::uint64_t jobs = scenario.orders.size();
    for (const Source& source : scenario.sources) {
      if (source.limit < 0) return 0;
      jobs += static_cast<std::uint64_t>(source.limit);
    }
    return jobs;
  }

  Decision decision_;
  Course& course_;
  Agent& agent_;
  Clock& clock_;
  const SimulateOptions& options_;
};

}  // namespace

Trace simulate(const Scenario& scenario, Agent& agent, Clock& clock, const SimulateOptions& options) {
  Course course(scenario, {.seed = options.seed,
                           .record = options.record,
                           .stall_limit = options.stall_limit,
                           .stop = options.stop});
  Driver driver(course, agent, clock, options);
  agent.begin(scenario, options.seed);
  course.begin(clock);
  if (driver.settle()) clock.run(driver);
  course.stand_still();
  return course.finish(clock, options.check);
}

std::unique_ptr<Clock> make_clock(ClockKind kind, const Scenario& scenario) {
  return kind == ClockKind::simgrid ? make_simgrid_clock(scenario) : make_calendar_clock(scenario);
}

}  // namespace takt
