#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace takt {

struct JsonEntry;

/// A JSON value and where it stands.
struct JsonNode {
  enum class Kind { null, boolean, number, text, list, object };
  Kind kind = Kind::null;
  bool boolean = false;
  double number = 0;
  std::string text;
  std::vector<JsonNode> items;     ///< of a list
  std::vector<JsonEntry> entries;  ///< of an object, in order; every key once
  int line = 1, column = 1;        ///< where the value ends, or the list or object begins

  const JsonNode* find(std::string_view key) const;
};

struct JsonEntry {
  std::string key;
  JsonNode value;
};

/// Reads JSON strictly (RFC 8259, by nlohmann's parser): no comments, no duplicate keys, at most 64 levels, a
/// million values and 1000 keys an object. Throws Error(bad_input) with file, line and column.
JsonNode parse_json(const std::string& file, const std::string& text);

}  // namespace takt
