#pragma once

#include <string>

namespace takt::bench {

/// Seconds (undisturbed_seconds) for writing `bytes` to a new file in blocks of 1 MiB and flushing it to the
/// disk: the least that a durable file costs. The file is left. Throws Error(io).
double plain_write(const std::string& path, const std::string& bytes);

}  // namespace takt::bench
