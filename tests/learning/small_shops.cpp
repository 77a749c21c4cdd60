#include "tests/learning/small_shops.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "learning/search/dice.hpp"

namespace takt::test {

Scenario small_shop(std::uint64_t seed, const SmallShopShape& shape) {
  search::Dice dice(seed);
  const auto up_to = [&dice](int most) {
    return static_cast<Index>(dice.below(static_cast<std::uint32_t>(most) + 1));
  };
  const bool setups = dice.coin(), releases = dice.coin(), dues = dice.coin();
  Scenario s;
  s.name = "small";
  if (setups) {
    s.families = {"a", "b"};
    for (int m = 0; m < 2; ++m) {
      SetupMatrix matrix;
      matrix.name = m == 0 ? "x" : "y";
      for (int i = 0; i < 4; ++i) matrix.times.push_back(i % 3 == 0 ? 0 : up_to(6) * ticks_per_second);
      for (int i = 0; i < 2; ++i) matrix.initial.push_back(up_to(4) * ticks_per_second);
      s.setup_matrices.push_back(matrix);
    }
  }
  for (int g = 0; g < shape.machines; ++g) {
    MachineGroup group;
    group.name = "m" + std::to_string(g);
    if (shape.alternatives && dice.below(4) == 0) group.count = 2;
    if (setups) {
      group.setup_matrix = up_to(2) - 1;
      if (group.setup_matrix >= 0) group.initial_family = up_to(2) - 1;
    }
    s.groups.push_back(group);
  }
  for (int j = 0; j < shape.jobs; ++j) {
    Routing routing;
    routing.name = "r" + std::to_string(j);
    routing.first_step = static_cast<Index>(s.steps.size());
    routing.step_count = shape.steps - (dice.below(4) == 0 && shape.steps > 1 ? 1 : 0);
    for (Index k = 0; k < routing.step_count; ++k) {
      Step step;
      step.name = "s" + std::to_string(k);
      step.first_mode = static_cast<Index>(s.modes.size());
      step.mode_count = shape.alternatives ? 1 + up_to(1) : 1;
      if (setups) step.family = up_to(2) - 1;
      const Index first = up_to(shape.machines - 1);
      for (Index i = 0; i < step.mode_count; ++i)
        s.modes.push_back(
            {(first + i) % shape.machines, constant(static_cast<double>(up_to(9) * ticks_per_second)), 0});
      s.steps.push_back(step);
    }
    s.routings.push_back(routing);
    Order order;
    order.name = "o" + std::to_string(j);
    order.routing = j;
    if (releases) order.release = up_to(8) * ticks_per_second;
    if (dues || j == 0) order.due = {DueRule::fixed, order.release + up_to(16) * ticks_per_second, 0};
    order.weight = 1 + up_to(3);
    s.orders.push_back(order);
  }
  finish_scenario(s);
  return s;
}

namespace {

struct Machine {
  Time free = 0;
  Index family = -1;
};

struct Job {
  Index step = 0;
  Time ready = 0;
};

class Enumeration {
 public:
  Enumeration(const Scenario& scenario, search::Goal goal) : scenario_(scenario), goal_(goal) {
    for (const Index g : scenario.group_of_machine)
      machines_.push_back({0, at(scenario.groups, g).initial_family});
    for (const Order& order : scenario.orders) jobs_.push_back({0, order.release});
  }

  double least() {
    go_on();
    return least_;
  }

 private:
  void go_on() {
    bool open = false;
    for (std::size_t j = 0; j < jobs_.size(); ++j) {
      const Routing& routing = at(scenario_.routings, scenario_.orders[j].routing);
      if (jobs_[j].step == routing.step_count) continue;
      open = true;
      const Step& step = at(scenario_.steps, routing.first_step + jobs_[j].step);
      for (Index mode = step.first_mode; mode < step.first_mode + step.mode_count; ++mode) {
        const MachineGroup& group = at(scenario_.groups, at(scenario_.modes, mode).group);
        for (Index m = group.first_machine; m < group.first_machine + group.count; ++m)
          begin(jobs_[j], step, mode, group, at(machines_, m));
      }
    }
    if (!open) least_ = std::min(least_, value());
  }

  void begin(Job& job, const Step& step, Index mode, const MachineGroup& group, Machine& machine) {
    const Job was_job = job;
    const Machine was_machine = machine;
    const Time setup = scenario_.setup_time(group.setup_matrix, machine.family, step.family);
    job.ready = machine.free = std::max(job.ready, machine.free) + setup +
                               static_cast<Time>(at(scenario_.modes, mode).time.a / group.speed);
    if (step.family >= 0) machine.family = step.family;
    ++job.step;
    go_on();
    job = was_job;
    machine = was_machine;
  }

  double value() const {
    double makespan = 0, weighted = 0, tardiness = 0, most = 0, flow = 0, weighted_flow = 0, due_jobs = 0;
    for (std::size_t j = 0; j < jobs_.size(); ++j) {
      const Order& order = scenario_.orders[j];
      const double end = to_seconds(jobs_[j].ready), in_shop = end - to_seconds(order.release);
      makespan = std::max(makespan, end);
      flow += in_shop;
      weighted_flow += order.weight * in_shop;
      if (order.due.rule == DueRule::none) continue;
      const double late = std::max(0.0, end - to_seconds(order.due.time));
      weighted += order.weight * late;
      tardiness += late;
      most = std::max(most, late);
      ++due_jobs;
    }
    switch (goal_) {
      case search::Goal::makespan:
        return makespan;
      case search::Goal::max_tardiness:
        return most;
      case search::Goal::total_weighted_tardiness:
        return weighted;
      case search::Goal::mean_tardiness:
        return tardiness / due_jobs;
      case search::Goal::mean_flow_time:
        return flow / static_cast<double>(jobs_.size());
      case search::Goal::total_weighted_flow_time:
        return weighted_flow;
    }
    return 0;
  }

  const Scenario& scenario_;
  search::Goal goal_;
  std::vector<Machine> machines_;
  std::vector<Job> jobs_;
  double least_ = std::numeric_limits<double>::infinity();
};

}  // namespace

double least_of_all(const Scenario& scenario, search::Goal goal) {
  return Enumeration(scenario, goal).least();
}

}  // namespace takt::test
