// Rows, bars and lanes of random scenarios against the records they are made of.

#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "tests/sim/random_scenario.hpp"
#include "tests/viz/stored.hpp"
#include "viz/timeline/critical_path.hpp"
#include "viz/timeline/layout.hpp"
#include "viz/timeline/row_kind.hpp"

namespace takt {
namespace {

Timeline timeline_of(const StoredRun& run, const char* kind) {
  const Index index = find_row_kind(kind);
  return make_timeline(run, {&index, 1}, {});
}

/// Stored runs of random scenarios of every kind that the calendar clock can run.
template <class Check>
int over_random_runs(std::uint64_t count, Check check) {
  int done = 0;
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    const Scenario scenario = test::random_scenario(seed, {.mixed = true});
    if (scenario.transport.first_shared_lane >= 0) continue;
    SCOPED_TRACE(seed);
    check(test::stored(scenario, seed));
    ++done;
  }
  return done;
}

TEST(Timeline, BarsOfALaneAreInOrderAndDoNotOverlap) {
  std::size_t bars = 0, curves = 0;
  over_random_runs(60, [&](const StoredRun& run) {
    std::vector<Index> kinds;
    for (std::size_t k = 0; k < row_kinds().size(); ++k)
      if (row_kinds()[k].there(run)) kinds.push_back(static_cast<Index>(k));
    const Timeline timeline = make_timeline(run, kinds, {});
    std::size_t rows = 0;
    for (const RowSection& section : timeline.sections) rows += section.row_count;
    ASSERT_EQ(rows, timeline.rows.size());
    for (std::size_t r = 0; r < timeline.rows.size(); ++r) {
      const Row& row = timeline.rows[r];
      std::vector<BarRange> ranges = row.lanes;
      ranges.push_back(row.states);
      for (const BarRange& range : ranges) {
        Time end = 0;
        for (const Bar& bar : timeline.bars_of(range)) {
          ASSERT_GE(bar.start, end) << row.name;
          ASSERT_GE(bar.end, bar.start) << row.name;
          ASSERT_LE(bar.end, timeline.to) << row.name;
          end = bar.end;
          ++bars;
        }
        if (range.count > 0) {
          ASSERT_EQ(row_of_bar(timeline, range.first), r);
        }
      }
      Time before = -1;
      for (const CurvePoint& point : timeline.curve_of(row)) {
        ASSERT_GT(point.time, before) << row.name;
        ASSERT_LE(point.value, row.top);
        ASSERT_GE(point.value, row.bottom);
        before = point.time;
        ++curves;
      }
    }
  });
  EXPECT_GT(bars, 5000u);
  EXPECT_GT(curves, 1000u);
}

// What is drawn of a machine is what it did: the union of its bars of each sort is the union of its
// intervals.
TEST(Timeline, AMachineShowsItsStates) {
  const int runs = over_random_runs(80, [](const StoredRun& run) {
    const Timeline timeline = timeline_of(run, "machines");
    ASSERT_EQ(timeline.rows.size(), static_cast<std::size_t>(run.scenario.machine_count));
    for (const Row& row : timeline.rows) {
      // Ticks at which the machine is busy (setup, processing, blocked), and at which it cannot be.
      std::map<Time, int> busy, away;
      for (const MachineInterval& interval : run.file.trace.intervals) {
        if (interval.machine != row.index || interval.start == interval.end) continue;
        const BarKind kind = interval.state == MachineState::down          ? BarKind::down
                             : interval.state == MachineState::off         ? BarKind::off
                             : interval.state == MachineState::maintenance ? BarKind::maintenance
                                                                           : BarKind::processing;
        std::map<Time, int>& times = kind == BarKind::processing ? busy : away;
        ++times[interval.start];
        --times[interval.end];
      }
      std::map<Time, int> shown, shown_away;
      for (const Bar& bar : timeline.bars_of(row.states)) {
        ++shown_away[bar.start];
        --shown_away[bar.end];
      }
      for (const BarRange& lane : row.lanes) {
        for (const Bar& bar : timeline.bars_of(lane)) {
          if (bar.start == bar.end) continue;
          ++shown[bar.start];
          --shown[bar.end];
        }
      }
      const auto covered = [](const std::map<Time, int>& changes) {
        std::vector<std::pair<Time, Time>> spans;
        int depth = 0;
        Time from = 0;
        for (const auto& [time, change] : changes) {
          if (change == 0) continue;
          if (depth == 0) from = time;
          depth += change;
          if (depth != 0) continue;
          if (!spans.empty() && spans.back().second == from) {
            spans.back().second = time;
          } else {
            spans.emplace_back(from, time);
          }
        }
        return spans;
      };
      ASSERT_EQ(covered(shown), covered(busy)) << row.name;
      ASSERT_EQ(covered(shown_away), covered(away)) << row.name;
    }
  });
  EXPECT_GT(runs, 30);
}

TEST(Timeline, EveryOperationIsThereOnce) {
  over_random_runs(60, [](const StoredRun& run) {
    for (const char* kind : {"machines", "orders"}) {
      const Timeline timeline = timeline_of(run, kind);
      std::multiset<std::tuple<std::uint32_t, Index, Index, Time>> first, last, expected_first, expected_last;
      for (const Bar& bar : timeline.bars) {
        if (bar.step < 0 || bar.kind == BarKind::waiting) continue;
        if (bar.first) first.insert({bar.job, bar.step, bar.machine, bar.start});
        if (bar.last) last.insert({bar.job, bar.step, bar.machine, bar.end});
      }
      for (const OperationRecord& o : run.file.trace.operations) {
        const auto starts = first.lower_bound({o.job, o.step, o.machine, o.setup_start});
        // A machine may wait for a crew or be off before its first piece.
        ASSERT_NE(starts, first.end());
        ASSERT_EQ(std::get<0>(*starts), o.job) << kind;
        ASSERT_EQ(std::get<1>(*starts), o.step) << kind;
        const auto ends = last.upper_bound({o.job, o.step, o.machine, o.end});
        ASSERT_NE(ends, last.begin());
        ASSERT_EQ(std::get<0>(*std::prev(ends)), o.job) << kind;
        ASSERT_EQ(std::get<1>(*std::prev(ends)), o.step) << kind;
      }
    }
  });
}

TEST(Lanes, AreAsFewAsAreUnderWayAtOnce) {
  std::mt19937_64 draw(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<Bar> bars(1 + draw() % 40);
    for (Bar& bar : bars) {
      bar.start = static_cast<Time>(draw() % 60);
      bar.end = bar.start + 1 + static_cast<Time>(draw() % 20);
    }
    std::sort(bars.begin(), bars.end(), [](const Bar& x, const Bar& y) { return x.start < y.start; });
    const std::vector<std::uint32_t> lanes = assign_lanes(bars);
    std::size_t most = 0;
    for (Time t = 0; t < 80; ++t) {
      std::set<std::uint32_t> used;
      std::size_t now = 0;
      for (std::size_t i = 0; i < bars.size(); ++i) {
        if (bars[i].start > t || bars[i].end <= t) continue;
        ++now;
        ASSERT_TRUE(used.insert(lanes[i]).second) << "two in lane " << lanes[i] << " at " << t;
      }
      most = std::max(most, now);
    }
    ASSERT_EQ(*std::max_element(lanes.begin(), lanes.end()) + 1, most);
  }
}

TEST(Layout, ABarIsPickedWhereItIsDrawn) {
  int picked = 0;
  over_random_runs(30, [&](const StoredRun& run) {
    const Timeline timeline = timeline_of(run, "machines");
    const Layout layout = lay_out(timeline, {0, timeline.to, 100, 900}, sizes_for(timeline.rows.size()), 40);
    for (const RowBox& box : layout.rows) {
      const Row& row = timeline.rows[box.row];
      for (std::size_t l = 0; l < row.lanes.size(); ++l) {
        for (const Bar& bar : timeline.bars_of(row.lanes[l])) {
          if (layout.scale.pixels(bar.end - bar.start) < 3) continue;
          const double x = (layout.scale.x(bar.start) + layout.scale.x(bar.end)) / 2;
          const auto found = pick(timeline, layout, x, box.top + box.lane * (static_cast<double>(l) + .5));
          ASSERT_TRUE(found && found->bar);
          ASSERT_EQ(&timeline.bars[*found->bar], &bar);
          ASSERT_EQ(found->row, box.row);
          ++picked;
        }
      }
      ASSERT_FALSE(pick(timeline, layout, 50, box.top + 1)) << "left of the axis";
    }
    ASSERT_FALSE(pick(timeline, layout, 500, layout.top - 1));
    ASSERT_FALSE(pick(timeline, layout, 500, layout.bottom + 1));
  });
  EXPECT_GT(picked, 500);
}

TEST(CriticalPath, IsAChainFromTheLastOperationBack) {
  over_random_runs(60, [](const StoredRun& run) {
    const Trace& trace = run.file.trace;
    const std::vector<CriticalStep> path = critical_path(trace);
    if (trace.operations.empty()) return;
    ASSERT_FALSE(path.empty());
    Time last = 0;
    for (const OperationRecord& o : trace.operations) last = std::max(last, o.end);
    ASSERT_EQ(trace.operations[path.back().operation].end, last);
    ASSERT_EQ(path.front().cause, CriticalCause::start);
    for (std::size_t i = 1; i < path.size(); ++i) {
      const OperationRecord& before = trace.operations[path[i - 1].operation];
      const OperationRecord& now = trace.operations[path[i].operation];
      ASSERT_LE(before.end, now.setup_start);
      ASSERT_EQ(path[i].gap, now.setup_start - before.end);
      ASSERT_TRUE(path[i].cause == CriticalCause::job ? before.job == now.job
                                                      : before.machine == now.machine);
    }
  });
}

TEST(Rows, AreFoundByPartOfTheirNameOrPattern) {
  EXPECT_TRUE(matches("lathe/1", ""));
  EXPECT_TRUE(matches("lathe/1", "LATHE"));
  EXPECT_TRUE(matches("lathe/1", "mill,ath"));
  EXPECT_TRUE(matches("lathe/1", "l*1"));
  EXPECT_TRUE(matches("lathe/1", "?athe/?"));
  EXPECT_FALSE(matches("lathe/1", "athe/?"));
  EXPECT_FALSE(matches("lathe/1", "mill,saw"));
  EXPECT_FALSE(matches("lathe/1", ","));
}

}  // namespace
}  // namespace takt
