#pragma once

#include <atomic>

namespace takt {

/// From now on the first Ctrl-C (or SIGTERM) sets interrupted(), so that whatever is under way can be given
/// up in order; the second ends the process at once.
void catch_interrupts();

/// Becomes true at the first Ctrl-C.
const std::atomic<bool>& interrupted();

/// While one lives, an interrupt ends the program at once with its exit code: for work that leaves nothing
/// behind and does not look at interrupted(), such as reading. The constructor throws Error(interrupted) when
/// one has come already.
class EndAtOnce {
 public:
  EndAtOnce();
  EndAtOnce(const EndAtOnce&) = delete;
  EndAtOnce& operator=(const EndAtOnce&) = delete;
  ~EndAtOnce();
};

}  // namespace takt
