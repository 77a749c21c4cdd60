#pragma once

// Internal to results/.

#include <atomic>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "results/disk_driver.hpp"
#include "results/record_columns.hpp"
#include "results/schema.hpp"
#include "results/unfinished_file.hpp"

namespace takt::hdf5 {

/// What a column gets to hold.
struct ColumnSource {
  std::string path;
  ColumnType type = ColumnType::f64;
  std::string unit, meaning, scale, flags;
  bool has_never = false;      ///< times that may be `never`
  std::size_t text_bytes = 0;  ///< width of each text, when it is one
  /// Puts rows [first, first + count) into `out`, which is all zeros for texts.
  std::function<void(std::size_t first, std::size_t count, std::byte* out)> fill;
};

/// A source with what result_columns() says of this path, without `fill`.
ColumnSource source_of(const char* path);

/// A text a row.
ColumnSource text_source(const char* path, std::size_t rows,
                         std::function<const std::string&(std::size_t)> text);

/// Some members of records. `records` must outlive the source.
template <class Record, std::size_t columns>
std::vector<ColumnSource> record_sources(const std::array<RecordColumn<Record>, columns>& table,
                                         const std::vector<Record>& records) {
  std::vector<ColumnSource> sources;
  for (const RecordColumn<Record>& column : table) {
    sources.push_back(source_of(column.path));
    sources.back().fill = [&records, gather = column.gather](std::size_t first, std::size_t count,
                                                             std::byte* out) {
      gather(records.data() + first, count, out);
    };
  }
  return sources;
}

/// Writes a result file, table by table.
class ColumnWriter {
 public:
  /// Everything is written to `file`, which the caller commits after finish(). `stop` may be null.
  ColumnWriter(const UnfinishedFile& file, bool compress, const std::atomic<bool>* stop);

  /// Columns of equally many rows; every scale among them or written before.
  void write_table(std::size_t rows, const std::vector<ColumnSource>& columns);

  /// A text of any length in a dataset of its own, not a column.
  void write_text(const char* path, const std::string& text, const char* meaning);

  // Attributes of the root.
  void attribute(const char* name, const std::string& text);  ///< cut to 16 KiB
  void attribute(const char* name, std::int64_t value);
  void attribute(const char* name, std::uint64_t value);
  void attribute(const char* name, double value);

  /// Closes the file. Throws, like all of the above, Error(io), or Error(interrupted) when told to stop.
  void finish();

 private:
  Handle create(std::size_t rows, std::size_t chunk_rows, const ColumnSource& column);
  /// `chunk`: the whole chunk, of which the first `count` rows count, and room for its checksum.
  void write_chunk(hid_t dataset, const ColumnSource& column, hsize_t first, hsize_t count,
                   std::span<std::byte> chunk);
  void describe(hid_t dataset, const ColumnSource& column);
  void attach_scale(hid_t dataset, const ColumnSource& column);
  void look_around() const;
  void check(long long result) const;

  const UnfinishedFile& unfinished_;
  bool compress_;
  const std::atomic<bool>* stop_;
  QuietErrors quiet_;
  Disk disk_;
  Handle file_;
};

}  // namespace takt::hdf5
