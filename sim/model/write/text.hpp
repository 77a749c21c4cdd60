#pragma once

#include <string>

namespace takt {

/// A text between double quotes, for a scenario file.
std::string quoted_text(const std::string& text);

/// A name as a key or value: quoted where YAML would see something else in it.
std::string name_text(const std::string& name);

}  // namespace takt
