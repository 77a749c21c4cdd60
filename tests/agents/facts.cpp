#include "tests/agents/facts.hpp"

#include <algorithm>

#include "sim/plant/plant.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/random_scenario.hpp"

namespace takt::test {
namespace {

template <class Vector>
const auto& at(const Vector& vector, Index i) {
  return vector[static_cast<std::size_t>(i)];
}

double waiting_work(const Decision& decision, Index group) {
  double work = 0;
  for (const Candidate& waiting : decision.plant->queue(group)) {
    work += static_cast<double>(at(decision.plant->scenario().modes, waiting.mode).planned);
  }
  return work;
}

/// Planned ends of the group's machines from now; 0 for one without operation.
std::vector<double> ends(const Decision& decision, Index group) {
  std::vector<double> all;
  const MachineGroup& g = at(decision.plant->scenario().groups, group);
  for (Index m = g.first_machine; m < g.first_machine + g.count; ++m) {
    const MachineUnit& unit = decision.plant->machine(m);
    all.push_back(unit.job < 0 ? 0 : static_cast<double>(std::max<Time>(0, unit.planned_end - decision.now)));
  }
  return all;
}

double sum(const std::vector<double>& values) {
  double total = 0;
  for (const double value : values) total += value;
  return total;
}

/// Answers by a draw and lets a test look first.
class Probe final : public Agent {
 public:
  Probe(std::uint64_t seed, const std::function<void(const Decision&)>& look) : seed_{seed, 0}, look_(look) {}
  int decide(const Decision& decision) override {
    look_(decision);
    return static_cast<int>(
        random_below(random_bits(seed_, Purpose::agent, 1, ++asked_), decision.candidates.size()));
  }

 private:
  Seed seed_;
  const std::function<void(const Decision&)>& look_;
  std::uint64_t asked_ = 0;
};

void add_group(Facts& f, const Decision& decision, Index group) {
  const MachineGroup& g = at(decision.plant->scenario().groups, group);
  f.machines = g.count;
  f.queue_length = static_cast<int>(decision.plant->queue(group).size());
  const double waiting = waiting_work(decision, group);
  f.queue_work = waiting / g.count;
  f.load = (waiting + sum(ends(decision, group))) / g.count;
  f.mean_queue = f.queue_length == 0 ? 0 : waiting / f.queue_length;
  for (Index m = g.first_machine; m < g.first_machine + g.count; ++m) {
    const MachineUnit& unit = decision.plant->machine(m);
    if (unit.job < 0 && unit.down == 0) ++f.idle;
  }
}

void add_next(Facts& f, const Decision& decision, const Step& next) {
  const Scenario& scenario = decision.plant->scenario();
  f.next_p = static_cast<double>(next.planned);
  for (Index i = 0; i < next.mode_count; ++i) {
    const Index group = at(scenario.modes, next.first_mode + i).group;
    const double machines = at(scenario.groups, group).count;
    const double waiting = waiting_work(decision, group);
    const std::vector<double> busy = ends(decision, group);
    f.next_queue_work += waiting / machines / next.mode_count;
    f.next_queue_jobs +=
        static_cast<double>(decision.plant->queue(group).size()) / machines / next.mode_count;
    f.next_load += (waiting + sum(busy)) / machines / next.mode_count;
    f.next_free_in += *std::min_element(busy.begin(), busy.end()) / next.mode_count;
  }
}

double setup_time(const Decision& decision, Index group, Index family) {
  const Scenario& scenario = decision.plant->scenario();
  const MachineGroup& g = at(scenario.groups, group);
  const auto on = [&](Index machine) {
    return static_cast<double>(
        scenario.setup_time(g.setup_matrix, decision.plant->machine(machine).family, family));
  };
  if (decision.kind == DecisionKind::dispatch) return on(decision.machine);
  double least = on(g.first_machine);
  for (Index i = 1; i < g.count; ++i) least = std::min(least, on(g.first_machine + i));
  return least;
}

/// Work of a job from the operation at `position` on.
double work_from(const Plant& plant, const JobState& job, std::uint32_t position) {
  double work = 0;
  for (std::uint32_t p = position; p < job.operation_count; ++p)
    work += static_cast<double>(at(plant.scenario().steps, plant.step_at(job, p)).planned);
  return work;
}

void add_paths(Facts& f, const Decision& decision) {
  for (const JobState& job : decision.plant->job_slots()) {
    if (job.phase == JobPhase::free_slot) continue;
    double left = work_from(*decision.plant, job, job.position);
    if (job.phase == JobPhase::on_machine) {
      const Time end = decision.plant->machine(job.machine).planned_end;
      left = static_cast<double>(end - decision.now) + work_from(*decision.plant, job, job.position + 1);
    }
    f.longest_path = std::max(f.longest_path, left);
  }
}

void add_ranks(Facts& f, const Decision& decision, const Candidate& candidate) {
  const auto slack = [&](const Candidate& c) {
    const JobState& job = decision.plant->job(c.job);
    const double due = job.due == never ? 1e17 : static_cast<double>(job.due);
    return due - work_from(*decision.plant, job, job.position);
  };
  const auto remaining = [&](const Candidate& c) {
    return work_from(*decision.plant, decision.plant->job(c.job), c.position);
  };
  double others = 0, p = 0, r = 0, s = 0;
  for (const Candidate& other : decision.candidates) {
    if (other.is_wait() || &other == &candidate) continue;
    ++others;
    p += other.processing_time < candidate.processing_time ? 1 : 0;
    r += remaining(other) < remaining(candidate) ? 1 : 0;
    s += slack(other) < slack(candidate) ? 1 : 0;
  }
  if (others == 0) return;
  f.p_rank = p / others;
  f.remaining_rank = r / others;
  f.slack_rank = s / others;
}

}  // namespace

Facts facts(const Decision& decision, const Candidate& candidate) {
  const Plant& plant = *decision.plant;
  const Scenario& scenario = plant.scenario();
  const JobState& job = plant.job(candidate.job);
  const Order& order = at(scenario.orders, job.order);
  const Step& step = at(scenario.steps, candidate.step);
  const Mode& mode = at(scenario.modes, candidate.mode);

  Facts f;
  f.now = static_cast<double>(decision.now);
  f.ready = static_cast<double>(candidate.ready);
  f.release = static_cast<double>(order.release);
  f.weight = order.weight;
  f.number = candidate.number;
  f.position = candidate.position;
  f.operations = at(scenario.routings, order.routing).steps_taken;
  f.modes = step.mode_count;
  f.p = static_cast<double>(mode.planned);
  f.setup = setup_time(decision, mode.group, step.family);
  double before = 0;
  for (int i = 0; i < f.operations; ++i) {
    const auto work =
        static_cast<double>(at(scenario.steps, plant.step_at(job, static_cast<std::uint32_t>(i))).planned);
    f.total += work;
    if (i < f.position) before += work;
    if (i >= f.position) f.remaining += work;
    if (i > f.position) f.after += work;
  }
  f.through = before + f.p;

  switch (order.due.rule) {
    case DueRule::none:
      break;
    case DueRule::fixed:
      f.due = static_cast<double>(order.due.time);
      break;
    case DueRule::allowance:
      f.due = static_cast<double>(order.release + order.due.time);
      break;
    case DueRule::total_work:
      f.due = f.release + order.due.factor * f.total;
      break;
  }
  f.has_due = order.due.rule != DueRule::none;
  f.operation_due = f.total == 0 ? f.due : f.release + (f.due - f.release) * f.through / f.total;

  f.step = candidate.step;
  f.alternative = candidate.mode - step.first_mode;
  add_group(f, decision, mode.group);
  add_paths(f, decision);
  add_ranks(f, decision, candidate);
  if (f.position + 1 < f.operations) {
    add_next(f, decision, at(scenario.steps, plant.step_at(job, static_cast<std::uint32_t>(f.position + 1))));
  }
  int operations = 0;
  for (const Candidate& other : decision.candidates) {
    if (other.is_wait()) continue;
    f.mean_candidate_p += static_cast<double>(at(scenario.modes, other.mode).planned);
    ++operations;
  }
  f.mean_candidate_p /= operations;
  for (const JobState& slot : plant.job_slots()) f.jobs_in_shop += slot.phase == JobPhase::free_slot ? 0 : 1;
  return f;
}

void for_each_decision(const Scenario& scenario, std::uint64_t seed,
                       const std::function<void(const Decision&)>& look) {
  Probe probe(seed, look);
  simulate(scenario, probe, *make_clock(ClockKind::calendar, scenario), {});
}

std::vector<Scenario> constant_shops(int count) {
  std::vector<Scenario> shops;
  const ScenarioShape shape{.groups = 4, .sources = 0, .stochastic = false, .breakdowns = false};
  for (int seed = 0; seed < count; ++seed) {
    Scenario shop = random_scenario(static_cast<std::uint64_t>(seed), shape);
    // Whole seconds times 90 stay whole ticks at every speed, in the mean of modes and as due dates.
    for (Mode& mode : shop.modes) mode.time = constant(90 * mode.time.a);
    finish_scenario(shop);
    shops.push_back(std::move(shop));
  }
  return shops;
}

}  // namespace takt::test
