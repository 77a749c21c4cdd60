#pragma once

#include <vector>

#include "learning/search/shop_problem.hpp"

namespace takt::search {

/// Which operations each machine does, in which order: all that a semi-active schedule is.
struct MachineOrders {
  std::vector<std::vector<Index>> machines;  ///< nodes of the problem
  bool operator==(const MachineOrders&) const = default;
};

/// A schedule as a disjunctive graph: every operation begins as soon as the one before it in its job and the
/// one before it on its machine have ended. A setup belongs to the operation after it and begins when both
/// machine and job are there, as in the plant.
///
/// Times are longest paths. Topological order is kept from move to move: what a move changes lies in the
/// stretch of it between the two places, and a move that would close a circle is found there.
class Schedule {
 public:
  static constexpr Span least = -(Span{1} << 60);

  struct Node {
    Span end = 0;       ///< longest path from a start to its end, its own duration included
    Span tail = 0;      ///< longest path from its start to an end, likewise; `least`: no path counts
    Span duration = 0;  ///< setup and processing
    Index before = 0;   ///< on its machine; none(): nothing
    Index after = 0;
    Span start() const { return end - duration; }
  };

  explicit Schedule(const ShopProblem& problem);

  /// Takes these orders, which must hold every operation once on a machine that can do it. False, with
  /// nothing meant by the schedule, when they close a circle.
  bool set(const MachineOrders& orders);
  MachineOrders orders() const;

  /// Takes operation u off its machine and puts it on the machine of one of its options, after `after`
  /// (none(): first). False, and nothing changes, when that closes a circle. Times are those of before until
  /// time_again().
  bool move(Index u, Index option, Index after);

  /// Longest paths again, after moves. `tails` are not needed for the cost.
  void time_again(bool tails);
  void time_heads();
  void time_tails();

  const ShopProblem& problem() const { return *problem_; }
  const Node& node(Index v) const { return at(nodes_, v); }
  Index none() const { return problem_->nodes(); }
  Index option(Index v) const { return at(option_, v); }
  Index machine(Index v) const { return at(problem_->options, at(option_, v)).machine; }
  Index first_on(Index machine) const { return at(first_, machine); }
  Index last_on(Index machine) const { return at(last_, machine); }
  /// The gate behind a job's last operation.
  Index end_gate(Index job) const {
    return job + 1 < static_cast<Index>(problem_->jobs.size()) ? at(problem_->jobs, job + 1).gate
                                                               : problem_->nodes() - 1;
  }
  Span completion(Index job) const { return node(end_gate(job) - 1).end; }
  /// All operations, each after those that it waits for.
  const std::vector<Index>& topological() const { return order_; }
  Index position(Index v) const { return at(position_, v); }

  /// The cost of ShopProblem; needs heads.
  double cost() const;
  /// The greatest of completion - due; the cost where costs are not sums.
  Span length() const;

  /// The family a machine stands ready for after v, or at first (v is none()).
  Index family_after(Index v, Index machine) const;
  /// How long v takes by an option when it comes after `before` there.
  Span duration_after(Index v, Index option, Index before) const {
    const ShopProblem::Option& way = at(problem_->options, option);
    if (!setups_) return way.time;
    return way.time +
           problem_->setup(way.machine, family_after(before, way.machine), at(problem_->family, v));
  }
  bool has_setups() const { return setups_; }

 private:
  void link(Index u, Index machine, Index after);
  void unlink(Index u);
  bool later(Index u, Index last);
  bool sooner(Index u, Index first);
  void stale(Index from, Index to);
  void changed(Index v);
  void renew_duration(Index v);

  const ShopProblem* problem_;
  bool setups_;
  std::vector<Node> nodes_;  ///< and one more: what stands for nothing
  std::vector<Index> option_;
  std::vector<Index> first_, last_;
  std::vector<Index> order_, position_, moved_;
  std::vector<char> mark_;
  Index changed_from_ = 0, changed_to_ = -1;  ///< positions: heads are stale from, tails up to
};

}  // namespace takt::search
