#include "tests/validation/markov_chain.hpp"

#include <cmath>
#include <map>
#include <numeric>
#include <stdexcept>

namespace takt::test {

MarkovChain::MarkovChain(const ChainState& first, const Moves& moves) : states_{first} {
  std::map<ChainState, std::size_t> index{{first, 0}};
  std::vector<std::vector<Inflow>> inflow(1);
  std::vector<double> out_rate;
  for (std::size_t s = 0; s < states_.size(); ++s) {
    double out = 0;
    for (const ChainMove& move : moves(ChainState(states_[s]))) {
      if (move.rate <= 0 || move.to == states_[s]) continue;
      const auto [at, fresh] = index.try_emplace(move.to, states_.size());
      if (fresh) {
        states_.push_back(move.to);
        inflow.emplace_back();
      }
      inflow[at->second].push_back({s, move.rate});
      out += move.rate;
    }
    out_rate.push_back(out);
  }
  solve(inflow, out_rate);
}

void MarkovChain::solve(const std::vector<std::vector<Inflow>>& inflow, const std::vector<double>& out_rate) {
  const std::size_t n = states_.size();
  share_.assign(n, 1 / static_cast<double>(n));
  for (int sweep = 0; sweep < 200'000; ++sweep) {
    double change = 0;
    for (std::size_t s = 0; s < n; ++s) {
      double in = 0;
      for (const Inflow& flow : inflow[s]) in += share_[flow.from] * flow.rate;
      const double fresh = in / out_rate[s];
      change += std::abs(fresh - share_[s]);
      share_[s] = fresh;
    }
    const double sum = std::accumulate(share_.begin(), share_.end(), 0.0);
    for (double& share : share_) share /= sum;
    if (change < 1e-13 * sum) return;
  }
  throw std::runtime_error("the balance equations of a Markov chain did not settle");
}

double MarkovChain::mean(const std::function<double(const ChainState&)>& reward) const {
  double sum = 0;
  for (std::size_t s = 0; s < states_.size(); ++s) sum += share_[s] * reward(states_[s]);
  return sum;
}

}  // namespace takt::test
