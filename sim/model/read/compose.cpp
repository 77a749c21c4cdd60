#include "sim/model/read/compose.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "sim/model/error.hpp"
#include "sim/model/read/scenario_keys.hpp"
#include "sim/model/read/yaml_reader.hpp"
#include "sim/model/suggest.hpp"

namespace takt {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_levels = 32;  // of files that name files

// Sections that map names to things: fragments may each bring some.
constexpr std::array<std::string_view, 9> named_sections = {
    "machines", "setups", "routings", "arrivals", "calendars", "resources", "workers", "parts", "cards"};

bool is_named_section(std::string_view key) {
  return std::find(named_sections.begin(), named_sections.end(), key) != named_sections.end();
}

bool is_mapping(const YamlNode& node) {
  return node.kind == YamlNode::Kind::mapping;
}

using NameIndex = std::unordered_map<std::string, std::size_t>;

/// Positions of the keys of a mapping, for mappings of any size.
NameIndex index_of(const std::vector<YamlEntry>& entries) {
  NameIndex index;
  for (std::size_t i = 0; i < entries.size(); ++i) index.emplace(entries[i].key, i);
  return index;
}

void remove_key(YamlNode& mapping, std::string_view key) {
  std::erase_if(mapping.entries, [&](const YamlEntry& entry) { return entry.key == key; });
}

class Composer {
 public:
  Composer(YamlFiles& files, const std::string& top) : files_(files) {
    const fs::path folder = fs::path(top).parent_path();
    top_folder_ = canonical(folder.empty() ? fs::path(".") : folder);
  }

  YamlNode compose_file(const std::string& path, const std::string& text, bool is_fragment) {
    YamlNode root = parse_yaml(files_, path, text);
    if (!is_mapping(root)) {
      const char* const wanted =
          is_fragment ? "must hold a mapping of sections" : "must start with 'takt: 1'";
      throw input_error(path, std::max(root.line, 1), std::max(root.column, 1),
                        fmt::format("the file {}", wanted));
    }
    if (is_fragment) check_fragment(root);
    open_.push_back(canonical(path));
    add_includes(root, path);
    if (!is_fragment) {
      set_name(root, path);
      lay_over_base(root, path);
    }
    open_.pop_back();
    return root;
  }

 private:
  static fs::path canonical(const fs::path& path) {
    std::error_code ignored;
    fs::path result = fs::weakly_canonical(path, ignored);
    return ignored ? fs::absolute(path, ignored).lexically_normal() : result;
  }

  /// Reads the file that `spot` names, relative to the file `from`.
  YamlNode read(const Spot& spot, const std::string& from, bool is_fragment) {
    const fs::path named(spot.free_text(4096));
    if (named.empty()) spot.fail("the path is empty");
    if (named.is_absolute())
      spot.fail("the path is absolute; write it relative to this file, so that the scenario can be moved");
    const fs::path path = (fs::path(from).parent_path() / named).lexically_normal();
    const fs::path real = canonical(path);
    const fs::path below = real.lexically_relative(top_folder_);
    if (below.empty() || *below.begin() == "..")
      spot.fail(
          fmt::format("'{}' leads out of the folder of the top file; a scenario keeps its files together",
                      named.string()));
    if (std::find(open_.begin(), open_.end(), real) != open_.end())
      spot.fail(fmt::format("'{}' leads in a circle back to this file", named.string()));
    std::error_code ignored;
    if (fs::exists(real, ignored) && !fs::is_regular_file(real, ignored))
      spot.fail(fmt::format("'{}' is not a file", named.string()));
    if (open_.size() >= most_levels)
      spot.fail(fmt::format("files name files over more than {} levels", most_levels));
    std::string text;
    try {
      text = read_scenario_text(path.string());
    } catch (const Error& error) {
      spot.fail(error.what());
    }
    return compose_file(path.string(), text, is_fragment);
  }

  void check_fragment(const YamlNode& root) const {
    for (std::string_view key : {"takt", "extends"})
      if (const YamlEntry* entry = root.find_entry(key))
        fail_at(files_, *entry, fmt::format("a file to include has no '{}'; it only adds sections", key));
  }

  void add_includes(YamlNode& root, const std::string& path) {
    const YamlEntry* entry = root.find_entry("include");
    if (!entry) return;
    const Spot root_spot(files_, root);
    std::vector<YamlNode> fragments;
    {
      const Spot spot = root_spot.at(*entry);
      for (std::size_t i = 0; i < spot.list_size(); ++i) fragments.push_back(read(spot.item(i), path, true));
    }
    remove_key(root, "include");
    SectionIndex index{index_of(root.entries), {}};
    for (YamlNode& fragment : fragments) add_sections(root, std::move(fragment), index);
  }

  /// Positions of the sections and, where fragments have added to one, of its names.
  struct SectionIndex {
    NameIndex sections;
    std::unordered_map<std::string, NameIndex> names;
  };

  void add_sections(YamlNode& root, YamlNode fragment, SectionIndex& index) {
    for (YamlEntry& added : fragment.entries) {
      const auto [found, fresh] = index.sections.emplace(added.key, root.entries.size());
      if (fresh) {
        root.entries.push_back(std::move(added));
        continue;
      }
      YamlEntry& same = root.entries[found->second];
      if (!is_named_section(added.key) || !is_mapping(same.value) || !is_mapping(added.value))
        refuse_twice(same, added, "");
      const auto [names, first] = index.names.try_emplace(added.key);
      if (first) names->second = index_of(same.value.entries);
      add_names(same.value, std::move(added.value), added.key, names->second);
    }
  }

  void add_names(YamlNode& section, YamlNode added, const std::string& name, NameIndex& index) {
    for (YamlEntry& entry : added.entries) {
      const auto [same, fresh] = index.emplace(entry.key, section.entries.size());
      if (!fresh) refuse_twice(section.entries[same->second], entry, name + ": ");
      section.entries.push_back(std::move(entry));
    }
  }

  [[noreturn]] void refuse_twice(const YamlEntry& first, const YamlEntry& second,
                                 const std::string& where) const {
    fail_at(files_, second,
            fmt::format("{}'{}' is defined twice, first at {}:{}:{}", where, second.key,
                        files_.names[first.file], first.line, first.column));
  }

  /// Gives the file a name of its own: the one of a base must not pass for it.
  void set_name(YamlNode& root, const std::string& path) {
    if (root.find("name")) return;
    YamlEntry entry{"name", root.file, 1, 1, {}};
    entry.value.kind = YamlNode::Kind::scalar;
    entry.value.file = root.file;
    entry.value.line = entry.value.column = 1;
    const std::string stem = fs::path(path).stem().string();
    entry.value.text = stem.empty() ? "scenario" : stem;
    root.entries.push_back(std::move(entry));
  }

  void lay_over_base(YamlNode& root, const std::string& path) {
    const YamlEntry* entry = root.find_entry("extends");
    if (!entry) return;
    YamlNode base;
    {
      const Spot root_spot(files_, root);
      base = read(root_spot.at(*entry), path, false);
    }
    remove_key(root, "extends");
    lay_over(base, std::move(root), {});
    root = std::move(base);
  }

  /// `where` holds the keys from the root down to these mappings.
  void lay_over(YamlNode& base, YamlNode over, std::vector<std::string> where) {
    const auto index = index_of(base.entries);
    std::vector<bool> removed(base.entries.size(), false);
    for (YamlEntry& entry : over.entries) {
      const auto same = index.find(entry.key);
      if (entry.value.kind == YamlNode::Kind::null) {
        if (same == index.end()) refuse_removal(base, entry);
        removed[same->second] = true;
      } else if (same == index.end()) {
        base.entries.push_back(std::move(entry));
      } else if (YamlEntry& old = base.entries[same->second];
                 is_mapping(old.value) && is_mapping(entry.value) && merges(where, entry.key)) {
        where.push_back(entry.key);
        lay_over(old.value, std::move(entry.value), where);
        where.pop_back();
      } else {
        old = std::move(entry);
      }
    }
    std::size_t i = 0;
    std::erase_if(base.entries, [&](const YamlEntry&) {
      const std::size_t at = i++;
      return at < removed.size() && removed[at];
    });
    base.file = over.file, base.line = over.line, base.column = over.column;
  }

  /// False for the mappings that are one value: half of one distribution and half of another make none.
  static bool merges(const std::vector<std::string>& where, const std::string& key) {
    return !(where.size() == 2 && where[0] == "arrivals" && (key == "interarrival" || key == "due"));
  }

  [[noreturn]] void refuse_removal(const YamlNode& base, const YamlEntry& entry) const {
    std::vector<std::string> known;
    for (const YamlEntry& old : base.entries) known.push_back(old.key);
    fail_at(files_, entry,
            fmt::format("'{}' has no value, which removes it from the base, but the base has no such key{}",
                        entry.key.substr(0, 64), did_you_mean(entry.key, known)));
  }

  YamlFiles& files_;
  fs::path top_folder_;
  std::vector<fs::path> open_;  ///< the files that are being composed, the top file first
};

}  // namespace

YamlNode compose(YamlFiles& files, const std::string& path, const std::string& text) {
  return Composer(files, path).compose_file(path, text, false);
}

std::string read_scenario_text(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored))
    throw Error(Fault::io, fmt::format("cannot read '{}': it is a folder", path));
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(Fault::io, fmt::format("cannot read '{}': {}", path, std::strerror(errno)));
  std::string text;
  char block[65536];
  // One byte more than is allowed is enough to tell that a file is too large.
  while (text.size() <= most_yaml_bytes && file.read(block, sizeof block).gcount() > 0)
    text.append(block, static_cast<std::size_t>(file.gcount()));
  if (file.bad()) throw Error(Fault::io, fmt::format("cannot read '{}': {}", path, std::strerror(errno)));
  return text;
}

}  // namespace takt
