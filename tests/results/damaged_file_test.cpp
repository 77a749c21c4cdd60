// Whatever a file holds, reading it gives what was written or an Error that names the file.

#include <cstring>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "results/read_result.hpp"
#include "results/write_result.hpp"
#include "sim/model/error.hpp"
#include "sim/model/random.hpp"
#include "tests/results/fixture.hpp"
#include "tests/results/scratch_folder.hpp"

namespace takt {
namespace {

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

template <class Record>
bool same_bytes(const std::vector<Record>& x, const std::vector<Record>& y) {
  return x.size() == y.size() &&
         (x.empty() || std::memcmp(x.data(), y.data(), x.size() * sizeof(Record)) == 0);
}

bool same(const ResultFile& x, const ResultFile& y) {
  return same_bytes(x.trace.jobs, y.trace.jobs) && same_bytes(x.trace.operations, y.trace.operations) &&
         same_bytes(x.trace.intervals, y.trace.intervals) &&
         same_bytes(x.trace.decisions, y.trace.decisions) &&
         same_bytes(x.trace.machine_tallies, y.trace.machine_tallies) &&
         same_bytes(x.trace.group_tallies, y.trace.group_tallies) && x.trace.digest == y.trace.digest &&
         x.trace.end == y.trace.end && x.scenario_text == y.scenario_text &&
         x.info.run.seed == y.info.run.seed && x.info.run.agent == y.info.run.agent &&
         x.names.machines == y.names.machines && x.detail.has_value() == y.detail.has_value() &&
         (!x.detail ||
          (x.detail->features == y.detail->features && x.detail->candidate_job == y.detail->candidate_job));
}

class DamagedFile : public testing::Test {
 protected:
  void SetUp() override {
    const Scenario scenario = fixture::scenario();
    const Trace trace = fixture::trace(1, sizes);
    const DecisionDetail detail = fixture::detail(1, trace, sizes);
    write_result(path, scenario, trace, compute_kpis(scenario, trace), fixture::info(1), &detail, {});
    bytes = read_bytes(path);
    good = read_result(path);
  }

  /// Reads the file after `change`. True: an Error that names it; false: the data as written. All else fails.
  bool is_refused(const std::string& changed) {
    write_bytes(path, changed);
    try {
      EXPECT_TRUE(same(read_result(path), good)) << "silently misread";
      return false;
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::bad_input);
      EXPECT_TRUE(std::string(error.what()).starts_with(path + ": ")) << error.what();
      return true;
    }
  }

  std::string message() const {
    try {
      (void)read_result(path);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

  fixture::ScratchFolder folder;
  std::string path = folder / "run.h5";
  fixture::Sizes sizes{40, 500, 500, 300, 3};
  std::string bytes;
  ResultFile good;
};

TEST_F(DamagedFile, FlippedBits) {
  int refused = 0;
  for (std::uint64_t i = 0; i < 400; ++i) {
    SCOPED_TRACE(i);
    std::string changed = bytes;
    const std::uint64_t bit = random_below(random_bits({8, i}, Purpose::agent, 0, 0), 8 * bytes.size());
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    refused += is_refused(changed);
  }
  EXPECT_GT(refused, 100);
}

// The head of the file, where one bit turns one structure of the library into another.
TEST_F(DamagedFile, FlippedBytesOfTheHeader) {
  for (std::uint64_t i = 0; i < 300; ++i) {
    SCOPED_TRACE(i);
    std::string changed = bytes;
    const std::uint64_t at = random_below(random_bits({9, i}, Purpose::agent, 0, 0), 4096);
    changed[at] = static_cast<char>(random_bits({9, i}, Purpose::agent, 0, 1));
    is_refused(changed);
  }
}

TEST_F(DamagedFile, OverwrittenStretches) {
  for (std::uint64_t i = 0; i < 100; ++i) {
    SCOPED_TRACE(i);
    std::string changed = bytes;
    const std::uint64_t at = random_below(random_bits({10, i}, Purpose::agent, 0, 0), bytes.size() - 64);
    changed.replace(at, 64, std::string(64, static_cast<char>(random_bits({10, i}, Purpose::agent, 0, 1))));
    is_refused(changed);
  }
}

TEST_F(DamagedFile, CutOff) {
  for (std::uint64_t i = 0; i < 60; ++i) {
    SCOPED_TRACE(i);
    EXPECT_TRUE(
        is_refused(bytes.substr(0, random_below(random_bits({11, i}, Purpose::agent, 0, 0), bytes.size()))));
  }
  EXPECT_TRUE(is_refused(bytes.substr(0, bytes.size() - 1)));
  EXPECT_TRUE(is_refused(""));
}

TEST_F(DamagedFile, BytesAtTheEndDoNoHarm) {
  is_refused(bytes + "more");
}

TEST_F(DamagedFile, NotHdf5) {
  write_bytes(path, "takt: 1\nname: a scenario, not a result\n");
  EXPECT_EQ(message(), path + ": not an HDF5 file, so not a result file");
  std::filesystem::remove(path);
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_EQ(message(), path + ": not a regular file");
  std::filesystem::remove(path);
  std::filesystem::create_directory(path);
  EXPECT_EQ(message(), path + ": not a regular file");
}

TEST(ReadResult, MissingFileIsAnErrorOfIo) {
  try {
    (void)read_info("/nowhere/run.h5");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::io);
    EXPECT_STREQ(error.what(), "/nowhere/run.h5: cannot be read: No such file or directory");
  }
}

}  // namespace
}  // namespace takt
