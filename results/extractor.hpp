#pragma once

// Internal to results/, and part of the module that has HDF5.

#include <cstdint>
#include <string>
#include <vector>

#include "results/extract_blocks.hpp"
#include "results/hdf5_handles.hpp"

namespace takt::hdf5 {

/// Reads one file that may be anything, for a process of its own, whose CPU time and memory it limits. Every
/// function throws Error(bad_input) that begins with the file's path.
class Extractor {
 public:
  /// Copies go to the open file `out`. `open_as`: where the file is found now; empty: at `path`.
  Extractor(const std::string& path, const std::string& open_as, int out);

  std::vector<Block> blocks;  ///< what was copied, or described

  std::string text_attribute(const char* name);
  /// Its bits.
  std::int64_t number_attribute(const char* name, ColumnType type);
  /// The one text of a scalar dataset.
  void text(const char* path);
  /// A whole column.
  void column(const std::string& path, ColumnType type);
  /// Rows [first, first + count) of a column, which must have them.
  void rows(const std::string& path, ColumnType type, std::uint64_t first, std::uint64_t count);
  /// Only what a column is, without a copy of it.
  void describe(const std::string& path, ColumnType type);

  bool has(const std::string& path);
  /// Names of the datasets in a group, in the order of the alphabet.
  std::vector<std::string> names_in(const char* group_path);

  [[noreturn]] void fail(const std::string& what) const;

 private:
  /// A column that was found to be sane.
  struct Open {
    Handle dataset, stored;
    Block block;
    hsize_t chunk_rows = 0;
  };
  [[noreturn]] void fail_because(const char* kind, const std::string& name) const;
  Handle open_attribute(const char* name);
  Handle open_dataset(const std::string& path);
  Open open_column(const std::string& path, ColumnType type);
  void copy(const Open& column, std::uint64_t first, std::uint64_t count);
  hsize_t check_storage(const std::string& path, hid_t dataset, std::uint64_t width, hsize_t rows);
  std::string unit_of(hid_t dataset);
  void add(Block block, const void* bytes);
  void put(const void* bytes, std::size_t size);

  const std::string& path_;
  int out_;
  std::uint64_t file_bytes_ = 0;
  std::uint64_t copied_ = 0;
  QuietErrors quiet_;
  Handle file_;
};

}  // namespace takt::hdf5
