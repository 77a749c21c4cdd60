// Result files and Python: h5py and pandas read what was written, and what h5py wrote wrongly is refused.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include "results/read_result.hpp"
#include "results/write_result.hpp"
#include "sim/model/error.hpp"
#include "tests/results/fixture.hpp"
#include "tests/results/scratch_folder.hpp"

namespace takt {
namespace {

/// Debian's modules belong to this interpreter.
const std::string python = "/usr/bin/python3 -B ";
const std::string open_script = TAKT_SOURCE_DIR "/tests/results/open_result.py";
const std::string break_script = TAKT_SOURCE_DIR "/tests/results/break_result.py";
constexpr int module_missing = 77;

struct Outcome {
  int status = 0;
  std::string output;  ///< stdout and stderr
};

Outcome run(const std::string& command) {
  Outcome outcome;
  std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return {-1, "popen failed"};
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
    outcome.output.append(buffer.data(), got);
  const int status = pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

Trace write_fixture_file(const std::string& path, bool compress, DecisionDetail& detail) {
  const fixture::Sizes sizes;
  const Scenario scenario = fixture::scenario();
  Trace trace = fixture::trace(5, sizes);
  detail = fixture::detail(5, trace, sizes);
  WriteOptions options;
  options.compress = compress;
  write_result(path, scenario, trace, compute_kpis(scenario, trace), fixture::info(5), &detail, options);
  return trace;
}

/// What open_result.py prints of these records.
std::string expected_output(const Trace& trace, const DecisionDetail& detail) {
  std::int64_t ends = 0, numbers = 0, positions = 0, scrapped = 0, latest_start = 0, no_due = 0, choices = 0,
               waits = 0;
  double weights = 0, feature = 0;
  std::map<Index, int> per_machine;
  for (const OperationRecord& operation : trace.operations) {
    ends += operation.end;
    numbers += operation.job;
    positions += operation.position;
    scrapped += operation.outcome == OperationOutcome::scrapped;
    ++per_machine[operation.machine];
  }
  for (const MachineInterval& interval : trace.intervals)
    latest_start = std::max(latest_start, interval.start);
  for (const JobRecord& job : trace.jobs) {
    no_due += job.due == never;
    weights += job.weight;
  }
  for (const DecisionRecord& decision : trace.decisions) choices += decision.choice;
  for (const std::int64_t job : detail.candidate_job) waits += job < 0;
  for (std::size_t row = 0; row < detail.rows(); ++row)
    feature += detail.features[row * detail.feature_names.size() + 1];
  const auto busiest = std::max_element(per_machine.begin(), per_machine.end(),
                                        [](const auto& x, const auto& y) { return x.second < y.second; });
  const Scenario scenario = fixture::scenario();
  return fmt::format(
      "digest {}\nagent rule:atc?k=2\ntitle {}\noperations {} {} {}\npositions {} {}\nintervals {}\njobs {} "
      "{} {}\n"
      "busiest {} {}\nchoices {} {}\nfeature {}\nmakespan {}\n",
      trace.digest.hex(), scenario.name, trace.operations.size(), ends, numbers, positions, scrapped,
      latest_start, trace.jobs.size(), no_due, std::llround(weights * 7),
      machine_name(scenario, busiest->first), busiest->second, choices, waits, feature,
      compute_kpis(scenario, trace).value("makespan"));
}

TEST(Python, H5pyAndPandasOpenEveryColumn) {
  for (const bool compress : {false, true}) {
    const fixture::ScratchFolder folder;
    DecisionDetail detail;
    const Trace trace = write_fixture_file(folder / "run.h5", compress, detail);
    const Outcome outcome = run(python + open_script + " " + (folder / "run.h5"));
    if (outcome.status == module_missing) GTEST_SKIP() << outcome.output;
    ASSERT_EQ(outcome.status, 0) << outcome.output;
    EXPECT_EQ(outcome.output, "columns 116\n" + expected_output(trace, detail));
  }
}

struct Broken {
  const char* how;      ///< as break_result.py names it
  const char* message;  ///< part of the error's
};

// One for each way in which a file can be wrong although HDF5 has nothing against it.
constexpr Broken broken[] = {
    {"format", "not a result file of Takt"},
    {"no format", "attribute format is missing"},
    {"newer", "has version 99 of the format; this program reads versions 2 to 4"},
    {"kind", "holds \"sweep\", which is unknown"},
    {"attribute type", "attribute seed has another type"},
    {"attribute array", "attribute agent is not one value"},
    {"attribute gone", "attribute wall_s is missing"},
    {"digest", "attribute digest is not 32 hexadecimal digits"},
    {"status", "attribute status is \"tired\", which is unknown"},
    {"negative count", "attribute operations is -3, which is negative"},
    {"negative decisions", "attribute decisions is -9223372036854775808, which is negative"},
    {"negative end", "attribute end is -1, which is negative"},
    {"late end", "attribute end is later than any run can last"},
    {"no time", "attribute wall_s is nan, which is no time"},
    {"negative time", "attribute wall_s is -1, which is no time"},
    {"endless time", "attribute wall_s is inf, which is no time"},
    {"scenario", "does not have the SHA-256 that the file states"},
    {"missing", "operations/start is missing"},
    {"missing group", "jobs/number is missing"},
    {"type", "column operations/start has another type"},
    {"width", "column operations/start has another type"},
    {"length", "column operations/start has 299 rows, but operations/end has 300"},
    {"rank", "operations/start is not a column"},
    {"no checksum", "column operations/start has no checksums"},
    {"huge", "column operations/start claims 1000000000000000 rows"},
    {"external", "operations/start is missing"},
    {"virtual", "operations/start lies in another file"},
    {"group", "operations/start cannot be read"},
    {"machine", "column operations/machine has a value out of range in row 3"},
    {"negative machine", "column operations/machine has a value out of range in row 3"},
    {"job", "column operations/job has a value out of range in row 3"},
    {"outcome", "column operations/outcome has a value out of range in row 3"},
    {"state", "column machine_intervals/state has a value out of range in row 0"},
    {"time", "column operations/end has a value out of range in row 3"},
    {"choice", "column decisions/choice points behind the candidates"},
    {"candidates", "decision 3 has 60 candidates"},
    {"job order", "column jobs/number does not rise"},
    {"feature gone", "candidates/features/feature_1 is missing"},
    {"group of machine", "column names/machine_group has a value out of range in row 0"},
};

TEST(Python, WhatH5pyWroteWronglyIsRefused) {
  const fixture::ScratchFolder folder;
  const std::string path = folder / "run.h5";
  DecisionDetail detail;
  const Outcome list = run(python + break_script + " " + path);
  if (list.status == module_missing) GTEST_SKIP() << list.output;
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(list.output, '\n')), std::size(broken))
      << list.output;
  for (const Broken& wrong : broken) {
    SCOPED_TRACE(wrong.how);
    write_fixture_file(path, false, detail);
    const Outcome outcome = run(fmt::format("{}{} {} '{}'", python, break_script, path, wrong.how));
    ASSERT_EQ(outcome.status, 0) << outcome.output;
    try {
      (void)read_result(path);
      ADD_FAILURE() << "was read";
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::bad_input);
      EXPECT_THAT(error.what(),
                  testing::AllOf(testing::StartsWith(path + ": "), testing::HasSubstr(wrong.message)));
    }
  }
}

}  // namespace
}  // namespace takt
