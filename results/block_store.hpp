#pragma once

// Internal to results/.

#include <string>
#include <string_view>
#include <vector>

#include "results/child_copy.hpp"
#include "results/record_columns.hpp"

namespace takt {

/// A copy of what a result file holds, made by a child process and checked here: the numbers in it are what
/// result_columns() says. Its functions throw Error(bad_input) that begins with the path.
class BlockStore {
 public:
  BlockStore(const std::string& path, Extract what);

  /// The same from what a child has copied: `blocks` in the order of their paths, within `copy`.
  BlockStore(std::string path, std::vector<Block> blocks, MemoryFile copy);

  bool has(std::string_view block) const { return find(block) != nullptr; }
  std::uint64_t rows(std::string_view block) const { return get(block).rows; }
  const std::string& unit(std::string_view block) const { return get(block).unit; }

  std::string text(std::string_view block) const;
  std::vector<std::string> texts(std::string_view block) const;
  std::int64_t signed_attribute(std::string_view name) const;
  std::uint64_t unsigned_attribute(std::string_view name) const;
  double real_attribute(std::string_view name) const;

  /// All numbers of a column that is no part of a record.
  template <class Number>
  std::vector<Number> numbers(std::string_view block) const {
    const Block& source = get(block);
    if (source.width != sizeof(Number)) fail_type(block);
    std::vector<Number> values(source.rows);
    read(source, 0, source.rows, reinterpret_cast<std::byte*>(values.data()));
    return values;
  }

  /// Records from their columns. What was read is dropped from the copy, so that it is in memory once.
  template <class Record, std::size_t columns>
  std::vector<Record> records(const std::array<RecordColumn<Record>, columns>& table) const {
    const std::uint64_t count = rows(table.front().path);
    std::vector<Record> records;
    records.reserve(count);
    std::vector<std::byte> buffer(std::min(count, slab_rows) * sizeof(std::uint64_t));
    for (std::uint64_t first = 0; first < count; first += slab_rows) {
      const std::uint64_t here = std::min(slab_rows, count - first);
      records.resize(first + here);
      for (const RecordColumn<Record>& column : table) {
        if (!has(column.path)) continue;  // an older format had no such column
        const Block& block = get(column.path);
        if (block.width != column.bytes || block.rows != count) fail_type(column.path);
        read(block, first, here, buffer.data());
        column.scatter(buffer.data(), here, records.data() + first);
        drop(block, first, here);
      }
    }
    return records;
  }

  [[noreturn]] void fail(const std::string& what) const;

 private:
  static constexpr std::uint64_t slab_rows = 65536;

  const Block* find(std::string_view block) const;
  const Block& get(std::string_view block) const;
  [[noreturn]] void fail_type(std::string_view block) const;
  void read(const Block& block, std::uint64_t first, std::uint64_t count, std::byte* out) const;
  void drop(const Block& block, std::uint64_t first, std::uint64_t count) const;
  void check_lengths() const;
  void check_values() const;
  void check_column(const Block& block, const ColumnSpec& column) const;
  std::int64_t bound_of(const ColumnSpec& column) const;

  std::string path_;
  MemoryFile copy_;
  std::vector<Block> blocks_;  ///< by path
};

}  // namespace takt
