#include "sim/model/error.hpp"

#include <fmt/format.h>

namespace takt {

Error input_error(const std::string& file, int line, int column, const std::string& message) {
  std::string where = file;
  if (line > 0) where += fmt::format(":{}", line);
  if (line > 0 && column > 0) where += fmt::format(":{}", column);
  return Error(Fault::bad_input, where.empty() ? message : where + ": " + message);
}

}  // namespace takt
