#include "sim/model/read/yaml_tree.hpp"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "sim/model/error.hpp"

namespace takt {
namespace {

/// Length of the well-formed UTF-8 sequence at the start of `bytes` (Unicode 15, table 3-7); 0 when there is
/// none.
std::size_t utf8_length(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const auto continues = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return i < bytes.size() && byte(i) >= low && byte(i) <= high;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2) return 0;
  if (lead < 0xE0) return continues(1) ? 2 : 0;
  if (lead < 0xF0) {
    const unsigned low = lead == 0xE0 ? 0xA0 : 0x80, high = lead == 0xED ? 0x9F : 0xBF;
    return continues(1, low, high) && continues(2) ? 3 : 0;
  }
  if (lead > 0xF4) return 0;
  const unsigned low = lead == 0xF0 ? 0x90 : 0x80, high = lead == 0xF4 ? 0x8F : 0xBF;
  return continues(1, low, high) && continues(2) && continues(3) ? 4 : 0;
}

bool is_control(unsigned char c) {
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

/// Refuses what is not text before the parser, which would let it through, sees it.
void check_text(const std::string& name, std::string_view text, std::size_t most_nodes) {
  if (text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE"))
    throw input_error(name, 1, 1, "the file is UTF-16; save it as UTF-8");
  // The parser holds all it has read of a bracket in memory before it tells us anything, so values are
  // counted roughly beforehand: each is opened by one of these characters, or by a line or a colon of its
  // own.
  const auto opens = [](char c) { return c == '[' || c == '{' || c == ','; };
  if (static_cast<std::size_t>(std::count_if(text.begin(), text.end(), opens)) / 3 > most_nodes)
    throw input_error(name, 0, 0, fmt::format("there are more than {} values", most_nodes));
  int line = 1, column = 1;
  for (std::size_t i = 0; i < text.size();) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0) throw input_error(name, line, column, fmt::format("byte 0x{:02X} is not UTF-8", c));
    if (is_control(c))
      throw input_error(name, line, column, fmt::format("control character 0x{:02X} in the text", c));
    i += length;
    ++column;
    if (c == '\n') ++line, column = 1;
  }
}

/// True when the white space before the first word of the line (from 0) holds a tab.
bool indented_by_tab(std::string_view text, int line) {
  for (; line > 0 && !text.empty(); --line)
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  return text.substr(0, text.find_first_not_of(" \t")).find('\t') != std::string_view::npos;
}

/// Builds the tree from the parser's events.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(YamlFiles& files, const std::string& text)
      : files_(files), text_(text), file_(static_cast<std::uint16_t>(files.names.size() - 1)) {}

  YamlNode take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) refuse(mark, "a second document starts here; a scenario is one");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    check_plain(mark, "", anchor);
    if (expects_key()) refuse(mark, "a key is missing before ':'");
    add(make(mark, YamlNode::Kind::null));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_anchor(mark); }
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse_anchor(mark); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_plain(mark, tag, anchor);
    if (tag == "!") check_quoted(mark, value);
    if (expects_key()) {
      if (value == "<<") refuse(mark, "merge keys are not used here; use `extends` or `include`");
      // The parser counts lines and columns from 0.
      open_.back().key = YamlEntry{value, file_, mark.line + 1, mark.column + 1, {}};
      return;
    }
    YamlNode node = make(mark, YamlNode::Kind::scalar);
    node.text = value;
    node.quoted = tag == "!";
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    start(mark, tag, anchor, YamlNode::Kind::sequence);
  }
  void OnSequenceEnd() override { end(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    start(mark, tag, anchor, YamlNode::Kind::mapping);
  }
  void OnMapEnd() override {
    check_keys(open_.back().node);
    end();
  }

 private:
  struct Open {
    YamlNode node;
    std::optional<YamlEntry> key;  ///< of a mapping: read, its value not yet
  };

  [[noreturn]] void refuse(const YAML::Mark& mark, const std::string& message) const {
    throw input_error(files_.names[file_], mark.line + 1, mark.column + 1, message);
  }
  [[noreturn]] void refuse_anchor(const YAML::Mark& mark) const {
    refuse(mark, "anchors and aliases are not used here; use `extends` or `include`");
  }
  /// What the parser lets through: a quote that is never closed, and control characters written as escapes.
  void check_quoted(const YAML::Mark& mark, const std::string& value) const {
    const std::size_t start = static_cast<std::size_t>(mark.pos);
    if (start < text_.size() && (text_[start] == '"' || text_[start] == '\'') && !closes(start))
      refuse(mark, "not valid YAML: the quote is not closed");
    for (char c : value)
      if (is_control(static_cast<unsigned char>(c))) refuse(mark, "the text holds a control character");
  }

  /// True when the quote at `start` has its other half.
  bool closes(std::size_t start) const {
    const char quote = text_[start];
    for (std::size_t i = start + 1; i < text_.size(); ++i) {
      if (text_[i] == '\\' && quote == '"') {
        ++i;
      } else if (text_[i] == quote) {
        if (quote == '"' || i + 1 >= text_.size() || text_[i + 1] != quote) return true;
        ++i;
      }
    }
    return false;
  }

  void check_plain(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) const {
    if (anchor != 0) refuse_anchor(mark);
    if (!tag.empty() && tag != "?" && tag != "!")
      refuse(mark, fmt::format("tags such as '{}' are not used here", tag));
  }

  bool expects_key() const {
    return !open_.empty() && open_.back().node.kind == YamlNode::Kind::mapping && !open_.back().key;
  }

  YamlNode make(const YAML::Mark& mark, YamlNode::Kind kind) {
    if (++files_.nodes > files_.most_nodes)
      refuse(mark, fmt::format("there are more than {} values", files_.most_nodes));
    YamlNode node;
    node.kind = kind;
    node.file = file_;
    node.line = mark.line + 1;
    node.column = mark.column + 1;
    return node;
  }

  void start(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
    check_plain(mark, tag, anchor);
    if (expects_key()) refuse(mark, "a key must be plain text");
    if (open_.size() >= most_yaml_depth)
      refuse(mark, fmt::format("nested deeper than {} levels", most_yaml_depth));
    open_.push_back({make(mark, kind), std::nullopt});
  }

  void end() {
    YamlNode done = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(done));
  }

  void add(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::sequence) {
      parent.node.items.push_back(std::move(node));
      return;
    }
    // The parser places an absent value at whatever follows it; the key is where to look.
    if (node.kind == YamlNode::Kind::null) node.line = parent.key->line, node.column = parent.key->column;
    parent.key->value = std::move(node);
    parent.node.entries.push_back(std::move(*parent.key));
    parent.key.reset();
  }

  void check_keys(const YamlNode& mapping) const {
    const std::vector<YamlEntry>& entries = mapping.entries;
    const auto refuse_second = [&](const YamlEntry& first, const YamlEntry& second) {
      fail_at(files_, second,
              fmt::format("key '{}' is given twice, first in line {}", second.key, first.line));
    };
    if (entries.size() <= 16) {
      for (std::size_t j = 1; j < entries.size(); ++j)
        for (std::size_t i = 0; i < j; ++i)
          if (entries[i].key == entries[j].key) refuse_second(entries[i], entries[j]);
      return;
    }
    std::unordered_map<std::string_view, const YamlEntry*> seen;
    for (const YamlEntry& entry : entries)
      if (const auto [at, fresh] = seen.emplace(entry.key, &entry); !fresh) refuse_second(*at->second, entry);
  }

  YamlFiles& files_;
  const std::string& text_;
  std::uint16_t file_;
  std::vector<Open> open_;
  YamlNode root_;
  int documents_ = 0;
};

}  // namespace

const YamlEntry* YamlNode::find_entry(std::string_view key) const {
  for (const YamlEntry& entry : entries)
    if (entry.key == key) return &entry;
  return nullptr;
}

const YamlNode* YamlNode::find(std::string_view key) const {
  const YamlEntry* entry = find_entry(key);
  return entry ? &entry->value : nullptr;
}

YamlNode parse_yaml(YamlFiles& files, const std::string& name, const std::string& text) {
  if (files.names.size() >= most_yaml_files)
    throw input_error(name, 0, 0, fmt::format("the scenario is made of more than {} files", most_yaml_files));
  files.names.push_back(name);
  if (text.size() > files.most_bytes)
    throw input_error(name, 0, 0, fmt::format("the file is larger than {} MB", files.most_bytes >> 20));
  files.bytes += text.size();
  if (files.bytes > files.most_bytes)
    throw input_error(name, 0, 0,
                      fmt::format("with this file, those that the scenario is made of are larger "
                                  "than {} MB together",
                                  files.most_bytes >> 20));
  check_text(name, text, files.most_nodes);
  TreeBuilder builder(files, text);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    const char* const hint =
        indented_by_tab(text, error.mark.line) ? "; the line is indented by a tab, use spaces" : "";
    throw input_error(name, error.mark.line + 1, error.mark.column + 1,
                      fmt::format("not valid YAML: {}{}", error.msg, hint));
  }
  return builder.take_root();
}

void fail_at(const YamlFiles& files, const YamlNode& node, const std::string& message) {
  throw input_error(files.names[node.file], node.line, node.column, message);
}

void fail_at(const YamlFiles& files, const YamlEntry& entry, const std::string& message) {
  throw input_error(files.names[entry.file], entry.line, entry.column, message);
}

}  // namespace takt
