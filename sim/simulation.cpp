#include "sim/simulation.hpp"

#include "sim/model/error.hpp"

namespace takt {

Simulation::Simulation(const Scenario& scenario, const CourseOptions& options)
    : clock_(scenario), course_(scenario, options) {
  course_.begin(clock_);
}

std::optional<Decision> Simulation::run_until(Time time) {
  while (!asked_.decision) {
    asked_.decision = course_.next_decision(clock_);
    if (asked_.decision || course_.over()) break;
    Time next = 0;
    if (!clock_.next(next)) {
      course_.stand_still();
      break;
    }
    if (next > time) break;
    clock_.step(ended_);
    course_.take_in(clock_.now(), ended_, clock_);
  }
  return asked_.decision;
}

void Simulation::resolve(int choice) {
  // A copy has to find out again what its original was asked.
  if (!asked_.decision) asked_.decision = course_.next_decision(clock_);
  if (!asked_.decision)
    throw Error(Fault::agent, "nothing is to be decided: ask for the next decision first");
  course_.resolve(*asked_.decision, choice, clock_);
  asked_.decision.reset();
}

void Simulation::reseed(Seed seed) {
  asked_.decision.reset();
  course_.reseed(seed, clock_.under_way(), clock_);
}

Simulation Simulation::ahead(Seed seed, Foresight foresight) const {
  Simulation copy = *this;
  if (foresight == Foresight::hidden) copy.reseed(seed);
  return copy;
}

}  // namespace takt
