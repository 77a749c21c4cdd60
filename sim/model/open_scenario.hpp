#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/model/scenario.hpp"

namespace takt {

/// A form of instances from outside that can stand where a scenario is expected, as FORMAT:NAME.
struct ImportFormat {
  const char* format;
  const char* name;     ///< what stands after the colon, for help texts
  const char* summary;  ///< one line
  Scenario (*import)(const std::string& name);
};

/// All of them, in the order in which help texts list them.
std::span<const ImportFormat> import_formats();

/// The scenario that a word on the command line means: FORMAT:NAME with one of import_formats(), else the
/// path of a scenario file. A file whose path happens to look like FORMAT:NAME of no known format is read as
/// a file. Throws Error(bad_input) or Error(io).
Scenario open_scenario(const std::string& spec);

/// The files that the same word names: the instance, or the scenario file with all that it includes and
/// extends. Empty when they cannot be read, which open_scenario tells.
std::vector<std::string> scenario_files(const std::string& spec);

/// The same scenario as a text in Takt's own format that opens again: of a file, what is left after include
/// and extends, in the words and units of its author; of an instance, its translation. Throws like
/// open_scenario.
std::string resolved_text(const std::string& spec);

}  // namespace takt
