#pragma once

// Internal to results/.

#include <cstdint>
#include <string>
#include <utility>
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
enum class Extract : std::uint8_t {
  info,
  run,
  detailed_run,
  catalogue  ///< attributes, the scenario, and which columns there are, without their rows
};

/// Rows of columns that are equally long.
struct RowRange {
  std::vector<std::pair<std::string, ColumnType>> columns;
  std::uint64_t first = 0, count = 0;
};

/// Copies everything wanted from the file to the open file `out` and says where it is. For a process of its
/// own: HDF5 can crash or hang on a bad file. Limits the CPU time and memory of the process it runs in.
/// `open_as`: where the file is found now; empty: at `path`, by which messages call it. Throws
/// Error(bad_input).
std::vector<Block> extract_blocks(const std::string& path, const std::string& open_as, Extract what, int out);

/// The same for some rows. Columns or rows that are not there are Error(bad_input) as well.
std::vector<Block> extract_rows(const std::string& path, const std::string& open_as, const RowRange& range,
                                int out);

}  // namespace takt
