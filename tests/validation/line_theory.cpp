#include "tests/validation/line_theory.hpp"

#include <algorithm>
#include <cstddef>

#include "tests/validation/markov_chain.hpp"

namespace takt::test {

namespace {

// A state of a line: for each station its phase, then for each its queue.
enum Phase { idle, working, blocked, down };

class Line {
 public:
  Line(const std::vector<LineStation>& stations, bool before_service)
      : stations_(stations), before_service_(before_service) {}

  ChainState first() const {
    ChainState state(2 * stations_.size(), 0);
    settle(state);
    return state;
  }

  std::vector<ChainMove> moves(const ChainState& state) const {
    std::vector<ChainMove> all;
    for (std::size_t i = 0; i < stations_.size(); ++i) {
      const LineStation& station = stations_[i];
      if (state[i] == working) {
        ChainState done = state;
        done[i] = i + 1 < stations_.size() ? blocked : idle;
        settle(done);
        all.push_back({done, station.rate});
        ChainState broken = state;
        broken[i] = down;
        all.push_back({broken, station.failure_rate});
      } else if (state[i] == down) {
        ChainState repaired = state;
        repaired[i] = working;
        all.push_back({repaired, station.repair_rate});
      }
    }
    return all;
  }

  double leaving(const ChainState& state) const {
    return state[stations_.size() - 1] == working ? stations_.back().rate : 0;
  }

 private:
  int& queue(ChainState& state, std::size_t i) const { return state[stations_.size() + i]; }

  /// Moves everything that can move at once.
  void settle(ChainState& state) const {
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t i = stations_.size(); i-- > 0;) {
        moved = leave(state, i) || moved;
        moved = start(state, i) || moved;
      }
    }
  }

  /// A finished job goes on: into the buffer, or straight onto the next machine.
  bool leave(ChainState& state, std::size_t i) const {
    if (state[i] != blocked) return false;
    if (queue(state, i + 1) < stations_[i + 1].buffer) {
      ++queue(state, i + 1);
    } else if (state[i + 1] == idle && queue(state, i + 1) == 0) {
      state[i + 1] = working;
    } else {
      return false;
    }
    state[i] = idle;
    return true;
  }

  bool start(ChainState& state, std::size_t i) const {
    if (state[i] != idle || (i > 0 && queue(state, i) == 0)) return false;
    // One machine a station: it is the only one that could have reserved a place.
    if (before_service_ && i + 1 < stations_.size() && queue(state, i + 1) >= stations_[i + 1].buffer)
      return false;
    if (i > 0) --queue(state, i);
    state[i] = working;
    return true;
  }

  const std::vector<LineStation>& stations_;
  bool before_service_;
};

double throughput(const Line& line) {
  const MarkovChain chain(line.first(), [&](const ChainState& state) { return line.moves(state); });
  return chain.mean([&](const ChainState& state) { return line.leaving(state); });
}

}  // namespace

double line_throughput(const std::vector<LineStation>& stations) {
  return throughput(Line(stations, false));
}

double line_throughput_before_service(const std::vector<LineStation>& stations) {
  return throughput(Line(stations, true));
}

double assembly_throughput(const std::vector<double>& part_rates, const std::vector<int>& stores,
                           double assembly_rate) {
  // A state: for each part, the finished ones beyond those in assembly (stores + 1: its machine is blocked);
  // then whether the assembly works.
  const std::size_t parts = part_rates.size();
  const auto start = [parts](ChainState& state) {
    if (state[parts] != 0) return;
    for (std::size_t i = 0; i < parts; ++i)
      if (state[i] == 0) return;
    for (std::size_t i = 0; i < parts; ++i) --state[i];
    state[parts] = 1;
  };
  const MarkovChain chain(ChainState(parts + 1, 0), [&](const ChainState& state) {
    std::vector<ChainMove> all;
    for (std::size_t i = 0; i < parts; ++i) {
      if (state[i] > stores[i]) continue;
      ChainState more = state;
      ++more[i];
      start(more);
      all.push_back({more, part_rates[i]});
    }
    if (state[parts] == 1) {
      ChainState done = state;
      done[parts] = 0;
      start(done);
      all.push_back({done, assembly_rate});
    }
    return all;
  });
  return chain.mean([&](const ChainState& state) { return state[parts] * assembly_rate; });
}

double conwip_throughput(const std::vector<ClosedStation>& stations, int wip) {
  const auto jobs = static_cast<std::size_t>(wip);
  // share[k][j]: probability of j jobs at station k
  std::vector<std::vector<double>> share(stations.size(), std::vector<double>(jobs + 1, 0.0));
  for (auto& of_station : share) of_station[0] = 1;
  double result = 0;
  for (std::size_t n = 1; n <= jobs; ++n) {
    double cycle = 0;
    for (std::size_t k = 0; k < stations.size(); ++k) {
      for (std::size_t j = 1; j <= n; ++j) {
        const double rate = std::min<double>(static_cast<double>(j), stations[k].machines) / stations[k].time;
        cycle += static_cast<double>(j) / rate * share[k][j - 1];
      }
    }
    result = static_cast<double>(n) / cycle;
    for (std::size_t k = 0; k < stations.size(); ++k) {
      double sum = 0;
      for (std::size_t j = n; j >= 1; --j) {
        const double rate = std::min<double>(static_cast<double>(j), stations[k].machines) / stations[k].time;
        share[k][j] = result / rate * share[k][j - 1];
        sum += share[k][j];
      }
      share[k][0] = 1 - sum;
    }
  }
  return result;
}

double deterministic_line_efficiency(const CycleMachine& first, const CycleMachine& second, int buffer) {
  // A state: parts between the machines, first is up, second is up.
  const auto up_next = [](bool up, bool works, const CycleMachine& machine) {
    if (!up) return machine.repair;
    return works ? 1 - machine.failure : 1.0;
  };
  const auto each = [&](const ChainState& state, const auto& take) {
    const bool may_first = state[0]<buffer, may_second = state[0]> 0;
    const double first_up = up_next(state[1] != 0, may_first, first);
    const double second_up = up_next(state[2] != 0, may_second, second);
    for (int a = 0; a < 2; ++a) {
      for (int b = 0; b < 2; ++b) {
        const double chance = (a != 0 ? first_up : 1 - first_up) * (b != 0 ? second_up : 1 - second_up);
        const int in = a != 0 && may_first ? 1 : 0, out = b != 0 && may_second ? 1 : 0;
        take(ChainState{state[0] + in - out, a, b}, chance, out);
      }
    }
  };
  const MarkovChain chain({0, 1, 1}, [&](const ChainState& state) {
    std::vector<ChainMove> all;
    each(state, [&](const ChainState& to, double chance, int) { all.push_back({to, chance}); });
    return all;
  });
  return chain.mean([&](const ChainState& state) {
    double sum = 0;
    each(state, [&](const ChainState&, double chance, int out) { sum += chance * out; });
    return sum;
  });
}

double zero_buffer_efficiency(const std::vector<CycleMachine>& machines) {
  double sum = 1;
  for (const CycleMachine& machine : machines) sum += machine.failure / machine.repair;
  return 1 / sum;
}

}  // namespace takt::test
