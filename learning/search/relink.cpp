#include "learning/search/relink.hpp"

#include <algorithm>
#include <limits>

namespace takt::search {

Relinker::Relinker(const ShopProblem& problem)
    : problem_(&problem),
      schedule_(problem),
      machine_(at(problem.nodes()), -1),
      rank_(at(problem.nodes()), 0) {
  for (Index v = 0; v < problem.nodes(); ++v)
    if (!problem.is_gate(v)) operations_.push_back(v);
}

void Relinker::learn(const MachineOrders& to) {
  for (Index m = 0; m < problem_->machines; ++m) {
    Index rank = 0;
    for (const Index v : at(to.machines, m)) {
      at(machine_, v) = m;
      at(rank_, v) = rank++;
    }
  }
}

std::int64_t Relinker::distance(const MachineOrders& from, const MachineOrders& to) {
  learn(to);
  std::int64_t distance = 0;
  for (Index m = 0; m < problem_->machines; ++m) {
    const std::vector<Index>& row = at(from.machines, m);
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (at(machine_, row[i]) != m) {
        ++distance;
        continue;
      }
      for (std::size_t k = i + 1; k < row.size(); ++k)
        distance += at(machine_, row[k]) == m && at(rank_, row[k]) < at(rank_, row[i]) ? 1 : 0;
    }
  }
  return distance;
}

/// One step nearer by operation u; false: there is none, or it would close a circle.
bool Relinker::step(Index u) {
  const Index machine = schedule_.machine(u), target = at(machine_, u);
  if (machine == target) {
    const Index v = schedule_.node(u).after;
    if (v == schedule_.none() || at(machine_, v) != machine || at(rank_, v) > at(rank_, u)) return false;
    return schedule_.move(u, schedule_.option(u), v);
  }
  Index before = schedule_.none();
  for (Index v = schedule_.first_on(target); v != schedule_.none(); v = schedule_.node(v).after) {
    if (at(machine_, v) == target && at(rank_, v) > at(rank_, u)) break;
    before = v;
  }
  const auto options = problem_->options_of(u);
  const auto way =
      std::find_if(options.begin(), options.end(), [target](const auto& o) { return o.machine == target; });
  return schedule_.move(u, static_cast<Index>(&*way - problem_->options.data()), before);
}

MachineOrders Relinker::between(const MachineOrders& from, const MachineOrders& to, double share,
                                Dice& dice) {
  auto left = static_cast<std::int64_t>(share * static_cast<double>(distance(from, to)));
  schedule_.set(from);
  const auto count = static_cast<std::uint32_t>(operations_.size());
  for (std::int64_t tries = 200 * static_cast<std::int64_t>(count); left > 0 && tries > 0; --tries)
    if (step(operations_[dice.below(count)])) --left;
  return schedule_.orders();
}

MachineOrders random_orders(const ShopProblem& problem, Dice& dice) {
  MachineOrders orders;
  orders.machines.resize(at(problem.machines));
  std::vector<Span> free(at(problem.machines), 0);
  std::vector<Index> next, open;
  std::vector<Span> ready;
  for (const ShopProblem::Job& job : problem.jobs) {
    open.push_back(static_cast<Index>(next.size()));
    next.push_back(job.gate + 1);
    ready.push_back(job.release);
  }
  while (!open.empty()) {
    const std::size_t place = dice.below(static_cast<std::uint32_t>(open.size()));
    const Index job = open[place], v = at(next, job)++;
    const auto options = problem.options_of(v);
    const ShopProblem::Option* chosen = &options[dice.below(static_cast<std::uint32_t>(options.size()))];
    const auto end = [&](const ShopProblem::Option& way) {
      return std::max(at(ready, job), at(free, way.machine)) + way.time;
    };
    if (dice.below(8) != 0)
      for (const ShopProblem::Option& way : options)
        if (end(way) < end(*chosen)) chosen = &way;
    at(free, chosen->machine) = at(ready, job) = end(*chosen);
    at(orders.machines, chosen->machine).push_back(v);
    if (!problem.is_gate(at(next, job))) continue;
    open[place] = open.back();
    open.pop_back();
  }
  return orders;
}

}  // namespace takt::search
