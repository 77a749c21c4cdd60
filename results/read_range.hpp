#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "results/schema.hpp"

namespace takt {

/// Some rows of some columns, by path.
class ColumnRows {
 public:
  /// Numbers of a column of this type, which must be among those that were read.
  template <class Number>
  std::vector<Number> numbers(const std::string& path) const {
    const Values& values = get(path, sizeof(Number));
    std::vector<Number> numbers(values.bytes.size() / sizeof(Number));
    if (!numbers.empty()) std::memcpy(numbers.data(), values.bytes.data(), numbers.size() * sizeof(Number));
    return numbers;
  }
  std::vector<std::string> texts(const std::string& path) const;

 private:
  friend class ResultColumns;
  struct Values {
    std::uint64_t width = 0;
    std::vector<std::byte> bytes;
  };
  const Values& get(const std::string& path, std::uint64_t width) const;

  std::map<std::string, Values> columns_;
};

/// A result file of which rows are read as they are needed: it may be larger than memory, and it may be
/// anything. All rows come from one and the same file: when another takes its name, or it is removed, reading
/// on is an Error(bad_input). Each read is done by a child process, and the values that it gives are checked
/// as read_result() does: one costs some ms, so ask for many rows at once. Every function throws Error(io)
/// and Error(bad_input) as read_result().
class ResultColumns {
 public:
  struct Column {
    std::string path, unit;
    ColumnType type = ColumnType::text;
    std::uint64_t rows = 0;
    std::uint64_t width = 0;  ///< bytes a row
  };

  explicit ResultColumns(const std::string& path);
  ResultColumns(const ResultColumns&) = delete;
  ResultColumns& operator=(const ResultColumns&) = delete;
  ~ResultColumns();

  const std::string& kind() const { return kind_; }                    ///< "run" or "replications"
  const std::string& scenario_text() const { return scenario_text_; }  ///< the resolved scenario
  const std::vector<Column>& columns() const { return columns_; }      ///< by path
  const Column* find(const std::string& path) const;                   ///< null: there is none

  /// Rows [first, first + count) of columns that have them.
  ColumnRows read(std::span<const std::string> paths, std::uint64_t first, std::uint64_t count) const;
  ColumnRows read_all(const std::string& path) const;

 private:
  const Column& get(const std::string& path) const;
  std::int64_t bound_of(const ColumnSpec& column) const;
  void check(const Column& column, const std::byte* values, std::uint64_t first, std::uint64_t count) const;
  void check_is_same() const;
  [[noreturn]] void fail(const std::string& what) const;

  std::string path_;
  int descriptor_;
  std::string kind_, scenario_text_;
  std::vector<Column> columns_;
  std::int64_t job_bound_ = 0;  ///< one more than the greatest job number
};

}  // namespace takt
