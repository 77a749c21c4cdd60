#pragma once

#include <string>

#include "sim/model/scenario.hpp"

namespace takt {

/// The scenario in Takt's own format. Loading the text again gives an equal scenario: numbers have as many
/// digits as that takes, and times that are not whole seconds are written in us. Comments, includes and the
/// order of sections of the file it came from are lost; so is source_text.
std::string to_yaml(const Scenario& scenario);

}  // namespace takt
