#pragma once

#include <vector>

#include "learning/search/dice.hpp"
#include "learning/search/effort.hpp"
#include "learning/search/neighbourhood.hpp"
#include "learning/search/schedule.hpp"

namespace takt::search {

/// A schedule worth keeping.
struct Kept {
  MachineOrders orders;
  double cost = 0;
};

/// Tabu search over one schedule at a time (Glover 1989; for job shops Taillard 1994, Nowicki and Smutnicki
/// 1996): always to the neighbour with the least estimate, worse ones too, but never back for a while: pairs
/// of operations that were turned round are not turned back, operations do not return to the machine that
/// they left, unless that gives a schedule better than all before.
class TabuSearch {
 public:
  TabuSearch(const ShopProblem& problem, Effort& effort, Dice& dice);

  /// Improves on `from` until `patience` iterations pass without a better schedule. Returns the best one
  /// seen. `best_known`: the least cost seen anywhere, for the watcher.
  Kept improve(const MachineOrders& from, std::int64_t patience, double best_known);

  /// Ends as soon as this cost is reached: it is known that none is less.
  void set_bound(double bound) { bound_ = bound; }

 private:
  void find_moves();
  void find_moves_of_late_jobs();
  void evaluate();
  void refine(double best);
  bool is_tabu(const Move& move) const;
  void forbid_return(const Move& move);
  bool step(double best);
  std::int64_t tenure();

  const ShopProblem* problem_;
  Effort* effort_;
  Dice* dice_;
  Schedule schedule_;
  Neighbourhood neighbourhood_;
  std::vector<Move> moves_, few_;
  std::vector<double> lateness_;            ///< by job: what it costs
  std::vector<std::int64_t> pair_until_;    ///< [v * jobs + job]: until when v may not come before that job's
  std::vector<std::int64_t> option_until_;  ///< by option: until when its operation may not take it
  std::int64_t now_ = 0;
  double bound_;
  std::uint32_t tenure_least_ = 10, tenure_range_ = 10;
};

}  // namespace takt::search
