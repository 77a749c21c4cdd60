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

/// Adds a job; alternatives[i] lists the (group, seconds) of its operation i.
void add_instance_job(Scenario& scenario,
                      const std::vector<std::vector<std::pair<Index, std::int64_t>>>& alternatives);

}  // namespace takt
