// PSPLIB and WfCommons files: what is read, and what is refused where.

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/model/error.hpp"
#include "sim/model/open_scenario.hpp"

namespace takt {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class ProjectImport : public testing::Test {
 protected:
  ProjectImport() {
    std::string pattern = (fs::temp_directory_path() / "takt-project-XXXXXX").string();
    root_ = mkdtemp(pattern.data());
  }
  ~ProjectImport() override { fs::remove_all(root_); }

  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(root_ / name, std::ios::binary) << text;
    return (root_ / name).string();
  }

  /// The refusal of a file, without its path.
  std::string complaint(const std::string& format, const std::string& text) const {
    const std::string path = file("project.in", text);
    try {
      open_scenario(format + ":" + path);
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::bad_input);
      const std::string what = error.what();
      EXPECT_THAT(what, StartsWith(path));
      return what.substr(path.size());
    }
    return "accepted";
  }

 private:
  fs::path root_;
};

const std::string psplib = R"(****
file with basedata            : small.bas
****
projects                      :  1
jobs (incl. supersource/sink ):  4
horizon                       :  20
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  0   N
  - doubly constrained        :  0   D
****
PROJECT INFORMATION:
pronr.  #jobs rel.date duedate tardcost  MPM-Time
    1      2      3       9       26       38
****
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
****
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
----------------------------
  1      1     0       0    0
  2      1     8       4    0
  3      1     4       1    2
  4      1     0       0    0
****
RESOURCEAVAILABILITIES:
  R 1  R 2
   12   3
****
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST_F(ProjectImport, psplib_becomes_one_job_of_tasks) {
  const Scenario s = open_scenario("psplib:" + file("small.sm", psplib));
  EXPECT_EQ(s.name, "small");
  ASSERT_EQ(s.steps.size(), 4u);
  EXPECT_THAT(s.precedence.tasks[3].after, ElementsAre(1, 2));
  EXPECT_THAT(s.precedence.tasks[1].after, ElementsAre(0));
  ASSERT_EQ(s.resources.pools.size(), 2u);
  EXPECT_EQ(s.resources.pools[1].name, "R2");
  EXPECT_EQ(s.resources.pools[1].capacity, 3);
  EXPECT_EQ(s.resources.mode_needs[2].count, 2);
  EXPECT_EQ(s.resources.mode_needs[0].count, 0);
  EXPECT_EQ(s.orders[0].release, 3 * ticks_per_second);
  EXPECT_EQ(s.orders[0].due.time, 9 * ticks_per_second);
  EXPECT_TRUE(s.groups[0].unlimited);
  EXPECT_EQ(s.groups[0].count, 4);
}

TEST_F(ProjectImport, broken_psplib_files_are_refused_where_they_are_broken) {
  const auto said = [&](const std::string& from, const std::string& to) {
    return complaint("psplib", replaced(psplib, from, to));
  };
  EXPECT_THAT(complaint("psplib", ""), HasSubstr("the file ends before a line 'projects'"));
  EXPECT_THAT(
      said("2        1          1           4", "2        2          1           4"),
      StartsWith(
          ":19:13: the number of modes of job 2 (only single-mode projects can be read) must be 1 to 1"));
  EXPECT_THAT(said("3        1          1           4", "3        1          1           5"),
              StartsWith(":20:36: successor 1 of job 3 must be 1 to 4, not '5'"));
  EXPECT_THAT(said("3        1          1           4", "3        1          1           3"),
              StartsWith(":20:36: job 3 is its own successor"));
  EXPECT_THAT(said("3        1          1           4", "3        1          1"),
              StartsWith(":20:25: successor 1 of job 3 is missing"));
  EXPECT_THAT(said("4        1          0", "4        1          1           2"),
              HasSubstr("the jobs wait for each other in a circle: 2 -> 4 -> 2"));
  EXPECT_THAT(said("  3      1     4       1    2", "  3      1     4       1    7"),
              HasSubstr("there are 3 of resource 2, but a job needs 7"));
  EXPECT_THAT(said("8       4    0", "-8       4    0"),
              StartsWith(":27:16: the duration of job 2 must be 0 to"));
  EXPECT_THAT(said("nonrenewable              :  0", "nonrenewable              :  1"),
              StartsWith(":9:34: the number of nonrenewable resources must be 0 to 0"));
  EXPECT_THAT(said("jobs (incl. supersource/sink ):  4", "jobs (incl. supersource/sink ):  400000000"),
              StartsWith(":5:34: the number of jobs must be 1 to 65535"));
  EXPECT_THAT(said("projects                      :", "projects                       "),
              StartsWith(":4:9: ':' is missing in the line 'projects'"));
  EXPECT_THAT(complaint("psplib", psplib.substr(0, psplib.find("RESOURCEAVAIL"))),
              HasSubstr("the file ends before a line 'RESOURCEAVAILABILITIES'"));
}

const std::string workflow_15 = R"({"name": "w", "schemaVersion": "1.5", "workflow": {
  "specification": {"tasks": [
    {"name": "split", "id": "split_1", "parents": [], "children": ["work_1", "work_2"]},
    {"name": "work", "id": "work_1", "parents": ["split_1"], "children": []},
    {"name": "work", "id": "work_2", "parents": ["split_1"], "children": []}]},
  "execution": {"makespanInSeconds": 9, "tasks": [
    {"id": "split_1", "runtimeInSeconds": 1.5, "coreCount": 2},
    {"id": "work_1", "runtimeInSeconds": 4},
    {"id": "work_2", "runtimeInSeconds": 2.000001}],
    "machines": [{"nodeName": "a", "cpu": {"coreCount": 4}}, {"nodeName": "b", "cpu": {"coreCount": 2}}]}}}
)";

TEST_F(ProjectImport, pattersons_form_is_a_project_too) {
  // Four jobs, two resources of which one is not there; lines may be broken anywhere.
  const std::string text = "4 2\n2 0\n\n0 0 0 2 2 3\n3 1 0\n 1 4\n4 2 0 1\n4\n0 0 0 0\n";
  const Scenario s = open_scenario("psplib:" + file("small.rcp", text));
  ASSERT_EQ(s.resources.pools.size(), 1U);
  EXPECT_EQ(s.resources.pools[0].capacity, 2);
  EXPECT_EQ(s.precedence.tasks[3].after, (std::vector<Index>{1, 2}));
  EXPECT_EQ(s.modes[2].planned, 4 * ticks_per_second);
  EXPECT_THAT(complaint("psplib", "2 1\n1\n1 2 0\n1 0 0\n"), StartsWith(":3:3: what job 1 needs"));
  EXPECT_THAT(complaint("psplib", "2 1\n1\n1 0 1 1\n1 0 0\n"),
              StartsWith(":3:7: job 1 is its own successor"));
  EXPECT_THAT(complaint("psplib", "2 1\n1\n1 0 1 2\n1 0 1 1\n"), HasSubstr("in a circle"));
  EXPECT_THAT(complaint("psplib", "2 1\n1\n1 0 1 2\n1 0\n"), HasSubstr("the file ends before"));
  EXPECT_THAT(complaint("psplib", "1 0\n5 0\n9\n"), HasSubstr("found after the last of 1 jobs"));
}

TEST_F(ProjectImport, wfcommons_becomes_one_job_of_tasks) {
  const Scenario s = open_scenario("wfcommons:" + file("w.json", workflow_15));
  ASSERT_EQ(s.steps.size(), 3u);
  EXPECT_EQ(s.steps[1].name, "work_1");
  EXPECT_THAT(s.precedence.tasks[1].after, ElementsAre(0));
  EXPECT_THAT(s.precedence.tasks[2].after, ElementsAre(0));
  EXPECT_EQ(s.modes[0].planned, 1'500'000);
  EXPECT_EQ(s.modes[2].planned, 2'000'001);
  ASSERT_EQ(s.resources.pools.size(), 1u);
  EXPECT_EQ(s.resources.pools[0].capacity, 6);
  EXPECT_EQ(s.resources.needs[0].amount, 2);
  EXPECT_EQ(s.resources.needs[1].amount, 1);
}

TEST_F(ProjectImport, older_versions_of_wfcommons_hold_the_run_times_in_the_tasks) {
  const Scenario v14 =
      open_scenario("wfcommons:" + file("w14.json", R"({"schemaVersion": "1.4", "workflow": {"tasks": [
    {"name": "a", "type": "compute", "runtimeInSeconds": 2, "parents": [], "cores": 1},
    {"name": "b", "type": "compute", "runtimeInSeconds": 3, "parents": ["a"], "cores": 1.5}],
    "machines": [{"nodeName": "m", "cpu": {"count": 8}}]}})"));
  EXPECT_EQ(v14.resources.needs[1].amount, 2);
  EXPECT_THAT(v14.precedence.tasks[1].after, ElementsAre(0));
  const Scenario v11 =
      open_scenario("wfcommons:" + file("w11.json", R"({"schemaVersion": "1.1", "workflow": {"jobs": [
    {"name": "a", "runtime": 2, "parents": []}, {"name": "b", "runtime": 3, "parents": ["a"]}]}})"));
  EXPECT_TRUE(v11.resources.pools.empty());
  EXPECT_EQ(v11.modes[1].planned, 3 * ticks_per_second);
}

TEST_F(ProjectImport, broken_workflows_are_refused_where_they_are_broken) {
  const auto said = [&](const std::string& from, const std::string& to) {
    return complaint("wfcommons", replaced(workflow_15, from, to));
  };
  EXPECT_THAT(complaint("wfcommons", ""), HasSubstr(":1:1: not valid JSON: syntax error"));
  EXPECT_THAT(complaint("wfcommons", "{\"workflow\":\n  nul}"), StartsWith(":2:6: not valid JSON"));
  EXPECT_THAT(complaint("wfcommons", "[]"), StartsWith(":1:1: 'workflow' is missing"));
  EXPECT_THAT(complaint("wfcommons", "{\"workflow\": 5}"), HasSubstr("'workflow' must be an object"));
  EXPECT_THAT(said("\"parents\": [\"split_1\"], \"children\": []},",
                   "\"parents\": [\"splot_1\"], \"children\": []},"),
              StartsWith(":4:58: there is no task 'splot_1'"));
  EXPECT_THAT(said("\"id\": \"work_2\", \"parents\"", "\"id\": \"work_1\", \"parents\""),
              StartsWith(":5:35: another task is called so, too"));
  EXPECT_THAT(said("\"runtimeInSeconds\": 4", "\"runtimeInSeconds\": -4"),
              HasSubstr("'runtimeInSeconds' must be a number from 0 to"));
  EXPECT_THAT(said("\"runtimeInSeconds\": 4", "\"runtimeInSeconds\": \"4\""), HasSubstr("must be a number"));
  EXPECT_THAT(said("    {\"id\": \"work_1\", \"runtimeInSeconds\": 4},\n", ""),
              StartsWith(":4:5: has no run time"));
  EXPECT_THAT(said("\"coreCount\": 2}", "\"coreCount\": 7}"),
              HasSubstr("needs 7 cores; the machines have 6"));
  EXPECT_THAT(said("{\"name\": \"w\"", "{\"name\": \"w\", \"name\": \"x\""),
              StartsWith(":1:20: the key 'name' stands twice"));
  EXPECT_THAT(said("\"parents\": [], \"children\": [\"work_1\", \"work_2\"]",
                   "\"parents\": [\"work_2\"], \"children\": [\"work_1\", \"work_2\"]"),
              HasSubstr("the tasks wait for each other in a circle: 'split_1' -> 'work_2' -> 'split_1'"));
  EXPECT_THAT(complaint("wfcommons", std::string(100, '[')), HasSubstr("there are more than 64 levels"));
}

TEST_F(ProjectImport, no_prefix_of_a_file_crashes) {
  for (std::size_t n = 0; n < workflow_15.size() - 2; n += 3)
    EXPECT_NE(complaint("wfcommons", workflow_15.substr(0, n)), "accepted") << n;
  for (std::size_t n = 0; n < psplib.find("   12   3"); n += 3)
    EXPECT_NE(complaint("psplib", psplib.substr(0, n)), "accepted") << n;
}

}  // namespace
}  // namespace takt
