#pragma once

#include <string>

#include "sim/model/read/yaml_tree.hpp"

namespace takt {

/// A tree as YAML text in one fixed layout: `takt` and `name` first, the rest in its order; small values in
/// one line, large ones one entry a line. Parsing the text gives an equal tree, and printing that gives the
/// same text.
std::string print_yaml(const YamlNode& root);

}  // namespace takt
