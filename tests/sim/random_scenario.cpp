#include "tests/sim/random_scenario.hpp"

#include <algorithm>
#include <string>

#include "tests/sim/dice.hpp"
#include "tests/sim/random_condition.hpp"
#include "tests/sim/random_lines.hpp"
#include "tests/sim/random_operations.hpp"
#include "tests/sim/random_resources.hpp"
#include "tests/sim/random_roads.hpp"
#include "tests/sim/random_supply.hpp"
#include "tests/sim/random_transport.hpp"

namespace takt::test {

namespace {

constexpr double second = ticks_per_second;

Due any_due(Dice& dice) {
  switch (dice.between(0, 3)) {
    case 0:
      return {};
    case 1:
      return {DueRule::fixed, dice.between(5, 200) * ticks_per_second, 0};
    case 2:
      return {DueRule::allowance, dice.between(5, 100) * ticks_per_second, 0};
    default:
      return {DueRule::total_work, 0, static_cast<double>(dice.between(1, 12)) / 2};
  }
}

void add_setups(Scenario& s, Dice& dice) {
  if (!dice.chance(60)) return;
  const auto families = static_cast<std::size_t>(dice.between(1, 3));
  for (std::size_t f = 0; f < families; ++f) s.families.push_back("f" + std::to_string(f));
  SetupMatrix matrix{"matrix", {}, {}};
  for (std::size_t from = 0; from < families; ++from) {
    for (std::size_t to = 0; to < families; ++to) {
      matrix.times.push_back(from == to ? 0 : dice.between(0, 4) * ticks_per_second);
    }
  }
  for (std::size_t f = 0; f < families; ++f) matrix.initial.push_back(dice.between(0, 2) * ticks_per_second);
  s.setup_matrices.push_back(matrix);
}

void add_groups(Scenario& s, Dice& dice, const ScenarioShape& shape) {
  const auto groups = dice.between(1, shape.groups);
  for (std::int64_t g = 0; g < groups; ++g) {
    MachineGroup group;
    group.name = "g" + std::to_string(g);
    group.count = static_cast<Index>(dice.between(1, 3));
    group.speed = dice.chance(30) ? static_cast<double>(dice.between(1, 6)) / 2 : 1;
    if (!s.setup_matrices.empty() && dice.chance(70)) {
      group.setup_matrix = 0;
      if (dice.chance(50)) group.initial_family = dice.index(s.families.size());
    }
    const auto causes = shape.breakdowns && dice.chance(50) ? dice.between(1, 2) : 0;
    for (std::int64_t c = 0; c < causes; ++c) {
      Breakdown cause;
      cause.name = "cause" + std::to_string(c);
      cause.clock = dice.chance(50) ? FailureClock::calendar : FailureClock::busy;
      cause.on_failure = static_cast<OnFailure>(dice.between(0, 2));
      // Longer than most operations, so that a repeated one gets done in the end.
      cause.time_to_failure = any_distribution(dice, true, 15, 60);
      if (cause.time_to_failure.is_constant()) cause.time_to_failure = exponential(40 * second);
      cause.time_to_repair = any_distribution(dice, true, 0, 10);
      group.breakdowns.push_back(cause);
    }
    s.groups.push_back(group);
  }
}

void add_routings(Scenario& s, Dice& dice, const ScenarioShape& shape) {
  const auto routings = dice.between(1, shape.routings);
  for (std::int64_t r = 0; r < routings; ++r) {
    Routing routing;
    routing.name = "r" + std::to_string(r);
    routing.first_step = static_cast<Index>(s.steps.size());
    routing.step_count = static_cast<Index>(dice.between(1, shape.steps));
    routing.random_order = dice.chance(25);
    routing.steps_taken =
        routing.random_order ? static_cast<Index>(dice.between(1, routing.step_count)) : routing.step_count;
    for (Index i = 0; i < routing.step_count; ++i) {
      Step step;
      step.name = "s" + std::to_string(i);
      step.first_mode = static_cast<Index>(s.modes.size());
      step.mode_count = static_cast<Index>(dice.chance(30) ? dice.between(2, 3) : 1);
      if (!s.families.empty() && dice.chance(80)) step.family = dice.index(s.families.size());
      for (Index m = 0; m < step.mode_count; ++m) {
        Mode mode;
        mode.group = dice.index(s.groups.size());
        mode.time = any_distribution(dice, shape.stochastic, 0, 9);
        s.modes.push_back(mode);
      }
      s.steps.push_back(step);
    }
    s.routings.push_back(routing);
  }
}

void add_jobs(Scenario& s, Dice& dice, const ScenarioShape& shape) {
  const auto orders = dice.between(shape.sources > 0 ? 0 : 1, shape.orders);
  for (std::int64_t j = 0; j < orders; ++j) {
    Order order;
    order.name = "o" + std::to_string(j);
    order.routing = dice.index(s.routings.size());
    order.release = dice.chance(50) ? 0 : dice.between(0, 60) * ticks_per_second;
    order.due = any_due(dice);
    order.weight = static_cast<double>(dice.between(0, 4));
    s.orders.push_back(order);
  }
  const auto sources = dice.between(orders == 0 ? 1 : 0, std::max(shape.sources, orders == 0 ? 1 : 0));
  for (std::int64_t i = 0; i < sources; ++i) {
    Source source;
    source.name = "src" + std::to_string(i);
    source.interarrival = any_distribution(dice, true, 1, 20);
    source.start = dice.between(0, 10) * ticks_per_second;
    source.limit = dice.between(1, 15);
    do {
      source.products.push_back({dice.index(s.routings.size()), static_cast<double>(dice.between(1, 5))});
    } while (dice.chance(40));
    source.due = any_due(dice);
    if (source.due.rule == DueRule::fixed) source.due.rule = DueRule::allowance;
    s.sources.push_back(source);
  }
}

/// Features of every kind. What a shop has already may rule out what comes after it.
void mix(Scenario& s, Dice& dice, std::uint64_t seed) {
  if (dice.chance(60)) add_unless_refused(s, [&](Scenario& trial) { add_random_operations(trial, dice); });
  if (seed % 2 == 0) add_unless_refused(s, [&](Scenario& trial) { add_random_transport(trial, seed); });
  if (dice.chance(50)) add_unless_refused(s, [&](Scenario& trial) { add_random_supply(trial, dice); });
  if (dice.chance(50)) add_random_lines(s, dice);
  // Crews before workers: as a file lists them.
  if (dice.chance(50)) add_unless_refused(s, [&](Scenario& trial) { add_condition(trial, seed); });
  if (dice.chance(50)) add_unless_refused(s, [&](Scenario& trial) { add_random_resources(trial, seed); });
  add_unless_refused(s, [&](Scenario& trial) { add_random_roads(trial, seed); });
}

}  // namespace

Distribution any_distribution(Dice& dice, bool stochastic, std::int64_t least, std::int64_t greatest) {
  const auto whole = [&] { return static_cast<double>(dice.between(least, greatest)) * second; };
  const double from = whole(), to = from + static_cast<double>(dice.between(1, 9)) * second;
  const double mean = std::max(from, second);
  if (!stochastic || dice.chance(30)) return constant(from);
  switch (dice.between(0, 9)) {
    case 0:
      return uniform(from, to);
    case 1:
      return discrete_uniform(static_cast<double>(dice.between(0, 3)),
                              static_cast<double>(dice.between(4, 9)), second);
    case 2:
      return triangular(from, (from + to) / 2, to);
    case 3:
      return exponential(mean);
    case 4:
      return truncated_normal(mean, mean / 3, 0, 1e15);
    case 5:
      return lognormal_mean_cv(mean, 0.8);
    case 6:
      return gamma_mean_cv(mean, 0.5);
    case 7:
      return weibull(1.5, mean);
    case 8:
      return discrete_uniform(1, 3, second);
    default:
      return empirical({from, to, from + 2 * second}, {1, 2, 1});
  }
}

Scenario random_scenario(std::uint64_t seed, const ScenarioShape& shape) {
  Dice dice(seed);
  Scenario s;
  s.name = "random" + std::to_string(seed);
  add_setups(s, dice);
  add_groups(s, dice, shape);
  add_routings(s, dice, shape);
  add_jobs(s, dice, shape);
  s.times_known = dice.chance(50) ? TimesKnown::at_release : TimesKnown::at_start;
  s.may_wait = dice.chance(30);
  if (dice.chance(40)) s.run.horizon = dice.between(20, 200) * ticks_per_second;
  if (dice.chance(30)) s.run.warm_up = dice.between(1, 15) * ticks_per_second;
  auto jobs = static_cast<std::int64_t>(s.orders.size());
  for (const Source& source : s.sources) jobs += source.limit;
  if (dice.chance(20)) {
    s.run.warm_up_jobs = dice.between(0, std::min<std::int64_t>(3, jobs - 1));
    s.run.measured_jobs = dice.between(1, jobs - s.run.warm_up_jobs);
  }
  if (shape.mixed) mix(s, dice, seed);
  finish_scenario(s);
  return s;
}

}  // namespace takt::test
