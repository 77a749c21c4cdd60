// Sensors: what they read, when, and whether the labels beside the samples are true.

#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "results/statistics.hpp"
#include "tests/sim/random_condition.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/small_shop.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

MachineState state_of(const EventRecord& sample) {
  return SampleLabel::of(sample).state;
}
Index level_of(const EventRecord& sample) {
  return SampleLabel::of(sample).level;
}

/// (machine, sensor) by sensor unit: machines in order, the sensors of each in order.
std::vector<std::pair<Index, const Sensor*>> sensor_units(const Scenario& s) {
  std::vector<std::pair<Index, const Sensor*>> units;
  for (Index m = 0; m < s.machine_count; ++m)
    for (const Sensor& sensor :
         s.condition.groups[static_cast<std::size_t>(s.group_of_machine[static_cast<std::size_t>(m)])]
             .sensors)
      units.emplace_back(m, &sensor);
  return units;
}

TEST(telemetry, labels_agree_with_the_recorded_states_levels_and_failures) {
  int samples = 0, worn = 0, failed = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Scenario s = random_scenario(seed);
    add_condition(s, seed);
    finish_scenario(s);
    if (s.condition.sensor_units == 0) continue;
    AnyCandidate agent;
    SimulateOptions options;
    options.seed = {seed, 0};
    options.record = {true, true};
    options.stall_limit = 2000;
    options.check = true;
    const auto clock = make_calendar_clock(s);
    const Trace trace = simulate(s, agent, *clock, options);
    const auto units = sensor_units(s);
    std::map<Index, Time> last;
    for (const EventRecord& sample : trace.events) {
      if (sample.kind != EventKind::sample) continue;
      ++samples;
      const auto [machine, sensor] = units[static_cast<std::size_t>(sample.entity)];
      EXPECT_EQ(sample.time - last[sample.entity], sensor->interval) << "scenario " << seed;
      last[sample.entity] = sample.time;
      // What holds from the instant of the sample on; at the end nothing does any more.
      if (sample.time == trace.end) continue;
      MachineState state = MachineState::idle;
      for (const MachineInterval& i : trace.intervals)
        if (i.machine == machine && i.start <= sample.time && sample.time < i.end)
          state = counted_as(i.state);
      EXPECT_EQ(state_of(sample), state) << "scenario " << seed << " at " << sample.time;
      Index level = 0;
      bool broken = false;
      for (const EventRecord& event : trace.events) {
        if (event.entity != machine || event.time > sample.time) continue;
        if (event.kind == EventKind::level) {
          level = event.detail;
          broken = broken && level > 0;
        }
        if (event.kind == EventKind::condition_failure) broken = true;
      }
      EXPECT_EQ(level_of(sample), level) << "scenario " << seed << " at " << sample.time;
      worn += level > 0;
      if (state == MachineState::down) {
        EXPECT_GE(SampleLabel::of(sample).failure, 0) << "scenario " << seed << " at " << sample.time;
        ++failed;
      }
      if (broken) {
        EXPECT_GE(SampleLabel::of(sample).failure, 0) << "scenario " << seed;
      }
      if (SampleLabel::of(sample).failure >= 0 && state != MachineState::maintenance) {
        EXPECT_EQ(state, MachineState::down) << "scenario " << seed;
      }
      if (sensor->noise == 0 && sensor->per_wear == 0) {
        const auto l = static_cast<std::size_t>(level);
        EXPECT_DOUBLE_EQ(sample.value, sensor->by_state[static_cast<std::size_t>(state)] +
                                           (sensor->by_level.empty() ? 0 : sensor->by_level[l]));
      }
    }
  }
  EXPECT_GT(samples, 3000);
  EXPECT_GT(worn, 300);
  EXPECT_GT(failed, 100);
}

TEST(telemetry, has_the_declared_mean_and_deviation_in_every_state) {
  // A machine that works 3 of every 10 s, gets worse once, and is down now and then.
  Scenario s;
  add_group(s);
  add_routing(s, {{0, constant(ticks(3))}});
  Source source;
  source.name = "every 10 s";
  source.products = {{0, 1}};
  source.interarrival = constant(ticks(10));
  s.sources.push_back(source);
  s.groups[0].breakdowns.push_back(
      {"cause", FailureClock::calendar, OnFailure::resume, exponential(ticks(500)), exponential(ticks(200))});
  s.run.horizon = static_cast<Time>(ticks(200'000));
  s.condition.groups.resize(1);
  ConditionLaw& law = s.condition.groups[0].law;
  law.clock = WearClock::calendar;
  law.levels.resize(2);
  law.levels[0].lasts = constant(ticks(100'000));
  Sensor sensor;
  sensor.name = "vibration";
  sensor.interval = static_cast<Time>(ticks(0.7));
  sensor.by_state = {0.2, 0, 2.5, 0.1, 0, 0, 0};
  sensor.by_level = {0, 1.5};
  sensor.noise = 0.4;
  s.condition.groups[0].sensors = {sensor};
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent, {3, 0}, 1'000'000);
  std::map<std::pair<int, int>, std::vector<double>> values;
  for (const EventRecord& sample : trace.events)
    if (sample.kind == EventKind::sample)
      values[{static_cast<int>(state_of(sample)), level_of(sample)}].push_back(sample.value);
  int groups = 0;
  for (const auto& [key, readings] : values) {
    ++groups;
    const double truth = sensor.by_state[static_cast<std::size_t>(key.first)] +
                         sensor.by_level[static_cast<std::size_t>(key.second)];
    const double n = static_cast<double>(readings.size());
    ASSERT_GT(n, 10'000);
    EXPECT_NEAR(mean(readings), truth, 2.576 * sensor.noise / std::sqrt(n) * 1.5) << key.first;
    // The standard deviation of a normal sample's: sd / sqrt(2 n).
    EXPECT_NEAR(standard_deviation(readings), sensor.noise, 4 * sensor.noise / std::sqrt(2 * n)) << key.first;
  }
  EXPECT_EQ(groups, 6);  // idle, processing, down at both levels
}

TEST(telemetry, other_seeds_other_noise_and_the_same_seed_the_same) {
  Scenario s;
  add_group(s, 2);
  add_routing(s, {{0, constant(ticks(3))}});
  add_order(s, 0);
  s.run.horizon = static_cast<Time>(ticks(100));
  s.condition.groups.resize(1);
  Sensor sensor;
  sensor.name = "temperature";
  sensor.interval = static_cast<Time>(ticks(1));
  sensor.noise = 1;
  s.condition.groups[0].sensors = {sensor, sensor};
  FirstCandidate agent;
  const auto readings = [&](Seed seed) {
    std::vector<double> values;
    for (const EventRecord& event : run_recorded(s, agent, seed).events) values.push_back(event.value);
    return values;
  };
  const std::vector<double> once = readings({1, 0});
  EXPECT_EQ(once.size(), 400u);  // 2 machines, 2 sensors, 100 samples
  EXPECT_EQ(once, readings({1, 0}));
  EXPECT_NE(once, readings({2, 0}));
  EXPECT_NE(once, readings({1, 1}));
  std::map<double, int> different;
  for (const double value : once) ++different[value];
  EXPECT_EQ(different.size(), once.size());
}

}  // namespace
}  // namespace takt::test
