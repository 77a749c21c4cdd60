// A run read back from its file gives every key figure of the run, to the last bit, and those of any window.

#include "results/read_run.hpp"

#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "results/schema.hpp"
#include "results/write_result.hpp"
#include "sim/clock/isolate.hpp"
#include "sim/model/error.hpp"
#include "sim/model/open_scenario.hpp"
#include "sim/record/retally.hpp"
#include "sim/simulate.hpp"
#include "tests/results/fixture.hpp"
#include "tests/results/kpi_difference.hpp"
#include "tests/results/scratch_folder.hpp"
#include "tests/sim/random_scenario.hpp"
#include "tests/sim/test_agents.hpp"

namespace takt {
namespace {

using fixture::difference;

Trace run(const Scenario& scenario, std::uint64_t seed, ClockKind clock, bool records = true) {
  test::AnyCandidate agent;
  SimulateOptions options;
  options.seed = {seed, 0};
  options.record = {records, true};
  options.stall_limit = 2000;
  return simulate(scenario, agent, *make_clock(clock, scenario), options);
}

/// Writes the run, reads it and says how its key figures differ from those of the run; empty: in nothing.
/// `by_text`: the scenario is that of the file (random ones hold more than a scenario file can say).
std::string lost_on_the_way(const Scenario& scenario, std::uint64_t seed, ClockKind clock,
                            bool by_text = true) {
  const fixture::ScratchFolder folder;
  const Trace trace = run(scenario, seed, clock);
  const KpiReport kpis = compute_kpis(scenario, trace);
  write_result(folder / "run.h5", scenario, trace, kpis, fixture::info(seed), nullptr, {});
  const StoredRun read = by_text ? read_run(folder / "run.h5")
                                 : join(folder / "run.h5", scenario, read_result(folder / "run.h5"));
  std::string text = difference(kpis, compute_kpis(read.scenario, read.file.trace));
  text += difference(kpis, kpis_of(read));
  text += difference(kpis, read.file.info.kpis);
  if (trace.condition.metered != read.file.trace.condition.metered) text += "the meters differ; ";
  if (scenario.run.warm_up < trace.end)
    text += difference(kpis, kpis_of(read, {scenario.run.warm_up, trace.end}));
  return text;
}

class ReadShipped : public testing::TestWithParam<std::string> {};

TEST_P(ReadShipped, RunFromEitherClockHasEveryFigure) {
  const Scenario scenario = open_scenario(TAKT_SOURCE_DIR "/scenarios/" + GetParam());
  for (const ClockKind clock : {ClockKind::calendar, ClockKind::simgrid}) {
    try {
      EXPECT_EQ(run_isolated([&] { return lost_on_the_way(scenario, 1, clock); }), "");
    } catch (const Error& error) {
      // Lanes that are shared need SimGrid.
      EXPECT_TRUE(clock == ClockKind::calendar && scenario.transport.first_shared_lane >= 0) << error.what();
    }
  }
}

std::vector<std::string> shipped() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(TAKT_SOURCE_DIR "/scenarios"))
    if (entry.path().extension() == ".yaml") names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(All, ReadShipped, testing::ValuesIn(shipped()),
                         [](const auto& of) { return of.param.substr(0, of.param.find('.')); });

TEST(ReadRun, OfAnInstanceOpensToo) {
  EXPECT_EQ(lost_on_the_way(open_scenario("taillard:ta01"), 1, ClockKind::calendar), "");
}

TEST(ReadRun, OfRandomScenariosHasEveryFigure) {
  std::map<std::string, int> tables;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Scenario scenario = test::random_scenario(seed, {.mixed = true});
    if (scenario.transport.first_shared_lane >= 0) continue;
    EXPECT_EQ(lost_on_the_way(scenario, seed, ClockKind::calendar, false), "") << "scenario " << seed;
    for (const KpiTable& t : compute_kpis(scenario, run(scenario, seed, ClockKind::calendar, false)).tables)
      ++tables[t.name];
  }
  for (const char* name : {"pools", "tasks", "stock", "vehicles", "conveyors", "products", "cards", "parts",
                           "condition", "energy", "costs", "batches", "yield", "quality", "oee"})
    EXPECT_GT(tables[name], 3) << name;
}

/// Drops the figures that no event tells for another window than the run's.
KpiReport without_unknown(KpiReport report) {
  for (KpiTable& table : report.tables) {
    for (KpiTable::Row& row : table.rows) {
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const std::string& name = table.columns[c].name;
        const bool unknown = (table.name == "buffers" && (name == "mean_content" || name == "starved")) ||
                             (table.name == "cards" && name == "mean_waiting") ||
                             table.name == "machine_hours";  // told when it ends
        if (unknown) row.values[c] = 0;
      }
    }
  }
  return report;
}

/// A job of a saturated source is at hand before it enters, which is when its release is set anew. A run that
/// ends in between records it, a longer run only as it was later.
bool holds_job_at_hand(const Trace& part, const Trace& whole) {
  for (const JobRecord& job : part.jobs)
    for (const JobRecord& later : whole.jobs)
      if (job.number == later.number && job.release != later.release) return true;
  return false;
}

// The definition of a window, by another way: let the run end there.
TEST(Window, IsARunOfThatWarmUpThatEndsThere) {
  int compared = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Scenario scenario = test::random_scenario(seed, {.mixed = true});
    if (scenario.transport.first_shared_lane >= 0) continue;
    const Trace whole = run(scenario, seed, ClockKind::calendar);
    if (whole.end < 20) continue;
    const auto draw = [&](std::uint64_t i, Time bound) {
      return static_cast<Time>(
          random_below(random_bits({seed, i}, Purpose::agent, 0, 0), static_cast<std::uint64_t>(bound)));
    };
    // Off the grid of whole seconds, on which many things happen at once.
    const Time to = std::min(draw(1, whole.end - 10) + 7, whole.end - 1);
    Scenario shorter = scenario;
    shorter.run.horizon = to;
    shorter.run.warm_up = draw(2, to);
    const Trace part = run(shorter, seed, ClockKind::calendar);
    if (part.end != to || holds_job_at_hand(part, whole)) continue;
    ++compared;
    const KpiReport cut = compute_kpis(scenario, whole, {shorter.run.warm_up, to});
    EXPECT_EQ(difference(without_unknown(compute_kpis(shorter, part)), without_unknown(cut)), "")
        << "scenario " << seed;
  }
  EXPECT_GT(compared, 100);
}

// Where the plant keeps a sum of its own and events tell the same, both agree.
TEST(Window, CardsAndPartsByTheirEventsAreWhatThePlantSays) {
  int compared = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Scenario scenario = test::random_scenario(seed, {.mixed = true});
    if (!scenario.lines.used || scenario.transport.first_shared_lane >= 0) continue;
    const Trace trace = run(scenario, seed, ClockKind::calendar);
    Scenario other = scenario;  // whose own window is not the one that is asked for
    other.run.warm_up += 1;
    const Trace followed =
        retally(other, trace, {scenario.run.warm_up, std::max(scenario.run.warm_up, trace.end)});
    for (const LineFigure figure :
         {LineFigure::cards_in_use, LineFigure::part_stock, LineFigure::parts_stored, LineFigure::parts_taken,
          LineFigure::parts_left}) {
      const auto& sums = trace.line_tally.figures[static_cast<std::size_t>(figure)];
      EXPECT_EQ(followed.line_tally.figures[static_cast<std::size_t>(figure)], sums) << "scenario " << seed;
      compared += sums.empty() ? 0 : 1;
    }
  }
  EXPECT_GT(compared, 50);
}

// States of machines and use of pools, counted by looking at every stretch between two changes.
TEST(Window, AgreesWithARecount) {
  int machines = 0, pools = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Scenario scenario = test::random_scenario(seed, {.mixed = true});
    if (scenario.transport.first_shared_lane >= 0) continue;
    const Trace trace = run(scenario, seed, ClockKind::calendar);
    const Window window{trace.end / 5, trace.end - trace.end / 3};
    if (window.length() == 0) continue;
    const Trace tallied = retally(scenario, trace, window);
    for (Index m = 0; m < scenario.machine_count; ++m) {
      std::map<MachineState, Time> time;
      Time covered = 0;
      for (const MachineInterval& i : trace.intervals) {
        if (i.machine != m) continue;
        const Time overlap = std::min(i.end, window.to) - std::max(i.start, window.from);
        if (overlap <= 0) continue;
        time[i.state] += overlap;
        covered += overlap;
      }
      time[MachineState::idle] += window.length() - covered;
      for (int s = 0; s < machine_state_count; ++s)
        EXPECT_EQ(tallied.machine_tallies[at(m)].in_state[s], time[static_cast<MachineState>(s)])
            << "scenario " << seed << ", machine " << m << ", state " << s;
      ++machines;
    }
    for (std::size_t p = 0; p < scenario.resources.pools.size(); ++p) {
      std::map<Time, std::pair<double, double>> level = {{0, {0, 0}}};  // used, capacity from then on
      for (const EventRecord& e : trace.events)
        if (e.kind == EventKind::pool_level && at(e.entity) == p) level[e.time] = {e.value, e.detail};
      double used = 0, capacity = 0;
      for (auto i = level.begin(); i != level.end(); ++i) {
        const Time until = std::next(i) == level.end() ? trace.end : std::next(i)->first;
        const Time overlap = std::min(until, window.to) - std::max(i->first, window.from);
        if (overlap <= 0) continue;
        used += static_cast<double>(overlap) * i->second.first;
        capacity += static_cast<double>(overlap) * i->second.second;
      }
      EXPECT_DOUBLE_EQ(tallied.resources.pools[p].used_time, used) << "scenario " << seed << ", pool " << p;
      EXPECT_DOUBLE_EQ(tallied.resources.pools[p].capacity_time, capacity);
      ++pools;
    }
  }
  EXPECT_GT(machines, 200);
  EXPECT_GT(pools, 20);
}

TEST(ReadRun, WithoutRecordsGivesWhatWasStored) {
  const fixture::ScratchFolder folder;
  const Scenario scenario = open_scenario(TAKT_SOURCE_DIR "/scenarios/degrading_line.yaml");
  const Trace trace = run(scenario, 1, ClockKind::calendar, false);
  const KpiReport kpis = compute_kpis(scenario, trace);
  write_result(folder / "run.h5", scenario, trace, kpis, fixture::info(1), nullptr, {});
  const StoredRun read = read_run(folder / "run.h5");
  EXPECT_FALSE(read.file.trace.has_records);
  EXPECT_EQ(difference(kpis, kpis_of(read)), "");
  try {
    kpis_of(read, {0, trace.end});
    FAIL() << "there are no records";
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::bad_input);
    EXPECT_THAT(error.what(), testing::HasSubstr("--record kpi"));
    EXPECT_THAT(error.what(), testing::HasSubstr("run.h5"));
  }
}

TEST(ReadRun, WindowsThatAreNoneAreRefused) {
  const fixture::ScratchFolder folder;
  const Scenario scenario = open_scenario(TAKT_SOURCE_DIR "/scenarios/demo.yaml");
  const Trace trace = run(scenario, 1, ClockKind::calendar);
  write_result(folder / "run.h5", scenario, trace, compute_kpis(scenario, trace), fixture::info(1), nullptr,
               {});
  const StoredRun read = read_run(folder / "run.h5");
  for (const Window window : {Window{-1, 5}, Window{5, 5}, Window{6, 5}, Window{0, trace.end + 1}})
    EXPECT_THROW(kpis_of(read, window), Error) << window.from << " " << window.to;
  EXPECT_NO_THROW(kpis_of(read, {0, 1}));
  EXPECT_NO_THROW(kpis_of(read, {trace.end - 1, trace.end}));
}

// Records that are not those of a run are told apart or tallied, but never followed out of a table.
TEST(ReadRun, WhatDoesNotFitTheScenarioIsRefused) {
  int refused = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const Scenario scenario = test::random_scenario(seed % 40, {.mixed = true});
    if (scenario.transport.first_shared_lane >= 0) continue;
    Trace trace = run(scenario, seed % 40, ClockKind::calendar);
    if (trace.events.empty() || trace.operations.empty()) continue;
    const KpiReport kpis = compute_kpis(scenario, trace);
    const auto draw = [&](std::uint64_t i, std::size_t bound) {
      return static_cast<std::size_t>(random_below(random_bits({seed, i}, Purpose::agent, 0, 0), bound));
    };
    EventRecord& event = trace.events[draw(0, trace.events.size())];
    const std::array<double, 6> odd = {-2, 1e300, std::nan(""), 0.5, -1e18, 3e9};
    const std::array<Index, 6> odd_index = {-1, -2, 1000000, 0x7fffffff, 17, 0};
    switch (draw(1, 6)) {
      case 0:
        event.entity = odd_index[draw(2, 6)];
        break;
      case 1:
        event.detail = odd_index[draw(2, 6)];
        break;
      case 2:
        event.value = odd[draw(2, 6)];
        break;
      case 3:
        event.kind = event_table[draw(2, event_table.size())].kind;
        break;
      case 4:
        event.time += 1;
        break;
      case 5:
        std::swap(trace.intervals[draw(2, trace.intervals.size())],
                  trace.intervals[draw(3, trace.intervals.size())]);
        break;
    }
    const fixture::ScratchFolder folder;
    write_result(folder / "run.h5", scenario, trace, kpis, fixture::info(seed), nullptr, {});
    try {
      kpis_of(join(folder / "run.h5", scenario, read_result(folder / "run.h5")));
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::bad_input) << error.what();
      EXPECT_THAT(error.what(), testing::HasSubstr("run.h5"));
      ++refused;
    }
  }
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace takt
