#include "sim/model/scenario.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/limits.hpp"
#include "sim/model/refuse.hpp"

namespace takt {
namespace {

bool in_range(Index index, std::size_t size) {
  return index >= 0 && static_cast<std::size_t>(index) < size;
}
bool none_or_in_range(Index index, std::size_t size) {
  return index == -1 || in_range(index, size);
}
bool is_time(Time t) {
  return t >= 0 && t <= latest_time;
}
Time at_speed(double ticks, double speed) {
  return static_cast<Time>(std::llrint(std::min(ticks / speed, static_cast<double>(latest_time))));
}

void finish_setups(const Scenario& s) {
  const std::size_t families = s.families.size();
  if (families > most_families)
    refuse("there are {} families; at most {} are possible", families, most_families);
  if (families * families * s.setup_matrices.size() > most_setup_times)
    refuse("{} setup matrices of {} families have more than {} entries", s.setup_matrices.size(), families,
           most_setup_times);
  for (const SetupMatrix& matrix : s.setup_matrices) {
    if (matrix.times.size() != families * families || matrix.initial.size() != families)
      refuse("setup matrix '{}' does not have one entry a pair of families", matrix.name);
    if (!std::all_of(matrix.times.begin(), matrix.times.end(), is_time) ||
        !std::all_of(matrix.initial.begin(), matrix.initial.end(), is_time))
      refuse("setup matrix '{}' has a time that is negative or longer than 285 years", matrix.name);
    if (matrix.minimum_run < 1 || matrix.minimum_run > most_listed_jobs)
      refuse("setup matrix '{}': minimum_run must be from 1 to {}, is {}", matrix.name, most_listed_jobs,
             matrix.minimum_run);
  }
}

void check_group(const Scenario& s, const MachineGroup& group) {
  if (group.count < 1) refuse("machine '{}': count must be at least 1, is {}", group.name, group.count);
  if (!(group.speed >= least_speed && group.speed <= greatest_speed))
    refuse("machine '{}': speed must be from 0.000001 to 1000000, is {}", group.name, group.speed);
  if (!none_or_in_range(group.setup_matrix, s.setup_matrices.size()))
    refuse("machine '{}': there is no setup matrix {}", group.name, group.setup_matrix);
  if (!none_or_in_range(group.initial_family, s.families.size()))
    refuse("machine '{}': there is no family {}", group.name, group.initial_family);
  for (const Breakdown& breakdown : group.breakdowns) {
    if (mean(breakdown.time_to_failure) < 1)
      refuse("machine '{}': the mean time_to_failure of '{}' must be at least 1 us", group.name,
             breakdown.name);
  }
}

void finish_groups(Scenario& s) {
  if (s.groups.empty() && !s.supply.used()) refuse("the scenario has no machines");
  std::int64_t machines = 0, units = 0;
  for (MachineGroup& group : s.groups) {
    check_group(s, group);
    group.first_machine = static_cast<Index>(machines);
    group.first_breakdown = static_cast<Index>(units);
    machines += group.count;
    if (machines > most_machines)
      refuse("machine '{}': the scenario has more than {} machines", group.name, most_machines);
    units += group.count * static_cast<std::int64_t>(group.breakdowns.size());
    if (units > most_breakdown_units)
      refuse("machine '{}': machines times their breakdowns exceed {}", group.name, most_breakdown_units);
  }
  s.machine_count = static_cast<Index>(machines);
  s.breakdown_units = static_cast<Index>(units);
  s.group_of_machine.clear();
  s.group_of_machine.reserve(at(s.machine_count));
  for (std::size_t g = 0; g < s.groups.size(); ++g)
    s.group_of_machine.insert(s.group_of_machine.end(), at(s.groups[g].count), static_cast<Index>(g));
}

/// Returns the longest time the step is planned to take, over its modes.
Time finish_step(Scenario& s, Routing& routing, Step& step, Index expected_first_mode) {
  if (step.first_mode != expected_first_mode || step.mode_count < 1 ||
      !in_range(step.first_mode + step.mode_count - 1, s.modes.size()))
    refuse("routing '{}', operation '{}': its modes are not where they should be", routing.name, step.name);
  if (!none_or_in_range(step.family, s.families.size()))
    refuse("routing '{}', operation '{}': there is no family {}", routing.name, step.name, step.family);
  double sum = 0;
  Time longest = 0;
  for (Index m = step.first_mode; m < step.first_mode + step.mode_count; ++m) {
    Mode& mode = s.modes[at(m)];
    if (!in_range(mode.group, s.groups.size()))
      refuse("routing '{}', operation '{}': there is no machine {}", routing.name, step.name, mode.group);
    const MachineGroup& group = s.groups[at(mode.group)];
    if (mean(mode.time) / group.speed > static_cast<double>(latest_time))
      refuse("routing '{}', operation '{}': at the speed {} of machine '{}' it takes longer than 285 years",
             routing.name, step.name, group.speed, group.name);
    mode.planned = at_speed(mean(mode.time), group.speed);
    sum += static_cast<double>(mode.planned);
    longest = std::max(longest, mode.planned);
    routing.constant = routing.constant && mode.time.is_constant();
  }
  step.planned = at_speed(sum / step.mode_count, 1);
  s.plans.push_back({step.planned, step.first_mode, step.mode_count,
                     step.mode_count == 1 ? s.modes[at(step.first_mode)].group : -1,
                     static_cast<std::uint16_t>(step.family + 1), 0});
  return longest;
}

void finish_routing(Scenario& s, Routing& routing) {
  if (routing.step_count < 1) refuse("routing '{}' has no operations", routing.name);
  if (at(routing.step_count) > most_operations_of_routing)
    refuse("routing '{}' has {} operations; at most {} are possible", routing.name, routing.step_count,
           most_operations_of_routing);
  if (routing.first_step != static_cast<Index>(s.plans.size()) ||
      !in_range(routing.first_step, s.steps.size()) ||
      static_cast<std::size_t>(routing.step_count) > s.steps.size() - at(routing.first_step))
    refuse("routing '{}': its operations are not where they should be", routing.name);
  if (!routing.random_order || routing.steps_taken == 0) routing.steps_taken = routing.step_count;
  if (routing.steps_taken < 1 || routing.steps_taken > routing.step_count)
    refuse("routing '{}': take must be from 1 to its {} operations, is {}", routing.name, routing.step_count,
           routing.steps_taken);
  routing.constant = true;
  routing.first_mode = s.steps[at(routing.first_step)].first_mode;
  routing.mode_count = 0;
  routing.planned = 0;
  Time longest = 0;
  for (Index i = routing.first_step; i < routing.first_step + routing.step_count; ++i) {
    Step& step = s.steps[at(i)];
    longest += finish_step(s, routing, step, routing.first_mode + routing.mode_count);
    if (longest > latest_time) refuse("routing '{}' takes longer than 285 years", routing.name);
    routing.mode_count += step.mode_count;
    routing.planned += step.planned;
  }
}

void check_due(const std::string& who, const Due& due) {
  const bool uses_time = due.rule == DueRule::fixed || due.rule == DueRule::allowance;
  if (uses_time && !is_time(due.time)) refuse("{}: the due time is negative or longer than 285 years", who);
  if (due.rule == DueRule::total_work && !(due.factor >= 0 && due.factor <= greatest_due_factor))
    refuse("{}: total_work must be from 0 to 1000000, is {}", who, due.factor);
}

void check_weight(const std::string& who, double weight) {
  if (!(weight >= 0 && weight <= greatest_weight))
    refuse("{}: weight must be from 0 to 1e9, is {}", who, weight);
}

void check_pieces(const std::string& who, Index pieces) {
  if (pieces < 1 || pieces > most_pieces)
    refuse("{}: pieces must be from 1 to {}, is {}", who, most_pieces, pieces);
}

/// A job's own times stay within the ticks there are.
void check_work(const Scenario& s, const std::string& who, Index routing_index, Index pieces, const Due& due,
                Time from) {
  const Routing& routing = s.routings[at(routing_index)];
  const double most = static_cast<double>(latest_time);
  const double work = static_cast<double>(routing.planned) * (routing.by_piece ? pieces : 1);
  if (work > most)
    refuse("{}: {} pieces take longer than 285 years on routing '{}'", who, pieces, routing.name);
  const double allowed = due.rule == DueRule::total_work  ? due.factor * work
                         : due.rule == DueRule::allowance ? static_cast<double>(due.time)
                                                          : 0;
  if (static_cast<double>(from) + allowed > most) refuse("{}: the due date is later than 285 years", who);
}

void finish_orders(Scenario& s) {
  if (static_cast<std::int64_t>(s.orders.size()) > most_listed_jobs)
    refuse("there are {} listed jobs; at most {} are possible", s.orders.size(), most_listed_jobs);
  std::vector<double> work_of;
  for (const Routing& routing : s.routings) {
    double sum = 0;
    for (Index i = 0; i < routing.step_count; ++i)
      sum += static_cast<double>(s.steps[at(routing.first_step + i)].planned);
    work_of.push_back(sum);
  }
  double work = 0;
  for (const Order& order : s.orders) {
    const std::string who = "order '" + order.name + "'";
    if (!in_range(order.routing, s.routings.size())) refuse("{}: there is no routing {}", who, order.routing);
    if (!is_time(order.release)) refuse("{}: release is negative or later than 285 years", who);
    check_due(who, order.due);
    check_weight(who, order.weight);
    check_pieces(who, order.pieces);
    check_work(s, who, order.routing, order.pieces, order.due, order.release);
    work += work_of[at(order.routing)] * order.pieces;
  }
  // Sums of work must stay well inside 64 bits.
  if (work > 1000.0 * static_cast<double>(latest_time))
    refuse("the orders hold more than 285000 years of work");
  s.orders_by_release.resize(s.orders.size());
  std::iota(s.orders_by_release.begin(), s.orders_by_release.end(), 0);
  std::stable_sort(s.orders_by_release.begin(), s.orders_by_release.end(),
                   [&](Index i, Index j) { return s.orders[at(i)].release < s.orders[at(j)].release; });
}

void check_sources(const Scenario& s) {
  for (const Source& source : s.sources) {
    const std::string who = "arrivals '" + source.name + "'";
    if (source.products.empty()) refuse("{}: there is no product", who);
    for (const Source::Product& product : source.products) {
      if (!in_range(product.routing, s.routings.size()))
        refuse("{}: there is no routing {}", who, product.routing);
      if (!(product.share > 0 && product.share <= greatest_weight))
        refuse("{}: a product's share must be greater than 0 and at most 1e9, is {}", who, product.share);
    }
    const bool saturated = s.lines.saturated(static_cast<Index>(&source - s.sources.data()));
    if (!saturated && mean(source.interarrival) < 1)
      refuse("{}: the mean interarrival time must be at least 1 us", who);
    if (!is_time(source.start)) refuse("{}: start is negative or later than 285 years", who);
    if (source.limit != -1 && (source.limit < 1 || source.limit > most_jobs_of_source))
      refuse("{}: limit must be from 1 to {}, is {}", who, most_jobs_of_source, source.limit);
    if (source.due.rule == DueRule::fixed) refuse("{}: jobs that arrive cannot share a fixed due date", who);
    check_due(who, source.due);
    check_weight(who, source.weight);
    check_pieces(who, source.pieces);
    for (const Source::Product& product : source.products)
      check_work(s, who, product.routing, source.pieces, source.due, source.start);
  }
}

void check_run(const Scenario& s) {
  const RunControl& run = s.run;
  if (run.horizon != never && (run.horizon < 1 || run.horizon > latest_time))
    refuse("the run must last between 1 us and 285 years");
  if (!is_time(run.warm_up)) refuse("warm_up is negative or longer than 285 years");
  if (run.warm_up >= run.horizon) refuse("warm_up leaves nothing of the run to measure");
  if (run.warm_up_jobs < 0) refuse("warm_up_jobs must not be negative, is {}", run.warm_up_jobs);
  if (run.measured_jobs != -1 && run.measured_jobs < 1)
    refuse("measured_jobs must be at least 1, is {}", run.measured_jobs);

  if (s.orders.empty() && s.sources.empty() && (run.warm_up_jobs != 0 || run.measured_jobs != -1))
    refuse("warm_up_jobs and measured_jobs need orders or arrivals");
  if (s.orders.empty() && s.sources.empty() && !s.supply.used())
    refuse("the scenario has no job: neither orders nor arrivals");
  bool endless = false;
  std::int64_t jobs = static_cast<std::int64_t>(s.orders.size());
  for (const Source& source : s.sources) {
    endless = endless || source.limit == -1;
    jobs += std::max<std::int64_t>(source.limit, 0);
    if (source.limit == -1 && run.horizon == never && run.measured_jobs == -1)
      refuse("arrivals '{}' never end: give them a limit, or the run an end (until or measured_jobs)",
             source.name);
  }
  if (endless || jobs == 0) return;
  if (run.warm_up_jobs >= jobs)
    refuse("warm_up_jobs is {}, but there are only {} jobs in all", run.warm_up_jobs, jobs);
  if (run.measured_jobs > jobs - run.warm_up_jobs)
    refuse("measured_jobs is {}, but only {} jobs follow the warm-up", run.measured_jobs,
           jobs - run.warm_up_jobs);
}

bool is_plain(const Scenario& s) {
  const auto without = [](std::uint32_t flags) { return flags == 0; };
  return std::all_of(s.group_flags.begin(), s.group_flags.end(), without) &&
         std::all_of(s.plans.begin(), s.plans.end(), [](const StepPlan& plan) { return plan.flags == 0; }) &&
         !s.job_extras && !s.lines.used && !s.transport.used() && !s.supply.used() &&
         s.condition.groups.empty() && s.resources.pools.empty() && s.resources.calendars.empty() &&
         !s.operations.any_judged;
}

Time typical_time(const Scenario& s) {
  double sum = 0;
  for (const Step& step : s.steps) sum += static_cast<double>(step.planned);
  return s.steps.empty() ? 1 : std::max<Time>(1, std::llround(sum / static_cast<double>(s.steps.size())));
}

}  // namespace

bool Scenario::may_wait_for() const {
  const auto batches = [](std::uint32_t flags) { return (flags & group_batch) != 0; };
  return !plain &&
         (!resources.pools.empty() || lines.used || transport.carries_jobs || condition.cap_milliwatts >= 0 ||
          std::any_of(group_flags.begin(), group_flags.end(), batches));
}

void finish_scenario(Scenario& scenario) {
  finish_setups(scenario);
  size_unlimited_groups(scenario);
  finish_groups(scenario);
  if (scenario.routings.empty() && !scenario.supply.used()) refuse("the scenario has no routings");
  scenario.plans.clear();
  scenario.group_flags.assign(scenario.groups.size(), group_plain);
  scenario.job_extras = false;
  scenario.plans.reserve(scenario.steps.size());
  for (Routing& routing : scenario.routings) finish_routing(scenario, routing);
  // Where no time is random, means are the true times: one of two equal scenarios.
  if (std::all_of(scenario.routings.begin(), scenario.routings.end(),
                  [](const Routing& routing) { return routing.constant; }))
    scenario.times_known = TimesKnown::at_start;
  finish_operations(scenario);
  finish_resources(scenario);
  finish_orders(scenario);
  finish_condition(scenario);
  check_sources(scenario);
  finish_lines(scenario);
  check_run(scenario);
  finish_supply(scenario);
  finish_transport(scenario);
  scenario.plain = is_plain(scenario);
  scenario.typical_time = typical_time(scenario);
}

std::string machine_name(const Scenario& scenario, Index machine) {
  const MachineGroup& group = scenario.groups[at(scenario.group_of_machine[at(machine)])];
  if (group.count == 1) return group.name;
  return group.name + "/" + std::to_string(machine - group.first_machine + 1);
}

}  // namespace takt
