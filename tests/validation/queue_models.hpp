#pragma once

#include <functional>
#include <string>
#include <vector>

#include "results/statistics.hpp"
#include "sim/model/scenario.hpp"
#include "sim/record/trace.hpp"
#include "tests/sim/small_shop.hpp"

namespace takt::test {

/// A stretch of a run that is measured: what comes before `warm_up` is not.
struct Window {
  double warm_up = 0;  ///< s
  double length = 0;   ///< s, after the warm-up
};

/// A scenario without machines, products or arrivals that runs for a window.
Scenario empty_shop(const Window& window);

/// Adds Poisson arrivals, `rate` jobs a second, of products with these shares.
void add_poisson(Scenario& scenario, double rate, const std::vector<Source::Product>& products);

/// A queue with Poisson arrivals before `count` equal machines.
Scenario single_queue(double rate, const Distribution& service, Index count, const Window& window);

/// One figure of a run.
using Figure = std::function<double(const Scenario&, const Trace&)>;

/// Mean time in s that an operation of this group waits for its machine.
Figure mean_wait_of(Index group);

/// A shop figure of results/kpi.hpp.
Figure kpi(const std::string& name);

/// The figures of independent replications 0 .. replications - 1 on the CalendarClock: one row a figure.
std::vector<std::vector<double>> replicate(const Scenario& scenario, const std::string& agent,
                                           std::uint64_t seed, int replications,
                                           const std::vector<Figure>& figures);

/// The Student-t interval of a figure over independent replications.
Interval estimate(const Scenario& scenario, const std::string& agent, std::uint64_t seed, int replications,
                  const Figure& figure, double level = 0.99);

}  // namespace takt::test
