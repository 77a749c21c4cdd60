// Loads on shared lanes end when max-min fair sharing says so, to the tick.

#include <cmath>
#include <sstream>

#include <gtest/gtest.h>

#include "sim/clock/clock.hpp"
#include "sim/clock/isolate.hpp"
#include "sim/model/error.hpp"
#include "sim/model/random.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "tests/sim/fluid.hpp"

namespace takt::test {
namespace {

constexpr Time second = ticks_per_second;

struct Ride {
  Time start = 0;
  Flow flow;
};

/// Places 0, 1, 2, ... in a row, a lane between each and the next.
struct Road {
  std::vector<double> metres, capacities;  ///< capacity 0: not shared

  Scenario scenario() const {
    std::string text =
        "takt: 1\nmachines: {saw: {}}\nroutings: {part: [{machine: saw, time: 1 s}]}\norders: "
        "[{routing: part}]\ntransport:\n  places: [p0";
    for (std::size_t i = 0; i < metres.size(); ++i) text += ", p" + std::to_string(i + 1);
    text += "]\n  lanes:\n";
    for (std::size_t i = 0; i < metres.size(); ++i) {
      text += "    lane" + std::to_string(i) + ": {from: p" + std::to_string(i) + ", to: p" +
              std::to_string(i + 1) + ", length: " + std::to_string(metres[i]) + " m";
      if (capacities[i] > 0) text += ", capacity: " + std::to_string(capacities[i]) + " m/s";
      text += "}\n";
    }
    return parse_scenario(text, "road.yaml");
  }
};

/// Starts each ride at its time and notes when it ends.
class Traffic final : public InstantHandler {
 public:
  Traffic(Clock& clock, const std::vector<Ride>& rides)
      : clock_(clock), rides_(rides), ends_(rides.size(), -1) {
    for (std::size_t i = 0; i < rides.size(); ++i) {
      const auto entity = static_cast<std::uint32_t>(i);
      if (rides[i].start > 0) {
        clock.start({rides[i].start, ActivityKind::arrival, entity});
      } else {
        clock.start_flow({1, ActivityKind::transfer, entity}, rides[i].flow);
      }
    }
  }

  bool on_instant(Time now, std::span<const Activity> ended) override {
    EXPECT_GT(now, last_);  // an instant comes once
    last_ = now;
    for (const Activity& activity : ended) {
      if (activity.kind == ActivityKind::transfer) {
        ends_[activity.entity] = now;
      } else {
        clock_.start_flow({1, ActivityKind::transfer, activity.entity}, rides_[activity.entity].flow);
      }
    }
    return true;
  }

  std::string ends() const {
    std::ostringstream text;
    for (const Time end : ends_) text << end << ' ';
    return text.str();
  }

 private:
  Clock& clock_;
  const std::vector<Ride>& rides_;
  std::vector<Time> ends_;
  Time last_ = -1;
};

std::vector<Time> ends_on_simgrid(const Road& road, const std::vector<Ride>& rides) {
  const Scenario scenario = road.scenario();
  const std::string text = run_isolated([&] {
    const auto clock = make_simgrid_clock(scenario);
    Traffic traffic(*clock, rides);
    clock->run(traffic);
    return traffic.ends();
  });
  std::istringstream words(text);
  std::vector<Time> ends;
  for (Time end = 0; words >> end;) ends.push_back(end);
  return ends;
}

Ride ride(Time start, Index from, Index to, double speed, double load = 1) {
  return {start, {0, from, to, load, speed}};
}

using Times = std::vector<Time>;

TEST(shared_lanes, a_ride_alone_takes_length_by_speed_or_by_capacity) {
  const Road road{{100}, {4}};
  EXPECT_EQ(ends_on_simgrid(road, {ride(0, 0, 1, 2)}), Times{50 * second});
  EXPECT_EQ(ends_on_simgrid(road, {ride(0, 0, 1, 10)}), Times{25 * second});
  // 100 m at 3 m/s: 33.333333 and a third; the next whole tick.
  EXPECT_EQ(ends_on_simgrid(road, {ride(0, 1, 0, 3)}), Times{33'333'334});
  // 20 loads at 2 m/s each would be 40 load-metres/s; there are 4, so 0.2 m/s.
  EXPECT_EQ(ends_on_simgrid(road, {ride(0, 0, 1, 2, 20)}), Times{500 * second});
}

TEST(shared_lanes, two_rides_share_one_lane_while_both_are_on_it) {
  const Road road{{100}, {2}};
  // Each 1 m/s for 100 s.
  EXPECT_EQ(ends_on_simgrid(road, {ride(0, 0, 1, 2), ride(0, 0, 1, 2)}), (Times{100 * second, 100 * second}));
  // Opposite directions share as well. The first has 80 m left when the second comes: 80 s at 1 m/s; then the
  // second has 20 m left, at 2 m/s.
  EXPECT_EQ(ends_on_simgrid(road, {ride(0, 0, 1, 2), ride(10 * second, 1, 0, 2)}),
            (Times{90 * second, 100 * second}));
}

TEST(shared_lanes, three_rides_come_and_go_at_different_times) {
  // Lane of 120 m and 6 m/s, vehicles of 6 m/s.
  //   0 s  A alone at 6;  10 s: A has 60 left, B comes: 3 each;  20 s: A 30, B 90, C comes: 2 each;
  //  35 s  A done; B 60, C 90: 3 each;  55 s: B done, C 30 at 6;  60 s: C done.
  EXPECT_EQ(ends_on_simgrid(Road{{120}, {6}},
                            {ride(0, 0, 1, 6), ride(10 * second, 0, 1, 6), ride(20 * second, 0, 1, 6)}),
            (Times{35 * second, 55 * second, 60 * second}));
}

TEST(shared_lanes, what_a_slow_vehicle_leaves_goes_to_the_others) {
  // Lane of 6 m/s: one vehicle of 1 m/s, two of 4 m/s: 1, 2.5, 2.5. The fast ones need 40 s for 100 m, then
  // the slow one goes on at its 1 m/s.
  EXPECT_EQ(ends_on_simgrid(Road{{100}, {6}}, {ride(0, 0, 1, 1), ride(0, 0, 1, 4), ride(0, 0, 1, 4)}),
            (Times{100 * second, 40 * second, 40 * second}));
}

TEST(shared_lanes, a_ride_over_two_lanes_goes_at_the_pace_of_the_narrower) {
  const Road road{{60, 40}, {3, 1}};
  EXPECT_EQ(ends_on_simgrid(road, {ride(0, 0, 2, 5)}), Times{100 * second});
  // Beside it another on the wide lane gets the 2 m/s that are left: 30 s for its 60 m.
  EXPECT_EQ(ends_on_simgrid(road, {ride(0, 0, 2, 5), ride(0, 0, 1, 5)}), (Times{100 * second, 30 * second}));
  // One on the narrow lane for 40 m: half of it each, 80 s; the long one then has 60 m left, at 1 m/s.
  EXPECT_EQ(ends_on_simgrid(road, {ride(0, 0, 2, 5), ride(0, 1, 2, 5)}), (Times{140 * second, 80 * second}));
  // A lane without a capacity slows nobody.
  EXPECT_EQ(ends_on_simgrid(Road{{60, 40}, {3, 0}}, {ride(0, 0, 2, 2), ride(0, 0, 2, 2)}),
            (Times{66'666'667, 66'666'667}));
}

TEST(shared_lanes, parking_lot_of_three_lanes) {
  // Three lanes of 100 m and 1, 2 and 1 m/s. L over all three, a, b, c over one each: L, a and c get 0.5,
  // b 1.5.
  //   66.667 s: b done. 200 s: a, c done, L has 200 m left, at 1 m/s.
  EXPECT_EQ(ends_on_simgrid(Road{{100, 100, 100}, {1, 2, 1}},
                            {ride(0, 0, 3, 9), ride(0, 0, 1, 9), ride(0, 1, 2, 9), ride(0, 2, 3, 9)}),
            (Times{400 * second, 200 * second, 66'666'667, 200 * second}));
  // The classic one: each enters one lane later, all leave at the end. Lanes of 3 m/s, 100 m each.
  // Lane 2 has all three: 1 m/s each. c (100 m) is done at 100 s, b has 100 left, a 200; then 1.5 each: b at
  // 166.667 s, a has 100 left, at 3 m/s: 200 s.
  EXPECT_EQ(ends_on_simgrid(Road{{100, 100, 100}, {3, 3, 3}},
                            {ride(0, 0, 3, 9), ride(0, 1, 3, 9), ride(0, 2, 3, 9)}),
            (Times{200 * second, 166'666'667, 100 * second}));
}

TEST(shared_lanes, hundreds_of_random_cases_as_an_independent_solver_says) {
  preload_simgrid_clock();
  std::uint64_t drawn = 0;
  const auto between = [&drawn](std::int64_t least, std::int64_t greatest) {
    const std::uint64_t bits = random_bits({20, 0}, Purpose::family, 1, ++drawn);
    return least +
           static_cast<std::int64_t>(random_below(bits, static_cast<std::uint64_t>(greatest - least + 1)));
  };
  int rides_checked = 0;
  for (int round = 0; round < 400; ++round) {
    Road road;
    std::vector<double> capacities;
    const auto lanes = between(1, 5);
    for (std::int64_t l = 0; l < lanes; ++l) {
      road.metres.push_back(static_cast<double>(between(10, 300)));
      road.capacities.push_back(static_cast<double>(between(5, 60)) / 10);
      capacities.push_back(road.capacities.back() / 1e6);  // load-metres a tick
    }
    std::vector<Ride> rides;
    std::vector<FluidFlow> flows;
    const auto count = between(1, 8);
    for (std::int64_t i = 0; i < count; ++i) {
      const auto from = static_cast<Index>(between(0, lanes)), shift = static_cast<Index>(between(1, lanes));
      const auto to = static_cast<Index>((from + shift) % (lanes + 1));
      const double speed = static_cast<double>(between(2, 40)) / 10;
      const double load = between(1, 4) == 1 ? static_cast<double>(between(1, 30)) / 4 : 1;
      rides.push_back(ride(between(0, 3) * between(0, 60'000'000), from, to, speed, load));
      FluidFlow flow{static_cast<double>(rides.back().start), 0, load * speed / 1e6, {}};
      for (Index l = std::min(from, to); l < std::max(from, to); ++l) {
        flow.size += load * road.metres[static_cast<std::size_t>(l)];
        flow.links.push_back(l);
      }
      flows.push_back(flow);
    }
    const std::vector<Time> ends = ends_on_simgrid(road, rides);
    const std::vector<double> exact = fluid_ends(capacities, flows);
    ASSERT_EQ(ends.size(), exact.size());
    for (std::size_t i = 0; i < ends.size(); ++i) {
      ++rides_checked;
      // The whole tick at or after the exact end, which the solver knows to about 1e-5 ticks.
      EXPECT_GE(static_cast<double>(ends[i]), exact[i] - 0.002) << "round " << round << ", ride " << i;
      EXPECT_LT(static_cast<double>(ends[i]), exact[i] + 1.002) << "round " << round << ", ride " << i;
    }
  }
  EXPECT_GT(rides_checked, 1200);
}

TEST(shared_lanes, the_calendar_clock_refuses_and_names_the_first_one) {
  const Scenario shared = Road{{10, 20, 30}, {0, 5, 6}}.scenario();
  try {
    make_calendar_clock(shared);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::bad_input);
    EXPECT_NE(std::string(error.what()).find("'lane1'"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("simgrid"), std::string::npos) << error.what();
  }
  EXPECT_NO_THROW(make_calendar_clock(Road{{10, 20}, {0, 0}}.scenario()));
}

}  // namespace
}  // namespace takt::test
