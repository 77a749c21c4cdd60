// A result is whole or absent, whatever happens to its writer.

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "results/read_result.hpp"
#include "results/write_result.hpp"
#include "sim/model/error.hpp"
#include "sim/model/random.hpp"
#include "tests/results/fixture.hpp"
#include "tests/results/scratch_folder.hpp"

namespace takt {
namespace {

const char program[] = TAKT_BINARY_DIR "/write_fixture";

/// write_fixture in a process of its own, begun but not waited for. Its output ends in `output` when that is
/// given.
pid_t start_writer(const std::string& path, const std::string& seed, const std::string& operations,
                   const std::string& output = "/dev/null") {
  const pid_t child = fork();
  if (child != 0) return child;
  if (std::freopen("/dev/null", "w", stdout) == nullptr ||
      std::freopen(output.c_str(), "w", stderr) == nullptr)
    _exit(99);
  execl(program, program, path.c_str(), seed.c_str(), operations.c_str(), static_cast<char*>(nullptr));
  _exit(98);
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

bool exists(const std::string& path) {
  return access(path.c_str(), F_OK) == 0;
}

void write_small(const std::string& path, std::uint64_t seed, const WriteOptions& options = {}) {
  const Scenario scenario = fixture::scenario();
  const Trace trace = fixture::trace(seed, {});
  write_result(path, scenario, trace, compute_kpis(scenario, trace), fixture::info(seed), nullptr, options);
}

std::string fault_of(const std::string& path, Fault fault, const WriteOptions& options = {}) {
  try {
    write_small(path, 1, options);
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), fault);
    return error.what();
  }
  ADD_FAILURE() << path << " was written";
  return "";
}

// 60 writers, each killed after a random part of the time that one needs.
TEST(Durability, KilledWritersLeaveAWholeFileOrNone) {
  const fixture::ScratchFolder folder;
  const std::string path = folder / "run.h5", operations = "80000";
  timespec start{}, end{};
  clock_gettime(CLOCK_MONOTONIC, &start);
  ASSERT_EQ(wait_for(start_writer(path, "1000", operations)), 0);
  clock_gettime(CLOCK_MONOTONIC, &end);
  const auto whole_run = static_cast<std::uint64_t>((end.tv_sec - start.tv_sec) * 1'000'000 +
                                                    (end.tv_nsec - start.tv_nsec) / 1000);
  int absent = 0, present = 0, temporaries = 0;
  for (std::uint64_t i = 0; i < 60; ++i) {
    std::filesystem::remove(path);
    const std::string seed = std::to_string(i);
    const pid_t writer = start_writer(path, seed, operations);
    // From the middle on: before, the writer makes up its trace.
    usleep(static_cast<useconds_t>(whole_run / 2 +
                                   random_below(random_bits({5, i}, Purpose::agent, 0, 0), whole_run)));
    kill(writer, SIGKILL);
    wait_for(writer);
    temporaries +=
        std::ranges::any_of(folder.files(), [](const std::string& f) { return f.ends_with(".tmp"); });
    if (!exists(path)) {
      ++absent;
      continue;
    }
    ++present;
    const ResultFile file = read_result(path);
    EXPECT_EQ(file.trace.operations.size(), 80000u);
    EXPECT_EQ(file.info.run.seed, i);
  }
  EXPECT_EQ(absent + present, 60);
  EXPECT_GT(absent, 0);
  // Whoever writes next clears away what the killed left behind.
  write_small(path, 1);
  EXPECT_THAT(folder.files(), testing::ElementsAre("run.h5"));
  RecordProperty("absent", absent);
  RecordProperty("present", present);
  RecordProperty("temporaries", temporaries);
}

TEST(Durability, AnOldResultSurvivesAKilledWriter) {
  const fixture::ScratchFolder folder;
  const std::string path = folder / "run.h5";
  write_small(path, 77);
  for (int i = 0; i < 5; ++i) {
    const pid_t writer = start_writer(path, "5", "2000000");
    // Killed as soon as its temporary is there.
    while (folder.files().size() < 2 && waitpid(writer, nullptr, WNOHANG) == 0) usleep(1000);
    kill(writer, SIGKILL);
    wait_for(writer);
    EXPECT_EQ(read_info(path).run.seed, 77u);
  }
}

/// A small file system in memory, as long as it lives.
class SmallDisk {
 public:
  explicit SmallDisk(const std::string& folder) : folder_(folder) {
    std::filesystem::create_directory(folder);
    mounted_ = mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=4m") == 0;
    error_ = errno;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) umount(folder_.c_str());
  }
  bool mounted() const { return mounted_; }
  std::string why_not() const {
    return std::string("a tmpfs cannot be mounted here: ") + std::strerror(error_);
  }

 private:
  std::string folder_;
  bool mounted_ = false;
  int error_ = 0;
};

TEST(Durability, AFullDiskIsAnErrorAndLeavesNothing) {
  const fixture::ScratchFolder folder;
  const SmallDisk disk(folder / "disk");
  if (!disk.mounted()) GTEST_SKIP() << disk.why_not();
  // The file system fills up at every stage: within columns of several sizes and while the file is closed.
  int full = 0;
  for (const char* operations : {"30000", "36000", "37000", "38000", "39000", "39500", "40000", "40500",
                                 "41000", "42000", "45000", "60000", "100000", "400000"}) {
    SCOPED_TRACE(operations);
    const std::string path = folder / "disk/run.h5";
    const int status = wait_for(start_writer(path, "1", operations, folder / "stderr"));
    ASSERT_TRUE(WIFEXITED(status)) << "killed by signal " << WTERMSIG(status);
    if (WEXITSTATUS(status) == 0) {
      EXPECT_EQ(read_info(path).operation_count, std::stoi(operations));
      std::filesystem::remove(path);
    } else {
      ++full;
      EXPECT_EQ(WEXITSTATUS(status), 4);
      std::ifstream stream(folder / "stderr");
      const std::string message{std::istreambuf_iterator<char>(stream), {}};
      EXPECT_EQ(message, path + ": cannot be written: No space left on device\n");
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder / "disk"));
  }
  EXPECT_GE(full, 3);
  EXPECT_LE(full, 13);
}

TEST(Durability, APlaceThatCannotBeWritten) {
  const fixture::ScratchFolder folder;
  EXPECT_EQ(fault_of(folder / "no/run.h5", Fault::io),
            (folder / "no/run.h5") + ": cannot be written: No such file or directory");
  EXPECT_THAT(fault_of(folder / "", Fault::io), testing::HasSubstr("Is a directory"));
  EXPECT_THAT(fault_of("/dev/null", Fault::io), testing::HasSubstr("not a regular file"));
  std::filesystem::create_directory(folder / "taken");
  EXPECT_THAT(fault_of(folder / "taken", Fault::io), testing::HasSubstr("Is a directory"));
  EXPECT_THAT(folder.files(), testing::ElementsAre("taken"));
}

TEST(Durability, InterruptedLeavesNothing) {
  const fixture::ScratchFolder folder;
  const std::atomic<bool> stop = true;
  WriteOptions options;
  options.stop = &stop;
  fault_of(folder / "run.h5", Fault::interrupted, options);
  EXPECT_TRUE(folder.files().empty());
}

TEST(Durability, OnlyTheDeadAreClearedAway) {
  const fixture::ScratchFolder folder;
  const auto touch = [&folder](const std::string& name) { std::ofstream(folder / name) << "x"; };
  touch(".run.h5.4194999.tmp");  // no process has this number; nobody holds its lock
  touch(".run.h5.1.tmp");        // a process has, but it does not hold the lock
  touch(".other.h5.4194999.tmp");
  touch(".run.h5.abc.tmp");
  write_small(folder / "run.h5", 1);
  EXPECT_THAT(folder.files(),
              testing::UnorderedElementsAre("run.h5", ".other.h5.4194999.tmp", ".run.h5.abc.tmp"));

  const pid_t writer = start_writer(folder / "run.h5", "3", "1000000");
  while (folder.files().size() < 4 && waitpid(writer, nullptr, WNOHANG) == 0) usleep(1000);
  write_small(folder / "run.h5", 1);
  EXPECT_EQ(wait_for(writer), 0) << "the other writer's temporary was taken away";
  EXPECT_EQ(read_info(folder / "run.h5").run.seed, 3u) << "whoever is last wins";
}

TEST(Durability, ALinkKeepsPointingToTheFile) {
  const fixture::ScratchFolder folder;
  std::filesystem::create_directory(folder / "store");
  std::filesystem::create_symlink("store/real.h5", folder / "run.h5");
  write_small(folder / "run.h5", 4);
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "run.h5"));
  EXPECT_EQ(read_info(folder / "store/real.h5").run.seed, 4u);
}

TEST(Durability, ALinkToItselfIsAnError) {
  const fixture::ScratchFolder folder;
  std::filesystem::create_symlink("run.h5", folder / "run.h5");
  EXPECT_THAT(fault_of(folder / "run.h5", Fault::io),
              testing::HasSubstr("Too many levels of symbolic links"));
}

TEST(Durability, VeryLongNames) {
  const fixture::ScratchFolder folder;
  std::string name(252, 'n');
  name += ".h5";
  write_small(folder / name, 4);
  EXPECT_EQ(read_info(folder / name).run.seed, 4u);
}

}  // namespace
}  // namespace takt
