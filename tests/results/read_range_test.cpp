// Rows that are read by range are the rows that read_result() gives.

#include "results/read_range.hpp"

#include <array>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "results/read_result.hpp"
#include "results/write_result.hpp"
#include "sim/model/error.hpp"
#include "sim/model/random.hpp"
#include "tests/results/fixture.hpp"
#include "tests/results/scratch_folder.hpp"

namespace takt {
namespace {

class Range : public testing::Test {
 protected:
  void write(const fixture::Sizes& sizes, bool compress) {
    const Scenario scenario = fixture::scenario();
    trace = fixture::trace(1, sizes);
    detail = fixture::detail(1, trace, sizes);
    WriteOptions options;
    options.compress = compress;
    write_result(path, scenario, trace, compute_kpis(scenario, trace), fixture::info(1), &detail, options);
  }
  fixture::ScratchFolder folder;
  std::string path = folder / "run.h5";
  Trace trace;
  DecisionDetail detail;
};

TEST_F(Range, AnyRowsOfAnyColumns) {
  for (const bool compress : {false, true}) {
    write({70000, 200000, 1000, 3000, 2}, compress);
    const ResultColumns file(path);
    EXPECT_EQ(file.kind(), "run");
    EXPECT_EQ(file.scenario_text(), fixture::scenario().source_text);
    const std::array<std::string, 3> columns = {"operations/end", "operations/machine", "operations/outcome"};
    const std::uint64_t rows = trace.operations.size();
    for (std::uint64_t i = 0; i < 12; ++i) {
      // Some begin or end where a chunk does, one holds nothing.
      const std::uint64_t first = i == 0   ? 0
                                  : i == 1 ? 131072
                                  : i == 2 ? rows
                                           : random_below(random_bits({1, i}, Purpose::agent, 0, 0), rows);
      const std::uint64_t count =
          i == 0 ? 131072 : random_below(random_bits({1, i}, Purpose::agent, 0, 1), rows - first + 1);
      const ColumnRows read = file.read(columns, first, count);
      const auto end = read.numbers<Time>(columns[0]);
      const auto machine = read.numbers<Index>(columns[1]);
      const auto outcome = read.numbers<std::uint8_t>(columns[2]);
      ASSERT_EQ(end.size(), count);
      ASSERT_EQ(machine.size(), count);
      for (std::uint64_t r = 0; r < count; ++r) {
        ASSERT_EQ(end[r], trace.operations[first + r].end) << first << " + " << r;
        ASSERT_EQ(machine[r], trace.operations[first + r].machine);
        ASSERT_EQ(outcome[r], static_cast<std::uint8_t>(trace.operations[first + r].outcome));
      }
    }
    EXPECT_THAT(file.read_all("names/groups").texts("names/groups"),
                testing::ElementsAre("Fräse", "旋盤", "drill"));
    const std::string feature = "candidates/features/feature_1";
    const auto seen = file.read_all(feature).numbers<float>(feature);
    ASSERT_EQ(seen.size(), detail.rows());
    for (std::size_t r = 0; r < seen.size(); ++r) ASSERT_EQ(seen[r], detail.features[2 * r + 1]);
  }
}

TEST_F(Range, AnotherFileOfItsNameIsNoticed) {
  write({50, 300, 400, 300, 3}, false);
  const ResultColumns file(path);
  EXPECT_EQ(file.read_all("operations/end").numbers<Time>("operations/end").size(), 300u);
  const Scenario scenario = fixture::scenario();
  const Trace other = fixture::trace(2, {});
  write_result(path, scenario, other, compute_kpis(scenario, other), fixture::info(2), nullptr, {});
  const auto message = [&]() -> std::string {
    try {
      (void)file.read_all("operations/end");
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(message(), path + ": was removed or replaced while it was read");
  std::filesystem::remove(path);
  EXPECT_EQ(message(), path + ": was removed or replaced while it was read");
}

TEST_F(Range, WhatIsNotThereIsAnError) {
  write({50, 300, 400, 300, 3}, false);
  const ResultColumns file(path);
  const std::array<std::string, 1> end = {"operations/end"}, absent = {"operations/nonsense"};
  EXPECT_THROW(file.read(end, 0, 301), Error);
  EXPECT_THROW(file.read(end, 301, 0), Error);
  EXPECT_THROW(file.read(end, 1, ~std::uint64_t{0}), Error);
  EXPECT_THROW(file.read(absent, 0, 1), Error);
  EXPECT_THROW(file.read(end, 0, 1).numbers<float>("operations/end"), Error);
  EXPECT_THROW(ResultColumns(folder / "absent.h5"), Error);
}

TEST_F(Range, DamageIsFoundOrDoesNoHarm) {
  write({40, 500, 500, 300, 3}, false);
  std::ifstream in(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  int refused = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    std::string changed = bytes;
    const std::uint64_t bound = i % 2 == 0 ? 4096 : bytes.size();
    const std::uint64_t at = random_below(random_bits({9, i}, Purpose::agent, 0, 0), bound);
    changed[at] = static_cast<char>(random_bits({9, i}, Purpose::agent, 0, 1));
    std::ofstream(path, std::ios::binary) << changed;
    try {
      const ResultColumns file(path);
      const std::vector<Time> end = file.read_all("operations/end").numbers<Time>("operations/end");
      ASSERT_EQ(end.size(), trace.operations.size());
      for (std::size_t r = 0; r < end.size(); ++r)
        ASSERT_EQ(end[r], trace.operations[r].end) << "silently misread";
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::bad_input);
      EXPECT_TRUE(std::string(error.what()).starts_with(path + ": ")) << error.what();
      ++refused;
    }
  }
  EXPECT_GT(refused, 20);
}

}  // namespace
}  // namespace takt
