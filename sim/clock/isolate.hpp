#pragma once

#include <functional>
#include <string>

namespace takt {

/// Runs `work` in a forked child and returns the bytes that it returns: SimGrid has one engine a process, and
/// ends the process on its own errors. An Error thrown in the child is thrown again here; a child that dies
/// otherwise is Error(io) with how it died and the last lines it wrote to stderr's place. The child dies with
/// its parent.
std::string run_isolated(const std::function<std::string()>& work);

}  // namespace takt
