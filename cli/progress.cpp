#include "cli/progress.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/streams.hpp"
#include "cli/text.hpp"

namespace takt {

ProgressLine::ProgressLine(std::string what, bool quiet)
    : what_(std::move(what)), silent_(quiet || isatty(STDERR_FILENO) == 0) {}

ProgressLine::~ProgressLine() {
  if (shown_) complain("\r\033[K");
}

void ProgressLine::update(double share, const std::string& detail) {
  if (silent_) return;
  const auto now = Clock::now();
  if (now - begin_ < std::chrono::seconds(1) || now - last_ < std::chrono::milliseconds(200)) return;
  last_ = now;
  shown_ = true;
  const double passed = std::chrono::duration<double>(now - begin_).count();
  if (share > 0) {
    const double done = std::min(share, 1.0);
    complain(fmt::format("\r\033[K{}: {:.0f} %, {}, {} left", what_, 100 * done, detail,
                         human_time(passed * (1 - done) / done)));
  } else {
    complain(fmt::format("\r\033[K{}: {}, {} passed", what_, detail, human_time(passed)));
  }
}

}  // namespace takt
