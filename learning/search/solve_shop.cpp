#include "learning/search/solve_shop.hpp"

#include <algorithm>
#include <limits>

#include "learning/search/bounds.hpp"
#include "learning/search/relink.hpp"
#include "learning/search/tabu_search.hpp"

namespace takt::search {
namespace {

/// The best schedules so far, no two of them equal.
class Elite {
 public:
  explicit Elite(std::size_t size) : size_(size) {}

  bool full() const { return kept_.size() >= size_; }
  std::size_t count() const { return kept_.size(); }
  const Kept& operator[](std::size_t i) const { return kept_[i]; }

  /// Takes it in, in place of the worst, unless it is there already or worse than all.
  bool add(const Kept& found, Relinker& relinker, std::int64_t least_distance) {
    for (Kept& old : kept_) {
      if (relinker.distance(old.orders, found.orders) > least_distance) continue;
      // Too much like this one: the better of the two stays.
      if (found.cost >= old.cost) return false;
      old = found;
      return true;
    }
    if (!full()) {
      kept_.push_back(found);
      return true;
    }
    const auto worst = std::max_element(kept_.begin(), kept_.end(),
                                        [](const Kept& x, const Kept& y) { return x.cost < y.cost; });
    if (found.cost > worst->cost) return false;
    *worst = found;
    return true;
  }
  /// Only the best stays.
  void shrink() {
    std::iter_swap(kept_.begin(),
                   std::min_element(kept_.begin(), kept_.end(),
                                    [](const Kept& x, const Kept& y) { return x.cost < y.cost; }));
    kept_.resize(1);
  }

 private:
  std::size_t size_;
  std::vector<Kept> kept_;
};

class Solver {
 public:
  Solver(const ShopProblem& problem, std::uint64_t seed, const SearchLimits& limits)
      : problem_(&problem),
        dice_(seed),
        effort_(limits),
        bound_(lower_bound(problem)),
        tabu_(problem, effort_, dice_),
        relinker_(problem),
        elite_(elite_size) {
    // Small problems are searched in no time, and large ones take their time even to settle.
    patience_ =
        std::min(most_patience, (problem.flexible() ? 30 : 100) * static_cast<std::int64_t>(problem.nodes()));
    if (problem.sums) patience_ /= 10;  // each neighbour is timed
    tabu_.set_bound(bound_);
    best_.cost = std::numeric_limits<double>::infinity();
  }

  ShopSolution run(const std::vector<MachineOrders>& starts) {
    std::size_t next = 0;
    while (!over()) {
      for (std::size_t tries = 0; !elite_.full() && !over() && tries < 3 * elite_size; ++tries)
        take(next < starts.size() ? starts[next++] : random_orders(*problem_, dice_));
      relink();
    }
    if (best_.orders.machines.empty())
      best_.orders = starts.empty() ? random_orders(*problem_, dice_) : starts.front();
    return {best_.orders, best_.cost, bound_, effort_.iterations(), effort_.seconds()};
  }

 private:
  static constexpr std::size_t elite_size = 8;
  static constexpr std::int64_t most_patience = 40'000;
  static constexpr int fruitless_limit = 30;

  bool over() const { return effort_.over() || best_.cost <= bound_; }

  bool take(const MachineOrders& start) {
    const Kept found = tabu_.improve(start, patience_, best_.cost);
    if (found.cost < best_.cost) best_ = found;
    return elite_.add(found, relinker_, 0);
  }

  /// Goes between pairs of the elite until that has stopped to help.
  void relink() {
    for (int fruitless = 0; fruitless < fruitless_limit && !over() && elite_.count() > 1;) {
      const auto count = static_cast<std::uint32_t>(elite_.count());
      const std::uint32_t from = dice_.below(count);
      const std::uint32_t to = (from + 1 + dice_.below(count - 1)) % count;
      const double share = .3 + .4 * dice_.share();
      const MachineOrders start = relinker_.between(elite_[from].orders, elite_[to].orders, share, dice_);
      fruitless = take(start) ? 0 : fruitless + 1;
    }
    if (elite_.count() > 0) elite_.shrink();
  }

  const ShopProblem* problem_;
  Dice dice_;
  Effort effort_;
  double bound_;
  std::int64_t patience_ = 0;
  TabuSearch tabu_;
  Relinker relinker_;
  Elite elite_;
  Kept best_;
};

}  // namespace

ShopSolution solve_shop(const ShopProblem& problem, const std::vector<MachineOrders>& starts,
                        std::uint64_t seed, const SearchLimits& limits) {
  return Solver(problem, seed, limits).run(starts);
}

}  // namespace takt::search
