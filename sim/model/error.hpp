#pragma once

#include <stdexcept>
#include <string>

namespace takt {

/// What went wrong, as the exit code the program ends with.
enum class Fault : int {
  broken_law = 1,    ///< a run that --check found to lose or double something
  usage = 2,         ///< the command line
  bad_input = 3,     ///< a scenario, instance, result or checkpoint file
  io = 4,            ///< a file or disk that cannot be read or written
  agent = 5,         ///< an agent or policy that broke its contract
  interrupted = 130  ///< Ctrl-C
};

/// The one exception for everything a user, a file or an agent can get wrong. Broken invariants of our own
/// are assertions instead. Only main and the fuzz harness catch it.
class Error : public std::runtime_error {
 public:
  Error(Fault fault, const std::string& message) : std::runtime_error(message), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

/// A bad_input error about a place in a file: "FILE:LINE:COLUMN: message". Line and column count from 1; 0
/// leaves them out.
Error input_error(const std::string& file, int line, int column, const std::string& message);

}  // namespace takt
