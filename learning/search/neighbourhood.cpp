#include "learning/search/neighbourhood.hpp"

#include <algorithm>
#include <limits>

namespace takt::search {
namespace {

/// How far from an end of a block operations are moved: costs grow with its square.
constexpr std::size_t block_reach = 60;

}  // namespace

Neighbourhood::Neighbourhood(const ShopProblem& problem)
    : problem_(&problem),
      ends_alike_(!problem.sums && std::all_of(problem.jobs.begin(), problem.jobs.end(),
                                               [&problem](const ShopProblem::Job& job) {
                                                 return job.due == problem.jobs.front().due;
                                               })) {}

Index Neighbourhood::critical_job(const Schedule& schedule, Dice& dice) {
  const ShopProblem& problem = schedule.problem();
  Span longest = Schedule::least;
  Index found = 0;
  std::uint32_t ties = 0;
  for (Index j = 0; j < static_cast<Index>(problem.jobs.size()); ++j) {
    const Span due = at(problem.jobs, j).due;
    if (due == never) continue;
    const Span late = schedule.completion(j) - due;
    if (late > longest) {
      longest = late;
      found = j;
      ties = 1;
    } else if (late == longest && dice.below(++ties) == 0) {
      found = j;
    }
  }
  return found;
}

/// Back from the end, each time to whoever ended when the next began.
void Neighbourhood::trace(const Schedule& schedule, Index job, Dice& dice) {
  path_.clear();
  Index v = schedule.end_gate(job) - 1;
  for (;;) {
    path_.push_back(v);
    const Span start = schedule.node(v).start();
    const Index machine = schedule.node(v).before;
    const bool by_job = !problem_->is_gate(v - 1) && schedule.node(v - 1).end == start;
    const bool by_machine = machine != schedule.none() && schedule.node(machine).end == start;
    if (by_machine && (!by_job || dice.coin())) {
      v = machine;
    } else if (by_job) {
      v = v - 1;
    } else {
      break;
    }
  }
  std::reverse(path_.begin(), path_.end());
}

void Neighbourhood::of_path(const Schedule& schedule, Index job, Dice& dice, std::vector<Move>& moves) {
  trace(schedule, job, dice);
  for (std::size_t first = 0; first < path_.size();) {
    std::size_t last = first;
    while (last + 1 < path_.size() && schedule.node(path_[last + 1]).before == path_[last]) ++last;
    if (last > first) of_block(schedule, first, last, moves);
    first = last + 1;
  }
  if (!problem_->flexible()) return;
  for (const Index v : path_) to_others(schedule, v, moves);
}

void Neighbourhood::of_block(const Schedule& schedule, std::size_t first, std::size_t last,
                             std::vector<Move>& moves) {
  // Before the first block nothing is gained by another first operation, behind the last by another last one:
  // the path is as long. With setups it may be shorter.
  const bool fronts = first > 0 || schedule.has_setups() || !problem_->is_gate(path_[first] - 1) ||
                      schedule.node(path_[first]).start() > 0;
  const bool rears =
      last + 1 < path_.size() || schedule.has_setups() || !ends_alike_ || !problem_->is_gate(path_[last] + 1);
  // Of a long block the neighbourhoods of its two ends.
  const std::size_t near_first = std::min(last, first + block_reach);
  const std::size_t near_last = last > first + block_reach ? last - block_reach : first;
  if (rears) {
    for (std::size_t i = near_last; i < last; ++i) later(schedule, i, last, moves);
    for (std::size_t i = std::max(near_last, first + 1); i + 1 < last; ++i) sooner(schedule, last, i, moves);
  }
  if (fronts) {
    // Of a block of two there is one exchange.
    const bool told = rears && last == first + 1;
    for (std::size_t i = first + 1; i <= near_first && !told; ++i) sooner(schedule, i, first, moves);
    for (std::size_t i = first + 2; i < last && i <= near_first; ++i) later(schedule, first, i, moves);
  }
}

/// Operation `from` of the path goes behind `to`, which is later in the same block.
void Neighbourhood::later(const Schedule& schedule, std::size_t from, std::size_t to,
                          std::vector<Move>& moves) {
  const Index u = path_[from], v = path_[to];
  // A way from the job's next operation to v would close a circle. It would have to fit between heads, and
  // between tails.
  const Schedule::Node &next = schedule.node(u + 1), &passed = schedule.node(v);
  if (!problem_->is_gate(u + 1) && next.end <= passed.start() && next.tail - next.duration >= passed.tail)
    return;
  row_.assign(path_.begin() + static_cast<std::ptrdiff_t>(from) + 1,
              path_.begin() + static_cast<std::ptrdiff_t>(to) + 1);
  row_.push_back(u);
  moves.push_back(
      {u, schedule.option(u), v, estimate(schedule, schedule.node(u).before, schedule.node(v).after)});
}

/// Operation `from` of the path goes before `to`, which is sooner in the same block.
void Neighbourhood::sooner(const Schedule& schedule, std::size_t from, std::size_t to,
                           std::vector<Move>& moves) {
  const Index u = path_[from], v = path_[to];
  const Schedule::Node &last = schedule.node(u - 1), &passed = schedule.node(v);
  if (!problem_->is_gate(u - 1) && passed.end <= last.start() && passed.tail - passed.duration >= last.tail)
    return;
  row_.assign(1, u);
  row_.insert(row_.end(), path_.begin() + static_cast<std::ptrdiff_t>(to),
              path_.begin() + static_cast<std::ptrdiff_t>(from));
  moves.push_back({u, schedule.option(u), schedule.node(v).before,
                   estimate(schedule, schedule.node(v).before, schedule.node(u).after)});
}

/// The longest path through row_ when it stands between these two.
double Neighbourhood::estimate(const Schedule& schedule, Index before, Index after) {
  timed_.resize(row_.size());
  Span end = schedule.node(before).end;
  const bool setups = schedule.has_setups();
  const Index machine = schedule.machine(row_.front());
  Index family = setups ? schedule.family_after(before, machine) : -1;
  const auto duration = [&](Index v) {
    if (!setups) return schedule.node(v).duration;
    const Index to = at(problem_->family, v);
    const Span setup = problem_->setup(machine, family, to);
    if (to >= 0) family = to;
    return at(problem_->options, schedule.option(v)).time + setup;
  };
  for (std::size_t i = 0; i < row_.size(); ++i) {
    const Index v = row_[i];
    timed_[i] = {std::max(end, schedule.node(v - 1).end), duration(v)};
    end = timed_[i].start + timed_[i].duration;
  }
  Span tail = schedule.node(after).tail;
  if (setups && after != schedule.none()) tail += duration(after) - schedule.node(after).duration;
  Span longest = Schedule::least;
  for (std::size_t i = row_.size(); i-- > 0;) {
    tail = std::max(tail, schedule.node(row_[i] + 1).tail) + timed_[i].duration;
    longest = std::max(longest, timed_[i].start + tail);
  }
  return static_cast<double>(longest);
}

/// An operation of the path goes to the best place on each other machine that can do it.
void Neighbourhood::to_others(const Schedule& schedule, Index v, std::vector<Move>& moves) {
  const Index first = at(problem_->first_option, v), end = at(problem_->first_option, v + 1);
  const Schedule::Node &job_before = schedule.node(v - 1), &job_after = schedule.node(v + 1);
  const bool starts = problem_->is_gate(v - 1), ends = problem_->is_gate(v + 1);
  // Where it leaves, its neighbours close up.
  const Schedule::Node& here = schedule.node(v);
  const Span left = schedule.has_setups() ? Schedule::least
                                          : schedule.node(here.before).end + schedule.node(here.after).tail;
  for (Index option = first; option < end; ++option) {
    if (option == schedule.option(v)) continue;
    const Index machine = at(problem_->options, option).machine;
    Move best{v, option, schedule.none(), std::numeric_limits<double>::infinity()};
    Index before = schedule.none();
    for (Index after = schedule.first_on(machine);; after = schedule.node(after).after) {
      // No way from the job's next operation to what comes before, nor from what comes after to its last one.
      const bool low = before == schedule.none() || ends || schedule.node(before).start() < job_after.end;
      const bool high = after == schedule.none() || starts || schedule.node(after).end > job_before.start();
      if (low && high) {
        const Span duration = schedule.duration_after(v, option, before);
        Span tail = schedule.node(after).tail;
        if (schedule.has_setups() && after != schedule.none()) {
          const Index family = at(problem_->family, v);
          const Index from = family >= 0 ? family : schedule.family_after(before, machine);
          tail += at(problem_->options, schedule.option(after)).time +
                  problem_->setup(machine, from, at(problem_->family, after)) - schedule.node(after).duration;
        }
        const Span longest = std::max(left, std::max(schedule.node(before).end, job_before.end) + duration +
                                                std::max(tail, job_after.tail));
        if (static_cast<double>(longest) < best.estimate)
          best = {v, option, before, static_cast<double>(longest)};
      }
      if (after == schedule.none()) break;
      before = after;
    }
    if (best.estimate < std::numeric_limits<double>::infinity()) moves.push_back(best);
  }
}

}  // namespace takt::search
