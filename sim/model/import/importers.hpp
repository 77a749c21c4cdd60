#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/model/scenario.hpp"

namespace takt {

/// The importers turn instances of the literature into scenarios: one group m0, m1, ... a machine, one
/// routing and one order j0, j1, ... a job, all released at 0, times in seconds. They throw Error(io) for a
/// file that cannot be read and Error(bad_input), with file, line and column, for one that is not what it
/// should be.

/// A job shop in the JSPLIB form: comments, "JOBS MACHINES", then a line "MACHINE TIME MACHINE TIME ..." for
/// each job, which visits every machine once. Machines count from 0.
Scenario import_jsplib(const std::string& path);

/// The same from text; `file` is how errors name it, `name` becomes the scenario's.
Scenario parse_jsplib(const std::string& text, const std::string& file, const std::string& name);

/// A flexible job shop in the form of Brandimarte (1993): "JOBS MACHINES [ALTERNATIVES]", then a line for
/// each job: how many operations, and for each operation how many alternatives and as many "MACHINE TIME".
/// Machines count from 1 in the file; machine 1 becomes m0.
Scenario import_fjsp(const std::string& path);

/// One of Taillard's job shops, "ta01" to "ta80", made by his generator from his seeds (E. Taillard,
/// "Benchmarks for basic scheduling problems", EJOR 64, 1993).
Scenario import_taillard(const std::string& name);

/// A project with limited resources in the form of PSPLIB's single-mode sets (.sm; R. Kolisch, A. Sprecher,
/// "PSPLIB
/// - a project scheduling problem library", EJOR 96, 1996): one job whose tasks "1" to "n" (dummy source and
/// sink included) are done on one group without limit and need resources R1, R2, ... Several modes of a task
/// and nonrenewable resources are refused.
Scenario import_psplib(const std::string& path);

/// The same from the numbers alone of Patterson's form (.rcp), which import_psplib reads as well.
Scenario parse_patterson(const std::string& text, const std::string& file, const std::string& name);

/// A workflow in WfCommons' JSON (WfFormat 1.0 to 1.5; T. Coleman et al., "WfCommons", FGCS 128, 2022): one
/// job whose tasks have the recorded run times and need CPU cores of the recorded machines; where none is
/// recorded, they need none. Cores are taken from all machines together; files take no time.
Scenario import_wfcommons(const std::string& path);

/// What the importers share.
struct InstanceLimits {
  static constexpr std::int64_t jobs = 100'000;
  static constexpr std::int64_t machines = 10'000;
  static constexpr std::int64_t operations = 1'000'000;  ///< counting every alternative
  static constexpr std::int64_t seconds = 1'000'000'000;
};

/// The file's name without folders and extension, with '_' for every character that names may not have.
std::string instance_name(const std::string& path);

/// A scenario of `machines` groups and no jobs yet.
Scenario start_instance(const std::string& name, const std::string& text, std::int64_t machines);

/// A task of a project: one step of a graph routing.
struct ProjectTask {
  std::string name;
  Time time = 0;
  std::vector<Index> after;  ///< tasks, in any order, once each
  std::vector<Need> needs;
};

/// Adds the only group, routing and order: `tasks` as a graph on a group without limit.
void add_project(Scenario& scenario, const std::vector<ProjectTask>& tasks);

/// Adds a job; alternatives[i] lists the (group, seconds) of its operation i.
void add_instance_job(Scenario& scenario,
                      const std::vector<std::vector<std::pair<Index, std::int64_t>>>& alternatives);

}  // namespace takt
