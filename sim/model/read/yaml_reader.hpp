#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/model/read/yaml_tree.hpp"
#include "sim/model/time.hpp"

namespace takt {

/// A value in a scenario file together with the way to it ("machines.lathe.count"), which messages name. A
/// Spot borrows its parent, its node and its files: it lives on the stack of the function that reads it.
/// Every reading function throws Error(bad_input) with the position when the value is not what it should be.
class Spot {
 public:
  Spot(const YamlFiles& files, const YamlNode& root) : files_(&files), node_(&root) {}

  const YamlNode& node() const { return *node_; }
  std::string path() const;
  [[noreturn]] void fail(const std::string& message) const;

  const std::string& text() const;                ///< any single value
  std::string free_text(std::size_t most) const;  ///< printable text of at most so many bytes
  std::string name() const;                       ///< text that obeys the rule for names
  bool boolean() const;
  double number(double least, double greatest) const;
  std::int64_t integer(std::int64_t least, std::int64_t greatest) const;
  double parsed(double (*parse)(std::string_view)) const;  ///< by a function of units.hpp
  double duration() const;                                 ///< in ticks, from 0 to latest_time
  Time time() const;  ///< duration rounded to whole ticks; only 0 gives 0
  std::size_t choice(std::span<const std::string_view> words) const;  ///< index of the word

  bool is_scalar() const { return node_->kind == YamlNode::Kind::scalar; }
  bool is_mapping() const { return node_->kind == YamlNode::Kind::mapping; }
  bool is_sequence() const { return node_->kind == YamlNode::Kind::sequence; }

  std::size_t list_size() const;  ///< of a sequence that must not be empty
  Spot item(std::size_t i) const;
  std::size_t map_size() const;  ///< of a mapping from names that must not be empty
  Spot entry(std::size_t i) const;
  std::string key_name() const;  ///< of an entry: its key, checked like name()
  [[noreturn]] void fail_at_key(const std::string& message) const;  ///< of an entry: about its key

  /// The entry of this mapping.
  Spot at(const YamlEntry& entry) const { return Spot(this, &entry.value, &entry, 0); }

 private:
  Spot(const Spot* parent, const YamlNode* node, const YamlEntry* entry, std::size_t index)
      : files_(parent->files_), node_(node), parent_(parent), entry_(entry), index_(index) {}
  const std::string& scalar(const char* expected) const;
  void expect(YamlNode::Kind kind, const char* expected) const;

  const YamlFiles* files_;
  const YamlNode* node_;
  const Spot* parent_ = nullptr;
  const YamlEntry* entry_ = nullptr;  ///< of the parent, when it is a mapping
  std::size_t index_ = 0;
};

/// A mapping with a fixed set of keys; any other key is an error with a suggestion.
class Fields {
 public:
  Fields(const Spot& spot, std::span<const std::string_view> known);

  std::optional<Spot> find(std::string_view key) const;
  Spot require(std::string_view key) const;
  bool has(std::string_view key) const { return spot_->node().find(key) != nullptr; }
  /// Error when both keys are there.
  void exclude(std::string_view key, std::string_view other) const;
  const Spot& spot() const { return *spot_; }

 private:
  const Spot* spot_;
};

/// Why `name` cannot be a name; empty when it can. A name has 1 to 64 letters (a-z, A-Z), digits, '_', '-',
/// '.' and single spaces inside, and starts with a letter, a digit or '_'.
std::string name_problem(std::string_view name);

}  // namespace takt
