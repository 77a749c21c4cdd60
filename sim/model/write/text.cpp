#include "sim/model/write/text.hpp"

namespace takt {

std::string quoted_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string name_text(const std::string& name) {
  bool plain = !name.empty() && name != "null" && name != "Null" && name != "NULL";
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    plain = plain && (letter || (i > 0 && ((c >= '0' && c <= '9') || c == '-' || c == '.')));
  }
  return plain ? name : quoted_text(name);
}

}  // namespace takt
