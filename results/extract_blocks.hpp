#pragma once

// Internal to results/.

#include <cstdint>
#include <string>
#include <vector>

#include "results/schema.hpp"

namespace takt {

/// A column, attribute or text of a result file, copied out of it as plain bytes.
struct Block {
  std::string path;  ///< a dataset's path; "@NAME" for an attribute of the root
  std::string unit;  ///< of a dataset
  ColumnType type = ColumnType::text;
  std::uint64_t width = 0;  ///< bytes a row
  std::uint64_t rows = 0;
  std::uint64_t offset = 0;  ///< of the first row in the copy
};

/// What to copy.
enum class Extract : std::uint8_t { info, run, detailed_run };

/// Copies everything wanted from the file to the open file `out` and says where it is. For a process of its
/// own: HDF5 can crash or hang on a bad file. Limits the CPU time and memory of the process it runs in.
/// Throws Error(bad_input).
std::vector<Block> extract_blocks(const std::string& path, Extract what, int out);

}  // namespace takt
