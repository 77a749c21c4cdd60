#include "tests/architecture/layering.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace takt {

namespace fs = std::filesystem;

namespace {

constexpr std::array<const char*, 6> folders = {"sim", "results", "agents", "learning", "viz", "cli"};

constexpr std::size_t most_lines = 400;
/// Files of tables, which may be as long as what they list.
const std::set<std::string>& tables() {
  static const std::set<std::string> all = {};
  return all;
}

/// A room is a set of files that may include each other, and those of the rooms it lists.
struct Room {
  const char* name;
  std::vector<const char*> may_include;
};

const std::vector<Room>& rooms() {
  static const std::vector<Room> all = {
      {"sim/vocabulary", {}},
      {"sim/model", {"sim/vocabulary"}},
      {"sim/base", {"sim/vocabulary", "sim/model"}},
      {"sim/plant", {"sim/vocabulary", "sim/model", "sim/base"}},
      {"sim/clock", {"sim/vocabulary", "sim/model", "sim/base", "sim/plant"}},
      {"sim/record", {"sim/vocabulary", "sim/model", "sim/base", "sim/plant"}},
      {"sim/simulate", {"sim/*"}},
      {"results", {"sim/*"}},
      {"agents", {"sim/*", "results"}},
      {"learning", {"sim/*", "results", "agents"}},
      {"viz/timeline", {"sim/*", "results", "agents"}},
      {"viz/draw", {"sim/*", "results", "agents", "viz/timeline"}},
      {"viz", {"sim/*", "results", "agents", "viz/timeline", "viz/draw"}},
      {"cli", {"sim/*", "results", "agents", "learning", "viz", "viz/timeline"}},
  };
  return all;
}

/// The room of "sim/model/time.hpp" and the like; empty for a path outside of the folders.
std::string room_of(const std::string& path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos) return {};
  std::string top = path.substr(0, slash);
  if (std::find(folders.begin(), folders.end(), top) == folders.end()) return {};
  for (const char* room : {"viz/timeline", "viz/draw"})
    if (path.rfind(std::string(room) + "/", 0) == 0) return room;
  if (top != "sim") return top;
  for (const char* room : {"sim/vocabulary", "sim/model", "sim/plant", "sim/clock", "sim/record"}) {
    if (path.rfind(std::string(room) + "/", 0) == 0) return room;
  }
  // What the plant hands to agents: below it, although it lies beside simulate.
  if (path == "sim/agent.hpp") return "sim/base";
  return "sim/simulate";
}

bool may_include(const std::string& from, const std::string& to) {
  if (from == to) return true;
  for (const Room& room : rooms()) {
    if (room.name != from) continue;
    for (const std::string allowed : room.may_include) {
      if (allowed == to || (allowed == "sim/*" && to.rfind("sim/", 0) == 0)) return true;
    }
  }
  return false;
}

struct Source {
  std::string text;                  ///< without comments
  std::vector<std::string> own;      ///< paths in "..." includes
  std::vector<std::string> foreign;  ///< paths in <...> includes
};

bool is_source(const fs::path& path) {
  const fs::path extension = path.extension();
  return extension == ".hpp" || extension == ".cpp" || extension == ".cu" || extension == ".cuh";
}

Source read_source(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream whole;
  whole << file.rdbuf();
  Source source;
  std::istringstream lines(whole.str());
  static const std::regex include(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
  for (std::string line; std::getline(lines, line);) {
    line = line.substr(0, line.find("//"));
    std::smatch match;
    if (std::regex_search(line, match, include)) {
      (match[1] == "\"" ? source.own : source.foreign).push_back(match[2]);
    } else {
      source.text += line + '\n';
    }
  }
  return source;
}

std::map<std::string, Source> read_tree(const fs::path& root) {
  std::map<std::string, Source> tree;
  for (const char* folder : folders) {
    if (!fs::is_directory(root / folder)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
      if (!is_source(entry.path())) continue;
      tree.emplace(entry.path().lexically_relative(root).generic_string(), read_source(entry.path()));
    }
  }
  return tree;
}

/// The headers that another room includes, and what these include in turn.
std::set<std::string> crossing_headers(const std::map<std::string, Source>& tree) {
  std::vector<std::string> open;
  for (const auto& [path, source] : tree) {
    for (const std::string& to : source.own) {
      if (room_of(to) != room_of(path)) open.push_back(to);
    }
  }
  std::set<std::string> crossing;
  while (!open.empty()) {
    const std::string path = open.back();
    open.pop_back();
    const auto found = tree.find(path);
    if (found == tree.end() || !crossing.insert(path).second) continue;
    open.insert(open.end(), found->second.own.begin(), found->second.own.end());
  }
  return crossing;
}

}  // namespace

std::vector<std::string> layering_violations(const fs::path& root) {
  static const std::regex library_header(
      R"(^(torch|ATen|c10|simgrid|xbt|yaml-cpp|imgui|backends|pango|cairo)/|^(hdf5|H5\w*|hdf5_hl|imgui\w*|muParser\w*|torch|cairo[\w-]*)\.h$)");
  static const std::regex library_type(
      R"(\b(YAML|torch|at|c10|simgrid|mu|ImGui)::|\b(namespace\s+(YAML|torch|simgrid|mu)|hid_t|herr_t|Im(Vec2|Vec4|DrawList)|cairo_(\w+_)?t|Pango[A-Z]\w+)\b)");
  const std::map<std::string, Source> tree = read_tree(root);
  std::vector<std::string> violations;
  for (const auto& [path, source] : tree) {
    for (const std::string& to : source.own) {
      const std::string from_room = room_of(path), to_room = room_of(to);
      if (to_room.empty()) {
        violations.push_back(path + " includes \"" + to + "\", which is no path from the root");
      } else if (!may_include(from_room, to_room)) {
        violations.push_back(path + " includes " + to + ": " + from_room + " must not know " + to_room);
      }
    }
  }
  for (const std::string& path : crossing_headers(tree)) {
    const Source& source = tree.at(path);
    for (const std::string& header : source.foreign) {
      if (std::regex_search(header, library_header)) {
        violations.push_back(path + " crosses folders and includes <" + header + ">");
      }
    }
    std::smatch match;
    if (std::regex_search(source.text, match, library_type)) {
      violations.push_back(path + " crosses folders and names a library's type: " + match.str());
    }
  }
  return violations;
}

std::vector<std::string> long_files(const fs::path& root) {
  std::vector<std::string> found;
  std::vector<const char*> all(folders.begin(), folders.end());
  all.push_back("tests");
  for (const char* folder : all) {
    if (!fs::is_directory(root / folder)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
      if (!is_source(entry.path())) continue;
      const std::string path = entry.path().lexically_relative(root).generic_string();
      std::ifstream file(entry.path());
      std::size_t lines = 0;
      for (std::string line; std::getline(file, line);) ++lines;
      if (lines > most_lines && tables().count(path) == 0)
        found.push_back(path + " has " + std::to_string(lines) + " lines, more than " +
                        std::to_string(most_lines));
    }
  }
  return found;
}

}  // namespace takt
