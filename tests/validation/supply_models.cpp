#include "tests/validation/supply_models.hpp"

#include <cmath>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "results/kpi.hpp"
#include "sim/model/read/load_scenario.hpp"

namespace takt::test {

Scenario supply_chain(const std::string& section, long periods, long warm_up) {
  std::string indented;
  std::istringstream lines(section);
  for (std::string line; std::getline(lines, line);) indented += "  " + line + "\n";
  return parse_scenario(
      fmt::format("takt: 1\nname: test\nsupply:\n  period: 1 d\n{}run: {{until: {} d, warm_up: {} d}}\n",
                  indented, periods + warm_up, warm_up),
      "test.yaml");
}

Scenario one_stock(const std::string& keys, long periods, long warm_up, const std::string& top) {
  return supply_chain(fmt::format("{}\nsites: {{site: {{items: {{x: {{{}}}}}}}}}\n", top, keys), periods,
                      warm_up);
}

Figure cell(const std::string& table, const std::string& row, const std::string& column) {
  return [=](const Scenario& scenario, const Trace& trace) {
    for (const KpiTable& t : compute_kpis(scenario, trace).tables) {
      if (t.name != table) continue;
      for (const KpiTable::Row& r : t.rows) {
        if (r.name != row) continue;
        for (std::size_t c = 0; c < t.columns.size(); ++c) {
          if (t.columns[c].name == column) return r.values[c];
        }
      }
    }
    ADD_FAILURE() << "no figure " << table << ", " << row << ", " << column;
    return std::nan("");
  };
}

void expect_exact(const Scenario& scenario, int replications, const std::vector<Expected>& expected) {
  std::vector<Figure> figures;
  for (const Expected& e : expected) figures.push_back(e.figure);
  const auto rows = replicate(scenario, "rule:fifo", 1, replications, figures);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double exact = expected[i].exact;
    const Interval interval = confidence_interval(rows[i], 0.99);
    const std::string found = fmt::format("exact {}, found {} .. {}", exact, interval.low(), interval.high());
    ::testing::Test::RecordProperty(fmt::format("figure{}", i), found);
    EXPECT_TRUE(interval.low() <= exact && exact <= interval.high()) << found;
    EXPECT_LE(2 * interval.half_width, expected[i].width * std::fabs(exact)) << found;
  }
}

}  // namespace takt::test
