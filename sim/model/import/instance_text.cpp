#include "sim/model/import/instance_text.hpp"

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fmt/format.h>

#include "sim/model/error.hpp"

namespace takt {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/// A word as it may stand in a message: short and printable.
std::string quoted(std::string_view word) {
  constexpr std::size_t longest = 24;
  std::string out = "'";
  for (const char c : word.substr(0, longest)) {
    out += c >= ' ' && c <= '~' ? std::string(1, c) : fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
  }
  return out + (word.size() > longest ? "...'" : "'");
}

}  // namespace

std::string read_input_file(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) throw Error(Fault::io, fmt::format("{}: cannot be opened: {}", path, std::strerror(errno)));
  std::string text;
  char block[1 << 16];
  while (const std::size_t count = std::fread(block, 1, sizeof block, file.get())) {
    text.append(block, count);
    if (text.size() > largest_input_file) {
      throw Error(Fault::bad_input, fmt::format("{}: longer than {} MiB", path, largest_input_file >> 20));
    }
  }
  if (std::ferror(file.get()) != 0) throw Error(Fault::io, fmt::format("{}: cannot be read", path));
  if (text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE"))
    throw input_error(path, 1, 1, "the file is UTF-16; save it as UTF-8");
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

void InstanceText::fail_at(std::size_t position, const std::string& message) const {
  throw input_error(file_, line_, static_cast<int>(position - line_start_) + 1, message);
}

void InstanceText::fail(const std::string& message) const {
  fail_at(last_word_, message);
}

std::string_view InstanceText::peek() {
  while (position_ < text_.size() && is_blank(text_[position_])) ++position_;
  if (position_ < text_.size() && text_[position_] == '#') {
    while (position_ < text_.size() && text_[position_] != '\n') ++position_;
  }
  std::size_t end = position_;
  while (end < text_.size() && !is_blank(text_[end]) && text_[end] != '\n' && text_[end] != '#') ++end;
  return text_.substr(position_, end - position_);
}

std::string_view InstanceText::word(const std::string& what) {
  const std::string_view found = peek();
  last_word_ = position_;
  if (found.empty()) fail(fmt::format("{} is missing", what));
  position_ += found.size();
  return found;
}

void InstanceText::next_line(const std::string& what) {
  while (peek().empty()) {
    if (position_ >= text_.size()) fail_at(position_, fmt::format("the file ends before {}", what));
    ++position_;  // the line break, on which peek() stopped
    ++line_;
    line_start_ = position_;
  }
}

void InstanceText::find_line(std::string_view start) {
  for (;;) {
    while (position_ < text_.size() && text_[position_] != '\n') ++position_;
    if (position_ >= text_.size()) fail_at(position_, fmt::format("the file ends before a line '{}'", start));
    ++position_;
    ++line_;
    line_start_ = position_;
    while (position_ < text_.size() && is_blank(text_[position_])) ++position_;
    if (!text_.substr(position_).starts_with(start)) continue;
    position_ += start.size();
    return;
  }
}

void InstanceText::pass(char mark, const std::string& what) {
  const std::size_t from = position_;
  while (position_ < text_.size() && text_[position_] != '\n' && text_[position_] != mark) ++position_;
  if (position_ >= text_.size() || text_[position_] != mark)
    fail_at(from, fmt::format("'{}' is missing in {}", mark, what));
  ++position_;
}

std::int64_t InstanceText::whole(const std::string& what, std::int64_t least, std::int64_t greatest) {
  const std::string_view found = word(what);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), value);
  if (end != found.data() + found.size() || error == std::errc::invalid_argument) {
    fail(fmt::format("{} must be a whole number, not {}", what, quoted(found)));
  }
  if (error == std::errc::result_out_of_range || value < least || value > greatest) {
    fail(fmt::format("{} must be {} to {}, not {}", what, least, greatest, quoted(found)));
  }
  return value;
}

std::int64_t InstanceText::next_whole(const std::string& what, std::int64_t least, std::int64_t greatest) {
  next_line(what);
  return whole(what, least, greatest);
}

void InstanceText::optional_number(const std::string& what) {
  if (peek().empty()) return;
  const std::string_view found = word(what);
  double value = 0;
  const auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), value);
  if (error != std::errc() || end != found.data() + found.size() || !std::isfinite(value)) {
    fail(fmt::format("{} must be a number, not {}", what, quoted(found)));
  }
}

void InstanceText::end_line(const std::string& what) {
  const std::string_view found = peek();
  if (!found.empty()) fail_at(position_, fmt::format("{} found after {}", quoted(found), what));
}

void InstanceText::end_file(const std::string& what) {
  end_line(what);
  while (position_ < text_.size()) {
    ++position_;
    ++line_;
    line_start_ = position_;
    end_line(what);
  }
}

}  // namespace takt
