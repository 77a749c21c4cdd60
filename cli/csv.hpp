#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace takt {

/// Writes comma-separated values (RFC 4180, but lines end in "\n"): texts are quoted where they must be,
/// numbers have as many digits as it takes to read the same value again, and NaN is an empty field.
class CsvWriter {
 public:
  /// Writes to `file`, which the caller keeps open and checks for errors after flush().
  explicit CsvWriter(std::FILE* file) : file_(file) {}
  CsvWriter(const CsvWriter&) = delete;
  CsvWriter& operator=(const CsvWriter&) = delete;
  ~CsvWriter() { flush(); }

  void text(std::string_view value);
  void number(std::int64_t value);
  void number(std::uint64_t value);
  void number(double value);
  void number(float value);
  void empty() { separate(); }
  void end_row();
  void flush();

 private:
  void separate();

  std::FILE* file_;
  std::string line_;  ///< what is not written yet
  bool first_ = true;
};

}  // namespace takt
