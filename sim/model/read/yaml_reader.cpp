#include "sim/model/read/yaml_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/suggest.hpp"
#include "sim/model/units.hpp"

namespace takt {
namespace {

constexpr std::size_t longest_name = 64;

/// The number of the character that well-formed UTF-8 begins with, and its length in bytes.
std::pair<char32_t, std::size_t> decoded(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t code = length == 1 ? lead : lead & (0x7F >> length);
  for (std::size_t i = 1; i < std::min(length, text.size()); ++i)
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  return {code, length};
}

/// Characters that cannot be seen or that turn the direction of writing: two names would look the same.
bool is_invisible(char32_t code) {
  return (code >= 0x80 && code <= 0xA0) || code == 0xAD || code == 0x61C || code == 0x115F ||
         code == 0x1160 || code == 0x1680 || code == 0x180E || (code >= 0x2000 && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202F) || (code >= 0x205F && code <= 0x206F) || code == 0x3000 ||
         code == 0x3164 || (code >= 0xE000 && code <= 0xF8FF) || (code >= 0xFE00 && code <= 0xFE0F) ||
         code == 0xFEFF || (code >= 0xFFF0 && code <= 0xFFFF) || code >= 0xE0000;
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// At most `most` bytes of the text, not ending within a UTF-8 sequence.
std::string shortened(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most) + "...";
}

std::string shown_key(const YamlEntry& entry) {
  return shortened(entry.key, longest_name);
}

/// A value as messages show it.
std::string shown(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::null:
      return "empty";
    case YamlNode::Kind::sequence:
      return "a list";
    case YamlNode::Kind::mapping:
      return "a mapping";
    case YamlNode::Kind::scalar:
      break;
  }
  const char mark = node.quoted ? '"' : '\'';
  return fmt::format("{0}{1}{0}", mark, shortened(node.text, 40));
}

bool starts_with_zero(const std::string& text) {
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  return text.size() > first + 1 && text[first] == '0' && text[first + 1] >= '0' && text[first + 1] <= '9';
}

}  // namespace

std::string name_problem(std::string_view name) {
  if (name.empty()) return "a name must not be empty";
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
  if (name.size() - static_cast<std::size_t>(std::count_if(name.begin(), name.end(), continues)) >
      longest_name)
    return fmt::format("a name has at most {} characters", longest_name);
  if (!is_letter_or_digit(name.front()) && name.front() != '_' &&
      static_cast<unsigned char>(name.front()) < 0x80)
    return "a name starts with a letter, a digit or '_'";
  if (name.back() == ' ') return "a name must not end with a space";
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (static_cast<unsigned char>(c) >= 0x80) {
      const auto [code, length] = decoded(name.substr(i));
      if (is_invisible(code))
        return fmt::format("a name must not hold the invisible character U+{:04X}",
                           static_cast<std::uint32_t>(code));
      i += length - 1;
      continue;
    }
    if (c == ' ' && name[i - 1] == ' ') return "a name must not hold two spaces in a row";
    if (!is_letter_or_digit(c) && c != '_' && c != '-' && c != '.' && c != ' ')
      return "a name has only letters, digits, '_', '-', '.' and spaces";
  }
  return "";
}

std::string Spot::path() const {
  if (!parent_) return "";
  const std::string above = parent_->path();
  if (parent_->is_sequence()) return fmt::format("{}[{}]", above, index_);
  return above.empty() ? shown_key(*entry_) : above + "." + shown_key(*entry_);
}

void Spot::fail(const std::string& message) const {
  const std::string where = path();
  fail_at(*files_, *node_, where.empty() ? message : where + ": " + message);
}

void Spot::fail_at_key(const std::string& message) const {
  const std::string where = parent_->path();
  takt::fail_at(*files_, *entry_, where.empty() ? message : where + ": " + message);
}

const std::string& Spot::scalar(const char* expected) const {
  expect(YamlNode::Kind::scalar, expected);
  return node_->text;
}

void Spot::expect(YamlNode::Kind kind, const char* expected) const {
  if (node_->kind == kind) return;
  if (node_->kind == YamlNode::Kind::null) fail(fmt::format("has no value; expected {}", expected));
  fail(fmt::format("must be {}, is {}", expected, shown(*node_)));
}

const std::string& Spot::text() const {
  return scalar("a single value");
}

std::string Spot::free_text(std::size_t most) const {
  const std::string& value = scalar("text");
  if (value.size() > most) fail(fmt::format("must have at most {} bytes, has {}", most, value.size()));
  return value;
}

std::string Spot::name() const {
  const std::string& value = scalar("a name");
  if (const std::string problem = name_problem(value); !problem.empty())
    fail(fmt::format("{}, is {}", problem, shown(*node_)));
  return value;
}

bool Spot::boolean() const {
  const std::string& value = scalar("true or false");
  if (!node_->quoted && value == "true") return true;
  if (!node_->quoted && value == "false") return false;
  fail(fmt::format("must be true or false, is {}", shown(*node_)));
}

double Spot::number(double least, double greatest) const {
  const std::string& value = scalar("a number");
  const std::optional<double> result = node_->quoted ? std::nullopt : to_number(value);
  if (!result && starts_with_zero(value))
    fail(fmt::format("'{}' starts with a zero; write it without", value));
  if (!result || *result < least || *result > greatest)
    fail(fmt::format("must be a number from {} to {}, is {}", least, greatest, shown(*node_)));
  return *result;
}

std::int64_t Spot::integer(std::int64_t least, std::int64_t greatest) const {
  const std::string& value = scalar("a whole number");
  std::int64_t result = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), result);
  if (starts_with_zero(value)) fail(fmt::format("'{}' starts with a zero; write it without", value));
  if (node_->quoted || problem != std::errc() || end != value.data() + value.size() || result < least ||
      result > greatest)
    fail(fmt::format("must be a whole number from {} to {}, is {}", least, greatest, shown(*node_)));
  return result;
}

double Spot::parsed(double (*parse)(std::string_view)) const {
  const std::string& value = scalar("a number with its unit, such as '5 min'");
  try {
    return parse(value);
  } catch (const Error& error) {
    fail(error.what());
  }
}

double Spot::duration() const {
  const double ticks = parsed(parse_duration);
  if (ticks < 0) fail(fmt::format("a time must not be negative, is {}", shown(*node_)));
  if (ticks > static_cast<double>(latest_time))
    fail(fmt::format("{} is longer than 285 years, the longest time Takt can hold", shown(*node_)));
  return ticks;
}

Time Spot::time() const {
  const double ticks = duration();
  const Time rounded = static_cast<Time>(std::llrint(ticks));
  if (rounded == 0 && ticks > 0)
    fail(fmt::format("{} is less than a microsecond, the shortest time", shown(*node_)));
  return rounded;
}

std::size_t Spot::choice(std::span<const std::string_view> words) const {
  const std::string& value = scalar("a word");
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == value) return i;
  const std::string meant = closest(value, words);
  fail(fmt::format("must be one of {}, is {}{}", fmt::join(words, ", "), shown(*node_),
                   meant.empty() ? "" : fmt::format("; did you mean '{}'?", meant)));
}

std::size_t Spot::list_size() const {
  expect(YamlNode::Kind::sequence, "a list");
  if (node_->items.empty()) fail("the list must not be empty");
  return node_->items.size();
}

Spot Spot::item(std::size_t i) const {
  return Spot(this, &node_->items[i], nullptr, i);
}

std::size_t Spot::map_size() const {
  expect(YamlNode::Kind::mapping, "a mapping from names");
  if (node_->entries.empty()) fail("must not be empty");
  return node_->entries.size();
}

Spot Spot::entry(std::size_t i) const {
  return at(node_->entries[i]);
}

std::string Spot::key_name() const {
  if (const std::string problem = name_problem(entry_->key); !problem.empty())
    fail_at_key(fmt::format("{}, is '{}'", problem, shown_key(*entry_)));
  return entry_->key;
}

Fields::Fields(const Spot& spot, std::span<const std::string_view> known) : spot_(&spot) {
  if (spot.node().kind == YamlNode::Kind::null) spot.fail("has no value; expected a mapping");
  if (!spot.is_mapping()) spot.fail(fmt::format("must be a mapping, is {}", shown(spot.node())));
  for (const YamlEntry& entry : spot.node().entries) {
    bool found = false;
    for (std::string_view key : known) found = found || key == entry.key;
    if (!found)
      spot.at(entry).fail_at_key(
          fmt::format("unknown key '{}'{}", shown_key(entry), did_you_mean(entry.key, known)));
  }
}

std::optional<Spot> Fields::find(std::string_view key) const {
  const YamlEntry* entry = spot_->node().find_entry(key);
  if (!entry) return std::nullopt;
  return spot_->at(*entry);
}

Spot Fields::require(std::string_view key) const {
  const YamlEntry* entry = spot_->node().find_entry(key);
  if (entry) return spot_->at(*entry);
  spot_->fail(fmt::format("'{}' is missing", key));
}

void Fields::exclude(std::string_view key, std::string_view other) const {
  const YamlEntry* second = spot_->node().find_entry(other);
  if (has(key) && second)
    spot_->at(*second).fail_at_key(fmt::format("give either '{}' or '{}', not both", key, other));
}

}  // namespace takt
