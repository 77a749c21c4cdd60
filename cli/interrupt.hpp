#pragma once

#include <atomic>

namespace takt {

/// From now on the first Ctrl-C (or SIGTERM) sets interrupted(), so that whatever is under way can be given
/// up in order; the second ends the process at once.
void catch_interrupts();

/// Becomes true at the first Ctrl-C.
const std::atomic<bool>& interrupted();

}  // namespace takt
