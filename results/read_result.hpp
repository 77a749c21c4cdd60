#pragma once

#include <optional>
#include <string>
#include <vector>

#include "results/decision_detail.hpp"
#include "results/result_info.hpp"
#include "sim/record/trace.hpp"

namespace takt {

/// What the indices in a run's records stand for.
struct ResultNames {
  std::vector<std::string> machines, groups, routings, steps, families, orders, sources;
  std::vector<std::string> modes;            ///< "STEP on GROUP"
  std::vector<Index> machine_group;          ///< by machine
  std::vector<Index> mode_group, mode_step;  ///< by mode
};

/// A result file in memory.
struct ResultFile {
  ResultInfo info;
  std::string scenario_text;  ///< the resolved scenario; its SHA-256 was checked
  ResultNames names;
  Trace trace;  ///< kind "run": as it was written, but of the tallies only those of machines and groups
  std::optional<DecisionDetail> detail;
};

struct ReadOptions {
  bool detail = true;  ///< what the agent saw at each decision, where the file holds it
};

/// Reads a result file whole. The file may be anything: a child process reads it, every number that is an
/// index, a flag or a time is checked, and so are all lengths. Throws Error(io) when it cannot be opened and
/// Error(bad_input) that names the path and what is wrong: not HDF5, not ours, from a newer version, cut off,
/// a column that is missing, of another type or length, or fails its checksum.
ResultFile read_result(const std::string& path, const ReadOptions& options = {});

/// Only the attributes and KPIs. Throws as read_result().
ResultInfo read_info(const std::string& path);

}  // namespace takt
