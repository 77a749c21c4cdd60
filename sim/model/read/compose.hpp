#pragma once

#include <string>

#include "sim/model/read/yaml_tree.hpp"

namespace takt {

/// Parses a scenario file and everything it names under `include` and `extends`, and merges it into one
/// mapping without those two keys. Its `name` is that of the file itself, or the stem of the file's name.
/// Throws Error(bad_input) with the position.
///
/// - `include: [a.yaml, ...]` adds the sections of fragments. machines, setups, routings and arrivals may be
/// spread
///   over files; anything defined twice is an error that names both places.
/// - `extends: base.yaml` lays this file (after its includes) over the base: mappings merge, `null` removes a
/// key,
///   everything else replaces. The interarrival and due of arrivals are values: replaced whole.
/// - Paths are relative to the file they stand in and stay in the folder of the top file or below it.
YamlNode compose(YamlFiles& files, const std::string& path, const std::string& text);

/// The text of a file of at most most_yaml_bytes. Throws Error(io).
std::string read_scenario_text(const std::string& path);

}  // namespace takt
