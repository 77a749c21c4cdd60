#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace takt {

/// What the agent saw at each decision of a run, as flat columns: what Trace::decisions does not keep. Filled
/// by record_decisions() (agents/record_decisions.hpp), written to and read from the result file.
struct DecisionDetail {
  std::vector<std::string> feature_names;
  std::vector<std::string> feature_units;  ///< as long as feature_names; "1" for a pure number
  std::vector<std::uint64_t>
      first_candidate;  ///< by decision: its first row; its last is before the next one's first
  std::vector<std::int64_t> candidate_job;   ///< by row: job number; -1 for the wait candidate
  std::vector<std::int32_t> candidate_mode;  ///< by row: Scenario::modes; -1 for the wait candidate
  std::vector<float> features;               ///< rows x feature_names, row by row

  std::size_t decisions() const { return first_candidate.size(); }
  std::size_t rows() const { return candidate_job.size(); }
};

}  // namespace takt
