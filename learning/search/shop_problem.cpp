#include "learning/search/shop_problem.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "sim/model/error.hpp"

namespace takt::search {
namespace {

/// Why a scenario is more than a job shop that is known from the start; empty: it is no more.
std::string beyond(const Scenario& scenario, Goal goal) {
  const auto any = [](const auto& list, const auto& test) {
    return std::any_of(list.begin(), list.end(), test);
  };
  if (!scenario.sources.empty()) return "jobs arrive while it runs";
  if (!scenario.plain) return "it has more than machines, setups and routings";
  if (any(scenario.groups, [](const MachineGroup& g) { return !g.breakdowns.empty(); }))
    return "machines break down";
  if (any(scenario.groups, [](const MachineGroup& g) { return g.unlimited; }))
    return "it has machines without limit";
  if (any(scenario.routings, [](const Routing& r) { return !r.constant; }))
    return "processing times are random";
  if (any(scenario.routings, [](const Routing& r) { return r.random_order; }))
    return "the order of operations is random";
  if (any(scenario.routings, [](const Routing& r) { return r.graph; })) return "operations form graphs";
  if (scenario.run.horizon != never) return "the run ends at a given time";
  if (goal != Goal::makespan &&
      (scenario.run.warm_up > 0 || scenario.run.warm_up_jobs > 0 || scenario.run.measured_jobs >= 0))
    return "only some of the jobs are measured";
  if (scenario.run.measured_jobs >= 0) return "the run ends before all jobs are done";
  return {};
}

/// More operations times jobs, or ways to do operations, than a search can look at. The first is the size of
/// the tabu list.
constexpr double most_pairs = 3e7, most_options = 1e7;

bool is_too_large(const Scenario& scenario) {
  double operations = 0, options = 0;
  for (const Order& order : scenario.orders) {
    const Routing& routing = at(scenario.routings, order.routing);
    operations += routing.step_count;
    for (Index mode = routing.first_mode; mode < routing.first_mode + routing.mode_count; ++mode)
      options += at(scenario.groups, at(scenario.modes, mode).group).count;
  }
  return operations * static_cast<double>(scenario.orders.size()) > most_pairs || options > most_options;
}

Time time_of(const Scenario& scenario, const Order& order, Index mode) {
  const Time planned = at(scenario.modes, mode).planned;
  const auto& per = scenario.operations.per;
  if (per.empty() || at(per, mode) != TimePer::piece) return planned;
  return std::min<Time>(planned, latest_time / order.pieces) * order.pieces;
}

Time due_of(const Order& order, Time work) {
  switch (order.due.rule) {
    case DueRule::none:
      return never;
    case DueRule::fixed:
      return order.due.time;
    case DueRule::allowance:
      return order.release + order.due.time;
    case DueRule::total_work:
      return order.release +
             static_cast<Time>(std::llround(
                 std::min(order.due.factor * static_cast<double>(work), static_cast<double>(latest_time))));
  }
  return never;
}

/// Of two modes on one machine the shorter is all that is needed.
void add_option(ShopProblem& problem, const ShopProblem::Option& option) {
  for (std::size_t i = at(problem.first_option.back()); i < problem.options.size(); ++i) {
    ShopProblem::Option& known = problem.options[i];
    if (known.machine != option.machine) continue;
    if (option.time < known.time) known = option;
    return;
  }
  problem.options.push_back(option);
}

void add_job(ShopProblem& problem, const Scenario& scenario, Index index) {
  const Order& order = at(scenario.orders, index);
  const Routing& routing = at(scenario.routings, order.routing);
  const auto job = static_cast<Index>(problem.jobs.size());
  const auto add_node = [&](Index family) {
    problem.job_of.push_back(job);
    problem.family.push_back(family);
    problem.first_option.push_back(static_cast<Index>(problem.options.size()));
  };
  problem.jobs.push_back({problem.nodes(), static_cast<std::uint32_t>(index), order.release, 0, 0});
  add_node(-1);
  Time work = 0;
  for (Index s = routing.first_step; s < routing.first_step + routing.step_count; ++s) {
    const Step& step = at(scenario.steps, s);
    add_node(step.family);
    double sum = 0;
    for (Index mode = step.first_mode; mode < step.first_mode + step.mode_count; ++mode) {
      const MachineGroup& group = at(scenario.groups, at(scenario.modes, mode).group);
      const Time time = time_of(scenario, order, mode);
      sum += static_cast<double>(time);
      for (Index i = 0; i < group.count; ++i) add_option(problem, {group.first_machine + i, mode, time});
    }
    work += step.mode_count == 1 ? static_cast<Time>(sum) : std::llround(sum / step.mode_count);
  }
  problem.jobs.back().due = due_of(order, work);
}

void set_goal(ShopProblem& problem, const Scenario& scenario, Goal goal) {
  problem.sums = goal != Goal::makespan && goal != Goal::max_tardiness;
  problem.at_least_zero = goal == Goal::max_tardiness;
  double due_jobs = 0;
  for (ShopProblem::Job& job : problem.jobs) {
    const double weight = at(scenario.orders, static_cast<Index>(job.number)).weight;
    due_jobs += job.due != never ? 1 : 0;
    if (needs_due_dates(goal)) {
      const bool has_due = job.due != never;
      job.weight = !has_due ? 0 : goal == Goal::total_weighted_tardiness ? weight : 1;
    } else {
      job.due = problem.sums ? job.release : 0;
      job.weight = goal == Goal::total_weighted_flow_time ? weight : 1;
    }
  }
  if (needs_due_dates(goal) && due_jobs == 0)
    throw Error(Fault::bad_input, fmt::format("{}: no job has a due date, so that there is no {}",
                                              scenario.name, name_of(goal)));
  if (goal == Goal::mean_tardiness) problem.scale = 1 / due_jobs;
  if (goal == Goal::mean_flow_time) problem.scale = 1 / static_cast<double>(problem.jobs.size());
}

void copy_setups(ShopProblem& problem, const Scenario& scenario) {
  problem.machines = scenario.machine_count;
  problem.families = static_cast<Index>(scenario.families.size());
  for (const Index g : scenario.group_of_machine) {
    problem.matrix_of.push_back(at(scenario.groups, g).setup_matrix);
    problem.initial_of.push_back(at(scenario.groups, g).initial_family);
  }
  for (Index m = 0; m < static_cast<Index>(scenario.setup_matrices.size()); ++m)
    for (Index from = -1; from < problem.families; ++from)
      for (Index to = 0; to < problem.families; ++to)
        problem.setup_times.push_back(scenario.setup_time(m, from, to));
}

/// Makes times as small as they can be without rounding: the costs of a search are then small numbers too.
void divide_by_unit(ShopProblem& problem) {
  Time unit = 0;
  const auto each = [&problem](const auto& visit) {
    for (ShopProblem::Option& option : problem.options) visit(option.time);
    for (Span& setup : problem.setup_times) visit(setup);
    for (ShopProblem::Job& job : problem.jobs) {
      visit(job.release);
      if (job.due != never) visit(job.due);
    }
  };
  each([&unit](Span value) { unit = std::gcd(unit, value); });
  if (unit == 0) unit = 1;
  each([unit](Span& value) { value /= unit; });
  problem.unit = unit;
}

}  // namespace

ProblemOrReason make_problem(const Scenario& scenario, Goal goal) {
  ProblemOrReason made;
  made.reason = beyond(scenario, goal);
  if (made.reason.empty() && is_too_large(scenario)) made.reason = "it is too large";
  if (!made.reason.empty()) return made;
  ShopProblem& problem = made.problem;
  for (Index i = 0; i < static_cast<Index>(scenario.orders.size()); ++i) add_job(problem, scenario, i);
  problem.job_of.push_back(static_cast<Index>(problem.jobs.size()));
  problem.family.push_back(-1);
  problem.first_option.push_back(static_cast<Index>(problem.options.size()));
  problem.first_option.push_back(static_cast<Index>(problem.options.size()));
  set_goal(problem, scenario, goal);
  copy_setups(problem, scenario);
  divide_by_unit(problem);
  return made;
}

}  // namespace takt::search
