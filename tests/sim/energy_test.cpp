// Energy, power caps, tariffs and costs, recomputed from the recorded intervals and jobs.

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "results/kpi.hpp"
#include "results/kpi_condition.hpp"
#include "sim/clock/isolate.hpp"
#include "sim/model/read/load_scenario.hpp"
#include "sim/plant/plant.hpp"
#include "tests/sim/machine_story.hpp"
#include "tests/sim/random_condition.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/small_shop.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt::test {
namespace {

constexpr double hour = 3600;

Trace recorded(const Scenario& scenario, ClockKind kind, Seed seed) {
  AnyCandidate agent;
  SimulateOptions options;
  options.seed = seed;
  options.record = {true, true};
  options.stall_limit = 2000;
  options.check = true;
  const auto clock = make_clock(kind, scenario);
  return simulate(scenario, agent, *clock, options);
}

const PowerDraw& power_of(const Scenario& s, Index machine) {
  return s.condition.groups[static_cast<std::size_t>(s.group_of_machine[static_cast<std::size_t>(machine)])]
      .power;
}

/// The recorded intervals of a machine with the idle ones that they leave out.
std::vector<MachineInterval> whole_story(const Trace& trace, Index machine) {
  std::vector<MachineInterval> all;
  Time at = 0;
  for (const MachineInterval& i : trace.intervals) {
    if (i.machine != machine) continue;
    EXPECT_GE(i.start, at);
    if (i.start > at) all.push_back({at, i.start, machine, MachineState::idle});
    all.push_back(i);
    at = i.end;
  }
  if (trace.end > at) all.push_back({at, trace.end, machine, MachineState::idle});
  return all;
}

double watts(const PowerDraw& power, MachineState state) {
  return static_cast<double>(power.milliwatts[static_cast<std::size_t>(counted_as(state))]) / 1e3;
}

double table_value(const KpiTable& table, const std::string& row, const std::string& column) {
  for (const KpiTable::Row& r : table.rows) {
    if (r.name != row) continue;
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      if (table.columns[c].name == column) return r.values[c];
  }
  ADD_FAILURE() << "no " << row << ", " << column;
  return 0;
}

/// The random scenarios whose machines say what they draw.
template <typename Look>
int for_each_powered(std::uint64_t count, Look look) {
  int seen = 0;
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    Scenario s = random_scenario(seed);
    add_condition(s, seed);
    finish_scenario(s);
    if (!s.condition.any_power) continue;
    ++seen;
    look(s, seed);
  }
  return seen;
}

TEST(energy, is_the_sum_over_intervals_of_power_times_length) {
  const int seen = for_each_powered(300, [](const Scenario& s, std::uint64_t seed) {
    const Trace trace = recorded(s, ClockKind::calendar, {seed, 0});
    EXPECT_TRUE(trace.condition.metered.empty());
    for (Index m = 0; m < s.machine_count; ++m) {
      if (!power_of(s, m).stated) continue;
      double joules = 0;
      for (const MachineInterval& i : whole_story(trace, m)) {
        const Time from = std::max(i.start, s.run.warm_up);
        if (i.end > from) joules += watts(power_of(s, m), i.state) * to_seconds(i.end - from);
      }
      EXPECT_NEAR(energy_joules(s, trace, static_cast<std::size_t>(m)), joules, 1e-9 * joules + 1e-9)
          << "scenario " << seed;
    }
  });
  EXPECT_GT(seen, 100);
}

/// Digest, and joules by machine to the last digit.
std::string metered_story(const Scenario& s, ClockKind kind, std::uint64_t seed) {
  const Trace trace = recorded(s, kind, {seed, 0});
  std::ostringstream out;
  out.precision(17);
  out << trace.digest.hex() << ' ' << (trace.condition.metered.empty() ? 0 : 1);
  for (Index m = 0; m < s.machine_count; ++m)
    out << ' ' << (trace.end > s.run.warm_up ? energy_joules(s, trace, static_cast<std::size_t>(m)) : 0);
  return out.str();
}

TEST(energy, the_engine_meters_what_the_calendar_accounts_for) {
  preload_simgrid_clock();
  double greatest = 0;
  const int seen = for_each_powered(250, [&](const Scenario& s, std::uint64_t seed) {
    std::istringstream calendar(metered_story(s, ClockKind::calendar, seed));
    std::istringstream simgrid(run_isolated([&] { return metered_story(s, ClockKind::simgrid, seed); }));
    std::string digest, other;
    int metered = 0;
    double x = 0, y = 0;
    calendar >> digest >> metered;
    EXPECT_EQ(metered, 0);
    simgrid >> other >> metered;
    EXPECT_EQ(metered, 1);
    EXPECT_EQ(digest, other) << "scenario " << seed;
    int machines = 0;
    while (calendar >> x && simgrid >> y) {
      ++machines;
      if (x > 0) greatest = std::max(greatest, std::abs(y / x - 1));
      EXPECT_NEAR(x, y, 1e-9 * x + 1e-12) << "scenario " << seed;
    }
    EXPECT_EQ(machines, s.machine_count);
  });
  EXPECT_GT(seen, 80);
  RecordProperty("greatest_relative_difference", std::to_string(greatest));
  EXPECT_LE(greatest, 1e-9);
}

/// Site power at every instant at which a state changed, from the intervals alone.
std::map<Time, std::int64_t> load_profile(const Scenario& s, const Trace& trace) {
  std::map<Time, std::int64_t> change, profile;
  for (Index m = 0; m < s.machine_count; ++m) {
    const PowerDraw& power = power_of(s, m);
    if (!power.stated) continue;
    for (const MachineInterval& i : whole_story(trace, m)) {
      const std::int64_t draw = power.milliwatts[static_cast<std::size_t>(counted_as(i.state))];
      change[i.start] += draw;
      change[i.end] -= draw;
    }
  }
  std::int64_t site = 0;
  for (const auto& [time, difference] : change) {
    site += difference;
    if (time < trace.end) profile[time] = site;
  }
  return profile;
}

TEST(energy, the_cap_is_never_exceeded_and_the_peak_is_the_greatest_load) {
  int capped = 0, reached = 0;
  for_each_powered(400, [&](const Scenario& s, std::uint64_t seed) {
    const Trace trace = recorded(s, ClockKind::calendar, {seed, 0});
    const auto profile = load_profile(s, trace);
    std::int64_t peak = 0;
    for (auto at = profile.begin(); at != profile.end(); ++at) {
      const auto next = std::next(at);
      if (s.condition.cap_milliwatts >= 0) {
        EXPECT_LE(at->second, s.condition.cap_milliwatts) << "scenario " << seed;
      }
      if ((next == profile.end() ? trace.end : next->first) > s.run.warm_up)
        peak = std::max(peak, at->second);
    }
    if (trace.end > s.run.warm_up) {
      EXPECT_NEAR(trace.condition.peak_power, static_cast<double>(peak) / 1e3, 1e-6) << "scenario " << seed;
    }
    // The same from the events.
    for (const EventRecord& event : trace.events) {
      if (event.kind != EventKind::power || event.time >= trace.end) continue;
      const auto at = std::prev(profile.upper_bound(event.time));
      EXPECT_NEAR(event.value, static_cast<double>(at->second) / 1e3, 1e-6) << "scenario " << seed;
    }
    if (s.condition.cap_milliwatts < 0) return;
    ++capped;
    reached += peak > s.condition.cap_milliwatts * 8 / 10;
  });
  EXPECT_GT(capped, 60);
  EXPECT_GT(reached, 20);  // it binds
}

/// Two machines of 3 kW (idle 1 kW) under a cap, one order of 4 s each and 2 more for the first.
Scenario capped_shop(double cap_kilowatts) {
  Scenario s;
  for (int g = 0; g < 2; ++g) {
    add_group(s);
    add_routing(s, {{g, constant(ticks(4))}});
  }
  s.condition.groups.resize(2);
  for (GroupCondition& group : s.condition.groups) {
    group.power.stated = true;
    group.power.milliwatts = {1'000'000, 3'000'000, 3'000'000, 1'000'000, 1'000'000, 0, 1'000'000};
  }
  for (const Index routing : {0, 1, 0}) add_order(s, routing);
  s.condition.cap_milliwatts = static_cast<std::int64_t>(cap_kilowatts * 1e6);
  return s;
}

TEST(energy, under_a_cap_machines_take_turns) {
  FirstCandidate agent;
  Trace trace = run_recorded(capped_shop(6), agent);
  EXPECT_EQ(story(trace, 0) + " | " + story(trace, 1), "work 0-4 work 4-8 | work 0-4");
  trace = run_recorded(capped_shop(5.999), agent);
  // The groups are asked in their order.
  EXPECT_EQ(story(trace, 0) + " | " + story(trace, 1), "work 0-4 work 4-8 | work 8-12");
  EXPECT_EQ(trace.condition.peak_power, 4000);
  EXPECT_THROW(run_recorded(capped_shop(3.9), agent), std::exception);  // 1 kW at rest + 3 kW
}

TEST(energy, tariffs_are_integrated_across_their_boundaries) {
  const Time h = 3600 * ticks_per_second;
  const Tariff day{24 * h, {{0, 0.1}, {6 * h, 0.3}, {22 * h, 0.1}}};
  EXPECT_DOUBLE_EQ(price_ticks(day, 0, h), 0.1 * 3.6e9);
  EXPECT_DOUBLE_EQ(price_ticks(day, 5 * h, 7 * h), (0.1 + 0.3) * 3.6e9);
  EXPECT_DOUBLE_EQ(price_ticks(day, 21 * h, 31 * h), (0.3 + 8 * 0.1 + 0.3) * 3.6e9);
  EXPECT_DOUBLE_EQ(price_ticks(day, 0, 240 * h), 10 * (8 * 0.1 + 16 * 0.3) * 3.6e9);
  EXPECT_EQ(price_ticks(day, 7 * h, 7 * h), 0);
  EXPECT_EQ(price_ticks({}, 0, h), 0);

  // A machine that works from 5:30 to 6:30 and idles from 0:00 and until 7:00.
  Scenario s;
  add_group(s);
  add_routing(s, {{0, constant(ticks(hour))}});
  add_order(s, 0, 5.5 * hour);
  s.run.horizon = 7 * h;
  s.condition.groups.resize(1);
  s.condition.groups[0].power.stated = true;
  s.condition.groups[0].power.milliwatts = {2'000'000, 0, 10'000'000, 0, 0, 0, 0};
  s.condition.tariff = day;
  FirstCandidate agent;
  const Trace trace = run_recorded(s, agent);
  EXPECT_NEAR(trace.condition.machines[0].energy_cost,
              2 * 5.5 * 0.1 + 10 * (0.5 * 0.1 + 0.5 * 0.3) + 2 * 0.5 * 0.3, 1e-12);
  s.condition.groups[0].power.tariff = {24 * h, {{0, 1}}};
  EXPECT_NEAR(run_recorded(s, agent).condition.machines[0].energy_cost, 2 * 6 + 10, 1e-12);
  s.run.warm_up = 6 * h;
  EXPECT_NEAR(run_recorded(s, agent).condition.machines[0].energy_cost, 10 * 0.5 + 2 * 0.5, 1e-12);
}

/// Price of an instant, by looking at it.
double price_at(const Tariff& tariff, Time time) {
  double price = 0;
  for (const Tariff::Band& band : tariff.bands)
    if (band.from <= time % tariff.period) price = band.price;
  return price;
}

TEST(costs, follow_from_the_records) {
  int seen = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Scenario s = random_scenario(seed);
    add_condition(s, seed);
    finish_scenario(s);
    const Costs& costs = s.condition.costs;
    if (!costs.stated) continue;
    ++seen;
    const Trace trace = recorded(s, ClockKind::calendar, {seed, 0});
    double machines = 0, energy = 0, stock = 0, lateness = 0, scrap = 0, setups = 0;
    for (Index m = 0; m < s.machine_count; ++m) {
      const auto g = static_cast<std::size_t>(s.group_of_machine[static_cast<std::size_t>(m)]);
      for (const MachineInterval& i : whole_story(trace, m)) {
        const Time from = std::max(i.start, s.run.warm_up);
        if (i.end <= from) continue;
        if (i.state == MachineState::setup && i.goes_on == 0 && i.start >= s.run.warm_up)
          setups += costs.setup;
        const auto state = static_cast<std::size_t>(counted_as(i.state));
        if (!costs.machine_per_h.empty())
          machines += costs.machine_per_h[g][state] * to_seconds(i.end - from) / hour;
        if (s.condition.groups.empty() || !s.condition.groups[g].power.stated) continue;
        const PowerDraw& power = s.condition.groups[g].power;
        const Tariff& tariff = power.tariff.period > 0 ? power.tariff : s.condition.tariff;
        if (tariff.period == 0) continue;
        // Bands begin at whole seconds: go from one to the next.
        for (Time t = from; t < i.end;) {
          const Time next = std::min(i.end, (t / ticks_per_second + 1) * ticks_per_second);
          energy += price_at(tariff, t) * watts(power, i.state) / 1e3 * to_seconds(next - t) / hour;
          t = next;
        }
      }
    }
    for (const JobRecord& job : trace.jobs) {
      const bool left = job.outcome != JobOutcome::unfinished;
      const Time until = left ? job.completion : trace.end;
      const Time from = std::max(job.release, s.run.warm_up);
      if (until > from) stock += costs.stock_per_h * to_seconds(until - from) / hour;
      if (!left || job.completion < s.run.warm_up) continue;
      if (job.outcome == JobOutcome::scrapped) scrap += costs.scrap;
      if (job.outcome == JobOutcome::done && job.due != never)
        lateness +=
            costs.lateness_per_h * job.weight * std::max(0.0, to_seconds(job.completion - job.due)) / hour;
    }
    const KpiTable table = cost_table(s, trace);
    const auto near = [&](const char* row, double cost) {
      EXPECT_NEAR(table_value(table, row, "cost"), cost, 1e-9 * (1 + std::abs(cost)))
          << row << ", scenario " << seed;
    };
    near("machines", machines);
    near("energy", energy);
    near("stock", stock);
    near("lateness", lateness);
    near("scrap", scrap);
    near("setup", setups);
    near("total", machines + energy + stock + lateness + scrap + setups);
  }
  EXPECT_GT(seen, 80);
}

TEST(costs, labour_is_paid_for_the_hours_of_the_calendar_and_for_overtime) {
  const Scenario s = parse_scenario(R"(takt: 1
calendars: {day: {cycle: 1 d, work: [{from: 8 h, to: 16 h}]}}
workers: {crew: {count: 2, skills: [turn], calendar: day, wage: 30 /h}}
machines: {lathe: {}}
routings: {part: [{machine: lathe, time: 2 h, worker: turn}]}
orders: [{routing: part, release: 15 h}]
run: {until: 2 d}
)",
                                    "wages.yaml");
  const KpiTable table = cost_table(s, recorded(s, ClockKind::calendar, {1, 0}));
  // Two workers for eight hours on two days; one of them stays an hour longer to finish the part.
  EXPECT_NEAR(table_value(table, "labour", "cost"), 30 * (2 * 8 * 2 + 1), 1e-9);
  EXPECT_NEAR(table_value(table, "total", "cost"), 990, 1e-9);
}

}  // namespace
}  // namespace takt::test
