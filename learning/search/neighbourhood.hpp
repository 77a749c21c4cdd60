#pragma once

#include <span>
#include <vector>

#include "learning/search/dice.hpp"
#include "learning/search/schedule.hpp"

namespace takt::search {

/// An operation put elsewhere: see Schedule::move.
struct Move {
  Index u = 0;
  Index option = 0;
  Index after = 0;
  double estimate = 0;    ///< of the length of the longest path through what is moved and passed
  double second = 0;      ///< of equal estimates the least of these is better
  std::uint64_t lot = 0;  ///< to break other ties with
};

/// The moves that may shorten a critical path: within a block of it (operations that follow each other on one
/// machine without a gap) an operation goes behind the last or before the first, and the first and the last
/// go to places inside (N6 of Balas and Vazacopoulos 1998, N7 of Zhang et al. 2007); where operations have a
/// choice of machines, each on the path also goes to the best place on another (Mastrolilli and Gambardella
/// 2000). Most that would close a circle are left out; Schedule::move finds the others.
///
/// Estimates are those of Balas and Vazacopoulos: heads and tails of what is moved or passed are renewed, all
/// others taken as they are.
class Neighbourhood {
 public:
  explicit Neighbourhood(const ShopProblem& problem);

  /// The moves of one critical path that ends with the completion of `job`; ties by lot. Heads and tails must
  /// be true. Appends to `moves`.
  void of_path(const Schedule& schedule, Index job, Dice& dice, std::vector<Move>& moves);

  /// A job whose end is critical where the cost is the greatest of completion - due; ties by lot.
  static Index critical_job(const Schedule& schedule, Dice& dice);

 private:
  void trace(const Schedule& schedule, Index job, Dice& dice);
  void of_block(const Schedule& schedule, std::size_t first, std::size_t last, std::vector<Move>& moves);
  void to_others(const Schedule& schedule, Index v, std::vector<Move>& moves);
  void later(const Schedule& schedule, std::size_t from, std::size_t to, std::vector<Move>& moves);
  void sooner(const Schedule& schedule, std::size_t from, std::size_t to, std::vector<Move>& moves);
  double estimate(const Schedule& schedule, Index before, Index after);

  const ShopProblem* problem_;
  bool ends_alike_;          ///< the cost is the greatest completion, whichever job's it is
  std::vector<Index> path_;  ///< operations of the critical path, the first first
  std::vector<Index> row_;   ///< what is moved and passed, in its new order
  struct Timed {
    Span start = 0, duration = 0;
  };
  std::vector<Timed> timed_;
};

}  // namespace takt::search
