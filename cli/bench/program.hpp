#pragma once

#include <string>
#include <vector>

namespace takt::bench {

/// How a program ended.
struct ProgramEnd {
  bool found = true;    ///< false: there is no such program, and nothing else here counts
  int exit_status = 0;  ///< -1: killed by a signal
  double cpu_s = 0;     ///< of it and of the children it waited for, user and system
  std::string standard_output;
};

/// Runs a program to its end by posix_spawn; `words[0]` is searched for on PATH unless it has a slash. It has
/// nothing on standard input and shares standard error. Throws Error(io) when it cannot be started although
/// it is there.
ProgramEnd run_program(const std::vector<std::string>& words);

/// The folder of the running program, where modules, scripts and `takt` itself lie.
std::string program_folder();

}  // namespace takt::bench
