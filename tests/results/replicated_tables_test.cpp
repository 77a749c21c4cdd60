// Tables over replications, laid over each other by hand.

#include "results/replicated_tables.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace takt {
namespace {

const double none = std::nan("");

ReplicationRow with(std::vector<KpiTable> tables) {
  KpiReport kpis;
  kpis.tables = std::move(tables);
  return replication_row(0, 1, "", 0, std::move(kpis));
}

void expect_cell(const Interval& cell, double mean, double half_width, std::int64_t n) {
  EXPECT_DOUBLE_EQ(cell.mean, mean);
  EXPECT_EQ(cell.n, n);
  if (std::isnan(half_width)) {
    EXPECT_TRUE(std::isnan(cell.half_width));
  } else {
    EXPECT_NEAR(cell.half_width, half_width, 1e-9);
  }
}

// 2, 3 and 7: mean 4, sample variance 7. Student's t with 2 degrees of freedom has 4.30265 at 97.5 % and
// 2.91999 at 95 %.
TEST(ReplicatedTables, TakeMeanAndIntervalOfEachCell) {
  const std::vector<ReplicationRow> rows = {
      with({{"oven", {{"heat", "kW"}, {"loads", "1"}}, {{"a", {2, 5}}, {"b", {0, none}}}}}),
      with({{"oven", {{"heat", "kW"}, {"loads", "1"}}, {{"a", {3, 5}}, {"b", {1, 4}}}}}),
      with({{"oven", {{"heat", "kW"}, {"loads", "1"}}, {{"a", {7, 5}}, {"b", {none, none}}}}})};
  const ReplicatedTables all = replicated_tables(rows);
  ASSERT_EQ(all.tables.size(), 1U);
  const IntervalTable& table = all.tables[0];
  EXPECT_EQ(table.name, "oven");
  EXPECT_EQ(table.columns[0].unit, "kW");
  ASSERT_EQ(table.rows.size(), 2U);
  expect_cell(table.rows[0].cells[0], 4, 4.3026527297 * std::sqrt(7.0 / 3), 3);
  expect_cell(table.rows[0].cells[1], 5, 0, 3);
  // One missing value: the mean of the other two. Only one value: no interval.
  expect_cell(table.rows[1].cells[0], 0.5, 12.7062047362 * std::sqrt(0.5 / 2), 2);
  expect_cell(table.rows[1].cells[1], 4, none, 1);
  expect_cell(replicated_tables(rows, 0.9).tables[0].rows[0].cells[0], 4, 2.9199855804 * std::sqrt(7.0 / 3),
              3);
  EXPECT_EQ(all.values[1], (std::vector<double>{3, 5, 1, 4}));
}

TEST(ReplicatedTables, KnowCellsByName) {
  // Rows, columns and tables that some replications lack, in another order, and rows of one name.
  const ReplicatedTables all = replicated_tables(std::vector<ReplicationRow>{
      with({{"one", {{"x", "1"}}, {{"a", {1}}, {"c", {3}}, {"a", {10}}}}}),
      with({{"two", {{"y", "s"}}, {{"k", {8}}}},
            {"one", {{"w", "h"}, {"x", "1"}}, {{"b", {50, 20}}, {"a", {60, 2}}}}}),
      with({}), with({{"one", {{"x", "1"}}, {{"a", {3}}, {"c", {4}}, {"a", {12}}, {"a", {100}}}}})});
  ASSERT_EQ(all.tables.size(), 2U);
  const IntervalTable& one = all.tables[0];
  ASSERT_EQ(one.columns.size(), 2U);
  EXPECT_EQ(one.columns[0].name, "x");
  EXPECT_EQ(one.columns[1].name, "w");
  std::string names;
  for (const IntervalTable::Row& row : one.rows) names += row.name;
  EXPECT_EQ(names, "acaba");
  const double means[] = {2, 3.5, 11, 20, 100};
  const std::int64_t counts[] = {3, 2, 2, 1, 1};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_DOUBLE_EQ(one.rows[i].cells[0].mean, means[i]) << i;
    EXPECT_EQ(one.rows[i].cells[0].n, counts[i]) << i;
  }
  EXPECT_DOUBLE_EQ(one.rows[0].cells[1].mean, 60);
  EXPECT_EQ(one.rows[1].cells[1].n, 0);
  EXPECT_EQ(all.tables[1].rows[0].cells[0].n, 1);
  for (const auto& values : all.values) EXPECT_EQ(values.size(), 11U);
  EXPECT_TRUE(replicated_tables({}).tables.empty());
}

TEST(ReplicatedTables, HoldGroupsAndMachinesAsWell) {
  KpiReport kpis;
  kpis.groups.push_back({"mill", 3});
  kpis.machines.push_back({"mill/1", 2});
  kpis.machines.push_back({"mill/2", 1});
  const ReplicationRow row = replication_row(4, 7, "d", 0.5, kpis);
  EXPECT_EQ(row.replication, 4U);
  const ReplicatedTables all = replicated_tables(std::vector<ReplicationRow>{row, row});
  ASSERT_EQ(all.tables.size(), 2U);
  EXPECT_EQ(all.tables[0].name, "groups");
  EXPECT_EQ(all.tables[1].name, "machines");
  EXPECT_DOUBLE_EQ(all.tables[1].rows[0].cells[0].mean, 2);
}

}  // namespace
}  // namespace takt
