#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace takt::test {

/// A state as whole numbers whose meaning the model of the chain fixes.
using ChainState = std::vector<int>;

struct ChainMove {
  ChainState to;
  double rate = 0;  ///< per s; in discrete time the probability per step
};

/// The stationary distribution of a finite irreducible Markov chain, in continuous or discrete time: what is
/// reachable from a first state is explored, then the balance equations are solved by Gauss-Seidel sweeps
/// down to rounding.
class MarkovChain {
 public:
  using Moves = std::function<std::vector<ChainMove>(const ChainState&)>;

  MarkovChain(const ChainState& first, const Moves& moves);

  std::size_t size() const { return states_.size(); }

  /// The sum over all states of their share of time times `reward`.
  double mean(const std::function<double(const ChainState&)>& reward) const;

 private:
  struct Inflow {
    std::size_t from = 0;
    double rate = 0;
  };
  void solve(const std::vector<std::vector<Inflow>>& inflow, const std::vector<double>& out_rate);

  std::vector<ChainState> states_;
  std::vector<double> share_;
};

}  // namespace takt::test
