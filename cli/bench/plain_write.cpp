#include "cli/bench/plain_write.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "cli/bench/measure.hpp"
#include "sim/model/error.hpp"

namespace takt::bench {

double plain_write(const std::string& path, const std::string& bytes) {
  constexpr std::size_t block = 1 << 20;
  const auto fail = [&path] {
    throw Error(Fault::io, fmt::format("cannot write {}: {}", path, std::strerror(errno)));
  };
  unlink(path.c_str());
  const double start = undisturbed_seconds();
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) fail();
  for (std::size_t at = 0; at < bytes.size();) {
    const ssize_t put = write(file, bytes.data() + at, std::min(block, bytes.size() - at));
    if (put <= 0) {
      close(file);
      fail();
    }
    at += static_cast<std::size_t>(put);
  }
  const bool flushed = fsync(file) == 0;
  if (close(file) != 0 || !flushed) fail();
  return undisturbed_seconds() - start;
}

}  // namespace takt::bench
