#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "viz/timeline/duration_text.hpp"
#include "viz/timeline/ticks.hpp"

namespace takt {
namespace {

using testing::ElementsAre;

constexpr Time second = ticks_per_second, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
  std::vector<std::string> all;
  for (const Tick& tick : ticks) all.push_back(tick.label);
  return all;
}

TEST(Axis, NumbersOfAnInstance) {
  const TimeAxis axis = make_axis(0, 55 * second, 6, {.start = {}, .plain = true});
  EXPECT_THAT(labels(axis.ticks), ElementsAre("0", "10", "20", "30", "40", "50"));
  EXPECT_EQ(axis.unit, "");
  EXPECT_TRUE(axis.spans.empty());
  EXPECT_THAT(labels(make_axis(0, 3 * second, 6, {.start = {}, .plain = true}).ticks),
              ElementsAre("0", "0.5", "1", "1.5", "2", "2.5", "3"));
}

TEST(Axis, SecondsAndMinutesOfAShortRun) {
  const TimeAxis seconds = make_axis(0, 2 * minute, 5, {});
  EXPECT_THAT(labels(seconds.ticks), ElementsAre("0", "30", "60", "90", "120"));
  EXPECT_EQ(seconds.unit, "s");
  const TimeAxis minutes = make_axis(0, hour, 5, {});
  EXPECT_THAT(labels(minutes.ticks), ElementsAre("0", "15", "30", "45", "60"));
  EXPECT_EQ(minutes.unit, "min");
}

TEST(Axis, ClockAndDay) {
  const TimeAxis axis = make_axis(20 * hour, 52 * hour, 6, {});
  EXPECT_THAT(labels(axis.ticks), ElementsAre("00:00", "06:00", "12:00", "18:00", "00:00"));
  EXPECT_EQ(axis.ticks.front().time, day);
  EXPECT_THAT(labels(axis.spans), ElementsAre("day 1", "day 2", "day 3"));
  EXPECT_EQ(axis.spans[0].time, 20 * hour);
  EXPECT_EQ(axis.spans[1].time, 24 * hour);
}

TEST(Axis, ClockAndWeekdayFromTheDateOfTheStart) {
  const ClockStyle monday_six = {.start = parse_date("2026-03-02T06:00"), .plain = false};
  const TimeAxis axis = make_axis(0, 36 * hour, 7, monday_six);
  // Round by the clock on the wall, not by the run's.
  EXPECT_THAT(labels(axis.ticks), ElementsAre("06:00", "12:00", "18:00", "00:00", "06:00", "12:00", "18:00"));
  EXPECT_THAT(labels(axis.spans), ElementsAre("Mon 2 Mar 2026", "Tue 3 Mar 2026"));
  EXPECT_EQ(axis.spans[1].time, 18 * hour);
  EXPECT_EQ(clock_text(30 * hour, monday_six), "Tue 3 Mar 2026 12:00");
  const TimeAxis weeks = make_axis(0, 42 * day, 7, {.start = parse_date("2026-03-01"), .plain = false});
  EXPECT_THAT(labels(weeks.spans), ElementsAre("Mar 2026", "Apr 2026"));
}

TEST(Axis, TicksAreRoundAndFewAtEveryZoom) {
  std::mt19937_64 draw(1);
  std::set<Time> steps;
  for (int i = 0; i < 4000; ++i) {
    const Time span = Time{1} << (draw() % 52),
               from = static_cast<Time>(draw() % (std::uint64_t{1} << (draw() % 52)));
    const Time to = from + span + static_cast<Time>(draw() % static_cast<std::uint64_t>(span));
    const int most = 2 + static_cast<int>(draw() % 20);
    ClockStyle style;
    if (i % 3 == 1) style.plain = true;
    if (i % 3 == 2) style.start = parse_date("2026-03-02");
    const TimeAxis axis = make_axis(from, to, most, style);
    steps.insert(axis.step);
    ASSERT_LE(axis.ticks.size(), static_cast<std::size_t>(most) + 1) << from << " to " << to;
    // Not so few that a reader has nothing to go by: steps are at most 5 times those before.
    ASSERT_GE((axis.ticks.size() + 1) * 8, static_cast<std::size_t>(most)) << from << " to " << to;
    Time before = -1;
    for (const Tick& tick : axis.ticks) {
      ASSERT_GE(tick.time, from);
      ASSERT_LE(tick.time, to);
      ASSERT_EQ((tick.time + style.start.value_or(0)) % axis.step, 0);
      ASSERT_TRUE(before < 0 || tick.time - before == axis.step);
      before = tick.time;
    }
    if (!style.plain) continue;
    std::set<std::string> different;
    for (const Tick& tick : axis.ticks) ASSERT_TRUE(different.insert(tick.label).second) << tick.label;
  }
  EXPECT_GT(steps.size(), 40u);
}

TEST(Axis, DatesAreStrict) {
  EXPECT_EQ(parse_date("1970-01-02"), day);
  EXPECT_EQ(parse_date("2026-03-02 06:30"), *parse_date("2026-03-02") + 390 * minute);
  for (const char* bad : {"", "2026", "2026-13-01", "2026-02-30", "2026-03-02T", "2026-03-02T25:00",
                          "2026-03-02T6", "2026-03-02x06:00", "2026-03-02 06:00 ", "tomorrow"})
    EXPECT_EQ(parse_date(bad), std::nullopt) << bad;
}

TEST(DurationText, TwoUnitsAtMost) {
  EXPECT_EQ(duration_text(0), "0 s");
  EXPECT_EQ(duration_text(2'500'000), "2.5 s");
  EXPECT_EQ(duration_text(90 * second), "1 min 30 s");
  EXPECT_EQ(duration_text(hour), "1 h");
  EXPECT_EQ(duration_text(2 * day + 3 * hour + 4 * minute), "2 d 3 h");
  EXPECT_EQ(duration_text(2 * hour - second), "2 h");
  EXPECT_EQ(duration_text(-90 * second), "-1 min 30 s");
}

}  // namespace
}  // namespace takt
