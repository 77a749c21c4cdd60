#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/model/error.hpp"
#include "sim/model/open_scenario.hpp"

namespace takt {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

/// A folder for the files of one test.
class Import : public testing::Test {
 protected:
  Import() {
    std::string pattern = (fs::temp_directory_path() / "takt-import-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~Import() override { fs::remove_all(root_); }

  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(root_ / name, std::ios::binary) << text;
    return (root_ / name).string();
  }

  /// What open_scenario(spec) throws.
  static Error error_of(const std::string& spec) {
    try {
      open_scenario(spec);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << spec << " was accepted";
    return Error(Fault::usage, "");
  }

  fs::path root_;
};

/// Group and seconds of every operation of a job with one alternative each.
std::vector<std::pair<int, double>> operations(const Scenario& scenario, std::size_t job) {
  const Routing& routing = scenario.routings[static_cast<std::size_t>(scenario.orders[job].routing)];
  std::vector<std::pair<int, double>> out;
  for (Index i = 0; i < routing.step_count; ++i) {
    const Step& step = scenario.steps[static_cast<std::size_t>(routing.first_step + i)];
    EXPECT_EQ(step.mode_count, 1);
    const Mode& mode = scenario.modes[static_cast<std::size_t>(step.first_mode)];
    EXPECT_TRUE(mode.time.is_constant());
    out.emplace_back(mode.group, mode.time.a / ticks_per_second);
  }
  return out;
}

/// The numbers of a job shop, without the way they are laid out.
std::string numbers(const Scenario& scenario) {
  std::string out =
      std::to_string(scenario.orders.size()) + " " + std::to_string(scenario.groups.size()) + "\n";
  for (std::size_t job = 0; job < scenario.orders.size(); ++job) {
    for (const auto& [group, seconds] : operations(scenario, job)) {
      out += std::to_string(group) + " " + std::to_string(static_cast<int>(seconds)) + " ";
    }
    out += "\n";
  }
  return out;
}

/// The lower bound of a job shop by its machines and jobs, in seconds: on each machine, its work between the
/// shortest way to it and the shortest way from it.
double lower_bound(const Scenario& scenario) {
  std::vector<double> load(scenario.groups.size()), head(load.size(), 1e18), tail(load.size(), 1e18);
  double bound = 0;
  for (std::size_t job = 0; job < scenario.orders.size(); ++job) {
    const auto list = operations(scenario, job);
    const double total = std::accumulate(list.begin(), list.end(), 0.0,
                                         [](double sum, const auto& o) { return sum + o.second; });
    double before = 0;
    for (const auto& [group, seconds] : list) {
      const auto m = static_cast<std::size_t>(group);
      load[m] += seconds;
      head[m] = std::min(head[m], before);
      tail[m] = std::min(tail[m], total - before - seconds);
      before += seconds;
    }
    bound = std::max(bound, total);
  }
  for (std::size_t m = 0; m < load.size(); ++m) bound = std::max(bound, head[m] + load[m] + tail[m]);
  return bound;
}

TEST_F(Import, Jsplib) {
  const std::string text =
      "# two jobs\n\n 2 3 # jobs, machines\r\n0 5  1 0\t2 7\n2 1 1 2 0 1000000000\n\n# end";
  const Scenario scenario = open_scenario("jsplib:" + file("tiny.txt", text));
  EXPECT_EQ(scenario.name, "tiny");
  EXPECT_EQ(scenario.source_text, text);
  ASSERT_EQ(scenario.groups.size(), 3u);
  EXPECT_EQ(scenario.groups[2].name, "m2");
  EXPECT_EQ(scenario.machine_count, 3);
  ASSERT_EQ(scenario.orders.size(), 2u);
  EXPECT_EQ(scenario.orders[1].name, "j1");
  EXPECT_EQ(scenario.orders[1].release, 0);
  EXPECT_EQ(scenario.orders[1].due.rule, DueRule::none);
  EXPECT_EQ(operations(scenario, 0), (std::vector<std::pair<int, double>>{{0, 5}, {1, 0}, {2, 7}}));
  EXPECT_EQ(operations(scenario, 1), (std::vector<std::pair<int, double>>{{2, 1}, {1, 2}, {0, 1e9}}));
}

TEST_F(Import, Fjsp) {
  const std::string text = "2 3 1.5\n2  2 1 5 3 6  1 2 0\n1  3 3 1 2 2 1 3\n";
  const Scenario scenario = open_scenario("fjsp:" + file("tiny.fjs", text));
  EXPECT_EQ(scenario.name, "tiny");
  ASSERT_EQ(scenario.steps.size(), 3u);
  ASSERT_EQ(scenario.modes.size(), 6u);
  EXPECT_EQ(scenario.routings[0].step_count, 2);
  EXPECT_EQ(scenario.routings[1].first_step, 2);
  EXPECT_EQ(scenario.steps[0].mode_count, 2);
  EXPECT_EQ(scenario.modes[1].group, 2);
  EXPECT_EQ(scenario.modes[1].time.a, 6 * ticks_per_second);
  EXPECT_EQ(scenario.steps[2].first_mode, 3);
  EXPECT_EQ(scenario.modes[5].group, 0);
  EXPECT_EQ(scenario.modes[5].time.a, 3 * ticks_per_second);
}

TEST_F(Import, TheAverageOfFjspMayBeMissing) {
  EXPECT_EQ(open_scenario("fjsp:" + file("a.fjs", "1 1\n1 1 1 4\n")).steps.size(), 1u);
}

TEST_F(Import, TaillardIsTheOnlyOneOfItsKindThatNeedsNoFile) {
  const Scenario ta01 = open_scenario("taillard:ta01");
  EXPECT_EQ(ta01.name, "ta01");
  EXPECT_EQ(ta01.groups.size(), 15u);
  EXPECT_EQ(operations(ta01, 0)[0], (std::pair<int, double>{6, 94}));
  EXPECT_EQ(open_scenario("jsplib:" + file("ta01", ta01.source_text)).steps.size(), ta01.steps.size());
}

/// A second program that knows only the published description computed this sum.
TEST_F(Import, AllTaillardInstancesAreBitExact) {
  std::uint64_t sum = 0xcbf29ce484222325u;  // FNV-1a
  for (int i = 1; i <= 80; ++i) {
    const std::string name = (i < 10 ? "ta0" : "ta") + std::to_string(i);
    for (const char c : open_scenario("taillard:" + name).source_text) {
      sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    }
  }
  EXPECT_EQ(sum, 0x27997f7c59905464u);
}

/// The published optima of these equal a simple bound, which almost any slip in the generator would move.
TEST_F(Import, BoundsOfTaillardInstancesAreThePublishedOptima) {
  const std::vector<std::pair<const char*, double>> optima = {
      {"ta51", 2760}, {"ta55", 2679}, {"ta58", 2885}, {"ta60", 2723}, {"ta61", 2868}, {"ta65", 2725},
      {"ta69", 3071}, {"ta71", 5464}, {"ta72", 5181}, {"ta74", 5339}, {"ta77", 5436}, {"ta80", 5183}};
  for (const auto& [name, optimum] : optima) {
    EXPECT_EQ(lower_bound(open_scenario(std::string("taillard:") + name)), optimum) << name;
  }
}

TEST_F(Import, TaillardEqualsJsplib) {
  const std::string folder = TAKT_SOURCE_DIR "/tests/instances/jsplib/";
  for (const std::string name : {"ta01", "ta11", "ta71"}) {
    EXPECT_EQ(numbers(open_scenario("taillard:" + name)), numbers(open_scenario("jsplib:" + folder + name)))
        << name;
  }
}

TEST_F(Import, EveryCollectedInstanceIsRead) {
  const fs::path data = fs::path(TAKT_SOURCE_DIR) / "tests" / "instances";
  for (const std::string format : {"jsplib", "fjsp"}) {
    int count = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(data / format)) {
      EXPECT_GE(open_scenario(format + ":" + entry.path().string()).orders.size(), 6u) << entry.path();
      ++count;
    }
    EXPECT_GE(count, 10) << format;
  }
}

TEST_F(Import, UnknownFormatListsTheKnownOnes) {
  const Error error = error_of("tailard:ta01");
  EXPECT_EQ(error.fault(), Fault::bad_input);
  for (const ImportFormat& format : import_formats()) EXPECT_THAT(error.what(), HasSubstr(format.format));
}

TEST_F(Import, TaillardKnowsItsNames) {
  for (const char* name : {"ta00", "ta81", "ta1", "ta001", "TA01", "ta01 ", "01"}) {
    const Error error = error_of(std::string("taillard:") + name);
    EXPECT_EQ(error.fault(), Fault::bad_input);
    EXPECT_THAT(error.what(), HasSubstr("ta01 to ta80")) << name;
  }
}

TEST_F(Import, AMissingNameIsAnError) {
  for (const char* spec : {"taillard:", "jsplib:", "fjsp:"}) {
    EXPECT_THAT(error_of(spec).what(), HasSubstr("expected")) << spec;
  }
}

TEST_F(Import, AFileThatCannotBeReadIsAnIoError) {
  for (const std::string format : {"jsplib:", "fjsp:"}) {
    EXPECT_EQ(error_of(format + (root_ / "none").string()).fault(), Fault::io);
    EXPECT_EQ(error_of(format + root_.string()).fault(), Fault::io);
  }
}

TEST_F(Import, AFileThatIsTooLongIsRefused) {
  const Error error = error_of("jsplib:" + file("long", std::string((16u << 20) + 1, ' ')));
  EXPECT_EQ(error.fault(), Fault::bad_input);
  EXPECT_THAT(error.what(), HasSubstr("longer than 16 MiB"));
}

struct Broken {
  const char* format;
  std::string text;
  const char* place;  ///< ":LINE:COLUMN: "
  const char* message;
};

class BrokenInstance : public Import, public testing::WithParamInterface<Broken> {};

TEST_P(BrokenInstance, IsRefusedWithItsPlace) {
  const Broken& broken = GetParam();
  const std::string path = file("broken", broken.text);
  const Error error = error_of(std::string(broken.format) + ":" + path);
  EXPECT_EQ(error.fault(), Fault::bad_input);
  EXPECT_EQ(std::string(error.what()), path + broken.place + broken.message);
}

TEST_F(Import, AByteOrderMarkIsNoPartOfAnInstance) {
  const std::string text = "1 2\n0 3 1 4\n";
  const Scenario plain = open_scenario("jsplib:" + file("plain", text));
  const Scenario marked = open_scenario("jsplib:" + file("marked", "\xef\xbb\xbf" + text));
  EXPECT_EQ(marked.modes, plain.modes);
}

TEST_F(Import, AFileOfAnotherFormatIsToldItsName) {
  for (const auto& [format, text] :
       {std::pair("jsplib", "2 2\n0 1 1 2\n1 3 0 4\n"), std::pair("fjsp", "1 2 1.5\n1 2 1 5 2 6\n"),
        std::pair("psplib", "2 1\n1\n3 1 1 2\n2 0 0\n")}) {
    const std::string path = file("instance", text);
    EXPECT_THAT(error_of(path).what(),
                testing::HasSubstr(std::string("did you mean '") + format + ":" + path));
  }
  const std::string broken = file("broken.fjs", "1 2 1.5\n1 2 1 5 2\n");
  EXPECT_THAT(error_of(broken).what(), testing::HasSubstr("did you mean 'fjsp:" + broken));
  EXPECT_THAT(error_of(file("own.yaml", "2 2\n0 1 1 2\n1 3 0 4\n")).what(),
              testing::Not(testing::HasSubstr("did you mean")));
}

INSTANTIATE_TEST_SUITE_P(
    Jsplib, BrokenInstance,
    testing::Values(
        Broken{"jsplib", "", ":1:1: ", "the file ends before the numbers of jobs and machines"},
        Broken{"jsplib", "# only\n# comments\n",
               ":3:1: ", "the file ends before the numbers of jobs and machines"},
        Broken{"jsplib", "2", ":1:2: ", "the number of machines is missing"},
        Broken{"jsplib", "2\n2\n", ":1:2: ", "the number of machines is missing"},
        Broken{"jsplib", "0 2\n", ":1:1: ", "the number of jobs must be 1 to 100000, not '0'"},
        Broken{"jsplib", "-1 2\n", ":1:1: ", "the number of jobs must be 1 to 100000, not '-1'"},
        Broken{"jsplib", "1 0\n", ":1:3: ", "the number of machines must be 1 to 10000, not '0'"},
        Broken{"jsplib", "1 10001\n", ":1:3: ", "the number of machines must be 1 to 10000, not '10001'"},
        Broken{"jsplib", "99999999999999999999 1\n",
               ":1:1: ", "the number of jobs must be 1 to 100000, not '99999999999999999999'"},
        Broken{"jsplib", "1000 10000\n",
               ":1:6: ", "1000 jobs on 10000 machines are more than 1000000 operations"},
        Broken{"jsplib", "1 1 1\n0 1\n", ":1:5: ", "'1' found after the numbers of jobs and machines"},
        Broken{"jsplib", "one 1\n", ":1:1: ", "the number of jobs must be a whole number, not 'one'"},
        Broken{"jsplib", "1.0 1\n", ":1:1: ", "the number of jobs must be a whole number, not '1.0'"},
        Broken{"jsplib", "+1 1\n", ":1:1: ", "the number of jobs must be a whole number, not '+1'"},
        Broken{"jsplib", "1 1\n", ":2:1: ", "the file ends before job 0 of 1"},
        Broken{"jsplib", "2 1\n0 1\n# no more\n\n", ":5:1: ", "the file ends before job 1 of 2"},
        Broken{"jsplib", "1 2\n0 1\n", ":2:4: ", "machine of operation 1 of job 0 is missing"},
        Broken{"jsplib", "1 2\n0 1 1\n", ":2:6: ", "time of operation 1 of job 0 is missing"},
        Broken{"jsplib", "1 1\n0 1 7\n", ":2:5: ", "'7' found after the 1 operations of job 0"},
        Broken{"jsplib", "1 1\n0 1\n0 1\n", ":3:1: ", "'0' found after the last of 1 jobs"},
        Broken{"jsplib", "1 1\n0 1\n\n  end\n", ":4:3: ", "'end' found after the last of 1 jobs"},
        Broken{"jsplib", "1 2\n0 1 2 1\n",
               ":2:5: ", "machine of operation 1 of job 0 must be 0 to 1, not '2'"},
        Broken{"jsplib", "1 2\n-1 1 1 1\n",
               ":2:1: ", "machine of operation 0 of job 0 must be 0 to 1, not '-1'"},
        Broken{"jsplib", "2 2\n0 1 1 1\n1 1 1 1\n", ":3:5: ", "job 1 visits machine 1 twice"},
        Broken{"jsplib", "1 1\n0 -5\n",
               ":2:3: ", "time of operation 0 of job 0 must be 0 to 1000000000, not '-5'"},
        Broken{"jsplib", "1 1\n0 1000000001\n",
               ":2:3: ", "time of operation 0 of job 0 must be 0 to 1000000000, not '1000000001'"},
        Broken{"jsplib", "1 1\n0 nan\n",
               ":2:3: ", "time of operation 0 of job 0 must be a whole number, not 'nan'"},
        Broken{"jsplib", "1 1\n0 5min\n",
               ":2:3: ", "time of operation 0 of job 0 must be a whole number, not '5min'"},
        Broken{"jsplib", "1 1\n0 0x10\n",
               ":2:3: ", "time of operation 0 of job 0 must be a whole number, not '0x10'"},
        Broken{"jsplib", std::string("1 1\n0 \0 1\n", 10),
               ":2:3: ", "time of operation 0 of job 0 must be a whole number, not '\\x00'"},
        Broken{"jsplib",
               "\xff\xfe"
               "1 1\n0 1\n",
               ":1:1: ", "the file is UTF-16; save it as UTF-8"},
        Broken{"jsplib", "1 1\n0 " + std::string(500, 'x') + "\n", ":2:3: ",
               "time of operation 0 of job 0 must be a whole number, not 'xxxxxxxxxxxxxxxxxxxxxxxx...'"}));

INSTANTIATE_TEST_SUITE_P(
    Fjsp, BrokenInstance,
    testing::Values(
        Broken{"fjsp", "", ":1:1: ", "the file ends before the numbers of jobs and machines"},
        Broken{"fjsp", "1\n", ":1:2: ", "the number of machines is missing"},
        Broken{"fjsp", "1 1 x\n", ":1:5: ", "the average number of alternatives must be a number, not 'x'"},
        Broken{"fjsp", "1 1 inf\n",
               ":1:5: ", "the average number of alternatives must be a number, not 'inf'"},
        Broken{"fjsp", "1 1 1 1\n",
               ":1:7: ", "'1' found after the numbers of jobs, machines and alternatives"},
        Broken{"fjsp", "1 1 1\n", ":2:1: ", "the file ends before job 1 of 1"},
        Broken{"fjsp", "1 1 1\n0\n",
               ":2:1: ", "the number of operations of job 1 must be 1 to 10000, not '0'"},
        Broken{"fjsp", "1 1 1\n1\n",
               ":2:2: ", "the number of alternatives of operation 1 of job 1 is missing"},
        Broken{"fjsp", "1 1 1\n1 0\n",
               ":2:3: ", "the number of alternatives of operation 1 of job 1 must be 1 to 1, not '0'"},
        Broken{"fjsp", "1 2 1\n1 3 1 1 2 1 1 1\n",
               ":2:3: ", "the number of alternatives of operation 1 of job 1 must be 1 to 2, not '3'"},
        Broken{"fjsp", "1 2 1\n1 1 0 4\n",
               ":2:5: ", "machine 1 of operation 1 of job 1 must be 1 to 2, not '0'"},
        Broken{"fjsp", "1 2 1\n1 1 3 4\n",
               ":2:5: ", "machine 1 of operation 1 of job 1 must be 1 to 2, not '3'"},
        Broken{"fjsp", "1 2 1\n1 2 1 4 1 5\n", ":2:9: ", "operation 1 of job 1 names machine 1 twice"},
        Broken{"fjsp", "1 2 1\n1 2 1 4 2\n", ":2:10: ", "time 2 of operation 1 of job 1 is missing"},
        Broken{"fjsp", "1 2 1\n1 1 1 4.5\n",
               ":2:7: ", "time 1 of operation 1 of job 1 must be a whole number, not '4.5'"},
        Broken{"fjsp", "1 2 1\n1 1 1 4 1 1 5\n", ":2:9: ", "'1' found after the 1 operations of job 1"},
        Broken{"fjsp", "1 2 1\n1 1 1 4\n1 1 1 4\n", ":3:1: ", "'1' found after the last of 1 jobs"}));

}  // namespace
}  // namespace takt
