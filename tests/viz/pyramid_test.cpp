// Summaries of lanes against sums over every bar.

#include "viz/timeline/pyramid.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include <gtest/gtest.h>

namespace takt {
namespace {

std::uint32_t key_of(const Bar& bar) {
  return bar.job;
}

/// A lane of bars of all lengths, some without any, with and without gaps, in clusters now and then.
std::vector<Bar> random_lane(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 draw(seed);
  const auto below = [&](std::uint64_t bound) { return static_cast<Time>(draw() % bound); };
  const std::uint64_t longest = std::uint64_t{1} << (2 + draw() % 14);
  std::vector<Bar> bars;
  Time now = below(1000);
  for (std::size_t i = 0; i < count; ++i) {
    const Time length = below(10) == 0 ? below(longest * 30) : below(10) == 0 ? 0 : below(longest);
    bars.push_back({.start = now, .end = now + length, .job = static_cast<std::uint32_t>(below(5))});
    // One without length takes its instant alone.
    now += std::max<Time>(length, 1) + (below(3) == 0 ? below(longest) : 0);
    if (below(200) == 0) now += below(longest * 300);
  }
  return bars;
}

struct Summary {
  std::uint32_t key = 0;
  double share = 0;
  std::uint32_t bars = 0;
};

/// By the definition, over all bars.
Summary brute(std::span<const Bar> bars, Time from, Time to) {
  std::map<std::uint32_t, Time> sums;
  Summary summary;
  Time all = 0;
  for (const Bar& bar : bars) {
    if (bar.start >= to || std::max(bar.end, bar.start + 1) <= from) continue;
    ++summary.bars;
    const Time time = std::max<Time>(0, std::min(bar.end, to) - std::max(bar.start, from));
    sums[key_of(bar)] += time;
    all += time;
  }
  Time most = -1;
  for (const auto& [key, time] : sums) {
    if (time <= most) continue;
    most = time;
    summary.key = key;
  }
  summary.share = static_cast<double>(all) / static_cast<double>(to - from);
  return summary;
}

TEST(Pyramid, EveryStretchOfEveryLevelIsExact) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const std::vector<Bar> bars = random_lane(seed, 1 + seed * 7);
    const Pyramid pyramid(bars, key_of);
    ASSERT_FALSE(pyramid.levels().empty());
    EXPECT_EQ(pyramid.levels().back().cells.size(), 1u);
    for (const Pyramid::Level& level : pyramid.levels()) {
      std::uint32_t begun = 0;
      for (std::size_t c = 0; c < level.cells.size(); ++c) {
        const Time from = (level.first + static_cast<Time>(c)) * level.width;
        const Summary expected = brute(bars, from, from + level.width);
        const Pyramid::Cell& cell = level.cells[c];
        begun += cell.begun;
        ASSERT_EQ(cell.bars(), expected.bars)
            << "seed " << seed << ", width " << level.width << ", at " << from;
        ASSERT_NEAR(cell.share / 65535.0, expected.share, 1e-5);
        ASSERT_EQ(cell.key, expected.key) << "seed " << seed << ", width " << level.width;
      }
      EXPECT_EQ(begun, bars.size());
    }
  }
}

TEST(Pyramid, FindsTheSameWideBarsAsALookAtAll) {
  int compared = 0, summed = 0, of_levels = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const std::vector<Bar> bars = random_lane(seed, 400);
    const Pyramid pyramid(bars, key_of);
    std::mt19937_64 draw(seed);
    const Time first = bars.front().start, length = bars.back().end - first + 1;
    for (int view = 0; view < 20; ++view) {
      const Time from = first + static_cast<Time>(draw() % static_cast<std::uint64_t>(length));
      const Time to = from + 1 + static_cast<Time>(draw() % static_cast<std::uint64_t>(length));
      const TimeScale scale = {from, to, 50, 50 + static_cast<double>(20 + draw() % 300)};
      const double narrow = 1 + static_cast<double>(draw() % 3) / 2;
      const FoldedLane all = fold(overlapping(bars, from, to), scale, narrow, key_of);
      const FoldedLane quick = pyramid.fold(scale, narrow);
      ASSERT_EQ(quick.wide, all.wide) << "seed " << seed << ", view " << view;
      ++compared;
      // Every narrow bar is somewhere in the summary, and nothing is where there is no bar.
      for (const Bar& bar : overlapping(bars, from, to)) {
        if (scale.pixels(bar.end - bar.start) >= narrow) continue;
        const double x = std::clamp(scale.x(bar.start), scale.left, scale.right);
        ASSERT_TRUE(std::any_of(
            quick.cells.begin(), quick.cells.end(),
            [&](const FoldedCell& cell) { return cell.left <= x + 1e-6 && x - 1e-6 <= cell.right; }))
            << "seed " << seed << ", view " << view;
        ++summed;
      }
      double before = scale.left;
      for (const FoldedCell& cell : quick.cells) {
        ASSERT_GE(cell.left, before - 1e-6);
        ASSERT_LE(cell.right, scale.right + 1e-6);
        before = cell.right;
        of_levels += cell.right - cell.left < .9;
      }
    }
  }
  EXPECT_GT(compared, 1000);
  EXPECT_GT(summed, 10000);
  EXPECT_GT(of_levels, 1000);  // not all views were left to fold()
}

TEST(Fold, ColumnsOfPixelsAreSumsOverNarrowBars) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const std::vector<Bar> bars = random_lane(seed, 300);
    const Time from = bars[20].start, to = bars[280].end + 1;
    const TimeScale scale = {from, to, 10, 130};
    std::vector<Bar> narrow;
    for (const Bar& bar : bars)
      if (scale.pixels(bar.end - bar.start) < 2) narrow.push_back(bar);
    const double column = static_cast<double>(to - from) / 120;
    for (const FoldedCell& cell : fold(overlapping(bars, from, to), scale, 2, key_of).cells) {
      // Edges of columns are no whole ticks: a tick at either side is left open.
      const auto left = from + static_cast<Time>(std::floor((cell.left - scale.left) * column));
      const auto right = from + static_cast<Time>(std::ceil((cell.right - scale.left) * column));
      const Summary expected = brute(narrow, left, right);
      EXPECT_NEAR(cell.share, expected.share * static_cast<double>(right - left) / column, 2 / column + 1e-4);
      EXPECT_LE(cell.bars, expected.bars);
      EXPECT_GT(cell.bars, 0u);
    }
  }
}

TEST(Pyramid, TakesAFractionOfTheBars) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const std::vector<Bar> bars = random_lane(seed, 200'000);
    const Pyramid pyramid(bars, key_of);
    EXPECT_LE(pyramid.bytes() * 4, bars.size() * sizeof(Bar));
  }
}

// Lanes of one bar, of none, and of bars without length.
TEST(Pyramid, EdgesAreNoTrouble) {
  const TimeScale scale = {0, 100, 0, 100};
  EXPECT_TRUE(Pyramid({}, key_of).fold(scale, 1).cells.empty());
  const std::vector<Bar> one = {{.start = 40, .end = 60, .job = 3}};
  EXPECT_EQ(Pyramid(one, key_of).fold(scale, 1).wide.size(), 1u);
  EXPECT_EQ(Pyramid(one, key_of).fold({50, 51, 0, 10}, 1).wide.size(), 1u);
  EXPECT_TRUE(Pyramid(one, key_of).fold({61, 90, 0, 10}, 1).wide.empty());
  const std::vector<Bar> instant = {{.start = 5, .end = 5, .job = 1}, {.start = 6, .end = 6, .job = 2}};
  const FoldedLane folded = Pyramid(instant, key_of).fold({0, 1'000'000, 0, 10}, 1);
  EXPECT_TRUE(folded.wide.empty());
  ASSERT_EQ(folded.cells.size(), 1u);
  EXPECT_EQ(folded.cells[0].bars, 2u);
}

}  // namespace
}  // namespace takt
