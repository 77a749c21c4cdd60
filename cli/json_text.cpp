#include "cli/json_text.hpp"

#include <nlohmann/json.hpp>

namespace takt {

std::string json_text(const nlohmann::json& json) {
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace takt
