// Conveyors against times worked out by hand.

#include <algorithm>

#include <gtest/gtest.h>

#include "sim/plant/transport.hpp"
#include "tests/sim/transport_run.hpp"

namespace takt::test {
namespace {

const char* const belt = R"(
machines: {mill: {place: B, count: 9}}
routings: {part: [{machine: mill, time: 0 s}]}
orders: [{routing: part, place: A, quantity: 3}]
transport:
  places: [A, B]
  conveyors: {belt: {from: A, to: B, length: 10 m, speed: 1 m/s, spacing: 2 m, slots: 5}}
)";

TEST(conveyors, jobs_enter_at_their_spacing_and_ride) {
  const Trace trace = told(belt);
  EXPECT_EQ(times(trace, EventKind::conveyor_enters), seconds({0, 2, 4}));
  EXPECT_EQ(completions(trace), seconds({10, 12, 14}));
  EXPECT_EQ(completions(told(with(belt, "slots: 5", "slots: 5, accumulating: false"))),
            seconds({10, 12, 14}));
  // Two slots: the third enters when the first has left.
  EXPECT_EQ(completions(told(with(belt, "slots: 5", "slots: 2"))), seconds({10, 12, 20}));
  EXPECT_EQ(trace.transport.conveyors.front().jobs, 3);
  EXPECT_EQ(trace.transport.conveyors.front().content, 30.0 * 1e6);  // three of 10 s each
}

/// A conveyor by itself: jobs come at given times, the end opens at a given time.
class BeltAlone {
 public:
  BeltAlone(bool accumulating, std::vector<Time> arrivals, Time blocked_until)
      : scenario_(parse_scenario(
            std::string("takt: 1\n") +
                with(belt, "slots: 5", accumulating ? "slots: 5" : "slots: 5, accumulating: false"),
            "belt.yaml")),
        transport_(scenario_),
        blocked_until_(blocked_until) {
    for (std::size_t i = 0; i < arrivals.size(); ++i)
      endings_.push_back({arrivals[i], {0, ActivityKind::arrival, static_cast<std::uint32_t>(i)}});
    endings_.push_back({blocked_until, {0, ActivityKind::horizon, 0}});
  }

  /// When each job left.
  std::vector<Time> run() {
    while (!endings_.empty()) {
      const auto next = std::min_element(endings_.begin(), endings_.end(), [](const auto& x, const auto& y) {
        return x.first != y.first ? x.first < y.first : before(x.second, y.second);
      });
      const auto [now, activity] = *next;
      endings_.erase(next);
      if (activity.kind == ActivityKind::arrival) {
        transport_.request(
            {.number = activity.entity, .job = static_cast<Index>(activity.entity), .from = 0, .to = 1}, now,
            effects_);
      } else if (activity.kind == ActivityKind::move) {
        transport_.ended(activity, now, effects_);
      } else if (waits_) {
        leave(now);
      }
      see(now);
    }
    return left_;
  }
  std::vector<Time> entered() const {
    std::vector<Time> result;
    for (const EventRecord& event : effects_.events) {
      if (event.kind == EventKind::conveyor_enters) result.push_back(event.time);
    }
    return result;
  }

 private:
  void leave(Time now) {
    left_.push_back(now);
    waits_ = false;
    transport_.accept(0, now, effects_);
  }
  void see(Time now) {
    while (const auto news = transport_.next_news()) {
      EXPECT_EQ(news->kind, TransportNews::Kind::at_end);
      if (now < blocked_until_) {
        waits_ = true;
        transport_.refuse(0, now, effects_);
      } else {
        leave(now);
      }
    }
    for (const Effects::ClockCommand& command : effects_.clock) {
      const Activity& a = command.activity;
      if (command.start) {
        endings_.push_back({now + a.duration, a});
      } else {
        std::erase_if(endings_,
                      [&](const auto& e) { return e.second.kind == a.kind && e.second.entity == a.entity; });
      }
    }
    effects_.clock.clear();
  }

  Scenario scenario_;
  Transport transport_;
  Time blocked_until_;
  bool waits_ = false;
  Effects effects_;
  std::vector<std::pair<Time, Activity>> endings_;
  std::vector<Time> left_;
};

TEST(conveyors, an_accumulating_one_closes_up_behind_a_job_that_waits) {
  // Enter at 0, 2, 4, 6; the first is at the end at 10 and waits until 30. Those behind have closed up: they
  // leave 2 m, which is 2 s, after each other. A fifth enters at 11 all the same; a sixth finds all slots
  // full until 30.
  BeltAlone accumulating(true, seconds({0, 2, 4, 6, 11, 13}), 30 * second);
  EXPECT_EQ(accumulating.run(), seconds({30, 32, 34, 36, 38, 40}));
  EXPECT_EQ(accumulating.entered(), seconds({0, 2, 4, 6, 11, 30}));
}

TEST(conveyors, any_other_stands_while_its_first_job_cannot_leave) {
  // The belt stands from 10 to 30. The others were 2, 4 and 6 m behind and stay so; who came at 11 and 13
  // enters when it runs: the fifth at 30, its entry 4 m behind the fourth, and the sixth 2 s later.
  BeltAlone rigid(false, seconds({0, 2, 4, 6, 11, 13}), 30 * second);
  EXPECT_EQ(rigid.run(), seconds({30, 32, 34, 36, 40, 42}));
  EXPECT_EQ(rigid.entered(), seconds({0, 2, 4, 6, 30, 32}));
}

}  // namespace
}  // namespace takt::test
