#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace takt {

/// The longest scenario or instance file that is read, in bytes.
inline constexpr std::size_t largest_input_file = 16u << 20;

/// The whole content of a file, without a byte order mark. Throws Error(io) when it cannot be read and
/// Error(bad_input) when it is longer than largest_input_file or UTF-16.
std::string read_input_file(const std::string& path);

/// Reads the numbers of an instance file line by line. Lines matter: a number that is missing is reported
/// where it is missing, and not where the rest of the file has run out. '#' starts a comment; empty lines do
/// not count. Every function throws Error(bad_input) with file, line and column.
class InstanceText {
 public:
  /// `text` must outlive the reader; `file` is how errors name it.
  InstanceText(std::string file, std::string_view text) : file_(std::move(file)), text_(text) {}

  /// Goes to the next line that has something on it; `what` names it where the file ends instead.
  void next_line(const std::string& what);

  /// Goes to the next line that begins with `start` (after blanks), and behind it.
  void find_line(std::string_view start);

  /// Goes behind the next `mark` on this line; `what` is where it should stand.
  void pass(char mark, const std::string& what);

  /// The next number of this line, a whole one within [least, greatest].
  std::int64_t whole(const std::string& what, std::int64_t least, std::int64_t greatest);

  /// The same, on this line or the next that has something on it.
  std::int64_t next_whole(const std::string& what, std::int64_t least, std::int64_t greatest);

  /// The next number of this line, when there is one, whole or not. It must be finite.
  void optional_number(const std::string& what);

  /// Nothing more may stand on this line, of which `what` is all.
  void end_line(const std::string& what);

  /// Nothing more may stand in the file, of which `what` is all.
  void end_file(const std::string& what);

  /// An error about the number read last.
  [[noreturn]] void fail(const std::string& message) const;

 private:
  std::string_view peek();  ///< the next word of this line, empty at its end
  std::string_view word(const std::string& what);
  [[noreturn]] void fail_at(std::size_t position, const std::string& message) const;

  std::string file_;
  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t last_word_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
};

}  // namespace takt
