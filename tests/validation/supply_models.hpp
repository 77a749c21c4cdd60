#pragma once

#include <string>
#include <vector>

#include "results/statistics.hpp"
#include "sim/model/scenario.hpp"
#include "tests/validation/queue_models.hpp"

namespace takt::test {

/// A scenario that is a supply chain and nothing more, from the text of its section (without indentation) and
/// the length of the run in periods, of which the first are warm-up.
Scenario supply_chain(const std::string& section, long periods, long warm_up);

/// One stock point "site / x" whose keys are these, in periods of a day.
Scenario one_stock(const std::string& keys, long periods, long warm_up, const std::string& top = "");

/// A cell of a table of key figures.
Figure cell(const std::string& table, const std::string& row, const std::string& column);

/// A figure, what it is exactly, and how wide its interval may be (as a share of the exact value).
struct Expected {
  Figure figure;
  double exact;
  double width = 0.02;
};

/// Each exact value lies in the 99 % interval of its figure over the replications, and the interval is not
/// wider than allowed. The seed is fixed: see expect_exact_wait in queueing_cases.hpp for what a failure
/// means.
void expect_exact(const Scenario& scenario, int replications, const std::vector<Expected>& expected);

}  // namespace takt::test
