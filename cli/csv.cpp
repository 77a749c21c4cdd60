#include "cli/csv.hpp"

#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace takt {

namespace {

constexpr std::size_t enough = std::size_t{1} << 18;

}  // namespace

void CsvWriter::separate() {
  if (!first_) line_ += ',';
  first_ = false;
}

void CsvWriter::text(std::string_view value) {
  separate();
  if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
    line_ += value;
    return;
  }
  line_ += '"';
  for (const char c : value) {
    if (c == '"') line_ += '"';
    line_ += c;
  }
  line_ += '"';
}

void CsvWriter::number(std::int64_t value) {
  separate();
  fmt::format_to(std::back_inserter(line_), "{}", value);
}

void CsvWriter::number(std::uint64_t value) {
  separate();
  fmt::format_to(std::back_inserter(line_), "{}", value);
}

void CsvWriter::number(double value) {
  separate();
  if (!std::isnan(value)) fmt::format_to(std::back_inserter(line_), "{}", value);
}

void CsvWriter::number(float value) {
  separate();
  if (!std::isnan(value)) fmt::format_to(std::back_inserter(line_), "{}", value);
}

void CsvWriter::end_row() {
  line_ += '\n';
  first_ = true;
  if (line_.size() >= enough) flush();
}

void CsvWriter::flush() {
  std::fwrite(line_.data(), 1, line_.size(), file_);
  line_.clear();
}

}  // namespace takt
