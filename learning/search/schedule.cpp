#include "learning/search/schedule.hpp"

#include <algorithm>
#include <cassert>

namespace takt::search {

Schedule::Schedule(const ShopProblem& problem)
    : problem_(&problem),
      setups_(problem.has_setups()),
      nodes_(at(problem.nodes()) + 1),
      option_(at(problem.nodes()), -1),
      first_(at(problem.machines), problem.nodes()),
      last_(first_),
      position_(at(problem.nodes()) + 1, -1),
      mark_(at(problem.nodes()) + 1, 0) {
  nodes_.back().tail = least;
  // Where costs are sums, tails tell the way to the last end, which is not the cost but cuts off circles.
  for (std::size_t j = 0; j < problem.jobs.size(); ++j) {
    const ShopProblem::Job& job = problem.jobs[j];
    at(nodes_, job.gate).end = job.release;
    at(nodes_, end_gate(static_cast<Index>(j))).tail = problem.sums ? 0 : job.due == never ? least : -job.due;
  }
}

bool Schedule::set(const MachineOrders& orders) {
  for (Index m = 0; m < problem_->machines; ++m) {
    Index before = none();
    at(first_, m) = none();
    for (const Index v : at(orders.machines, m)) {
      const auto options = problem_->options_of(v);
      const auto way =
          std::find_if(options.begin(), options.end(), [m](const auto& o) { return o.machine == m; });
      assert(way != options.end());
      at(option_, v) = static_cast<Index>(&*way - problem_->options.data());
      at(nodes_, v).before = before;
      (before == none() ? at(first_, m) : at(nodes_, before).after) = v;
      before = v;
    }
    if (before != none()) at(nodes_, before).after = none();
    at(last_, m) = before;
  }
  // Kahn's algorithm; mark_ counts what is still to come before.
  order_.clear();
  for (Index v = 0; v < problem_->nodes(); ++v) {
    if (problem_->is_gate(v)) continue;
    at(mark_, v) = static_cast<char>((problem_->is_gate(v - 1) ? 0 : 1) + (node(v).before == none() ? 0 : 1));
    if (at(mark_, v) == 0) order_.push_back(v);
  }
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const Index v = order_[i];
    at(position_, v) = static_cast<Index>(i);
    const auto reached = [&](Index w) {
      if (--at(mark_, w) == 0) order_.push_back(w);
    };
    if (!problem_->is_gate(v + 1)) reached(v + 1);
    if (node(v).after != none()) reached(node(v).after);
  }
  std::fill(mark_.begin(), mark_.end(), char{0});
  if (order_.size() != problem_->job_of.size() - problem_->jobs.size() - 1) return false;
  for (const Index v : order_) renew_duration(v);
  changed_from_ = 0;
  changed_to_ = static_cast<Index>(order_.size()) - 1;
  return true;
}

MachineOrders Schedule::orders() const {
  MachineOrders orders;
  orders.machines.resize(at(problem_->machines));
  for (Index m = 0; m < problem_->machines; ++m)
    for (Index v = at(first_, m); v != none(); v = node(v).after) at(orders.machines, m).push_back(v);
  return orders;
}

Index Schedule::family_after(Index v, Index machine) const {
  for (; v != none(); v = node(v).before)
    if (at(problem_->family, v) >= 0) return at(problem_->family, v);
  return at(problem_->initial_of, machine);
}

void Schedule::renew_duration(Index v) {
  Node& it = at(nodes_, v);
  it.duration = duration_after(v, at(option_, v), it.before);
}

void Schedule::stale(Index from, Index to) {
  changed_from_ = std::min(changed_from_, from);
  changed_to_ = std::max(changed_to_, to);
}

void Schedule::changed(Index v) {
  if (v != none()) stale(position(v), position(v));
}

void Schedule::unlink(Index u) {
  const Node& it = node(u);
  const Index m = machine(u);
  (it.before == none() ? at(first_, m) : at(nodes_, it.before).after) = it.after;
  (it.after == none() ? at(last_, m) : at(nodes_, it.after).before) = it.before;
}

void Schedule::link(Index u, Index machine, Index after) {
  Node& it = at(nodes_, u);
  it.before = after;
  Index& slot = after == none() ? at(first_, machine) : at(nodes_, after).after;
  it.after = slot;
  slot = u;
  (it.after == none() ? at(last_, machine) : at(nodes_, it.after).before) = u;
}

/// Moves u and all that waits for it behind `last` in topological order.
bool Schedule::later(Index u, Index last) {
  const Index from = position(u), to = position(last);
  moved_.clear();
  at(mark_, u) = 1;
  moved_.push_back(u);
  for (Index i = from + 1; i <= to; ++i) {
    const Index w = at(order_, i);
    if (at(mark_, w - 1) == 0 && at(mark_, node(w).before) == 0) continue;
    at(mark_, w) = 1;
    moved_.push_back(w);
  }
  const bool circle = at(mark_, last) != 0;
  if (!circle) {
    stale(from, to);
    Index put = from;
    for (Index i = from; i <= to; ++i) {
      const Index w = at(order_, i);
      if (at(mark_, w) != 0) continue;
      at(order_, put) = w;
      at(position_, w) = put++;
    }
    for (const Index w : moved_) {
      at(order_, put) = w;
      at(position_, w) = put++;
    }
  }
  for (const Index w : moved_) at(mark_, w) = 0;
  return !circle;
}

/// Moves u and all that it waits for before `first`.
bool Schedule::sooner(Index u, Index first) {
  const Index from = position(first), to = position(u);
  moved_.clear();
  at(mark_, u) = 1;
  moved_.push_back(u);
  for (Index i = to - 1; i >= from; --i) {
    const Index w = at(order_, i);
    if (at(mark_, w + 1) == 0 && at(mark_, node(w).after) == 0) continue;
    at(mark_, w) = 1;
    moved_.push_back(w);
  }
  const bool circle = at(mark_, first) != 0;
  if (!circle) {
    stale(from, to);
    Index put = to;
    for (Index i = to; i >= from; --i) {
      const Index w = at(order_, i);
      if (at(mark_, w) != 0) continue;
      at(order_, put) = w;
      at(position_, w) = put--;
    }
    for (const Index w : moved_) {
      at(order_, put) = w;
      at(position_, w) = put--;
    }
  }
  for (const Index w : moved_) at(mark_, w) = 0;
  return !circle;
}

bool Schedule::move(Index u, Index option, Index after) {
  assert(after != u);
  const Index was_option = at(option_, u), was_before = node(u).before, was_after = node(u).after;
  unlink(u);
  at(option_, u) = option;
  link(u, machine(u), after);
  const Index before = node(u).before, next = node(u).after;
  bool fits = true;
  if (before != none() && position(before) > position(u)) {
    fits = later(u, before);
  } else if (next != none() && position(next) < position(u)) {
    fits = sooner(u, next);
  }
  if (!fits) {
    unlink(u);
    at(option_, u) = was_option;
    link(u, machine(u), was_before);
    return false;
  }
  for (const Index v : {u, was_before, was_after, before, next}) changed(v);
  renew_duration(u);
  if (setups_) {
    // Behind an operation without a family the one that counts may be farther away.
    for (Index v : {was_after, next}) {
      for (; v != none(); v = node(v).after) {
        renew_duration(v);
        changed(v);
        if (at(problem_->family, v) >= 0) break;
      }
    }
  }
  return true;
}

void Schedule::time_heads() {
  const auto end = static_cast<Index>(order_.size());
  Node* const nodes = nodes_.data();
  for (Index i = changed_from_; i < end; ++i) {
    Node& it = nodes[order_[at(i)]];
    const Span job = (&it)[-1].end, machine = nodes[it.before].end;
    it.end = (job > machine ? job : machine) + it.duration;
  }
  changed_from_ = end;
}

void Schedule::time_tails() {
  Node* const nodes = nodes_.data();
  for (Index i = changed_to_; i >= 0; --i) {
    Node& it = nodes[order_[at(i)]];
    const Span job = (&it)[1].tail, machine = nodes[it.after].tail;
    it.tail = (job > machine ? job : machine) + it.duration;
  }
  changed_to_ = -1;
}

void Schedule::time_again(bool tails) {
  time_heads();
  if (tails) time_tails();
}

Span Schedule::length() const {
  Span longest = least;
  for (Index j = 0; j < static_cast<Index>(problem_->jobs.size()); ++j) {
    const Span due = at(problem_->jobs, j).due;
    if (due != never) longest = std::max(longest, completion(j) - due);
  }
  return longest;
}

double Schedule::cost() const {
  if (!problem_->sums) return static_cast<double>(length());
  double sum = 0;
  for (Index j = 0; j < static_cast<Index>(problem_->jobs.size()); ++j) {
    const ShopProblem::Job& job = at(problem_->jobs, j);
    if (job.weight <= 0) continue;
    const Span late = completion(j) - job.due;
    if (late > 0) sum += job.weight * static_cast<double>(late);
  }
  return sum;
}

}  // namespace takt::search
