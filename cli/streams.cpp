#include "cli/streams.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

namespace takt {

namespace {

void do_nothing(int) {}

}  // namespace

void secure_streams() {
  for (int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest free number is this one. Only for reading: whoever prints there is to learn that it is lost.
    (void)open("/dev/null", O_RDONLY);
  }
  // A handler and not SIG_IGN, which programs that we start would inherit.
  struct sigaction action = {};
  action.sa_handler = do_nothing;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGPIPE, SIGXFSZ}) sigaction(signal, &action, nullptr);
}

void complain(std::string_view text) noexcept {
  while (!text.empty()) {
    const ssize_t put = write(STDERR_FILENO, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(put));
  }
}

bool flush_output(int known) {
  const bool failed_before = std::ferror(stdout) != 0;
  errno = 0;
  if (std::fflush(stdout) == 0 && !failed_before) return true;
  const int reason = known != 0 ? known : errno;
  if (reason != EPIPE) {
    complain(fmt::format("takt: cannot write to standard output{}{}\n", reason != 0 ? ": " : "",
                         reason != 0 ? std::strerror(reason) : ""));
  }
  return false;
}

}  // namespace takt
