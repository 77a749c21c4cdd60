#include "sim/model/write/print_yaml.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "sim/model/units.hpp"

namespace takt {
namespace {

constexpr std::size_t widest_line = 100;

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == '/' || c == ' ';
}

/// True for text that any YAML reader takes for a number, a truth value or nothing when it stands without
/// quotes.
bool reads_as_something_else(const std::string& text) {
  static constexpr std::array<std::string_view, 9> words = {"null", "true", "false", "yes", "no",
                                                            "on",   "off",  "y",     "n"};
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (std::find(words.begin(), words.end(), lower) != words.end()) return true;
  // Anything of digits that has only the characters of a number may be one somewhere (010, 1_000, 0x1f, 1e3).
  return lower.front() >= '0' && lower.front() <= '9' &&
         lower.find_first_not_of("0123456789abcdefxo_.-") == std::string::npos;
}

/// True when the text may stand without quotes anywhere, as a key or a value.
bool is_plain(const std::string& text) {
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  if (!std::all_of(text.begin(), text.end(), is_word_character)) return false;
  const char first = text.front();
  return first != '-' && first != '.' && first != '/';
}

std::string in_quotes(const std::string& text) {
  std::string result = "\"";
  for (char c : text) {
    switch (c) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        result += c;
    }
  }
  return result + '"';
}

std::string print_key(const std::string& key) {
  return is_plain(key) && !reads_as_something_else(key) ? key : in_quotes(key);
}

std::string print_scalar(const YamlNode& node) {
  if (!node.quoted && to_number(node.text)) return node.text;
  if (!node.quoted && (node.text == "true" || node.text == "false")) return node.text;
  return is_plain(node.text) && !reads_as_something_else(node.text) ? node.text : in_quotes(node.text);
}

/// Appends the node on one line; gives up when `out` grows beyond `most` bytes.
bool append_flow(const YamlNode& node, std::size_t most, std::string& out) {
  const auto list = [&](char open, char close, std::size_t count, auto append_one) {
    out += open;
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) out += ", ";
      if (!append_one(i) || out.size() > most) return false;
    }
    out += close;
    return true;
  };
  switch (node.kind) {
    case YamlNode::Kind::null:
      out += "null";
      break;
    case YamlNode::Kind::scalar:
      out += print_scalar(node);
      break;
    case YamlNode::Kind::sequence:
      return list('[', ']', node.items.size(),
                  [&](std::size_t i) { return append_flow(node.items[i], most, out); });
    case YamlNode::Kind::mapping:
      return list('{', '}', node.entries.size(), [&](std::size_t i) {
        out += print_key(node.entries[i].key) + ": ";
        return append_flow(node.entries[i].value, most, out);
      });
  }
  return true;
}

bool is_leaf(const YamlNode& node) {
  return node.kind == YamlNode::Kind::null || node.kind == YamlNode::Kind::scalar ||
         (node.items.empty() && node.entries.empty());
}

class Printer {
 public:
  /// Writes what follows "key:" or "-", with the line end; lines below stand at this depth.
  void value(const YamlNode& node, std::size_t depth, bool spread) {
    const std::size_t start = text_.rfind('\n') + 1;  // npos + 1 is 0
    std::string flow;
    const std::size_t used = text_.size() - start + 1;
    if (is_leaf(node)) {
      append_flow(node, node.text.max_size(), flow);
      text_ += " " + flow + "\n";
    } else if (!spread && used < widest_line && append_flow(node, widest_line - used, flow) &&
               used + flow.size() <= widest_line) {
      text_ += " " + flow + "\n";
    } else if (node.kind == YamlNode::Kind::sequence) {
      text_ += '\n';
      for (const YamlNode& item : node.items) {
        text_.append(2 * depth, ' ');
        text_ += '-';
        this->item(item, depth + 1);
      }
    } else {
      text_ += '\n';
      for (const YamlEntry& one : node.entries) entry(one, depth, false);
    }
  }

  /// Writes what follows "-": a mapping too wide for the line starts right there.
  void item(const YamlNode& node, std::size_t depth) {
    const std::size_t before = text_.size();
    value(node, depth, false);
    if (node.kind == YamlNode::Kind::mapping && text_[before] == '\n') {
      text_[before] = ' ';
      text_.erase(before + 1, 2 * depth);
    }
  }

  /// `spread`: one entry or item a line, however short.
  void entry(const YamlEntry& entry, std::size_t depth, bool spread) {
    text_.append(2 * depth, ' ');
    text_ += print_key(entry.key) + ":";
    value(entry.value, depth + 1, spread);
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string print_yaml(const YamlNode& root) {
  Printer printer;
  for (std::string_view first : {"takt", "name"})
    if (const YamlEntry* entry = root.find_entry(first)) printer.entry(*entry, 0, true);
  for (const YamlEntry& entry : root.entries)
    if (entry.key != "takt" && entry.key != "name") printer.entry(entry, 0, true);
  return printer.take();
}

}  // namespace takt
