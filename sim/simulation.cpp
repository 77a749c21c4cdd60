#include "sim/simulation.hpp"

#include "sim/model/error.hpp"

namespace takt {

Simulation::Simulation(const Scenario& scenario, const CourseOptions& options)
    : clock_(scenario), course_(scenario, options) {
  course_.begin(clock_);
}

std::optional<Decision> Simulation::run_until(Time time) {
  while (!asked_.pending) {
    asked_.pending = course_.next_decision(clock_, asked_.decision);
    if (asked_.pending || course_.over()) break;
    Time next = 0;
    if (time != never && clock_.next(next) && next > time) break;
    const auto ended = clock_.step();
    if (ended.empty()) {
      course_.stand_still();
      break;
    }
    course_.take_in(clock_.now(), ended, clock_);
  }
  return asked_.pending ? std::optional(asked_.decision) : std::nullopt;
}

void Simulation::resolve(int choice) {
  // A copy has to find out again what its original was asked.
  if (!asked_.pending) asked_.pending = course_.next_decision(clock_, asked_.decision);
  if (!asked_.pending) throw Error(Fault::agent, "nothing is to be decided: ask for the next decision first");
  course_.resolve(asked_.decision, choice, clock_);
  asked_.pending = false;
}

void Simulation::reseed(Seed seed) {
  asked_.pending = false;
  course_.reseed(seed, clock_.under_way(), clock_);
}

Simulation Simulation::ahead(Seed seed, Foresight foresight) const {
  Simulation copy = *this;
  if (foresight == Foresight::hidden) copy.reseed(seed);
  return copy;
}

}  // namespace takt
