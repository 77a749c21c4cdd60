#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace takt {

struct YamlEntry;

/// A parsed YAML value: our own tree, so that every value and key knows where it stands.
struct YamlNode {
  enum class Kind : std::uint8_t { null, scalar, sequence, mapping };

  Kind kind = Kind::null;
  bool quoted = false;             ///< a scalar in quotes or a block of text: never a number or a truth value
  std::uint16_t file = 0;          ///< index into YamlFiles::names
  std::int32_t line = 0;           ///< from 1
  std::int32_t column = 0;         ///< from 1
  std::string text;                ///< of a scalar
  std::vector<YamlNode> items;     ///< of a sequence
  std::vector<YamlEntry> entries;  ///< of a mapping, in the order of the file; no key twice

  /// The value of a key of a mapping; nullptr when it is absent.
  const YamlNode* find(std::string_view key) const;
  const YamlEntry* find_entry(std::string_view key) const;
};

struct YamlEntry {
  std::string key;
  std::uint16_t file = 0;  ///< place of the key
  std::int32_t line = 0;
  std::int32_t column = 0;
  YamlNode value;
};

// Limits: far above any factory, and low enough that a hostile file costs a second at most.
inline constexpr std::size_t most_yaml_bytes = 16 * 1024 * 1024;  ///< of all files together
inline constexpr std::size_t most_yaml_nodes = 1'000'000;  ///< values of all files together, keys not counted
inline constexpr std::size_t most_yaml_depth = 64;
inline constexpr std::size_t most_yaml_files = 1'000;

/// The files a scenario is made of, and how much has been read of them so far.
struct YamlFiles {
  std::vector<std::string> names;  ///< as messages show them
  std::size_t nodes = 0;
  std::size_t bytes = 0;
  std::size_t most_nodes = most_yaml_nodes;
  std::size_t most_bytes = most_yaml_bytes;
};

/// Parses one YAML file, which becomes the next of `files`. Strict: one document of well-formed UTF-8, plain
/// text as keys, no key twice in a mapping, no anchors, aliases, merge keys or tags, the limits above. Throws
/// Error(bad_input) with the position.
YamlNode parse_yaml(YamlFiles& files, const std::string& name, const std::string& text);

/// Throws Error(bad_input) at a node or a key.
[[noreturn]] void fail_at(const YamlFiles& files, const YamlNode& node, const std::string& message);
[[noreturn]] void fail_at(const YamlFiles& files, const YamlEntry& entry, const std::string& message);

}  // namespace takt
