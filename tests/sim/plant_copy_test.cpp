// A copy of a plant is a snapshot: it runs on by itself exactly as the original would have.

#include <algorithm>
#include <cstring>

#include <gtest/gtest.h>

#include "sim/plant/plant.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

/// The barest driver of a plant, a value like the plant itself: a list of endings searched from end to end.
class Drive {
 public:
  Drive(const Scenario& scenario, Seed seed) : scenario_(&scenario), plant_(scenario, seed) {
    agent_.begin(scenario, seed);
    if (scenario.run.horizon != never)
      endings_.push_back({scenario.run.horizon, false, {0, ActivityKind::horizon, 0}});
    plant_.start(effects_);
    settle(0);
  }

  /// Takes the next instant in. False: nothing is left, or the run is over.
  bool step() {
    if (over_ || endings_.empty()) return false;
    const Time now = std::min_element(endings_.begin(), endings_.end(), sooner)->at;
    if (++instants_ > 3000) return false;
    settle(now);
    for (std::string& fault : plant_.check()) broken_.push_back(std::move(fault));
    return true;
  }

  void run() {
    while (step()) {
    }
    plant_.close(plant_.now(), effects_);
  }

  const Plant& plant() const { return plant_; }
  const Effects& records() const { return effects_; }
  std::int64_t instants() const { return instants_; }
  const std::vector<std::string>& broken() const { return broken_; }

 private:
  struct Ending {
    Time at;
    bool at_once;  ///< started within the instant at which it ends
    Activity activity;
  };
  static bool sooner(const Ending& x, const Ending& y) {
    if (x.at != y.at) return x.at < y.at;
    if (x.at_once != y.at_once) return y.at_once;
    return before(x.activity, y.activity);
  }

  void settle(Time now) {
    for (;;) {
      queue_commands(now);
      const auto next = std::min_element(endings_.begin(), endings_.end(), sooner);
      if (next != endings_.end() && next->at == now) {
        const Activity activity = next->activity;
        endings_.erase(next);
        plant_.apply(activity, now, effects_);
      } else if (now >= scenario_->run.horizon) {
        over_ = true;
        return;
      } else if (const auto decision = plant_.next_decision()) {
        plant_.resolve(*decision, agent_.decide(*decision), effects_);
      } else {
        break;
      }
    }
    over_ = (scenario_->run.horizon == never || scenario_->run.measured_jobs > 0) && plant_.finished();
  }

  void queue_commands(Time now) {
    for (const Effects::ClockCommand& command : effects_.clock) {
      const Activity& a = command.activity;
      if (command.start) {
        endings_.push_back({now + a.duration, a.duration == 0, a});
      } else {
        std::erase_if(endings_, [&](const Ending& e) {
          return e.activity.kind == a.kind && e.activity.entity == a.entity;
        });
      }
    }
    effects_.clock.clear();
  }

  const Scenario* scenario_;
  Plant plant_;
  AnyCandidate agent_;
  Effects effects_;
  std::vector<Ending> endings_;
  std::vector<std::string> broken_;
  std::int64_t instants_ = 0;
  bool over_ = false;
};

template <typename Record>
bool same_bytes(const std::vector<Record>& x, const std::vector<Record>& y) {
  return x.size() == y.size() &&
         (x.empty() || std::memcmp(x.data(), y.data(), x.size() * sizeof(Record)) == 0);
}

bool same_records(const Effects& x, const Effects& y) {
  return same_bytes(x.operations, y.operations) && same_bytes(x.intervals, y.intervals) &&
         same_bytes(x.jobs, y.jobs) && same_bytes(x.events, y.events);
}

TEST(plant_copy, the_drive_of_this_test_tells_what_simulate_tells) {
  int compared = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const Scenario scenario = random_scenario(seed, {.mixed = seed % 2 == 1});
    Drive drive(scenario, {seed, 1});
    drive.run();
    if (drive.instants() > 3000) continue;  // repeats an operation for ever
    AnyCandidate agent;
    SimulateOptions options;
    options.seed = {seed, 1};
    options.record = {true, false};
    const auto clock = make_calendar_clock(scenario);
    const Trace trace = simulate(scenario, agent, *clock, options);
    EXPECT_TRUE(same_bytes(trace.operations, drive.records().operations)) << seed;
    EXPECT_TRUE(same_bytes(trace.intervals, drive.records().intervals)) << seed;
    EXPECT_TRUE(drive.broken().empty()) << seed << ": " << drive.broken().front();
    ++compared;
  }
  EXPECT_GT(compared, 250);
}

TEST(plant_copy, a_copy_runs_on_like_its_original) {
  int copies = 0;
  for (std::uint64_t seed = 0; seed < 250; ++seed) {
    const Scenario scenario = random_scenario(seed, {.mixed = seed % 2 == 1});
    Drive undisturbed(scenario, {seed, 0});
    undisturbed.run();
    Drive original(scenario, {seed, 0});
    bool more = true;
    for (int instant = 0; more; ++instant) {
      if (instant % 7 == 3 && instant < 200) {
        ++copies;
        Drive copy = original;
        EXPECT_EQ(copy.plant().state_bytes(), original.plant().state_bytes());
        copy.run();
        EXPECT_TRUE(same_records(copy.records(), undisturbed.records()))
            << "scenario " << seed << ", copied after " << instant << " instants";
      }
      more = original.step();
    }
    // The copies that ran to their end left no mark on the original.
    original.run();
    EXPECT_TRUE(same_records(original.records(), undisturbed.records())) << "scenario " << seed;
  }
  EXPECT_GT(copies, 700);
}

TEST(plant_copy, a_copy_outlives_its_original_and_can_be_assigned_back) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const Scenario scenario = random_scenario(seed, {.mixed = seed % 2 == 1});
    Drive undisturbed(scenario, {seed, 0});
    undisturbed.run();
    auto original = std::make_unique<Drive>(scenario, Seed{seed, 0});
    for (int i = 0; i < 5; ++i) original->step();
    Drive snapshot = *original;
    original->run();
    original.reset();
    Drive again = snapshot;
    again.run();
    again = snapshot;  // back in time
    again.run();
    EXPECT_TRUE(same_records(again.records(), undisturbed.records())) << "scenario " << seed;
  }
}

}  // namespace
}  // namespace takt::test
