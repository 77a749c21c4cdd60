#pragma once

#include <string>

#include "sim/model/scenario.hpp"

namespace takt {

/// Loads a scenario file (the format is explained in scenarios/README.md) and what it includes or extends.
/// Throws Error(io) when the file cannot be read, and Error(bad_input) "FILE:LINE:COLUMN: PATH.TO.KEY: what
/// is wrong" for everything that is wrong in it. Scenario::source_text is the resolved text, as
/// print_resolved gives it.
Scenario load_scenario(const std::string& path);

/// The same from memory. Messages call the text `file_name`, and paths in it are relative to the folder of
/// that name.
Scenario parse_scenario(const std::string& text, const std::string& file_name);

/// The same of a text that this program has written, as it stands in result files: as large as it is. It is
/// the whole scenario, and limited by the file in which it stands.
Scenario parse_stored_scenario(const std::string& text, const std::string& file_name);

/// The scenario as one YAML text in a fixed layout, after `include` and `extends`. Loading that text gives an
/// equal Scenario. Throws like load_scenario.
std::string print_resolved(const std::string& path);

}  // namespace takt
