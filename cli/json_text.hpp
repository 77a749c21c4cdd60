#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace takt {

/// JSON for stdout, indented. A path need not be UTF-8, as JSON must be: its other bytes become U+FFFD.
std::string json_text(const nlohmann::json& json);

}  // namespace takt
