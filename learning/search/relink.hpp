#pragma once

#include <vector>

#include "learning/search/dice.hpp"
#include "learning/search/schedule.hpp"

namespace takt::search {

/// A schedule between two others (path relinking: Glover 1997; for job shops Peng, Lu and Cheng 2015).
class Relinker {
 public:
  explicit Relinker(const ShopProblem& problem);

  /// Goes from one schedule a share of the way towards another, by exchanges of neighbours on a machine that
  /// stand the other way round there, and by moves to the machines of there; in random order.
  MachineOrders between(const MachineOrders& from, const MachineOrders& to, double share, Dice& dice);

  /// Pairs of operations on a machine that stand the other way round, and operations on other machines.
  std::int64_t distance(const MachineOrders& from, const MachineOrders& to);

 private:
  void learn(const MachineOrders& to);
  bool step(Index u);

  const ShopProblem* problem_;
  Schedule schedule_;
  std::vector<Index> operations_;
  std::vector<Index> machine_, rank_;  ///< by node: where it stands in the schedule that is gone to
};

/// A schedule that any job may be the next in, every operation on the machine that ends it first, or, now and
/// then, on any.
MachineOrders random_orders(const ShopProblem& problem, Dice& dice);

}  // namespace takt::search
