// What is written is what is read.

#include <cmath>
#include <cstring>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "results/fletcher32.hpp"
#include "results/read_result.hpp"
#include "results/replicated_tables.hpp"
#include "results/sha256.hpp"
#include "results/write_result.hpp"
#include "sim/model/error.hpp"
#include "tests/results/fixture.hpp"
#include "tests/results/scratch_folder.hpp"

namespace takt {
namespace {

template <class Record>
bool same_bytes(const std::vector<Record>& x, const std::vector<Record>& y) {
  return x.size() == y.size() &&
         (x.empty() || std::memcmp(x.data(), y.data(), x.size() * sizeof(Record)) == 0);
}

bool same(double x, double y) {
  return x == y || (std::isnan(x) && std::isnan(y));
}

void expect_equal(const Trace& x, const Trace& y) {
  EXPECT_EQ(x.status, y.status);
  EXPECT_EQ(x.status_detail, y.status_detail);
  EXPECT_EQ(x.end, y.end);
  EXPECT_EQ(x.operation_count, y.operation_count);
  EXPECT_EQ(x.decision_count, y.decision_count);
  EXPECT_EQ(x.instant_count, y.instant_count);
  EXPECT_EQ(x.digest, y.digest);
  EXPECT_TRUE(same_bytes(x.jobs, y.jobs));
  EXPECT_TRUE(same_bytes(x.machine_tallies, y.machine_tallies));
  EXPECT_TRUE(same_bytes(x.group_tallies, y.group_tallies));
  EXPECT_TRUE(same_bytes(x.operations, y.operations));
  EXPECT_TRUE(same_bytes(x.intervals, y.intervals));
  EXPECT_TRUE(same_bytes(x.decisions, y.decisions));
}

void expect_equal(const RunInfo& x, const RunInfo& y) {
  EXPECT_EQ(x.scenario_name, y.scenario_name);
  EXPECT_EQ(x.agent, y.agent);
  EXPECT_EQ(x.clock, y.clock);
  EXPECT_EQ(x.seed, y.seed);
  EXPECT_EQ(x.replication, y.replication);
  EXPECT_EQ(x.wall_s, y.wall_s);
  EXPECT_EQ(x.source_revision, y.source_revision);
  EXPECT_EQ(x.command, y.command);
}

void expect_equal(const KpiReport& x, const KpiReport& y) {
  ASSERT_EQ(x.shop.size(), y.shop.size());
  for (std::size_t k = 0; k < x.shop.size(); ++k) {
    EXPECT_EQ(x.shop[k].name, y.shop[k].name);
    EXPECT_EQ(x.shop[k].unit, y.shop[k].unit);
    EXPECT_TRUE(same(x.shop[k].value, y.shop[k].value)) << x.shop[k].name;
  }
  ASSERT_EQ(x.groups.size(), y.groups.size());
  for (std::size_t g = 0; g < x.groups.size(); ++g) {
    EXPECT_EQ(x.groups[g].name, y.groups[g].name);
    EXPECT_EQ(x.groups[g].operations, y.groups[g].operations);
    EXPECT_TRUE(same(x.groups[g].mean_wait, y.groups[g].mean_wait));
    EXPECT_TRUE(same(x.groups[g].wait_sd, y.groups[g].wait_sd));
    EXPECT_EQ(x.groups[g].utilisation, y.groups[g].utilisation);
    EXPECT_EQ(x.groups[g].setup_share, y.groups[g].setup_share);
    EXPECT_EQ(x.groups[g].down_share, y.groups[g].down_share);
    EXPECT_EQ(x.groups[g].waiting_share, y.groups[g].waiting_share);
    EXPECT_EQ(x.groups[g].down_in_hours_share, y.groups[g].down_in_hours_share);
  }
  ASSERT_EQ(x.machines.size(), y.machines.size());
  for (std::size_t m = 0; m < x.machines.size(); ++m) {
    EXPECT_EQ(x.machines[m].name, y.machines[m].name);
    EXPECT_EQ(x.machines[m].operations, y.machines[m].operations);
    EXPECT_EQ(x.machines[m].idle, y.machines[m].idle);
    EXPECT_EQ(x.machines[m].setup, y.machines[m].setup);
    EXPECT_EQ(x.machines[m].processing, y.machines[m].processing);
    EXPECT_EQ(x.machines[m].down, y.machines[m].down);
    EXPECT_EQ(x.machines[m].waiting, y.machines[m].waiting);
    EXPECT_EQ(x.machines[m].down_in_hours, y.machines[m].down_in_hours);
  }
}

void round_trip(std::uint64_t seed, const fixture::Sizes& sizes, bool compress, bool with_detail) {
  const fixture::ScratchFolder folder;
  const std::string path = folder / "run.h5";
  const Scenario scenario = fixture::scenario();
  const Trace trace = fixture::trace(seed, sizes);
  const KpiReport kpis = compute_kpis(scenario, trace);
  const DecisionDetail detail = fixture::detail(seed, trace, sizes);
  WriteOptions options;
  options.compress = compress;
  write_result(path, scenario, trace, kpis, fixture::info(seed), with_detail ? &detail : nullptr, options);
  EXPECT_THAT(folder.files(), testing::ElementsAre("run.h5"));

  const ResultFile file = read_result(path);
  expect_equal(file.trace, trace);
  expect_equal(file.info.kpis, kpis);
  expect_equal(file.info.run, fixture::info(seed));
  EXPECT_EQ(file.info.kind, "run");
  EXPECT_EQ(file.info.title, scenario.name);
  EXPECT_EQ(file.scenario_text, scenario.source_text);
  EXPECT_EQ(file.info.scenario_sha256, sha256_hex(scenario.source_text));
  ASSERT_EQ(file.detail.has_value(), with_detail);
  if (with_detail) {
    EXPECT_EQ(file.detail->feature_names, detail.feature_names);
    EXPECT_EQ(file.detail->feature_units, detail.feature_units);
    EXPECT_EQ(file.detail->first_candidate, detail.first_candidate);
    EXPECT_EQ(file.detail->candidate_job, detail.candidate_job);
    EXPECT_EQ(file.detail->candidate_mode, detail.candidate_mode);
    EXPECT_EQ(file.detail->features, detail.features);
    EXPECT_FALSE(read_result(path, {.detail = false}).detail.has_value());
  }

  const ResultInfo info = read_info(path);
  expect_equal(info.kpis, kpis);
  expect_equal(info.run, fixture::info(seed));
  EXPECT_EQ(info.digest, trace.digest);
  EXPECT_EQ(info.status_detail, trace.status_detail);
}

RC_GTEST_PROP(RoundTrip, AnyTrace, ()) {
  fixture::Sizes sizes;
  sizes.jobs = *rc::gen::inRange<std::size_t>(1, 100);
  sizes.operations = *rc::gen::inRange<std::size_t>(0, 500);
  sizes.intervals = *rc::gen::inRange<std::size_t>(0, 500);
  sizes.decisions = *rc::gen::inRange<std::size_t>(0, 200);
  sizes.features = *rc::gen::inRange<std::size_t>(0, 20);
  round_trip(*rc::gen::arbitrary<std::uint64_t>(), sizes, *rc::gen::arbitrary<bool>(),
             *rc::gen::arbitrary<bool>());
  RC_ASSERT(!testing::Test::HasFailure());
}

// Around the sizes at which another chunk begins.
TEST(RoundTrip, ManyChunks) {
  for (const std::size_t rows : {65535u, 65536u, 131071u, 131072u, 131073u, 400001u}) {
    SCOPED_TRACE(rows);
    round_trip(rows, {70000, rows, rows + 1, 1000, 2}, false, true);
  }
  round_trip(9, {70000, 131073, 131073, 70000, 2}, true, true);
}

TEST(RoundTrip, NothingRecorded) {
  round_trip(1, {1, 0, 0, 0, 0}, false, false);
  round_trip(1, {1, 0, 0, 0, 0}, true, true);
}

TEST(RoundTrip, NamesOfWhatIndicesMean) {
  const fixture::ScratchFolder folder;
  const Scenario scenario = fixture::scenario();
  const Trace trace = fixture::trace(1, {});
  write_result(folder / "a.h5", scenario, trace, compute_kpis(scenario, trace), fixture::info(1), nullptr,
               {});
  const ResultNames names = read_result(folder / "a.h5").names;
  EXPECT_THAT(names.machines,
              testing::ElementsAre("Fräse/1", "Fräse/2", "旋盤", "drill/1", "drill/2", "drill/3"));
  EXPECT_THAT(names.machine_group, testing::ElementsAre(0, 0, 1, 2, 2, 2));
  EXPECT_THAT(names.groups, testing::ElementsAre("Fräse", "旋盤", "drill"));
  EXPECT_THAT(names.routings, testing::ElementsAre("bracket", "bolt"));
  EXPECT_THAT(names.steps, testing::ElementsAre("cut", "turn", ""));
  EXPECT_THAT(names.modes, testing::ElementsAre("cut on Fräse", "cut on 旋盤", "turn on drill", " on drill"));
  EXPECT_THAT(names.mode_step, testing::ElementsAre(0, 0, 1, 2));
  EXPECT_THAT(names.mode_group, testing::ElementsAre(0, 1, 2, 2));
  EXPECT_THAT(names.families, testing::ElementsAre("red", "blue"));
  EXPECT_THAT(names.orders, testing::ElementsAre("order 0", "order 1", "order 2", "order 3"));
  EXPECT_THAT(names.sources, testing::ElementsAre("web", "shop floor"));
}

// HDF5 keeps attributes of more than 64 KiB apart from others, so the scenario's text is none.
TEST(RoundTrip, LongTexts) {
  const fixture::ScratchFolder folder;
  Scenario scenario = fixture::scenario();
  scenario.source_text = "takt: 1\n" + std::string(1 << 20, 'x') + "ü";
  Trace trace = fixture::trace(1, {});
  trace.status_detail.clear();
  for (int i = 0; i < 40000; ++i) trace.status_detail += "ü";
  RunInfo info = fixture::info(1);
  info.command = "";
  info.agent = "expr:" + std::string(5000, '1');
  write_result(folder / "a.h5", scenario, trace, compute_kpis(scenario, trace), info, nullptr, {});
  const ResultFile file = read_result(folder / "a.h5");
  EXPECT_EQ(file.scenario_text, scenario.source_text);
  EXPECT_EQ(file.info.run.command, "");
  EXPECT_EQ(file.info.run.agent, info.agent);
  EXPECT_EQ(file.info.status_detail, trace.status_detail.substr(0, 16384)) << "cut between two characters";
}

TEST(RoundTrip, Replications) {
  const fixture::ScratchFolder folder;
  const Scenario scenario = fixture::scenario();
  std::vector<ReplicationRow> rows;
  for (std::uint64_t r = 0; r < 5; ++r) {
    const Trace trace = fixture::trace(r, {});
    KpiReport kpis = compute_kpis(scenario, trace);
    kpis.shop[0].value = static_cast<double>(r + 1);
    if (r == 2) kpis.shop[1].value = std::nan("");
    // Two rows of one name, one after the other; the third replication lacks the table.
    const auto value = static_cast<double>(r * r);
    if (r != 2)
      kpis.tables.push_back(
          {"wash", {{"x", "1"}, {"y", "s"}}, {{"a", {value, 1}}, {"a", {2, std::nan("")}}}});
    rows.push_back(replication_row(r, 1000 + r, std::string(32, 'a'), 0.5 * static_cast<double>(r), kpis));
  }
  write_replications(folder / "r.h5", scenario, rows, fixture::info(7), {.confidence = 0.9});
  for (const ResultInfo& info : {read_info(folder / "r.h5"), read_result(folder / "r.h5").info}) {
    EXPECT_EQ(info.kind, "replications");
    expect_equal(info.run, fixture::info(7));
    ASSERT_EQ(info.replications.size(), 5u);
    EXPECT_EQ(info.replications[3].seed, 1003u);
    EXPECT_EQ(info.replications[3].replication, 3u);
    EXPECT_EQ(info.replications[3].wall_s, 1.5);
    EXPECT_EQ(info.replications[3].digest, rows[3].digest);
    for (std::size_t r = 0; r < 5; ++r)
      for (std::size_t k = 0; k < rows[r].kpis.shop.size(); ++k)
        EXPECT_TRUE(same(info.replications[r].kpis.shop[k].value, rows[r].kpis.shop[k].value));
    ASSERT_EQ(info.intervals.size(), rows[0].kpis.shop.size());
    EXPECT_EQ(info.intervals[0].kpi.name, "makespan");
    EXPECT_EQ(info.intervals[0].kpi.unit, "s");
    EXPECT_DOUBLE_EQ(info.intervals[0].kpi.value, 3);
    EXPECT_NEAR(info.intervals[0].half_width, 2.1318467863 * std::sqrt(2.5 / 5), 1e-9);
    EXPECT_EQ(info.intervals[0].level, 0.9);
    EXPECT_EQ(info.intervals[0].n, 5);
    EXPECT_EQ(info.intervals[1].n, 4) << "a replication with nothing to measure does not count";

    const ReplicatedTables written = replicated_tables(rows), read = replicated_tables(info.replications);
    ASSERT_EQ(read.tables.size(), written.tables.size());
    ASSERT_GE(read.tables.size(), 3U) << "groups, machines, wash";
    for (std::size_t t = 0; t < read.tables.size(); ++t) {
      EXPECT_EQ(read.tables[t].name, written.tables[t].name);
      EXPECT_EQ(read.tables[t].rows.size(), written.tables[t].rows.size());
    }
    for (std::size_t r = 0; r < 5; ++r) {
      ASSERT_EQ(read.values[r].size(), written.values[r].size());
      for (std::size_t c = 0; c < read.values[r].size(); ++c)
        EXPECT_TRUE(same(read.values[r][c], written.values[r][c])) << r << " " << c;
    }
    EXPECT_EQ(read.tables.back().rows[0].cells[0].n, 4);
    EXPECT_DOUBLE_EQ(read.tables.back().rows[0].cells[0].mean, (0 + 1 + 9 + 16) / 4.0);
  }
}

// The definition, word by word; that HDF5 agrees is what every other test here shows.
RC_GTEST_PROP(Fletcher32, IsTheSumOfSums, (std::vector<std::uint8_t> start)) {
  const auto length = *rc::gen::inRange<std::size_t>(0, 3000);
  std::vector<std::uint8_t> bytes;
  while (bytes.size() < length) {
    bytes.insert(bytes.end(), start.begin(), start.end());
    bytes.push_back(255);
  }
  bytes.resize(length);
  std::uint64_t sum = 0, running = 0;
  for (std::size_t i = 0; i < length; i += 2) {
    sum += bytes[i] * 256u + (i + 1 < length ? bytes[i + 1] : 0u);
    running += sum;
  }
  const auto folded = [](std::uint64_t x) { return x == 0 ? 0 : (x - 1) % 65535 + 1; };
  RC_ASSERT(fletcher32(std::as_bytes(std::span(bytes))) == (folded(running) << 16 | folded(sum)));
}

}  // namespace
}  // namespace takt
