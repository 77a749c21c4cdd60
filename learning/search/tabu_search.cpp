#include "learning/search/tabu_search.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace takt::search {
namespace {

/// Of how many jobs the critical paths are looked at in an iteration, where costs are sums.
constexpr int late_jobs = 3;
/// How many moves are looked at closely where operations have a choice of machines.
constexpr std::size_t refined_moves = 5;

}  // namespace

TabuSearch::TabuSearch(const ShopProblem& problem, Effort& effort, Dice& dice)
    : problem_(&problem),
      effort_(&effort),
      dice_(&dice),
      schedule_(problem),
      neighbourhood_(problem),
      pair_until_(at(problem.nodes()) * problem.jobs.size(), 0),
      option_until_(problem.options.size(), 0),
      bound_(-std::numeric_limits<double>::infinity()) {
  const auto jobs = static_cast<std::uint32_t>(problem.jobs.size());
  const auto machines = static_cast<std::uint32_t>(std::max<Index>(problem.machines, 1));
  tenure_least_ = 10 + jobs / machines;
  tenure_range_ = std::max<std::uint32_t>(2, tenure_least_ / 2);
}

std::int64_t TabuSearch::tenure() {
  return now_ + tenure_least_ + dice_->below(tenure_range_);
}

void TabuSearch::find_moves() {
  moves_.clear();
  if (problem_->sums) {
    find_moves_of_late_jobs();
    evaluate();
    return;
  }
  neighbourhood_.of_path(schedule_, Neighbourhood::critical_job(schedule_, *dice_), *dice_, moves_);
}

/// Of some jobs that cost something, drawn by what they cost.
void TabuSearch::find_moves_of_late_jobs() {
  const std::size_t jobs = problem_->jobs.size();
  lateness_.assign(jobs, 0);
  double sum = 0;
  for (std::size_t j = 0; j < jobs; ++j) {
    const ShopProblem::Job& job = problem_->jobs[j];
    if (job.weight <= 0) continue;
    const Span late = schedule_.completion(static_cast<Index>(j)) - job.due;
    if (late <= 0) continue;
    lateness_[j] = job.weight * static_cast<double>(late);
    sum += lateness_[j];
  }
  for (int drawn = 0; drawn < late_jobs && sum > 0; ++drawn) {
    double left = sum * dice_->share();
    std::size_t j = 0, last = 0;
    for (; j < jobs; ++j) {
      if (lateness_[j] == 0) continue;
      last = j;
      if ((left -= lateness_[j]) < 0) break;
    }
    if (j == jobs) j = last;
    if (lateness_[j] == 0) break;  // nothing is left but rounding
    sum -= lateness_[j];
    lateness_[j] = 0;
    neighbourhood_.of_path(schedule_, static_cast<Index>(j), *dice_, moves_);
  }
  const auto key = [](const Move& m) { return std::tuple(m.u, m.option, m.after); };
  std::sort(moves_.begin(), moves_.end(), [&](const Move& x, const Move& y) { return key(x) < key(y); });
  moves_.erase(std::unique(moves_.begin(), moves_.end(),
                           [&](const Move& x, const Move& y) { return key(x) == key(y); }),
               moves_.end());
}

/// Puts the true cost in place of estimates: makes each move and takes it back.
void TabuSearch::evaluate() {
  std::size_t kept = 0;
  for (Move move : moves_) {
    const Index option = schedule_.option(move.u), before = schedule_.node(move.u).before;
    if (!schedule_.move(move.u, move.option, move.after)) continue;
    schedule_.time_heads();
    if (!problem_->sums) move.second = move.estimate;
    move.estimate = schedule_.cost();
    moves_[kept++] = move;
    schedule_.move(move.u, option, before);
  }
  moves_.resize(kept);
  schedule_.time_heads();
}

bool TabuSearch::is_tabu(const Move& move) const {
  if (move.option != schedule_.option(move.u)) return at(option_until_, move.option) > now_;
  const std::size_t jobs = problem_->jobs.size();
  const Index u = move.u, job = at(problem_->job_of, u);
  if (move.after == schedule_.none() || schedule_.position(move.after) < schedule_.position(u)) {
    for (Index v = schedule_.node(u).before; v != move.after; v = schedule_.node(v).before)
      if (pair_until_[at(u) * jobs + at(at(problem_->job_of, v))] > now_) return true;
  } else {
    for (Index v = schedule_.node(u).after;; v = schedule_.node(v).after) {
      if (pair_until_[at(v) * jobs + at(job)] > now_) return true;
      if (v == move.after) break;
    }
  }
  return false;
}

/// Called before the move is made.
void TabuSearch::forbid_return(const Move& move) {
  const std::int64_t until = tenure();
  if (move.option != schedule_.option(move.u)) {
    at(option_until_, schedule_.option(move.u)) = until;
    return;
  }
  const std::size_t jobs = problem_->jobs.size();
  const Index u = move.u, job = at(problem_->job_of, u);
  if (move.after == schedule_.none() || schedule_.position(move.after) < schedule_.position(u)) {
    for (Index v = schedule_.node(u).before; v != move.after; v = schedule_.node(v).before)
      pair_until_[at(v) * jobs + at(job)] = until;
  } else {
    for (Index v = schedule_.node(u).after;; v = schedule_.node(v).after) {
      pair_until_[at(u) * jobs + at(at(problem_->job_of, v))] = until;
      if (v == move.after) break;
    }
  }
}

/// Leaves those few of the allowed moves that have the least estimates, with their true costs: an estimate
/// does not see the other critical paths, of which there are many where operations have a choice of machines.
/// Nothing changes where none is allowed.
void TabuSearch::refine(double best) {
  few_.clear();
  for (const Move& move : moves_) {
    if (move.estimate >= best && is_tabu(move)) continue;
    few_.push_back(move);
    few_.back().lot = dice_->bits();
  }
  if (few_.empty()) return;
  const std::size_t count = std::min(few_.size(), refined_moves);
  const auto less = [](const Move& x, const Move& y) {
    return std::tuple(x.estimate, x.lot) < std::tuple(y.estimate, y.lot);
  };
  std::nth_element(few_.begin(), few_.begin() + static_cast<std::ptrdiff_t>(count) - 1, few_.end(), less);
  few_.resize(count);
  moves_.swap(few_);
  evaluate();
  if (moves_.empty()) moves_.swap(few_);  // they close circles, all of them
}

/// To the best neighbour that is allowed; false: there is none at all.
bool TabuSearch::step(double best) {
  find_moves();
  if (!problem_->sums && problem_->flexible()) refine(best);
  while (!moves_.empty()) {
    double least = std::numeric_limits<double>::infinity(), least_second = least;
    std::uint32_t ties = 0;
    std::size_t chosen = moves_.size();
    for (std::size_t i = 0; i < moves_.size(); ++i) {
      const double estimate = moves_[i].estimate;
      const double second = moves_[i].second;
      if (estimate > least || (estimate == least && second > least_second)) continue;
      if (estimate >= best && is_tabu(moves_[i])) continue;
      if (estimate < least || second < least_second) ties = 0;
      least = estimate;
      least_second = second;
      if (dice_->below(++ties) == 0) chosen = i;
    }
    if (chosen == moves_.size()) chosen = dice_->below(static_cast<std::uint32_t>(moves_.size()));
    const Move move = moves_[chosen];
    forbid_return(move);
    if (schedule_.move(move.u, move.option, move.after)) {
      schedule_.time_again(true);
      return true;
    }
    moves_[chosen] = moves_.back();
    moves_.pop_back();
  }
  return false;
}

Kept TabuSearch::improve(const MachineOrders& from, std::int64_t patience, double best_known) {
  schedule_.set(from);
  schedule_.time_again(true);
  Kept best{from, schedule_.cost()};
  now_ += 1000;  // what was forbidden before is so no more
  std::int64_t left = patience;
  effort_->spend(std::min(best.cost, best_known));  // even where there is nothing to move
  while (best.cost > bound_ && left-- > 0 && !effort_->spend(std::min(best.cost, best_known))) {
    ++now_;
    if (!step(best.cost)) break;
    const double cost = schedule_.cost();
    if (cost < best.cost) {
      best.cost = cost;
      best.orders = schedule_.orders();
      left = patience;
    }
  }
  return best;
}

}  // namespace takt::search
